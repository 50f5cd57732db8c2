/// @file
/// Report: what was asked for, beside what came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "job_models.hpp"

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

/// What was asked for, beside what came. A plain value. @see Job::report
///
/// @code
/// fc::Report report = job.report({"https://a.example", "https://b.example"});
/// for (const fc::UrlOutcome& outcome : report.urls) {
///   if (outcome.kind == fc::UrlOutcome::Kind::failed)
///     std::cout << outcome.url << ": " << outcome.error.value_or("-") << '\n';
/// }
/// @endcode
struct Report {
  std::vector<UrlOutcome> urls;  ///< in the order of the request; a URL that was asked for twice stands twice
  std::vector<std::string> unasked;    ///< documents whose URL was not in the request
  JobProgress progress;                ///< the job's counts at the end
  std::int64_t missing_documents = 0;  ///< documents counted as completed and never listed

  /// How many URLs came to that.
  std::size_t count(UrlOutcome::Kind kind) const {
    std::size_t n = 0;
    for (const auto& outcome : urls) n += outcome.kind == kind ? 1 : 0;
    return n;
  }
};

FIRECRAWL_END_NAMESPACE
