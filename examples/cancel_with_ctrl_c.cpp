// SPDX-License-Identifier: MIT
// Follows a batch scrape job until it has ended or Ctrl-C is pressed; then says where to go on.
//
//     cancel_with_ctrl_c JOB_ID [TOKEN]
//
// TOKEN is what an interrupted run has printed. Ctrl-C ends the reading, not the job: that runs on (what
// stops it is Job::cancel()).
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 the job has ended and all was read; 1 something went wrong; 2 wrong usage; 130 interrupted
// by Ctrl-C (143: by SIGTERM).

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>
#include <thread>

namespace fc = firecrawl;

namespace {

std::atomic<int> received_signal{0};

// A signal handler may do next to nothing, and cancelling takes a lock: so a thread waits for the signals
// instead. To be called before the program starts other threads, which inherit that the signals are blocked.
void cancel_on_signal(fc::CancellationSource source) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([source, signals]() mutable {
    int signal = 0;
    sigwait(&signals, &signal);
    received_signal = signal;
    source.cancel();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // a second Ctrl-C ends the program as ever
    pause();
  }).detach();
}

// Throws with the system's reason, such as a full disk, when something could not be written.
void check_output() {
  if (!std::cout) {
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  }
}

int follow(const std::string& id, const std::string& token) {
  fc::CancellationSource source;
  cancel_on_signal(source);

  fc::ReadOptions options;
  options.follow = true;
  options.from = token;  // empty: from the beginning
  options.cancel = source.token();
  fc::DocumentRange documents = fc::Client::from_env().batch_scrape_job(id).documents(options);
  try {
    for (const fc::Document& document : documents) {
      std::cout << document.metadata.source_url.value_or("-") << std::endl;
      check_output();
    }
  } catch (const fc::CancelledError&) {
    // next() counts what was delivered, to the document.
    std::cerr << "cancel_with_ctrl_c: interrupted; to go on from here: cancel_with_ctrl_c " << id << " '"
              << documents.next().value_or("nothing is left") << "'\n";
    return 128 + received_signal;
  }
  std::cerr << "cancel_with_ctrl_c: job " << id << ": " << documents.progress().status_text << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: cancel_with_ctrl_c JOB_ID [TOKEN]\n";
    return 2;
  }
  try {
    return follow(argv[1], argc == 3 ? argv[2] : "");
  } catch (const fc::UsageError& e) {
    std::cerr << "cancel_with_ctrl_c: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "cancel_with_ctrl_c: " << e.what() << '\n';
    return 1;
  }
}
