// SPDX-License-Identifier: MIT
// A loop that polls a range, for tests with a clock of their own.
#pragma once

#include <chrono>
#include <cstddef>
#include <firecrawl/job_range.hpp>
#include <functional>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace unit {

// Asks until the end, and lets the time pass that it is told to wait. Counts the steps.
struct PollLoop {
  std::chrono::steady_clock::time_point& now;
  std::size_t steps = 0;
  std::size_t descriptors = 0;
  std::vector<std::chrono::milliseconds::rep> waits{};
  std::function<void()> on_wait{};

  std::vector<std::string> read(firecrawl::DocumentRange& range) {
    std::vector<std::string> texts;
    for (;;) {
      ++steps;
      if (const auto* document = range.try_next()) {
        CHECK_FALSE(range.done());
        texts.push_back(document->markdown.value_or("none"));
        continue;
      }
      if (range.done()) return texts;
      wait(range);
    }
  }
  void wait(firecrawl::DocumentRange& range) {
    const auto set = range.wait_set();
    descriptors += set.sockets.size();
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(set.until - now);
    waits.push_back(wait.count());
    if (wait.count() > 0) now += wait;
    if (on_wait) on_wait();
  }
};

inline FakeServer::Answer polled_job(std::size_t documents, const std::string& status = "completed") {
  FakeJob job;
  job.documents = documents;
  job.status = status;
  return job;
}

}  // namespace unit
