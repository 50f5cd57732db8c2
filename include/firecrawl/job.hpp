// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// Job: one job on the server.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cancellation.hpp"
#include "config.hpp"
#include "job_models.hpp"
#include "job_range.hpp"
#include "options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

namespace detail {
struct JobHandle;
}  // namespace detail

/// A handle of a batch scrape job or a crawl: an id and the way to its server. Making one sends nothing.
/// Cheap to copy; keeps what it needs of its client alive. Its calls may run on several threads at once, each
/// on a copy. Both kinds of jobs are read alike; a crawl's `total` begins at 0 and grows with what it finds.
///
/// Each call that sends a request throws ApiError (and the types under it), TransportError, TimeoutError,
/// DecodeError, ResponseTooLargeError; CancelledError if a token was given and is cancelled. Temporary
/// errors are retried first, as ClientOptions::retry says.
///
/// @code
/// fc::Job job = client.batch_scrape_job("7e1f…");
/// for (const fc::Document& document : job.documents()) use(document.markdown, document.metadata.title);
/// @endcode
class Job {
 public:
  /// The job's id, as given or as the server named it; good for as long as the handle lives.
  [[nodiscard]] const std::string& id() const noexcept;
  /// What the job does, and so the path of its requests and tokens.
  [[nodiscard]] JobKind kind() const noexcept;

  /// The counts and the first page of documents: one GET. For the counts alone, progress() is cheaper.
  ///
  /// @code
  /// fc::JobPage status = job.status();
  /// std::cout << status.status_text << ": " << status.completed << " of " << status.total << '\n';
  /// @endcode
  /// @throws ApiError if the server says no, mostly a type under it: NotFoundError for an unknown job
  /// @throws TransportError if no whole answer came, after all attempts; TimeoutError, if time ran out
  /// @throws DecodeError if the answer is not a status
  /// @throws ResponseTooLargeError if the answer is larger than ClientOptions::max_response_bytes
  /// @throws CancelledError if the token is cancelled
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-get
  JobPage status(CancellationToken cancel = {}) const;

  /// The page that a `next` names. Only its query is used: the request goes to the client's base_url. If
  /// the token ends in "#n", the first n documents are left out.
  ///
  /// @code
  /// fc::JobPage page = job.status();
  /// if (page.next) page = job.page(*page.next);
  /// @endcode
  /// @param next a JobPage::next, or what JobRange::next() returned
  /// @param cancel ends the call within 100 ms
  /// @throws UsageError if the token is malformed, of another job, or of the other kind of job
  /// @throws Error whatever status() throws
  JobPage page(std::string_view next, CancellationToken cancel = {}) const;

  /// The job's pages, as a lazy range. Nothing is requested before begin(). What reading throws, JobRange
  /// says.
  ///
  /// @code
  /// for (const fc::JobPage& page : job.pages()) use(page.data);
  /// @endcode
  /// @throws UsageError for options that cannot be used
  [[nodiscard]] PageRange pages(ReadOptions options = {}) const;

  /// The job's documents, as a lazy range that keeps a few pages in memory. Nothing is requested before
  /// begin(). What reading throws, JobRange says.
  ///
  /// @code
  /// fc::ReadOptions options;
  /// options.follow = true;  // stay with a job that runs, until it has ended
  /// for (const fc::Document& document : job.documents(options)) use(document);
  /// @endcode
  /// @throws UsageError for options that cannot be used
  [[nodiscard]] DocumentRange documents(ReadOptions options = {}) const;

  /// documents() with ReadOptions::follow set: stays with a job that runs until it has ended, and delivers
  /// each document once, as it is finished.
  ///
  /// @code
  /// for (const fc::Document& document : job.follow()) use(document);
  /// @endcode
  /// @throws UsageError for options that cannot be used
  [[nodiscard]] DocumentRange follow(ReadOptions options = {}) const;

  /// The counts alone. Asks for one document (`limit=1`). If the answer is larger than 64 KiB, it stops
  /// reading after the head.
  ///
  /// @code
  /// fc::JobProgress progress = job.progress();
  /// std::cout << progress.completed << " of " << progress.total << '\n';
  /// @endcode
  /// @throws Error whatever status() throws
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-get
  JobProgress progress(CancellationToken cancel = {}) const;

  /// Waits for the end of the job; each look at it is a progress(). Temporary errors may go on for five
  /// minutes before one is thrown. Thrown at once are those that do not go away with time: a server that
  /// cannot be reached at the first look, an answer that is not a status, and statuses such as 401, 402 and
  /// 404. A job that never ends is waited for until WaitOptions::time_limit. Servers may leave a job
  /// `scraping` for up to 15 s after its last document, at 250 of 250.
  ///
  /// A job with BatchScrapeRequest::append_to may say `completed` until its new URLs are done. The handle
  /// that the start returned waits for them, for as long as the counts change at least every ten minutes.
  ///
  /// @code
  /// fc::WaitOptions options;
  /// options.time_limit = std::chrono::minutes(30);
  /// fc::JobProgress end = job.wait(options);
  /// @endcode
  /// @returns the counts of the completed job
  /// @throws JobFailedError if the job has failed
  /// @throws JobCancelledError if the job was cancelled
  /// @throws TimeLimitError if the time limit has passed
  /// @throws UsageError if a duration is negative
  /// @throws Error whatever status() throws
  JobProgress wait(const WaitOptions& options = {}) const;

  /// What went wrong in the job: URLs that could not be scraped, and URLs that robots.txt forbids. A crawl
  /// whose first page is forbidden is completed, 0 of 0, and says so here, with the code "CRAWL_DENIAL".
  ///
  /// @code
  /// fc::JobErrors errors = job.errors();
  /// for (const fc::FailedUrl& error : errors.failed) {
  ///   std::cerr << error.url << ": " << error.error << '\n';
  /// }
  /// @endcode
  /// @throws NotFoundError also if a server has no such call, as some of v2
  /// @throws Error whatever status() throws
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get-errors
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-get-errors
  JobErrors errors(CancellationToken cancel = {}) const;

  /// Stops the job; what it has finished can still be read. Cancelling twice does no harm.
  ///
  /// @code
  /// job.cancel();
  /// @endcode
  /// @throws ConflictError if the job has ended, on servers that refuse that
  /// @throws Error whatever status() throws
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-delete
  /// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-delete
  void cancel(CancellationToken cancel = {}) const;

 private:
  friend class Client;
  explicit Job(std::shared_ptr<const detail::JobHandle> handle);

  std::shared_ptr<const detail::JobHandle> handle_;
};

/// What starting a job returns.
///
/// @code
/// fc::StartedJob started = client.start_batch_scrape({"https://a.example"});
/// std::cout << "job " << started.job.id() << ", " << started.invalid_urls.size() << " URLs left out\n";
/// @endcode
struct StartedJob {
  /// The new job. Servers may take a moment until they know it: for ten seconds this handle and its copies
  /// take a 404 for a temporary error.
  Job job;
  /// URLs that the server left out; only with BatchScrapeRequest::ignore_invalid_urls, or on v2.
  std::vector<std::string> invalid_urls;
  /// What else the server said, as sent, such as "url"; of a crawl with a prompt, also
  /// "promptGeneratedOptions" and "finalCrawlerOptions". An object.
  nlohmann::json extra = nlohmann::json::object();
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/job.ipp"
#endif
