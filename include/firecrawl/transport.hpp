// SPDX-License-Identifier: MIT
/// @file
/// @ingroup transport
/// The interface between the library and the network.
///
/// A Transport opens sessions; a session takes requests and moves them forward while it is pumped; an
/// exchange is one request and what has come of its answer so far. The shape is asynchronous without threads,
/// because pages overlap. Whoever only wants to answer requests from a function uses make_transport() and
/// needs none of the classes.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "wait_set.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// One header field of a request or an answer.
struct HttpHeader {
  std::string name;   ///< in any case (RFC 9110, section 5.1)
  std::string value;  ///< without the line's end
};

/// What a transport may use to do better. One that ignores all of it works: it takes longer to be cancelled
/// in the middle of a large answer, and reads more of an answer of which only the beginning is needed.
struct TransferHints {
  /// True once the answer is not wanted any more, since the user cancelled or a time limit has passed. A
  /// transport that takes much in one pump(), as when it decompresses, may ask now and then, on the thread of
  /// its session, and end the exchange with any error. Empty: the answer stays wanted.
  std::function<bool()> should_stop;
  /// How much of the body to take in one pump(), about, since whoever asks may destroy the exchange once it
  /// has read the beginning. 0: as much as suits the transport.
  std::size_t bytes_per_pump = 0;
  /// How large the body may well be, decompressed, if whoever asks cannot bear that what has come is copied
  /// into larger memory in one go. 0: not known.
  std::size_t expected_bytes = 0;
};

/// How soon the answer of an exchange is needed, compared with others of its session.
enum class TransferPriority {
  normal,      ///< as soon as possible
  background,  ///< after all that are normal: its body may be left unread, so that they get the bandwidth
};

/// What a Transport is asked to send. All times are limits on the time spent inside Session::pump().
struct HttpRequest {
  std::string method = "GET";                    ///< "GET", "POST", "PUT", "PATCH" or "DELETE"
  std::string url;                               ///< absolute, percent-encoded
  std::vector<HttpHeader> headers;               ///< the Authorization header, with the key, among them
  std::string body;                              ///< empty: none
  std::chrono::milliseconds connect_timeout{0};  ///< until there is a connection, TLS included; 0: none
  std::chrono::milliseconds stall_timeout{0};    ///< longest time without a byte; 0: none
  std::chrono::milliseconds request_timeout{0};  ///< the whole exchange; 0: none
  /// If not 0, the server has to work for the answer: from the end of the request to the first byte of the
  /// answer it may take so long. That wait is bounded by this alone, and counts neither against
  /// `stall_timeout` nor against `request_timeout`.
  std::chrono::milliseconds first_byte_timeout{0};
  std::size_t max_response_bytes = 0;  ///< of the decompressed body; 0: no limit
  /// Whether the request may be sent a second time by the transport itself, as when a kept connection turns
  /// out to have been closed. False for what must not reach the server twice.
  bool idempotent = true;
  TransferHints hints;  ///< may be ignored
  /// If not empty, the body is these texts, one after the other, and `body` is empty: a file stays in the
  /// memory of whoever sends it. They are good for as long as the exchange. Only a session is given them
  /// whose takes_body_parts() is true.
  std::vector<std::string_view> body_parts;
};

/// What came back, or what came of it so far.
struct HttpResponse {
  int status = 0;                   ///< 0 until the head has come
  std::vector<HttpHeader> headers;  ///< in the order in which they came
  std::string body;                 ///< decompressed
  /// False if nothing but the closing of the connection ended the body (RFC 9112, section 6.3, rule 8), so
  /// that a body that was cut looks like a whole one.
  bool delimited = true;

  /// The value of the first header with that name (any case); null if there is none. It points into
  /// `headers`.
  [[nodiscard]] const std::string* header(std::string_view name) const noexcept;
};

/// One request under way. Belongs to whoever started it. Destroying it ends the transfer, also in the middle
/// of an answer of which no more is needed. Must not outlive its session, and is used by the thread of its
/// session only.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// True once the answer is whole, or failed.
  [[nodiscard]] virtual bool done() const noexcept = 0;
  /// What has come so far. The reference is good for the life of the exchange; views into the body until the
  /// next pump().
  [[nodiscard]] virtual const HttpResponse& response() const noexcept = 0;
  /// Why no whole answer came: a TransportError, TimeoutError or ResponseTooLargeError. Null while that is
  /// not so.
  [[nodiscard]] virtual std::exception_ptr error() const noexcept = 0;
  /// A hint, which may change at any time between two pumps; `normal` at first. The request goes out in any
  /// case. The default ignores it: all answers come side by side.
  virtual void set_priority(TransferPriority /*priority*/) {}
};

/// A place where requests run side by side and share connections. Used by one thread, except for wake().
class Session {
 public:
  virtual ~Session() = default;
  /// Starts a request; it moves forward in pump(). The exchange must not outlive the session.
  /// @throws UsageError for a request that cannot be sent
  /// @throws TransportError if it cannot be started: taken for a failed attempt, which no RequestEvent
  /// reports
  virtual std::unique_ptr<Exchange> start(HttpRequest request) = 0;
  /// Moves all exchanges forward. Returns when something came or ended, when it was woken, or after
  /// `at_most`.
  /// @throws TransportError if the session itself is of no use any more; what goes wrong with one exchange is
  /// its error()
  virtual void pump(std::chrono::milliseconds at_most) = 0;
  /// Whether start() reads HttpRequest::body_parts. If not, as by default, a body of several parts is put
  /// together in HttpRequest::body, at the cost of a copy.
  [[nodiscard]] virtual bool takes_body_parts() const noexcept { return false; }
  /// Makes a pump() that waits return soon. Safe to call from any thread, for as long as the session lives.
  virtual void wake() noexcept = 0;
  /// What to wait for before the next pump(0 ms), if the waiting is not done in pump(): a program's own event
  /// loop does it. The time until that pump() counts as spent in it. Asked while an exchange is under way.
  /// The default is enough for any transport: it names no descriptor, and a time in 10 ms.
  [[nodiscard]] virtual WaitSet wait_set() {
    return {{}, std::chrono::steady_clock::now() + std::chrono::milliseconds(10)};
  }
};

/// Opens sessions. One transport serves many threads at once.
class Transport {
 public:
  virtual ~Transport() = default;
  /// A new session. It keeps what it needs of the transport alive.
  /// @throws TransportError if none can be had
  virtual std::unique_ptr<Session> open() = 0;
};

/// A transport that answers each request with what `function` returns, for tests without a network. What the
/// function throws (a TransportError, say) is treated as what the network did. It is called on each thread
/// that uses the client: on several at once, if several use it.
///
/// @code
/// fc::ClientOptions options;
/// options.transport = fc::make_transport([](const fc::HttpRequest&) {
///   fc::HttpResponse response;
///   response.status = 404;
///   return response;
/// });
/// fc::Client client{options};
/// @endcode
[[nodiscard]] std::shared_ptr<Transport> make_transport(
    std::function<HttpResponse(const HttpRequest&)> function);

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/transport.ipp"
#endif
