// SPDX-License-Identifier: MIT
/// @file
/// Guesses where pages begin whose `next` has not come yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "../../impl/models.hpp"
#include "cursor.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// `query` with the value of `skip` replaced; the rest stays as the server wrote it.
[[nodiscard]] inline std::string with_skip(std::string_view query, std::uint64_t skip) {
  const auto value = query_parameter(query, "skip");
  if (!value) return std::string(query);
  const auto begin = static_cast<std::size_t>(value->data() - query.data());
  return std::string(query.substr(0, begin)) + std::to_string(skip) +
         std::string(query.substr(begin + value->size()));
}

/// The distance between pages: known from the page size, or learned from two pages that came evenly. A guess
/// that no `next` confirms ends the guessing.
class Stride {
 public:
  explicit Stride(std::size_t page_size) : stride_(page_size) {}

  /// Takes note of the head of the page at `cursor`, which goes on at `next`.
  void learn(const Cursor& cursor, const std::optional<Cursor>& next, const JobProgress& counts) {
    end_ = counts.completed > 0 ? static_cast<std::uint64_t>(counts.completed) : 0;
    if (!next || !next->skip || !cursor.skip) return;
    query_ = next->query;
    const auto distance = *next->skip - *cursor.skip;
    if (stride_ == 0 && distance == last_distance_) stride_ = distance;
    last_distance_ = distance;
  }

  /// The page after the one at `cursor`, as far as one can tell; none after the documents that are finished.
  [[nodiscard]] std::optional<Cursor> guess(const Cursor& cursor) const {
    if (dropped_ || stride_ == 0 || query_.empty() || !cursor.skip) return std::nullopt;
    const auto skip = *cursor.skip + stride_;
    if (skip >= end_) return std::nullopt;
    const auto query = with_skip(query_, skip);
    return make_cursor("?" + query, query);
  }

  void drop() { dropped_ = true; }

 private:
  std::uint64_t stride_;
  std::uint64_t last_distance_ = 0;
  std::uint64_t end_ = 0;
  std::string query_;  // the query of a real `next`
  bool dropped_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
