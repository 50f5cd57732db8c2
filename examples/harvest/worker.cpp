// SPDX-License-Identifier: MIT
// harvest work: one thread reads, another one prolongs the leases and waits for signals. So a lease is
// prolonged in time, however long it takes to save a page.
#include "worker.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <ctime>
#include <exception>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "reading_loop.hpp"

namespace harvest {
namespace {

namespace fc = firecrawl;

// Unlike any other in the world: a claim is known by it, and by its epoch.
std::string worker_name() {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  std::random_device random;
  char tail[24];
  std::snprintf(tail, sizeof tail, "%08x%08x", random(), random());
  return std::string(host) + ":" + std::to_string(getpid()) + ":" + tail;
}

class Work {
 public:
  explicit Work(WorkSettings settings) : settings_(std::move(settings)), name_(worker_name()) {
    settings_.store_options.stopped = [this] { return leases_.stopping(); };
    settings_.read.log = [this](const std::string& text) { say(text); };
  }

  int run() {
    const sigset_t signals = block_signals();
    open_store(settings_.store, settings_.store_options)->check_version();
    fc::ClientOptions options;
    options.retry.max_attempts = 8;  // minutes rather than seconds: nobody may be looking
    const fc::Client client = fc::Client::from_env(options);
    std::thread reading([this, &client] { read(client); });
    supervise(signals);
    reading.join();
    return failed_ ? 1 : 0;
  }

 private:
  // For this thread, and so for the one that it starts: supervise() waits for them.
  static sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
  }

  void read(const fc::Client& client) {
    try {
      const auto store = open_store(settings_.store, settings_.store_options);
      ReadingLoop(client, *store, leases_, settings_, name_).run();
    } catch (const std::exception& error) {
      say(error.what());
      failed_ = true;
    }
    reading_ = false;
  }

  void supervise(const sigset_t& signals) {
    // It must not wait for a database that is away: a signal would not be seen.
    StoreOptions options;
    options.patience = std::chrono::milliseconds(0);
    std::unique_ptr<Store> store;
    auto renewed = std::chrono::steady_clock::now();
    while (reading_) {
      const timespec wait{0, std::chrono::nanoseconds(short_time).count()};
      if (sigtimedwait(&signals, nullptr, &wait) > 0) {
        say("stopping");
        leases_.stop();
        pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // the second one ends the program as ever
      }
      if (std::chrono::steady_clock::now() - renewed < settings_.read.lease / 3) continue;
      renewed = std::chrono::steady_clock::now();
      try {
        if (!store) store = open_store(settings_.store, options);
        leases_.renew(*store, settings_.read.lease);
      } catch (const StoreError& error) {
        say(error.what());
        store.reset();
      }
    }
  }

  void say(const std::string& text) {
    if (settings_.quiet) return;
    const std::lock_guard lock(output_);
    std::clog << "harvest: " << text << '\n';
  }

  static constexpr std::chrono::milliseconds short_time{50};

  WorkSettings settings_;
  std::string name_;
  Leases leases_;
  std::atomic<bool> reading_{true};
  std::atomic<bool> failed_{false};
  std::mutex output_;
};

}  // namespace

int work(WorkSettings settings) { return Work(std::move(settings)).run(); }

}  // namespace harvest
