// SPDX-License-Identifier: MIT
/// @file
/// What the batch scrape API sends, as plain structs. Needs nlohmann/json, but not curl.
///
/// All are values: copy, move, compare their members, hand them to other threads as you like.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "document.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// The state of a job. A status that is not known here is `unknown`; its text is kept as well.
enum class JobStatus {
  scraping,   ///< it runs; documents come
  completed,  ///< it has ended; URLs that failed are among its errors
  failed,     ///< it has ended, or never begun; JobProgress::error may say why
  cancelled,  ///< it was stopped; what it had finished can be read
  unknown,    ///< a status that this version of the library does not know; taken as running
};

/// True for completed, failed and cancelled. A job of unknown status is taken as still running.
[[nodiscard]] constexpr bool has_ended(JobStatus status) noexcept {
  return status == JobStatus::completed || status == JobStatus::failed || status == JobStatus::cancelled;
}

/// The name of a status as the API writes it; "unknown" for JobStatus::unknown.
[[nodiscard]] constexpr const char* to_string(JobStatus status) noexcept {
  switch (status) {
    case JobStatus::scraping:
      return "scraping";
    case JobStatus::completed:
      return "completed";
    case JobStatus::failed:
      return "failed";
    case JobStatus::cancelled:
      return "cancelled";
    case JobStatus::unknown:
      break;
  }
  return "unknown";
}

/// A job's counts. They are the server's report, not a contract: `total` shrinks as URLs fail, and
/// `completed` may run ahead of the documents that are listed.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
struct JobProgress {
  JobStatus status = JobStatus::unknown;     ///< the status
  std::string status_text;                   ///< the status as sent
  std::int64_t total = 0;                    ///< URLs of the job
  std::int64_t completed = 0;                ///< URLs scraped
  std::optional<std::int64_t> credits_used;  ///< none if the server does not know (it sends -1)
  /// When the results are deleted (sent as RFC 3339 text); moves with each call.
  std::optional<std::chrono::system_clock::time_point> expires_at;
  std::optional<std::string> error;    ///< why a failed job failed
  std::optional<std::string> warning;  ///< a warning of the server about the job
};

/// One page of a job's status: the counts, and the documents of the page.
///
/// @code
/// fc::JobPage page = job.status();
/// std::cout << page.status_text << ", " << page.data.size() << " documents here\n";
/// if (page.next) page = job.page(*page.next);
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
struct JobPage : JobProgress {
  /// The link to the following page as sent; also a resume token (ReadOptions::from).
  std::optional<std::string> next;
  /// The documents, in the order in which the server lists them. A null entry is an empty Document. Any other
  /// entry that is not an object is a Document with that value as `extra["value"]`, and a warning.
  std::vector<Document> data;
  nlohmann::json extra = nlohmann::json::object();  ///< keys without a field, as sent
};

/// A URL of a job that could not be scraped.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get-errors
struct FailedUrl {
  std::string id;                                                  ///< the id of the scrape, not of the job
  std::optional<std::chrono::system_clock::time_point> timestamp;  ///< when it failed
  std::string url;                                                 ///< the URL that was asked for
  std::optional<std::string> code;                                 ///< such as "SCRAPE_TIMEOUT"
  std::string error;                                               ///< why, in words
};

/// What went wrong in a job.
///
/// @code
/// fc::JobErrors errors = job.errors();
/// std::cout << errors.failed.size() << " failed, " << errors.robots_blocked.size() << " forbidden\n";
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get-errors
struct JobErrors {
  std::vector<FailedUrl> failed;            ///< URLs that failed
  std::vector<std::string> robots_blocked;  ///< URLs that robots.txt forbids
};

/// Writes counts as the API does; the body is in model_json.hpp.
inline void to_json(nlohmann::json& json, const JobProgress& progress);
/// Writes a page as the API does; the body is in model_json.hpp.
inline void to_json(nlohmann::json& json, const JobPage& page);

FIRECRAWL_END_NAMESPACE
