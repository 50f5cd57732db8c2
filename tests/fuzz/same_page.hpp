// SPDX-License-Identifier: MIT
/// @file
/// Whether two pages are the same to the last field.
#pragma once

#include <algorithm>
#include <firecrawl/document.hpp>
#include <firecrawl/job_models.hpp>

namespace fuzz {

inline bool same(const firecrawl::JobProgress& a, const firecrawl::JobProgress& b) {
  return a.status == b.status && a.status_text == b.status_text && a.total == b.total &&
         a.completed == b.completed && a.credits_used == b.credits_used && a.expires_at == b.expires_at &&
         a.error == b.error && a.warning == b.warning;
}

inline bool same(const firecrawl::Metadata& a, const firecrawl::Metadata& b) {
  return a.title == b.title && a.description == b.description && a.language == b.language &&
         a.source_url == b.source_url && a.url == b.url && a.status_code == b.status_code &&
         a.error == b.error && a.scrape_id == b.scrape_id && a.content_type == b.content_type &&
         a.extra == b.extra;
}

inline bool same(const firecrawl::Document& a, const firecrawl::Document& b) {
  return a.markdown == b.markdown && a.html == b.html && a.raw_html == b.raw_html &&
         a.screenshot == b.screenshot && a.summary == b.summary && a.answer == b.answer &&
         a.warning == b.warning && a.links == b.links && a.images == b.images && a.json == b.json &&
         same(a.metadata, b.metadata) && a.extra == b.extra;
}

/// All but the documents.
inline bool same_head(const firecrawl::JobPage& a, const firecrawl::JobPage& b) {
  const firecrawl::JobProgress& counts_a = a;
  const firecrawl::JobProgress& counts_b = b;
  return same(counts_a, counts_b) && a.next == b.next && a.extra == b.extra;
}

inline bool same(const firecrawl::JobPage& a, const firecrawl::JobPage& b) {
  const auto same_document = [](const firecrawl::Document& x, const firecrawl::Document& y) {
    return same(x, y);
  };
  return same_head(a, b) &&
         std::equal(a.data.begin(), a.data.end(), b.data.begin(), b.data.end(), same_document);
}

}  // namespace fuzz
