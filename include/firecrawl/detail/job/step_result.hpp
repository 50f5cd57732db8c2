// SPDX-License-Identifier: MIT
/// @file
/// What comes of one step of something that never waits.
#pragma once

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

enum class StepResult {
  ready,       ///< what was asked for is there, or the end
  unfinished,  ///< there is more to do at once: ask again
  waiting,     ///< ask again when something has come, or when it is time
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
