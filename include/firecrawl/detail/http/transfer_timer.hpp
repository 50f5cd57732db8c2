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

/// How far a transfer has come.
enum class TransferPhase {
  connecting,  ///< there is no connection yet
  sending,     ///< the request goes out
  waiting,     ///< all of it is sent, and nothing of the answer has come
  receiving,   ///< the answer comes
};

/// Counts only the time that is spent inside pump(). A reader may well take a minute over a document while
/// the next page waits in the socket; curl's own timers know nothing of that and would end the transfer.
class TransferTimer {
 public:
  using Duration = std::chrono::steady_clock::duration;

  explicit TransferTimer(const HttpRequest& request)
      : connect_limit_(bounded(request.connect_timeout)),
        stall_limit_(bounded(request.stall_timeout)),
        total_limit_(bounded(request.request_timeout)),
        first_byte_limit_(bounded(request.first_byte_timeout)) {}

  /// Takes note of time spent pumping, at whose end the transfer is in this phase. `bytes_moved` grows
  /// whenever anything moved, either way.
  void add(Duration spent, TransferPhase phase, std::size_t bytes_moved) {
    if (!server_works()) total_ += spent;
    // The time until a phase begins belongs to the one before.
    const bool is_new = phase != phase_;
    still_ = is_new || (bytes_moved != bytes_moved_ && !server_works()) ? Duration::zero() : still_ + spent;
    phase_ = phase;
    bytes_moved_ = bytes_moved;
  }

  /// What ran out; none while nothing did.
  [[nodiscard]] std::optional<std::string> expired() const {
    if (over(total_limit_, total_)) return "no whole answer within request_timeout" + text(total_limit_);
    if (phase_ == TransferPhase::connecting) {
      if (!over(connect_limit_, total_)) return std::nullopt;
      return "no connection within connect_timeout" + text(connect_limit_);
    }
    if (!over(still_limit(), still_)) return std::nullopt;
    if (server_works())
      return "no answer within " + std::to_string(first_byte_limit_.count()) +
             " ms, the time that the server may work for one";
    return "nothing moved for stall_timeout" + text(stall_limit_);
  }

  /// How long pump() may wait before something here can run out.
  [[nodiscard]] Duration left() const {
    if (server_works()) return remaining(still_limit(), still_);
    const auto left = remaining(total_limit_, total_);
    if (phase_ == TransferPhase::connecting) return (std::min)(left, remaining(connect_limit_, total_));
    return (std::min)(left, remaining(still_limit(), still_));
  }

 private:
  using Limit = std::chrono::milliseconds;

  // The answer is one for which the server may take its time, and it is doing so.
  [[nodiscard]] bool server_works() const {
    return phase_ == TransferPhase::waiting && first_byte_limit_.count() > 0;
  }
  [[nodiscard]] Limit still_limit() const { return server_works() ? first_byte_limit_ : stall_limit_; }

  static bool over(Limit limit, Duration spent) { return limit.count() > 0 && spent >= limit; }
  static Duration remaining(Limit limit, Duration spent) {
    if (limit.count() <= 0) return (Duration::max)();
    return (std::max)(Duration::zero(), Duration(limit) - spent);
  }
  static std::string text(Limit limit) { return " (" + std::to_string(limit.count()) + " ms)"; }

  Limit connect_limit_;
  Limit stall_limit_;
  Limit total_limit_;
  Limit first_byte_limit_;
  Duration total_{};  // without the time for which the server worked
  Duration still_{};  // of this phase, since something moved
  std::size_t bytes_moved_ = 0;
  TransferPhase phase_ = TransferPhase::connecting;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
