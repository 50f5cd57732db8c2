// SPDX-License-Identifier: MIT
/// @file
/// @ingroup errors
/// The exceptions that the library throws. All derive from firecrawl::Error.
///
/// what() says what was tried, at which URL, how often, and what came back. It never contains the API key,
/// and what it repeats of a server's words is valid UTF-8. Exceptions are values: they own what they carry
/// and may be copied to and read from any thread.
#pragma once

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "config.hpp"
#include "impl/models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// The root of all that the library throws of its own. What else may pass through: std::bad_alloc, and
/// whatever the callbacks in your options throw.
///
/// @code
/// try {
///   for (const fc::Document& document : job.documents()) use(document);
/// } catch (const fc::RateLimitError& error) {
///   std::cerr << "try again in " << error.retry_after().value_or(std::chrono::minutes(1)).count() << " ms";
/// } catch (const fc::ApiError& error) {
///   std::cerr << "the server said no: " << error.http_status();
/// } catch (const fc::Error& error) {
///   std::cerr << error.what();
/// }
/// @endcode
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A bad id, URL, key, option or resume token: thrown before any request is sent. The program must change.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// The CancellationToken was cancelled. What was delivered stays delivered; range.next() says where to go on.
class CancelledError : public Error {
 public:
  using Error::Error;
};

/// A time limit of yours has passed: ReadOptions::time_limit or WaitOptions::time_limit. The network's own is
/// a TimeoutError. What was delivered stays delivered; range.next() says where to go on.
///
/// @code
/// fc::WaitOptions options;
/// options.time_limit = std::chrono::minutes(30);
/// try {
///   job.wait(options);
/// } catch (const fc::TimeLimitError&) {
///   job.cancel();  // half an hour is enough
/// }
/// @endcode
class TimeLimitError : public Error {
 public:
  using Error::Error;
};

/// What a TransportError carries of the failure.
struct TransportFailure {
  int curl_code = 0;         ///< CURLcode; 0 if curl is not involved
  std::string curl_text{};   ///< what curl says of the failure; empty if nothing
  int attempts = 1;          ///< requests sent, or tried to be
  bool request_sent = true;  ///< whether any of the request may have reached the server
};

/// No whole answer came: no connection, a reset, a cut body, broken HTTP, TLS that could not be verified.
/// Thrown after all attempts that the RetryPolicy allows.
///
/// @code
/// try {
///   client.start_batch_scrape({"https://a.example"});
/// } catch (const fc::TransportError& error) {
///   std::cerr << error.curl_text() << (error.request_sent() ? ": perhaps started\n" : ": not started\n");
/// }
/// @endcode
class TransportError : public Error {
 public:
  /// For a Transport of your own, and for tests.
  /// @param what the whole message
  /// @param failure what the other functions return
  explicit TransportError(const std::string& what, TransportFailure failure = {});

  /// The CURLcode, see https://curl.se/libcurl/c/libcurl-errors.html; 0 if curl is not involved.
  [[nodiscard]] int curl_code() const noexcept { return failure_->curl_code; }
  /// What curl says of the failure, such as "Could not resolve host: api.example"; empty if nothing.
  [[nodiscard]] const std::string& curl_text() const noexcept { return failure_->curl_text; }
  /// How many requests were sent, or tried to be.
  [[nodiscard]] int attempts() const noexcept { return failure_->attempts; }
  /// False if the request provably never reached the server: only then is a start safe to repeat.
  [[nodiscard]] bool request_sent() const noexcept { return failure_->request_sent; }

 private:
  // Shared, because an exception's copy constructor must not throw (std::runtime_error does the same).
  std::shared_ptr<const TransportFailure> failure_;
};

/// The network took too long: to connect, without a byte, or for a whole answer. See
/// ClientOptions::connect_timeout, stall_timeout and request_timeout. A limit of your own is a
/// TimeLimitError.
class TimeoutError : public TransportError {
 public:
  using TransportError::TransportError;
};

/// The answer was larger than ClientOptions::max_response_bytes (counted after decompression), or its head
/// was larger than 256 KiB. The transfer was stopped while it arrived.
class ResponseTooLargeError : public Error {
 public:
  using Error::Error;
};

/// What a DecodeError carries of the body.
struct DecodeFailure {
  std::string pointer{};              ///< the JSON pointer of the place that did not fit
  std::string body{};                 ///< the body, cut
  std::optional<std::string> next{};  ///< a resume token for the place after the page
};

/// An answer with a status of success (2xx), whose body is not what the API documents.
///
/// @code
/// try {
///   use(job.status());
/// } catch (const fc::DecodeError& error) {
///   std::cerr << error.pointer() << " does not fit: " << error.body() << '\n';
/// }
/// @endcode
class DecodeError : public Error {
 public:
  /// @param what the whole message
  /// @param failure what the other functions return
  explicit DecodeError(const std::string& what, DecodeFailure failure = {});

