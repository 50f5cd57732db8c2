// SPDX-License-Identifier: MIT
/// @file
/// The short forms of a request.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "../batch_scrape.hpp"
#include "../scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE BatchScrapeRequest::BatchScrapeRequest() = default;
FIRECRAWL_INLINE BatchScrapeRequest::BatchScrapeRequest(std::initializer_list<std::string> list)
    : urls(list) {}
FIRECRAWL_INLINE BatchScrapeRequest::BatchScrapeRequest(std::vector<std::string> list)
    : urls(std::move(list)) {}
FIRECRAWL_INLINE BatchScrapeRequest::BatchScrapeRequest(std::vector<std::string> list, ScrapeOptions options)
    : urls(std::move(list)), scrape(std::move(options)) {}
FIRECRAWL_INLINE BatchScrapeRequest::BatchScrapeRequest(
    std::initializer_list<std::initializer_list<const char*>> lists) {
  for (const auto& list : lists) urls.insert(urls.end(), list.begin(), list.end());
}

FIRECRAWL_END_NAMESPACE
