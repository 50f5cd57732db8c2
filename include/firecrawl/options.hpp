// SPDX-License-Identifier: MIT
/// @file
/// @ingroup options
/// What can be set: plain structs with defaults, which may be copied to and read from any thread. What a
/// client, a range or a call is given is copied into it: changes made afterwards reach nobody.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cancellation.hpp"
#include "config.hpp"
#include "impl/models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

namespace detail {
class Clock;
}  // namespace detail

class Transport;

/// The version of Firecrawl's API: the first segment of each path.
enum class ApiVersion {
  v1,  ///< /v1/batch/scrape
  v2,  ///< /v2/batch/scrape: answers are the same, some options of a request are not
};

/// How often to try, and how long to wait in between. The wait is what the server asked for (Retry-After, RFC
/// 9110 section 10.2.3; or its JSON or text), else a random time up to initial_backoff, doubled at each
/// attempt up to max_backoff ("full jitter").
///
/// What is tried again depends on what the call does:
/// - A call that only reads (GET), or may be done twice (DELETE, PUT): if no whole answer came, and on 408,
/// 425,
///   429 and every 5xx but 501 and 505.
/// - A call that starts a job (a batch scrape, a crawl), and a POST or PATCH of Client::request(): if it
///   provably never reached the server, and on 429.
/// - A call that is paid for but starts nothing (scrape, map, search, parse): as one that starts a job, and
/// on
///   502, 503 and 504. A 408 that says that the server goes on with the work (`details.state` is
///   "processing_continues", as of a long PDF) is not a failure: the same request is sent again after the
///   wait that it names (at least 5 seconds, at most 10 minutes), for at most 20 minutes. That takes no
///   attempt, and max_retry_after bounds it only if it is 0.
///
/// @code
/// fc::ClientOptions options;
/// options.retry.max_attempts = 8;
/// options.retry.max_backoff = std::chrono::minutes(1);
/// @endcode
/// @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ for why at random
struct RetryPolicy {
  int max_attempts = 4;  ///< requests in all, the first included; at least 1
  /// The longest first wait; doubled for each one after it. 0: no wait but what a server asks for.
  std::chrono::milliseconds initial_backoff{500};
  /// The longest wait between two attempts, unless the server asks for one.
  std::chrono::milliseconds max_backoff{30'000};
  /// If a server asks for a longer wait than this, the error is thrown at once. 0: thrown whenever it asks
  /// for a wait.
  std::chrono::milliseconds max_retry_after{120'000};
  /// Whether a call that is paid for but starts nothing (scrape, map, search, parse) is sent again after a
  /// timeout or a cut answer. The server may have done it already, and bills each.
  bool repeat_paid_calls = false;
};

/// One request and what came of it, for logs and metrics. An allow-list: there is no header and no body in
/// it. Requests that are given up (asked for ahead and not wanted, or cancelled) are not reported.
///
/// @code
/// std::size_t bytes = 0;
/// fc::ClientOptions options;
/// options.on_event = [&bytes](const fc::RequestEvent& event) { bytes += event.bytes; };
/// fc::Client client = fc::Client::from_env(options);
/// @endcode
struct RequestEvent {
  std::string method;  ///< "GET", "POST", "PUT", "PATCH" or "DELETE"
  std::string path;    ///< path and query, such as "/v1/batch/scrape/7e1f…?skip=100"
  int status = 0;      ///< the HTTP status; 0 if no answer came
  int attempt = 1;     ///< 1 for the first
  /// From the request to the end of its answer, the time included that a reader spent on documents meanwhile.
  std::chrono::milliseconds duration{0};
  std::size_t bytes = 0;  ///< of the decompressed body
};

/// What a Client is made of.
///
/// @code
/// fc::ClientOptions options;
/// options.base_url = "https://firecrawl.example/team";  // a server of your own
/// options.api_key = "fc-ITS-KEY";
/// options.on_event = [](const fc::RequestEvent& event) {
///   std::clog << event.method << ' ' << event.path << ": " << event.status << '\n';
/// };
/// fc::Client client{options};
/// @endcode
struct ClientOptions {
  /// Sent as a bearer token (RFC 6750) to base_url and nowhere else; empty: no Authorization header. The
  /// hosted service needs one.
  std::string api_key;
  /// An absolute http(s) URL; a path prefix is kept. A version at its end, such as "/v1", is left out when it
  /// is that of api_version, and a UsageError when it is another: paths begin with the version themselves.
  std::string base_url = "https://api.firecrawl.dev";
  ApiVersion api_version = ApiVersion::v1;  ///< the first segment of each path

  /// How long a connection may take, TLS included; 0: no limit. @see TimeoutError
  std::chrono::milliseconds connect_timeout{10'000};
  /// How long one attempt may take, from the request to the end of its answer; 0: no limit. The time for
  /// which the server works for an answer (see stall_timeout) does not count.
  std::chrono::milliseconds request_timeout{300'000};
  /// The longest time without a byte; 0: no limit. The last bytes of a request, some megabytes at most, go
  /// out from the system's buffer, where nobody sees them move.
  ///
  /// A call whose answer the server has to work for (scrape, map, search, parse) may have no byte for
  /// minutes. Between the end of its request and the first byte of its answer the limit is another one, which
  /// cannot be switched off: the `timeout` of the call and 30 seconds, or 330 seconds if it has no `timeout`.
  std::chrono::milliseconds stall_timeout{30'000};
  RetryPolicy retry;  ///< how often to try, and how long to wait
  /// The largest body of one answer in bytes, after decompression (256 MiB); 0: no limit.
  /// @see ResponseTooLargeError
  std::size_t max_response_bytes = std::size_t{256} << 20;

  /// The proxy to use, as curl takes it, such as "http://user:password@proxy.example:3128"; empty: none.
  /// Proxies in the environment are not used. A text that curl would not take is a UsageError of the Client.
  /// @see https://curl.se/libcurl/c/CURLOPT_PROXY.html
  std::string proxy;
  /// A PEM file of certificate authorities, instead of the system's. TLS is always verified. A file that
  /// cannot be read is a UsageError of the Client.
  std::string ca_file;
  std::string user_agent;  ///< put before the library's own "firecrawl-cpp/<version>"

  /// Called after each request, on the thread that made it: on several at once, if several use the client.
  /// What it throws reaches the caller.
  std::function<void(const RequestEvent&)> on_event;
  /// What carries the requests; shared with the client, its jobs and its ranges. Null: a CurlTransport of the
  /// client's own, with `proxy` and `ca_file`.
  std::shared_ptr<Transport> transport;

  /// For tests: another clock, a testing::Clock of <firecrawl/testing.hpp>. Null: the system's.
  std::shared_ptr<detail::Clock> clock;
};

/// Which part of a job a range reads, and for how long. A value that cannot be used (a negative duration, a
/// token of another job) is a UsageError of Job::documents() or pages().
///
/// @code
/// fc::ReadOptions options;
/// options.max_documents = 1000;
/// options.time_limit = std::chrono::minutes(5);
/// for (const fc::Document& document : job.documents(options)) use(document);
/// @endcode
struct ReadOptions {
  /// Start at the page that this token names: a `next`, or what range.next() returned, in this process or
  /// another. Empty: at the beginning. A token that is malformed or of another job is a UsageError.
  std::string from;
  /// At most so many pages with documents; none: no limit. 0 delivers nothing and sends nothing.
  std::optional<std::size_t> max_pages;
  /// At most so many documents; none: no limit. 0 delivers nothing and sends nothing.
  std::optional<std::size_t> max_documents;
  /// Documents a page, sent as `limit`; none: the server's choice (100). At least 1.
  std::optional<std::size_t> page_size;
  /// Pages asked for beyond the one that arrives or is read, so that the server works while the reader does;
  /// 0: none. Each costs up to a page of memory.
  std::size_t prefetch = 1;
  /// Above 1 it replaces prefetch: at most so many requests in flight, for pages whose place is guessed from
  /// page_size, or from pages that came evenly. A guess is used only if `next` confirms it: never wrong,
  /// at worst a request for nothing. At least 1.
  std::size_t parallel = 1;
  /// Stay with a job that is running until it has ended, and deliver each document once, as it is finished.
  bool follow = false;
  /// follow: the wait after a page without documents; 0: asked again at once.
  std::chrono::milliseconds poll_interval{2'000};
  /// A job that has ended and still owes documents is asked again for up to so long after the last document
  /// that came. Owed are: what it counts and has not listed, entries that were left out of a page, and, of a
  /// cancelled job, scrapes that were in flight. A job that owes for ever takes so much longer; 0: not asked.
  std::chrono::milliseconds settle{5'000};
  /// From begin() to the last document, the reader's own time included; none: no limit. 0 sends nothing. @see
  /// TimeLimitError
  std::optional<std::chrono::milliseconds> time_limit;
  CancellationToken cancel;  ///< ends the reading within 100 ms, with a CancelledError
  /// Called at every page, also at empty ones, on the reader's thread. What it throws reaches the reader.
  std::function<void(const JobProgress&)> on_progress;
  /// Called for each document that is new to this range, on the reader's thread. True: you have it from
  /// before, so it is neither delivered nor counted. A reader that goes on from a token and knows its
  /// documents (by Metadata::scrape_id) repeats nothing and loses nothing, even if the server has moved its
  /// listing meanwhile. What it throws reaches the reader, and the page is asked for again.
  std::function<bool(const Document&)> already_have;
};

/// How to wait for the end of a job. @see Job::wait
///
/// @code
/// fc::WaitOptions options;
/// options.poll_interval = std::chrono::seconds(10);
/// options.time_limit = std::chrono::hours(1);
/// options.on_progress = [](const fc::JobProgress& progress) {
///   std::cerr << progress.completed << " of " << progress.total << '\n';
/// };
/// job.wait(options);
/// @endcode
struct WaitOptions {
  std::chrono::milliseconds poll_interval{2'000};  ///< the time between two looks at the job; 0: none
  /// For all of it; none: no limit. 0 sends nothing. @see TimeLimitError
  std::optional<std::chrono::milliseconds> time_limit;
  CancellationToken cancel;  ///< ends the wait within 100 ms, with a CancelledError
  /// Called at every look, on the caller's thread. What it throws reaches the caller.
  std::function<void(const JobProgress&)> on_progress;
};

/// What a CurlTransport needs to know.
struct CurlTransportOptions {
  std::string proxy;    ///< as ClientOptions::proxy
  std::string ca_file;  ///< as ClientOptions::ca_file
};

FIRECRAWL_END_NAMESPACE
