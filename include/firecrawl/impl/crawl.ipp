// SPDX-License-Identifier: MIT
/// @file
/// The short forms of a request.
#pragma once

#include <string>
#include <utility>

#include "../crawl.hpp"
#include "../scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE CrawlRequest::CrawlRequest() = default;
FIRECRAWL_INLINE CrawlRequest::CrawlRequest(std::string start, ScrapeOptions options)
    : url(std::move(start)), scrape(std::move(options)) {}
// A null pointer is an empty URL, which is refused at the start.
FIRECRAWL_INLINE CrawlRequest::CrawlRequest(const char* start, ScrapeOptions options)
    : CrawlRequest(std::string(start == nullptr ? "" : start), std::move(options)) {}

FIRECRAWL_END_NAMESPACE
