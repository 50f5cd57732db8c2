// SPDX-License-Identifier: MIT
/// @file
/// The short forms of a MapRequest.
#pragma once

#include <string>
#include <utility>

#include "../map.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE MapRequest::MapRequest() = default;
FIRECRAWL_INLINE MapRequest::MapRequest(std::string site) : url(std::move(site)) {}
FIRECRAWL_INLINE MapRequest::MapRequest(const char* site) : url(site == nullptr ? "" : site) {}

FIRECRAWL_END_NAMESPACE
