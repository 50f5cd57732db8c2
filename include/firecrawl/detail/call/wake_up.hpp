// SPDX-License-Identifier: MIT
/// @file
/// How a cancellation ends a wait that is not ours.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>

#include "../../cancellation.hpp"
#include "../../wait_set.hpp"
#include "../base/wake_descriptor.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A descriptor that is readable once a token is cancelled. It is made when it is needed first.
class WakeUp {
 public:
  /// Adds it to what is waited for. If there is none, the wait is short, and the token is looked at after it.
  void add_to(WaitSet& set, const CancellationToken& token, std::chrono::steady_clock::duration& wait) {
    if (token.state_ == nullptr) return;
    if (!waker_) waker_ = std::make_unique<Waker>(token);
    const auto descriptor = waker_->wake.descriptor();
    if (descriptor == -1) {
      wait = (std::min)(wait, std::chrono::steady_clock::duration(longest_without));
      return;
    }
    WaitSocket socket;
    socket.descriptor = static_cast<decltype(socket.descriptor)>(descriptor);
    socket.read = true;
    set.sockets.push_back(socket);
  }

 private:
  // A cancellation is felt within 100 ms.
  static constexpr std::chrono::milliseconds longest_without{90};

  struct Waker {
    explicit Waker(const CancellationToken& token) : callback(token, [this] { wake.set(); }) {}
    WakeDescriptor wake;
    CancellationCallback callback;  // the last member: nothing is set that is gone
  };
  std::unique_ptr<Waker> waker_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
