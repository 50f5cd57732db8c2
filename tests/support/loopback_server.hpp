// SPDX-License-Identifier: MIT
/// @file
/// A Firecrawl server on 127.0.0.1 that answers like the real ones do, their oddities included.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http_message.hpp"
#include "moving_listing.hpp"

namespace support {

/// How `next` is written. Only `absolute` can be followed as it is.
enum class NextStyle {
  absolute,           ///< http://127.0.0.1:<port>/v1/batch/scrape/<id>?skip=N
  relative_path,      ///< /v1/batch/scrape/<id>?skip=N
  query_only,         ///< ?skip=N
  https_scheme,       ///< https://127.0.0.1:<port>/…: what a server sends that does not know it speaks http
  other_host,         ///< http://inside.invalid:3002/…: what a server behind a proxy sends
  other_port,         ///< http://127.0.0.1:1/…
  protocol_relative,  ///< //inside.invalid/…
  userinfo,           ///< http://127.0.0.1:<port>@inside.invalid/…
};

/// How a body is compressed, if the request's Accept-Encoding allows it.
enum class Compression { none, gzip, deflate };

/// A job that works by itself: `step` documents are finished when it is added, and as many more every
/// `interval` of real time; it is completed when all are.
struct Schedule {
  std::size_t step = 1;
  std::chrono::milliseconds interval{100};
};

/// A batch scrape job or a crawl, and how it is answered. Everything may be changed while the server runs:
/// see update().
struct Job {
  std::string id;
  bool crawl = false;      ///< its total grows while it runs, and it is among the active crawls
  std::size_t ahead = 10;  ///< a crawl that runs counts so many pages in total beyond those that are finished
  std::string url;         ///< where a crawl began
  std::string crawl_options = "{}";                  ///< JSON, for the active crawls
  std::size_t count = 0;                             ///< documents, once all are finished
  std::function<std::string(std::size_t)> document;  ///< JSON text by index; none: make_document. Any thread

  std::string status = "completed";       ///< sent as it is
  std::optional<std::size_t> finished;    ///< documents listed now; none: all. Ignored while a schedule runs
  std::optional<Schedule> schedule;       ///< instead of status and finished
  std::optional<std::int64_t> total;      ///< as counted; none: count
  std::optional<std::int64_t> completed;  ///< as counted; none: the documents listed now
  std::optional<std::int64_t>
      credits_used;  ///< none: as completed. -1 is what real servers say that do not know
  std::string expires_at = "2030-01-02T03:04:05.000Z";
  std::string created_at = "2030-01-01T03:04:05.000Z";  ///< v2
  std::optional<std::string> warning;                   ///< v2
  std::optional<std::string> error;  ///< makes the answer a `"success":false` with this reason

  std::size_t page_documents = 100;     ///< at most so many documents a page, whatever `limit` says
  std::size_t page_bytes = 10'485'760;  ///< of documents a page; a larger document goes alone
  bool ignore_skip = false;             ///< every page begins with the first document, `next` goes on
  bool ignore_limit = false;            ///< nor is `limit` repeated in `next`
  std::size_t late_answers = 0;         ///< so many answers as a completed job have no document and no `next`
  bool null_next = false;               ///< `"next":null` instead of none
  NextStyle next_style = NextStyle::absolute;
  std::optional<std::string> next_job_id;  ///< `next` names this job instead

  Compression compression = Compression::none;
  bool chunked = false;
  std::chrono::milliseconds delay{
      0};  ///< real time before each status answer; for demonstrations and measurements

  std::vector<std::string> errors;          ///< JSON objects, for the errors endpoint
  std::vector<std::string> robots_blocked;  ///< URLs, for the errors endpoint
  /// Instead of count, status, finished, total, completed and page_documents: documents become visible late,
  /// in front of others, and entries have no value yet. Shared by copies of the job.
  std::shared_ptr<MovingListing> listing;
  bool refuse_cancel = false;  ///< DELETE is answered 409 "Crawl is already completed"
};

/// Serves jobs, and the calls for single pages, maps, searches and the account, under /v1 and /v2 until it is
/// destroyed. The bodies of requests are compared with the tables of request_schema.hpp. Any number of
/// connections, kept alive. Every member function may be called from any thread, the hook included, and takes
/// effect with the next request.
class LoopbackServer {
 public:
  /// Answers a request itself, or leaves it to the server (none). Called without a lock, on the connection's
  /// thread, so it may block; `nth` counts all requests of the server from 0.
  using Hook = std::function<std::optional<Response>(const Request&, std::size_t nth)>;

  LoopbackServer();
  /// `port`: 0 is one that the system picks.
  /// @throws std::runtime_error if the port is taken
  explicit LoopbackServer(std::uint16_t port);
  /// With this job.
  explicit LoopbackServer(Job job, std::uint16_t port = 0);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const;
  std::string base_url() const;  ///< such as "http://127.0.0.1:43121"

  /// Serves everything under this path too, such as "/prefix". `next` does not name it: a server does not
  /// know it.
  void serve_prefix(const std::string& prefix);

  /// Answers 401 to requests without "Authorization: Bearer <key>".
  void require_key(const std::string& key);

  /// Signs what is posted to the webhooks of jobs with this secret. The jobs' events are posted in any case.
  void sign_webhooks(const std::string& secret);

  void on_request(Hook hook);

  /// Adds a job, or replaces the one with its id.
  void add_job(Job job);

  /// Changes a job. These throw std::out_of_range if there is none with this id.
  void update(const std::string& id, const std::function<void(Job&)>& change);
  void finish(const std::string& id, std::size_t documents);  ///< so many are finished now, in all
  void finish_all(const std::string& id);                     ///< and the job is completed
  void set_status(const std::string& id, const std::string& status);

  /// What jobs that a POST starts are like, but for id, count and document. Default: completed at once. Its
  /// delay is that of scrapes, maps and searches, too.
  void set_started_job(Job like);

  /// How many pages each site has that is crawled or mapped. Default: 60.
  void set_site_pages(std::size_t count);

  std::vector<Request> requests() const;  ///< all received so far, in the order of their arrival
  std::size_t request_count() const;
  std::size_t connections() const;       ///< accepted so far
  std::size_t open_connections() const;  ///< accepted and not ended yet
  std::size_t bytes_sent() const;        ///< heads included
  std::size_t peak_in_flight() const;    ///< the most requests that were being answered at the same time

  /// Blocks until `n` requests have arrived in all. False if that took longer than `timeout`.
  bool wait_for_requests(std::size_t n, std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace support
