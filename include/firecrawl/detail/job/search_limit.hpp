// SPDX-License-Identifier: MIT
/// @file
/// When a search for documents that were not seen yet is given up.
#pragma once

#include <cstddef>
#include <cstdint>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Counts pages that were read again and brought nothing. All that is listed fits into about twice as many
/// pages as were read before, so a search that goes on after that reads places that are not there, or a
/// server that repeats itself for ever.
class SearchLimit {
 public:
  /// A page was read for the first time.
  void add_page() noexcept { most_ += 4; }
  /// A new search begins, whatever came of the one before.
  void restart() noexcept { pages_ = 0; }
  /// A page was read again, with so many documents that were not seen before.
  void count_page(std::size_t found) noexcept { pages_ = found > 0 ? 0 : pages_ + 1; }

  [[nodiscard]] bool is_reached() const noexcept { return pages_ >= most_; }

 private:
  std::uint64_t most_ = 100;
  std::uint64_t pages_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
