// SPDX-License-Identifier: MIT
/// @file
/// Puts a Report together.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../detail/base/urls.hpp"
#include "../error.hpp"
#include "../job.hpp"
#include "../options.hpp"
#include "../report.hpp"
#include "models.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Puts a report together: first the request, then all that came, in any order.
class ReportBuilder {
 public:
  explicit ReportBuilder(const std::vector<std::string>& asked) {
    for (const auto& url : asked) {
      open_[comparable_url(url)].push_back(report_.urls.size());
      report_.urls.push_back({url, UrlOutcome::Kind::missing, {}, {}});
    }
  }

  void add(const Document& document) {
    const auto& metadata = document.metadata;
    const auto& url = metadata.source_url ? metadata.source_url : metadata.url;
    if (!url) return;
    if (auto* outcome = take(*url)) {
      outcome->kind = UrlOutcome::Kind::scraped;
      outcome->status_code = metadata.status_code;
      outcome->error = metadata.error;
    } else {
      report_.unasked.push_back(*url);
    }
  }

  void add(const JobErrors& errors) {
    for (const auto& error : errors.failed) {
      if (auto* outcome = take(error.url)) {
        outcome->kind = UrlOutcome::Kind::failed;
        outcome->error = error.error;
      }
    }
    mark(errors.robots_blocked, UrlOutcome::Kind::robots_blocked);
  }

  void add_invalid(const std::vector<std::string>& urls) { mark(urls, UrlOutcome::Kind::invalid); }

  Report finish(const JobProgress& progress, std::int64_t missing_documents) {
    report_.progress = progress;
    report_.missing_documents = missing_documents;
    return std::move(report_);
  }

 private:
  void mark(const std::vector<std::string>& urls, UrlOutcome::Kind kind) {
    for (const auto& url : urls) {
      if (auto* outcome = take(url)) outcome->kind = kind;
    }
  }

  // The next place at which this URL was asked for and nothing has come yet; preferably one that is
  // written the same.
  UrlOutcome* take(const std::string& url) {
    const auto found = open_.find(comparable_url(url));
    if (found == open_.end()) return nullptr;
    auto& places = found->second;
    const auto same = std::find_if(places.begin(), places.end(),
                                   [&](std::size_t place) { return report_.urls[place].url == url; });
    const auto place = same == places.end() ? places.begin() : same;
    auto& outcome = report_.urls[*place];
    places.erase(place);
    if (places.empty()) open_.erase(found);
    return &outcome;
  }

  Report report_;
  std::map<std::string, std::vector<std::size_t>> open_;
};

}  // namespace detail

FIRECRAWL_INLINE std::size_t Report::count(UrlOutcome::Kind kind) const {
  std::size_t n = 0;
  for (const auto& outcome : urls) n += outcome.kind == kind ? 1 : 0;
  return n;
}

FIRECRAWL_INLINE Report make_report(const Job& job, const std::vector<std::string>& asked,
                                    const std::vector<std::string>& invalid, ReadOptions options) {
  detail::ReportBuilder builder(asked);
  builder.add_invalid(invalid);
  auto cancel = options.cancel;
  auto range = job.documents(std::move(options));
  for (const Document& document : range) builder.add(document);
  try {
    builder.add(job.errors(std::move(cancel)));
  } catch (const NotFoundError&) {
    // The job is there, since it was read: some v2 servers have no such route. Its failed URLs are reported
    // as missing.
  }
  return builder.finish(range.progress(), range.missing());
}

FIRECRAWL_END_NAMESPACE
