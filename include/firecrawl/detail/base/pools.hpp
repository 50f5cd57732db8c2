// SPDX-License-Identifier: MIT
/// @file
/// Objects that are costly to make, kept between uses.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Objects that are kept for the next use, by whichever thread. Safe to use from several threads.
template <class T>
class ObjectPool {
 public:
  /// The one that was put back last; a new one if there is none.
  std::unique_ptr<T> take() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty()) return std::make_unique<T>();
    auto object = std::move(idle_.back());
    idle_.pop_back();
    return object;
  }
  void put(std::unique_ptr<T> object) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.size() < max_idle) idle_.push_back(std::move(object));
  }

 private:
  static constexpr std::size_t max_idle = 64;
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_;
};

/// Buffers for bodies, so that each page is read into memory that is there already. For one thread.
class BufferPool {
 public:
  std::string take() {
    if (idle_.empty()) return {};
    auto buffer = std::move(idle_.back());
    idle_.pop_back();
    return buffer;
  }
  void put(std::string buffer) {
    if (idle_.size() < max_idle && buffer.capacity() <= max_capacity) idle_.push_back(std::move(buffer));
  }
  void clear() noexcept { idle_.clear(); }

 private:
  static constexpr std::size_t max_idle = 2;
  static constexpr std::size_t max_capacity = std::size_t{32} << 20;
  std::vector<std::string> idle_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
