// SPDX-License-Identifier: MIT
/// @file
/// The iterator of the lazy ranges.
#pragma once

#include <cstddef>
#include <iterator>
#include <utility>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A C++17 input iterator whose end has the same type. It points to the reader, not to the range, so that the
/// range may be moved; it is good for as long as the range (or what it was moved to) lives.
template <class Reader>
class RangeIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = typename Reader::value_type;
  using difference_type = std::ptrdiff_t;
  using pointer = value_type*;
  using reference = value_type&;

  /// The end.
  RangeIterator() = default;
  explicit RangeIterator(Reader* reader) noexcept : reader_(reader) {}

  reference operator*() const { return reader_->current(); }
  pointer operator->() const { return &reader_->current(); }

  /// Fetches nothing: the next look at the iterator does.
  RangeIterator& operator++() {
    reader_->advance();
    return *this;
  }

  /// What `*it++` needs: the element, kept.
  class Kept {
   public:
    explicit Kept(value_type value) : value_(std::move(value)) {}
    value_type& operator*() noexcept { return value_; }

   private:
    value_type value_;
  };
  Kept operator++(int) {
    Kept kept(reader_->current());
    ++*this;
    return kept;
  }

  /// Equal if both are at the end, or neither is. Loads the element if it has not come yet.
  friend bool operator==(const RangeIterator& a, const RangeIterator& b) { return a.at_end() == b.at_end(); }
  friend bool operator!=(const RangeIterator& a, const RangeIterator& b) { return !(a == b); }

 private:
  [[nodiscard]] bool at_end() const { return reader_ == nullptr || !reader_->load(); }
  Reader* reader_ = nullptr;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
