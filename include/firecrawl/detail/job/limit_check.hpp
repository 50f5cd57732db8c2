// SPDX-License-Identifier: MIT
/// @file
/// Finds servers that read one entry less than `limit`: of one they leave nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "../../config.hpp"
#include "../../impl/models.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class LimitCheck {
 public:
  /// Takes note of a page. Returns whether a limit of 1 has shown to be too small.
  /// @param place documents of the listing before the page
  bool is_too_small(std::optional<std::uint64_t> limit, const JobPage& page, std::uint64_t place) noexcept {
    const bool nothing = page.data.empty() && limit == std::uint64_t{1} && page.completed > 0 &&
                         static_cast<std::uint64_t>(page.completed) > place;
    empty_pages_ = nothing ? empty_pages_ + 1 : 0;
    return empty_pages_ >= 2;
  }

 private:
  int empty_pages_ = 0;  // one after the other, where documents should be
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
