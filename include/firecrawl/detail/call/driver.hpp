// SPDX-License-Identifier: MIT
/// @file
/// Drives transfers on the caller's thread, and is where every wait of the library takes place.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../../cancellation.hpp"
#include "../../error.hpp"
#include "../../transport.hpp"
#include "../../wait_set.hpp"
#include "../base/time.hpp"
#include "client_core.hpp"
#include "wake_up.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A session with the limits of one operation: its cancellation, its time limit, and the pause that a 429
/// asked for.
class Driver {
 public:
  /// @param task what is being done, for messages; @param limit time for all of it.
  Driver(SharedCore core, CancellationToken cancel, const std::string& task,
         std::optional<Milliseconds> limit = {})
      : core_(std::move(core)),
        cancel_(std::move(cancel)),
        task_(redact(task, core_->options.api_key)),
        limit_(limit ? bounded(*limit) : limit),
        begin_(core_->now()),
        session_(open_session()),
        wake_(cancel_, [this] { session_->wake(); }) {}

  [[nodiscard]] const ClientCore& core() const noexcept { return *core_; }
  Session& session() noexcept { return *session_; }
  /// The last error after which the operation went on, for the message if time runs out; empty: nothing.
  void set_last_error(std::string text) { last_error_ = std::move(text); }

  /// The time, with what a sleeper of the user's has slept: if only the sleeper is replaced, time passes
  /// all the same.
  [[nodiscard]] TimePoint now() const { return core_->now() + slept_; }

  /// True if throw_if_over() would throw.
  [[nodiscard]] bool is_over() const { return cancel_.cancelled() || limit_passed(); }

  /// @throws CancelledError, or TimeLimitError if the limit has passed.
  void throw_if_over() const {
    if (cancel_.cancelled()) throw CancelledError(task_ + ": cancelled");
    if (limit_passed()) {
      throw TimeLimitError(task_ + ": the time_limit of " + std::to_string(limit_->count()) +
                           " ms has passed" +
                           (last_error_.empty() ? "" : "; the last error was: " + last_error_));
    }
  }

  /// Moves transfers forward until something happens, or until `until`. With nothing in flight it only waits.
  void pump(std::optional<TimePoint> until, bool in_flight) {
    throw_if_over();
    const auto wait = time_until(until);
    if (in_flight || !core_->replaces_waits()) {
      session_->pump(wait);
    } else {
      const auto before = core_->now();
      core_->wait(wait);
      // If only the sleeper is replaced, no clock shows that time has passed.
      slept_ += (std::max)(std::chrono::steady_clock::duration(0), before + wait - core_->now());
    }
    throw_if_over();
  }

  /// Moves transfers forward as far as they go without waiting. @throws what throw_if_over() throws.
  void pump_now() {
    session_->pump(Milliseconds(0));
    throw_if_over();
  }

  /// What a loop that is not ours has to wait for, in place of pump(). The time is that of the user's clock.
  WaitSet wait_set(std::optional<TimePoint> until, bool in_flight) {
    const auto present = now();
    auto wait = std::chrono::steady_clock::duration(time_until(until));
    WaitSet set;
    if (in_flight) {
      set = session_->wait_set();
      wait = (std::min)(wait, set.until - std::chrono::steady_clock::now());
    }
    wake_up_.add_to(set, cancel_, wait);
    set.until = present - slept_ + (std::max)(std::chrono::steady_clock::duration(0), wait);
    return set;
  }

  /// Waits, with nothing in flight.
  void sleep(Milliseconds duration) {
    constexpr bool in_flight = false;
    for (const auto end = now() + bounded(duration); now() < end;) pump(end, in_flight);
  }

  /// No request goes out before that.
  [[nodiscard]] TimePoint requests_delayed_until() const noexcept { return requests_delayed_until_; }
  void delay_requests_until(TimePoint when) {
    requests_delayed_until_ = (std::max)(requests_delayed_until_, when);
  }

 private:
  // Not for an operation that is over before it has begun.
  [[nodiscard]] std::unique_ptr<Session> open_session() const {
    throw_if_over();
    return core_->options.transport->open();
  }

  [[nodiscard]] bool limit_passed() const { return limit_ && now() >= begin_ + *limit_; }

  [[nodiscard]] Milliseconds time_until(std::optional<TimePoint> until) const {
    const auto present = now();
    auto wait = std::chrono::steady_clock::duration(std::chrono::minutes(10));  // then the caller looks again
    if (until) wait = (std::min)(wait, *until - present);
    if (limit_) wait = (std::min)(wait, begin_ + *limit_ - present);
    return (std::max)(Milliseconds(0), std::chrono::ceil<Milliseconds>(wait));
  }

  SharedCore core_;
  CancellationToken cancel_;
  std::string task_;
  std::string last_error_;
  std::optional<Milliseconds> limit_;
  std::chrono::steady_clock::duration slept_{};
  TimePoint begin_;
  TimePoint requests_delayed_until_{};
  std::unique_ptr<Session> session_;
  WakeUp wake_up_;
  CancellationCallback wake_;  // the last member: nothing wakes a session that is gone
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
