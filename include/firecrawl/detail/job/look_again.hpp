// SPDX-License-Identifier: MIT
/// @file
/// Which places of a listing are read again, one page after the other: logic alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cursor.hpp"
#include "seen_documents.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Late documents are mostly near those that were listed last. So places are read again from there backwards,
/// in windows that grow.
class LookAgain {
 public:
  /// How many entries to ask for. Some servers read one less than that, so one more is better; but then it
  /// has to be possible to tell it from the others.
  enum class Limit { exact, one_more };

  LookAgain(JobCursors cursors, std::optional<std::uint64_t> page_size)
      : cursors_(std::move(cursors)), page_size_(page_size) {}

  [[nodiscard]] bool active() const noexcept { return window_.has_value() || chain_.has_value(); }
  void stop() noexcept {
    window_.reset();
    chain_.reset();
    spans_.clear();
  }

  /// These places, each from its beginning.
  void read_forward(const std::vector<Span>& spans, Limit limit) {
    stop();
    limit_ = limit;
    for (const auto& span : spans) spans_.push_back({span, Order::forward});
    open_window();
  }
  /// From `from` back to `floor`, and then what is after `from`.
  void read_back(std::uint64_t floor, std::uint64_t from, std::uint64_t extent, Limit limit) {
    stop();
    limit_ = limit;
    size_ = first_size;
    spans_.push_back({{floor, from}, Order::backward});
    spans_.push_back({{from, extent}, Order::forward});
    open_window();
  }
  /// Pages from `start` on, as their `next` names them: for servers whose cursors are not numbers.
  void read_chain(Cursor start) {
    stop();
    visited_.clear();
    visited_.insert(start.query);
    chain_ = std::move(start);
  }

  /// The page to ask for. Only while active().
  [[nodiscard]] Cursor cursor() const {
    if (chain_) return *chain_;
    const auto size = (std::min)(window_->end - window_->begin, page_size_.value_or(most_size));
    return cursors_.at_skip(window_->begin, limit_ == Limit::exact ? size : size + 1);
  }
  /// The place of that page; none in a chain.
  [[nodiscard]] std::optional<std::uint64_t> place() const noexcept {
    if (!window_) return std::nullopt;
    return window_->begin;
  }

  /// The page has come and reaches over so many places. Returns where the window began, if it ends there.
  std::optional<std::uint64_t> advance(std::uint64_t places) {
    window_->begin += places;
    if (places > 0 && window_->begin < window_->end) return std::nullopt;
    const auto begin = window_begin_;
    window_.reset();
    open_window();
    return begin;
  }
  /// The page of a chain has come, and this is where its `next` leads.
  void follow(std::optional<Cursor> next) {
    if (next && !visited_.insert(next->query).second) next.reset();
    chain_ = std::move(next);
  }

 private:
  enum class Order { forward, backward };
  struct Part {
    Span span;
    Order order;
  };

  void open_window() {
    for (; !window_ && !spans_.empty();) {
      auto& span = spans_.front().span;
      if (span.begin >= span.end) {
        spans_.erase(spans_.begin());
      } else if (spans_.front().order == Order::forward) {
        window_ = std::exchange(span, {});
      } else {
        const auto begin = span.end - (std::min)(size_, span.end - span.begin);
        window_ = Span{begin, span.end};
        span.end = begin;
        size_ = (std::min)(size_ * 2, most_size);
      }
      if (window_) window_begin_ = window_->begin;
    }
  }

  static constexpr std::uint64_t first_size = 16;
  static constexpr std::uint64_t most_size = 100;  // what a server sends at most

  JobCursors cursors_;
  std::optional<std::uint64_t> page_size_;
  std::vector<Part> spans_;
  std::uint64_t window_begin_ = 0;
  std::optional<Span> window_;  // what is left of the places that are read now
  std::uint64_t size_ = first_size;
  Limit limit_ = Limit::one_more;
  std::optional<Cursor> chain_;
  std::set<std::string> visited_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
