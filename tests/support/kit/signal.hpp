// SPDX-License-Identifier: MIT
/// @file
/// How one thread of a test lets another go on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>

namespace kit {

/// What one thread sets, and others wait for.
class Signal {
 public:
  void set() {
    const std::lock_guard<std::mutex> lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  /// False if nobody has set it for longer than any test takes.
  bool wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [this] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

/// A Signal for each number.
class Signals {
 public:
  void set(std::size_t number) { at(number).set(); }
  bool wait(std::size_t number) { return at(number).wait(); }

 private:
  Signal& at(std::size_t number) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return signals_[number];
  }
  std::mutex mutex_;
  std::map<std::size_t, Signal> signals_;
};

}  // namespace kit
