// SPDX-License-Identifier: MIT
// Includes a room below its own, and JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "../json/down.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class Up : public Down {};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
