// SPDX-License-Identifier: MIT
/// @file
/// How long an ended job is asked for documents that its listing still owes.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "../base/time.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Waits that grow from 250 ms to 2 s and add up to the limit, the last question included.
class Settling {
 public:
  explicit Settling(Milliseconds limit) : limit_(bounded(limit)) {}

  /// Something has come: the time begins again.
  void restart() noexcept { begin_.reset(); }

  [[nodiscard]] bool is_over(TimePoint now) const { return begin_ && now >= *begin_ + limit_; }

  /// The wait before the next question; none when it is over.
  std::optional<Milliseconds> next_wait(TimePoint now) {
    if (!begin_) {
      begin_ = now;
      step_ = Milliseconds(250);
    }
    const auto left = std::chrono::ceil<Milliseconds>(*begin_ + limit_ - now);
    if (left.count() <= 0) return std::nullopt;
    const auto wait = (std::min)(step_, left);
    step_ = (std::min)(step_ * 2, Milliseconds(2000));
    return wait;
  }

 private:
  Milliseconds limit_;
  Milliseconds step_{};
  std::optional<TimePoint> begin_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
