// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// Sitemap: what a site's own list of its pages is used for.
#pragma once

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// Values of CrawlRequest::sitemap and MapRequest::sitemap.
struct Sitemap {
  static constexpr const char* include = "include";  ///< its pages, and those that are found elsewhere
  static constexpr const char* skip = "skip";        ///< it is not read
  static constexpr const char* only = "only";        ///< its pages alone; of crawls: v2
};

FIRECRAWL_END_NAMESPACE
