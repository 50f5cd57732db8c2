// SPDX-License-Identifier: MIT
/// @file
/// Ways to read, at random.
#pragma once

#include <cstddef>
#include <firecrawl/options.hpp>

#include "dice.hpp"

namespace kit {

/// What random options may be.
struct RandomOptions {
  std::size_t largest_page = 7;  ///< the first: {9} is a page of up to 9
  bool limit_pages = true;
};

/// Any way to read a range.
inline firecrawl::ReadOptions random_options(Dice& dice, RandomOptions may = {}) {
  firecrawl::ReadOptions options;
  if (dice.one_in(2)) options.page_size = 1 + dice.below(may.largest_page);
  if (dice.one_in(4)) options.max_documents = 1 + dice.below(12);
  if (may.limit_pages && dice.one_in(4)) options.max_pages = 1 + dice.below(4);
  options.prefetch = dice.below(4);
  options.parallel = dice.one_in(2) ? 1 + dice.below(5) : 1;
  options.follow = dice.one_in(2);
  return options;
}

}  // namespace kit