  /// The JSON pointer (RFC 6901) of the place that did not fit, such as "/data/3/metadata"; empty for the
  /// whole.
  [[nodiscard]] const std::string& pointer() const noexcept { return failure_->pointer; }
  /// The body, cut after at most 4 KiB, the API key blanked out. It is text: what is not UTF-8 in it is
  /// replaced by U+FFFD.
  [[nodiscard]] const std::string& body() const noexcept { return failure_->body; }
  /// A resume token (ReadOptions::from) for the place after the page that could not be read, if a range threw
  /// this and the size of that page is known. Going on there loses the documents of that page; the range's
  /// own next() names the page itself.
  [[nodiscard]] const std::optional<std::string>& next() const noexcept { return failure_->next; }

 private:
  std::shared_ptr<const DecodeFailure> failure_;
};

/// `next` runs in a circle or names another job, or the server ignores `skip`: going on would repeat
/// documents.
class PaginationError : public Error {
 public:
  using Error::Error;
};

/// What an ApiError carries of the server's answer.
struct ApiFailure {
  int http_status = 0;       ///< the HTTP status
  int attempts = 1;          ///< requests sent
  std::string code{};        ///< the server's "code"; empty if there is none
  nlohmann::json details{};  ///< the server's "details"; null if there are none
  std::string body{};        ///< the body, cut
  /// The wait that the server asked for, if it did.
  std::optional<std::chrono::milliseconds> retry_after{};
};

/// The server said no. What is temporary (429, 5xx and the like) was tried again before this was thrown.
///
/// @code
/// try {
///   use(job.status());
/// } catch (const fc::ApiError& error) {
///   std::cerr << error.http_status() << ' ' << error.code() << ": " << error.details() << '\n';
/// }
/// @endcode
/// @see "Errors" at https://docs.firecrawl.dev/api-reference/introduction
class ApiError : public Error {
 public:
  /// @param what the whole message
  /// @param failure what the other functions return
  explicit ApiError(const std::string& what, ApiFailure failure = {});

  /// The HTTP status. 200 if the server answered `"success": false` with it.
  [[nodiscard]] int http_status() const noexcept { return failure_->http_status; }
  /// The server's `code`, such as "BAD_REQUEST"; empty if there is none.
  [[nodiscard]] const std::string& code() const noexcept { return failure_->code; }
  /// The server's `details`, as sent; null if there are none.
  [[nodiscard]] const nlohmann::json& details() const noexcept { return failure_->details; }
  /// The body, cut after at most 4 KiB, the API key blanked out. It is text: what is not UTF-8 in it is
  /// replaced by U+FFFD.
  [[nodiscard]] const std::string& body() const noexcept { return failure_->body; }
  /// How many requests were sent.
  [[nodiscard]] int attempts() const noexcept { return failure_->attempts; }
  /// The wait that the server asked for (Retry-After, RFC 9110 section 10.2.3; `retry_after_seconds`; or its
  /// text); none if it named none. Mostly that of a RateLimitError; a ServerError may have one, too.
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const noexcept {
    return failure_->retry_after;
  }

 private:
  std::shared_ptr<const ApiFailure> failure_;
};

/// 400: the request is wrong; details() often says what. Newer servers answer so to a job id that is not
/// a UUID.
class BadRequestError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 401: the key is missing or wrong.
class AuthenticationError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 402: out of credits.
class PaymentRequiredError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 403: not allowed, such as a blocked URL or another team's job.
class ForbiddenError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 404: the job is unknown, or older than 24 hours.
class NotFoundError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 408: scraping took longer than the request allowed.
class ScrapeTimeoutError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 409: an idempotency key used before, or a job that has ended already.
class ConflictError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 429: too many requests.
class RateLimitError : public ApiError {
 public:
  using ApiError::ApiError;
};
/// 5xx: the server failed.
class ServerError : public ApiError {
 public:
  using ApiError::ApiError;
};

/// Job::wait() saw the job end otherwise than completed. The types under it say how.
///
/// @code
/// try {
///   job.wait();
/// } catch (const fc::JobEndedError& error) {
///   std::cerr << error.what() << "; " << error.progress().completed << " documents can be read\n";
/// }
/// @endcode
class JobEndedError : public Error {
 public:
  /// @param what the whole message @param progress what progress() returns
  explicit JobEndedError(const std::string& what, JobProgress progress = {});
  /// The counts at the end. What the job had finished can still be read.
  [[nodiscard]] const JobProgress& progress() const noexcept { return *progress_; }

 private:
  std::shared_ptr<const JobProgress> progress_;
};

/// The job has failed; what() contains the server's reason.
class JobFailedError : public JobEndedError {
 public:
  using JobEndedError::JobEndedError;
};

/// The job was cancelled.
class JobCancelledError : public JobEndedError {
 public:
  using JobEndedError::JobEndedError;
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/error.ipp"
#endif
