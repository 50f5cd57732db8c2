// SPDX-License-Identifier: MIT
// Includes curl.
#pragma once

#include <curl/curl.h>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class Down {};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
