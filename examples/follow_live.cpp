// SPDX-License-Identifier: MIT
// Prints the documents of a batch scrape job as they are finished, until the job has ended.
//
//     follow_live JOB_ID [SECONDS]
//
// With SECONDS, gives up after so long: a job may be waiting for a place in the server's queue.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all was read; 1 something went wrong; 2 wrong usage; 3 the job failed, was cancelled, or
// lacks documents.

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

// Throws with the system's reason, such as a full disk, when something could not be written.
void check_output() {
  if (!std::cout) {
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  }
}

int follow(const std::string& id, std::chrono::seconds patience) {
  fc::Client client = fc::Client::from_env();

  fc::ReadOptions options;
  options.follow = true;                                    // stay until the job has ended
  options.poll_interval = std::chrono::milliseconds(1000);  // how often to ask while there is nothing new
  if (patience.count() > 0) options.time_limit = patience;
  options.on_progress = [](const fc::JobProgress& progress) {
    std::cerr << "follow_live: " << progress.status_text << ", " << progress.completed << " of "
              << progress.total << '\n';
  };

  fc::DocumentRange documents = client.batch_scrape_job(id).documents(options);
  std::size_t number = 0;
  for (const fc::Document& document : documents) {
    // std::endl rather than '\n': who reads through a pipe wants each line when it is there.
    std::cout << ++number << '\t' << document.metadata.source_url.value_or("-") << '\t'
              << document.metadata.title.value_or("-") << std::endl;
    check_output();
  }

  const fc::JobProgress& end = documents.progress();
  std::cout << "job " << id << ": " << end.status_text << " after " << number << " documents" << std::endl;
  check_output();
  if (documents.missing() > 0) {
    std::cerr << "follow_live: " << documents.missing() << " documents were never listed\n";
  }
  return end.status == fc::JobStatus::completed && documents.missing() == 0 ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: follow_live JOB_ID [SECONDS]\n";
    return 2;
  }
  try {
    return follow(argv[1], std::chrono::seconds(argc == 3 ? std::atoi(argv[2]) : 0));
  } catch (const fc::UsageError& e) {
    std::cerr << "follow_live: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "follow_live: " << e.what() << '\n';
    return 1;
  }
}
