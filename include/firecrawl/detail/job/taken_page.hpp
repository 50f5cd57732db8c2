// SPDX-License-Identifier: MIT
/// @file
/// What came of a page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Whether the documents of a page have places after its token.
enum class TokenCounts { yes, no };

/// A page that was taken: what of it is to be delivered, and the token to go on from within it.
struct TakenPage {
  std::string token;               ///< of the page
  std::uint64_t place = 0;         ///< documents of the listing before it
  std::vector<std::size_t> fresh;  ///< the indices of the documents to deliver
  TokenCounts counts = TokenCounts::yes;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
