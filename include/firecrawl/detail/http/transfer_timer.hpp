// SPDX-License-Identifier: MIT
/// @file
/// The time limits of a transfer.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "../../transport.hpp"
#include "../base/time.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Counts only the time that is spent inside pump(). A reader may well take a minute over a document while
/// the next page waits in the socket; curl's own timers know nothing of that and would end the transfer.
class TransferTimer {
 public:
  using Duration = std::chrono::steady_clock::duration;

  explicit TransferTimer(const HttpRequest& request)
      : connect_limit_(bounded(request.connect_timeout)),
        stall_limit_(bounded(request.stall_timeout)),
        total_limit_(bounded(request.request_timeout)) {}

  /// Takes note of time spent pumping. `bytes_seen` grows whenever anything moved.
  void add(Duration spent, bool connected, std::size_t bytes_seen) {
    total_ += spent;
    if (connected && !connected_) stalled_ = Duration::zero();
    connected_ = connected;
    stalled_ = bytes_seen == bytes_seen_ ? stalled_ + spent : Duration::zero();
    bytes_seen_ = bytes_seen;
  }

  /// What ran out; none while nothing did.
  std::optional<std::string> expired() const {
    if (over(total_limit_, total_)) return "no whole answer within request_timeout" + text(total_limit_);
    if (!connected_ && over(connect_limit_, total_))
      return "no connection within connect_timeout" + text(connect_limit_);
    if (connected_ && over(stall_limit_, stalled_))
      return "nothing moved for stall_timeout" + text(stall_limit_);
    return std::nullopt;
  }

  /// How long pump() may wait before something here can run out.
  Duration left() const {
    auto left = remaining(total_limit_, total_);
    if (connected_) return (std::min)(left, remaining(stall_limit_, stalled_));
    return (std::min)(left, remaining(connect_limit_, total_));
  }

 private:
  using Limit = std::chrono::milliseconds;

  static bool over(Limit limit, Duration spent) { return limit.count() > 0 && spent >= limit; }
  static Duration remaining(Limit limit, Duration spent) {
    if (limit.count() <= 0) return (Duration::max)();
    return (std::max)(Duration::zero(), Duration(limit) - spent);
  }
  static std::string text(Limit limit) { return " (" + std::to_string(limit.count()) + " ms)"; }

  Limit connect_limit_;
  Limit stall_limit_;
  Limit total_limit_;
  Duration total_{};
  Duration stalled_{};
  std::size_t bytes_seen_ = 0;
  bool connected_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
