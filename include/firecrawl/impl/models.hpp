// SPDX-License-Identifier: MIT
/// @file
/// @ingroup documents
/// Document, JobPage and their like, without the bodies of their JSON. What the library itself includes,
/// since those bodies need much of it; programs include document.hpp or job_models.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../config.hpp"

#if NLOHMANN_JSON_VERSION_MAJOR < 3 || (NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR < 9)
#error "firecrawl needs nlohmann/json 3.9.1 or newer"
#endif

FIRECRAWL_BEGIN_NAMESPACE

/// The type of whatever the API leaves open: nlohmann/json's value.
using json = nlohmann::json;
/// The unit of every duration of the library.
using milliseconds = std::chrono::milliseconds;
/// A time of the calendar, such as JobProgress::expires_at.
using time_point = std::chrono::system_clock::time_point;

/// What a scraped page says of itself. Every key without a field, and every value that did not fit its field
/// (a title that is an array, a statusCode that is text), is in `extra` as sent.
///
/// @code
/// for (const fc::Document& document : job.documents()) {
///   const fc::Metadata& metadata = document.metadata;
///   std::cout << metadata.status_code.value_or(0) << ' ' << metadata.title.value_or("no title") << '\n';
///   if (metadata.extra.contains("ogImage")) std::cout << metadata.extra["ogImage"] << '\n';
/// }
/// @endcode
struct Metadata {
  std::optional<std::string> title;                 ///< the page's title
  std::optional<std::string> description;           ///< the page's description of itself
  std::optional<std::string> language;              ///< the page's language, such as "en"
  std::optional<std::string> source_url;            ///< "sourceURL": the URL that was asked for
  std::optional<std::string> url;                   ///< the URL that answered, after redirects
  std::optional<std::string> error;                 ///< why the page could not be scraped whole
  std::optional<std::string> scrape_id;             ///< "scrapeId"
  std::optional<std::string> content_type;          ///< "contentType"
  std::optional<int> status_code;                   ///< "statusCode": the page's own HTTP status
  nlohmann::json extra = nlohmann::json::object();  ///< all the rest, as sent; an object
};

/// One scraped page. Which fields are there depends on the formats that the job asked for. Every key without
/// a field, and every value that did not fit its field, is in `extra` as sent.
///
/// @code
/// for (const fc::Document& document : job.documents()) {
///   if (document.markdown) std::cout << *document.markdown << '\n';
///   for (const std::string& link : document.links) std::cout << link << '\n';
/// }
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
struct Document {
  std::optional<std::string> markdown;    ///< the page as Markdown
  std::optional<std::string> html;        ///< the page as HTML, cleaned
  std::optional<std::string> raw_html;    ///< "rawHtml": the page as HTML, as it came
  std::optional<std::string> screenshot;  ///< a picture of the page: a URL, or a data: URL
  std::optional<std::string> summary;     ///< a summary of the page, written by a model
  /// A warning of the server about this page. Begins with "firecrawl-cpp: ", or has that after the server's
  /// own words, if the library could not keep all of the document: it says what is missing, and why.
  std::optional<std::string> warning;
  std::optional<std::string> answer;  ///< the answer to the question of the format "question"
  std::vector<std::string> links;     ///< URLs that the page links to
  std::vector<std::string> images;    ///< URLs of the page's images
  nlohmann::json json;                ///< the value of "json", or of v1's "extract"; null if there is none
  Metadata metadata;                  ///< what the page says of itself
  nlohmann::json extra = nlohmann::json::object();  ///< all the rest, as sent; an object
};

/// Writes a document under the names that the API uses: `extra` and, over it, each field that has a value.
/// If a field was taken out of a value that did not fit it (a title that is an array), that value is
/// written as it was sent, as long as the field has not been changed. A document that came from the API
/// comes back from what is written here without loss. nlohmann/json finds the function by itself.
///
/// @code
/// for (const fc::Document& document : job.documents()) {
///   const nlohmann::json json = document;
///   std::cout << json.dump() << '\n';
///   const auto again = json.get<fc::Document>();
///   use(again.markdown);
/// }
/// @endcode
void to_json(nlohmann::json& written, const Document& document);
/// Reads a document as a page's entry is read: lenient in all it contains; what has no field, or does not fit
/// it, is in `extra`. null is an empty document.
/// @throws DecodeError if `json` is neither an object nor null; `document` is as before then
void from_json(const nlohmann::json& written, Document& document);

/// What a job does.
enum class JobKind {
  batch_scrape,  ///< scrapes a list of URLs
  crawl,         ///< follows the links of a site
};

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
  std::int64_t total = 0;                    ///< URLs of the job; of a crawl, those that it has found
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

/// How a run goes that ends in data: an extract or an agent.
///
/// @code
/// fc::DataJobStatus status = client.extract_job("7e1f…").wait();
/// std::cout << status.data << ", " << status.credits_used.value_or(0) << " credits\n";
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/extract-get
struct DataJobStatus {
  JobStatus status = JobStatus::unknown;  ///< "processing" is JobStatus::scraping
  std::string status_text;                ///< the status as sent
  nlohmann::json
      data;  ///< the answer, once it is completed; before, null or what the server sends, such as []
  std::optional<std::string> error;                                 ///< why it failed
  std::optional<std::chrono::system_clock::time_point> expires_at;  ///< when the answer is deleted
  std::optional<double> credits_used;                               ///< none if the server does not know
  nlohmann::json extra = nlohmann::json::object();                  ///< keys without a field, as sent
};

/// Writes the counts of a job as the API does: the body of a status without "next" and "data". Times are cut
/// to milliseconds.
void to_json(nlohmann::json& written, const JobProgress& progress);
/// Writes a page as the API does, documents included. nlohmann/json sorts the keys, so that "data" comes
/// early in the text.
void to_json(nlohmann::json& written, const JobPage& page);

FIRECRAWL_END_NAMESPACE
