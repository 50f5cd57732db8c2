// SPDX-License-Identifier: MIT
/// @file
/// What a CancellationSource and its tokens share.
#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <utility>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// What a source and its tokens share. Callbacks run under the lock, so that unregistering waits for one that
// runs.
class CancellationState {
 public:
  using Callbacks = std::list<std::function<void()>>;

  [[nodiscard]] bool cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }

  void cancel() {
    cancelled_.store(true, std::memory_order_release);
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& callback : callbacks_) callback();
  }

  Callbacks::iterator add(std::function<void()> callback) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return callbacks_.insert(callbacks_.end(), std::move(callback));
  }

  void remove(Callbacks::iterator where) {
    const std::lock_guard<std::mutex> lock(mutex_);
    callbacks_.erase(where);
  }

 private:
  std::atomic<bool> cancelled_{false};
  std::mutex mutex_;
  Callbacks callbacks_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
