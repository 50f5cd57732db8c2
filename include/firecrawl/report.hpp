// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// Report: what was asked for, with what became of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "job.hpp"
#include "job_models.hpp"
#include "options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What became of one URL of a request.
struct UrlOutcome {
  /// What became of it.
  enum class Kind {
    scraped,         ///< there is a document; status_code is the page's own
    failed,          ///< it is among the job's errors; error says why
    robots_blocked,  ///< robots.txt forbids it
    invalid,         ///< the server left it out at the start
    missing,         ///< none of these: not finished, or lost
  };
  std::string url;                   ///< as it was asked for
  Kind kind = Kind::missing;         ///< what became of it
  std::optional<int> status_code;    ///< scraped: the page's own HTTP status
  std::optional<std::string> error;  ///< failed: why; scraped: what the document's metadata say went wrong
};

/// What was asked for, with what became of it. A plain value. @see make_report
///
/// @code
/// fc::Report report = fc::make_report(job, {"https://a.example", "https://b.example"});
/// for (const fc::UrlOutcome& outcome : report.urls) {
///   if (outcome.kind == fc::UrlOutcome::Kind::failed)
///     std::cout << outcome.url << ": " << outcome.error.value_or("-") << '\n';
/// }
/// @endcode
struct Report {
  std::vector<UrlOutcome> urls;        ///< in the order of the request; a URL asked for twice is here twice
  std::vector<std::string> unasked;    ///< documents whose URL was not in the request
  JobProgress progress;                ///< the job's counts at the end
  std::int64_t missing_documents = 0;  ///< documents counted as completed and never listed

  /// How many URLs came to that.
  [[nodiscard]] std::size_t count(UrlOutcome::Kind kind) const;
};

/// Joins what was asked for with what came: reads the whole job (a few pages in memory at a time) and its
/// errors. A document or an error belongs to the URL that it names as its source; fragments, a slash at the
/// end, and the case of scheme and host make no difference. Documents that name no URL are passed over.
///
/// A crawl finds its pages itself. There `asked` is what you expect of it, and Report::unasked is what else
/// it has scraped; what else has failed, Job::errors() says.
///
/// @code
/// fc::Report report = fc::make_report(job, {"https://a.example", "https://b.example"});
/// std::cout << report.count(fc::UrlOutcome::Kind::failed) << " URLs failed\n";
/// @endcode
/// @param job the job, which may still run: what it has not scraped is reported as missing
/// @param asked the URLs of the request
/// @param invalid those that the start returned as StartedJob::invalid_urls
/// @param options how to read; with limits, what was not read is reported as missing. The time limit bounds
/// the reading, not the call for the errors after it
/// @throws Error whatever JobRange and Job::errors() throw, except a NotFoundError of errors()
[[nodiscard]] Report make_report(const Job& job, const std::vector<std::string>& asked,
                                 const std::vector<std::string>& invalid = {}, ReadOptions options = {});

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/report.ipp"
#endif
