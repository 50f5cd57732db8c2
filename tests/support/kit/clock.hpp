// SPDX-License-Identifier: MIT
/// @file
/// Clients that wait for nothing, and time that passes only when a test says so.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <firecrawl/options.hpp>
#include <firecrawl/testing.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "basics.hpp"

namespace kit {

using std::chrono::milliseconds;

/// Whether ranges are read in a loop that polls: FIRECRAWL_TESTS_READ is "polled" in the environment.
inline bool reads_polled() {
  static const char* const how = std::getenv("FIRECRAWL_TESTS_READ");
  return how != nullptr && std::string_view(how) == "polled";
}

/// The clock of the options that were made last on this thread, for a loop that waits by it.
inline std::weak_ptr<fc::testing::Clock>& last_clock() {
  thread_local std::weak_ptr<fc::testing::Clock> clock;
  return clock;
}

/// The clock of these options, made now if they have none. Copies of the options share it.
inline fc::testing::Clock& clock_of(fc::ClientOptions& options) {
  if (!options.clock) options.clock = std::make_shared<fc::testing::Clock>();
  last_clock() = std::static_pointer_cast<fc::testing::Clock>(options.clock);
  return static_cast<fc::testing::Clock&>(*options.clock);
}

/// Options of a client whose waits between requests take no time: it has passed when they are over, for a
/// loop that looks at the clock.
inline fc::ClientOptions options_for(const std::string& base_url) {
  fc::ClientOptions options;
  options.api_key = key;
  options.base_url = base_url;
  if (reads_polled()) {
    const auto slept = std::make_shared<std::atomic<std::int64_t>>(0);
    clock_of(options).sleeper = [slept](milliseconds duration) { *slept += duration.count(); };
    clock_of(options).steady = [slept] { return std::chrono::steady_clock::now() + milliseconds(*slept); };
  } else {
    clock_of(options).sleeper = [](milliseconds) {};
  }
  clock_of(options).random = [] { return 0.5; };
  return options;
}

/// Options of a client that really waits, and for longer than any test may take: whatever ends one of its
/// waits is not a limit of its own.
inline fc::ClientOptions waiting_options_for(const std::string& base_url) {
  fc::ClientOptions options;
  options.api_key = key;
  options.base_url = base_url;
  options.connect_timeout = std::chrono::hours(1);
  options.stall_timeout = std::chrono::hours(1);
  options.request_timeout = std::chrono::hours(1);
  options.retry.initial_backoff = std::chrono::hours(1);
  options.retry.max_backoff = std::chrono::hours(1);
  options.retry.max_retry_after = std::chrono::hours(1);
  clock_of(options).random = [] { return 0.5; };
  return options;
}

/// Time that passes only while the client sleeps, and keeps a record of that. Copies share it.
class Time {
 public:
  /// Makes the client live in this time. The time of day begins at 2030-01-01T00:00:00Z.
  void rule(fc::ClientOptions& options) const {
    clock_of(options).steady = [state = state_] {
      return std::chrono::steady_clock::time_point(std::chrono::hours(1)) + state->passed();
    };
    clock_of(options).wall = [state = state_] {
      return std::chrono::system_clock::from_time_t(1'893'456'000) + state->passed();
    };
    clock_of(options).sleeper = [state = state_](milliseconds duration) {
      {
        const std::lock_guard<std::mutex> lock(state->mutex);
        state->now += duration;
        state->waits.push_back(duration.count());
      }
      if (state->on_sleep) state->on_sleep(duration);
    };
  }
  /// Called after each sleep, on the client's thread.
  void on_sleep(std::function<void(milliseconds)> function) const { state_->on_sleep = std::move(function); }
  void pass(milliseconds duration) const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    state_->now += duration;
  }
  milliseconds passed() const { return state_->passed(); }
  /// Every sleep so far, in milliseconds.
  std::vector<std::int64_t> waits() const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    return state_->waits;
  }
  std::int64_t waited() const {
    const auto all = waits();
    return std::accumulate(all.begin(), all.end(), std::int64_t{0});
  }

 private:
  struct State {
    milliseconds passed() {
      const std::lock_guard<std::mutex> lock(mutex);
      return now;
    }
    std::mutex mutex;
    milliseconds now{0};
    std::vector<std::int64_t> waits;
    std::function<void(milliseconds)> on_sleep;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace kit
