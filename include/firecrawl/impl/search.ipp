// SPDX-License-Identifier: MIT
/// @file
/// The short forms of a SearchRequest.
#pragma once

#include <string>
#include <utility>

#include "../search.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE SearchRequest::SearchRequest() = default;
FIRECRAWL_INLINE SearchRequest::SearchRequest(std::string words) : query(std::move(words)) {}
FIRECRAWL_INLINE SearchRequest::SearchRequest(const char* words) : query(words == nullptr ? "" : words) {}

FIRECRAWL_END_NAMESPACE
