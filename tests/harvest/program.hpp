// SPDX-License-Identifier: MIT
/// @file
/// The program with a store and a server, as its tests run it.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "process.hpp"
#include "stores.hpp"
#include "support/loopback_server.hpp"

namespace harvest_tests {

/// With pages of ten.
inline support::Job job_of(const std::string& id, std::size_t documents) {
  support::Job job;
  job.id = id;
  job.count = documents;
  job.page_documents = 10;
  return job;
}

/// The program with a store and a server, and what it has printed.
class Harvest {
 public:
  Harvest(std::string address, const support::LoopbackServer& server)
      : address_(std::move(address)), server_(server) {}
  ~Harvest() { std::filesystem::remove(output_); }
  Harvest(const Harvest&) = delete;
  Harvest& operator=(const Harvest&) = delete;

  std::vector<std::string> command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {HARVEST_PROGRAM, "--store", address_});
    return arguments;
  }
  Process start(std::vector<std::string> arguments) const {
    return Process(command(std::move(arguments)), environment(), output_);
  }
  int run(std::vector<std::string> arguments) const { return start(std::move(arguments)).wait(); }
  std::string log() const {
    std::ifstream file(output_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// Since the last call.
  std::string printed() const {
    const std::string text = log();
    std::filesystem::resize_file(output_, 0);
    return text;
  }
  std::unique_ptr<harvest::Store> store() const { return harvest::open_store(address_); }

 private:
  Environment environment() const {
    return {{"FIRECRAWL_API_URL", server_.base_url()}, {"FIRECRAWL_API_KEY", "fc-test"}};
  }

  std::string address_;
  const support::LoopbackServer& server_;
  std::string output_ = Sqlite::fresh().substr(std::string("sqlite:").size()) + ".out";
};

/// Keeps requests waiting until it is opened, or gone, as after a failure.
class Gate {
 public:
  /// For a hook of the server.
  std::function<std::optional<support::Response>()> wait() const {
    return [opened = opened_] {
      opened.wait();
      return std::nullopt;
    };
  }
  void open() { open_.set_value(); }

 private:
  std::promise<void> open_;
  std::shared_future<void> opened_ = open_.get_future();
};

inline void wait_until(const std::function<bool()>& reached) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!reached()) {
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace harvest_tests
