/// @file
/// BatchScrapeReport: what was asked for, beside what came.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "detail/urls.hpp"
#include "models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What became of one URL of a request.
struct UrlOutcome {
  /// What became of it.
  enum class Kind {
    scraped,         ///< there is a document; status_code is the page's own
    failed,          ///< it stands among the job's errors; error says why
    robots_blocked,  ///< robots.txt forbids it
    invalid,         ///< the server left it out at the start
    missing,         ///< none of these: not finished, or lost
  };
  std::string url;                   ///< as it was asked for
  Kind kind = Kind::missing;         ///< what became of it
  std::optional<int> status_code;    ///< scraped: the page's own HTTP status
  std::optional<std::string> error;  ///< failed: why; scraped: what the document's metadata say went wrong
};

/// What was asked for, beside what came. A plain value. @see BatchScrapeJob::report
///
/// @code
/// fc::BatchScrapeReport report = job.report({"https://a.example", "https://b.example"});
/// for (const fc::UrlOutcome& outcome : report.urls) {
///   if (outcome.kind == fc::UrlOutcome::Kind::failed)
///     std::cout << outcome.url << ": " << outcome.error.value_or("-") << '\n';
/// }
/// @endcode
struct BatchScrapeReport {
  std::vector<UrlOutcome> urls;  ///< in the order of the request; a URL that was asked for twice stands twice
  std::vector<std::string> unasked;    ///< documents whose URL was not in the request
  BatchScrapeProgress progress;        ///< the job's counts at the end
  std::int64_t missing_documents = 0;  ///< documents counted as completed and never listed

  /// How many URLs came to that.
  std::size_t count(UrlOutcome::Kind kind) const {
    std::size_t n = 0;
    for (const auto& outcome : urls) n += outcome.kind == kind ? 1 : 0;
    return n;
  }
};

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

  void add(const BatchScrapeErrors& errors) {
    for (const auto& error : errors.errors) {
      if (auto* outcome = take(error.url)) {
        outcome->kind = UrlOutcome::Kind::failed;
        outcome->error = error.error;
      }
    }
    mark(errors.robots_blocked, UrlOutcome::Kind::robots_blocked);
  }

  void add_invalid(const std::vector<std::string>& urls) { mark(urls, UrlOutcome::Kind::invalid); }

  BatchScrapeReport finish(const BatchScrapeProgress& progress, std::int64_t missing_documents) {
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

  BatchScrapeReport report_;
  std::map<std::string, std::vector<std::size_t>> open_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
