// SPDX-License-Identifier: MIT
/// @file
/// Many threads at once, and what they throw.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace threads {

inline constexpr std::size_t thread_count = 16;
using Messages = std::vector<std::string>;

/// Runs the function on so many threads at once. Returns what they threw.
inline Messages run_threads(std::size_t count, const std::function<void(std::size_t)>& function) {
  std::mutex mutex;
  Messages failures;
  std::atomic<std::size_t> ready{0};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < count) std::this_thread::yield();
      try {
        function(i);
      } catch (const std::exception& error) {
        const std::lock_guard<std::mutex> lock(mutex);
        failures.emplace_back(error.what());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return failures;
}

/// @throws std::runtime_error if it does not
inline void require(bool holds) {
  if (!holds) throw std::runtime_error("not as it should be");
}

}  // namespace threads
