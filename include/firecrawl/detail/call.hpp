/// @file
/// One call of the API: a request, sent as often as the retry policy allows.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../error.hpp"
#include "../transport.hpp"
#include "api_error.hpp"
#include "decode.hpp"
#include "driver.hpp"
#include "retry.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What to send, and when it may be sent again.
struct CallPlan {
  std::string method = "GET";
  std::string path;  ///< path and query below the base URL
  std::string body;
  std::vector<HttpHeader> headers;  ///< besides those of every request
  std::size_t read_size = 0;
  /// False: sent again only where it provably never reached the server, or was answered 429.
  bool idempotent = true;
  /// Until then a 404 may be early, as right after a start.
  std::optional<TimePoint> not_found_until;
};

/// Moves forward in step(), which never waits: several calls can share one driver.
class Call {
 public:
  Call(Driver& driver, CallPlan plan) : driver_(driver), plan_(std::move(plan)), not_before_(driver.now()) {}

  /// Sends the request when its time has come, and takes note of the answer when it is there.
  void step() {
    if (state_ == State::waiting && driver_.now() >= due()) start();
    if (state_ == State::in_flight && exchange_->done()) collect();
  }

  bool in_flight() const noexcept { return state_ == State::in_flight; }
  /// True once there is an answer with a 2xx status, or an error that stays.
  bool ended() const noexcept { return state_ == State::answered || state_ == State::failed; }
  /// When step() has something to do; none while the transfer decides that.
  std::optional<TimePoint> wake_at() const {
    if (state_ == State::waiting) return due();
    return std::nullopt;
  }
  int attempts() const noexcept { return attempts_; }
  const CallPlan& plan() const noexcept { return plan_; }
  CallFacts facts() const { return driver_.core().facts(plan_.method, plan_.path, attempts_); }

  /// The answer so far; null while there is none.
  const HttpResponse* response() const noexcept { return exchange_ ? &exchange_->response() : nullptr; }
  /// Throws what the call failed with, where it did.
  void check() const {
    if (state_ == State::failed) std::rethrow_exception(error_);
  }
  /// Lets the rest of the body wait, or come.
  void hold(bool wait) {
    if (exchange_) exchange_->hold(wait);
  }
  /// What has come of the body will do: the call ends here.
  void stop_reading() {
    exchange_->enough();
    state_ = State::answered;
    tell();
  }

 private:
  enum class State { waiting, in_flight, answered, failed };

  TimePoint due() const { return (std::max)(not_before_, driver_.held_until()); }

  void start() {
    ++attempts_;
    auto request = driver_.core().make_request(plan_.method, plan_.path);
    for (const auto& header : plan_.headers) request.headers.push_back(header);
    request.body = plan_.body;
    request.read_size = plan_.read_size;
    request.idempotent = plan_.idempotent;
    started_ = driver_.now();
    exchange_.reset();  // gives its handle and buffer back first
    exchange_ = driver_.session().start(std::move(request));
    state_ = State::in_flight;
  }

  void collect() {
    tell();
    if (auto error = exchange_->error()) {
      collect_error(error);
      return;
    }
    const auto& response = exchange_->response();
    if (response.status < 200 || response.status > 299) {
      collect_refusal(response);
    } else if (!response.delimited && is_unfinished_json(response.body)) {
      // Neither length nor chunks: only the JSON shows that the connection broke.
      fail_or_retry(transport_error<TransportError>("the connection was closed before the answer was whole",
                                                    0, {}, true),
                    true, std::nullopt);
    } else {
      state_ = State::answered;
    }
  }

  void collect_error(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const TimeoutError& e) {
      fail_or_retry(transport_error<TimeoutError>(e.what(), e.curl_code(), e.curl_text(), e.request_sent()),
                    plan_.idempotent || !e.request_sent(), std::nullopt);
    } catch (const TransportError& e) {
      const bool safe = plan_.idempotent || !e.request_sent();
      fail_or_retry(transport_error<TransportError>(e.what(), e.curl_code(), e.curl_text(), e.request_sent()),
                    safe && is_transient_curl_code(e.curl_code()), std::nullopt);
    } catch (const ResponseTooLargeError& e) {
      fail(std::make_exception_ptr(
          ResponseTooLargeError(redact(prefix() + e.what(), driver_.core().options.api_key))));
    } catch (...) {
      fail(std::current_exception());
    }
  }

  void collect_refusal(const HttpResponse& response) {
    const auto body = parse_json(response.body).value_or(nullptr);
    const auto wait = server_wait(response, body, driver_.core().wall_now());
    const bool early =
        response.status == 404 && plan_.not_found_until && driver_.now() < *plan_.not_found_until;
    const bool transient =
        is_transient_status(response.status) && (plan_.idempotent || response.status == 429);
    const auto& policy = driver_.core().options.retry;
    const bool too_long = wait && *wait > policy.max_retry_after;
    auto error = make_api_error(facts(), response, body, wait);
    const bool limited = response.status == 429;
    // A 404 right after a start says nothing of the server's health, and costs no attempt.
    if (early) attempts_ = 0;
    fail_or_retry(error, (transient && !too_long) || early, wait);
    // The limit is the account's: nothing else of this operation goes out either.
    if (limited && state_ == State::waiting) driver_.hold_until(not_before_);
  }

  void fail_or_retry(const std::exception_ptr& error, bool may_retry, std::optional<Milliseconds> wait) {
    const auto& policy = driver_.core().options.retry;
    if (!may_retry || attempts_ >= policy.max_attempts) {
      fail(error);
      return;
    }
    not_before_ = driver_.now() + (wait ? *wait : backoff(policy, attempts_ + 1, driver_.core().random()));
    state_ = State::waiting;
  }

  void fail(std::exception_ptr error) {
    error_ = std::move(error);
    state_ = State::failed;
  }

  template <class E>
  std::exception_ptr transport_error(const std::string& text, int code, const std::string& curl_text,
                                     bool sent) const {
    const auto& secret = driver_.core().options.api_key;
    const std::string number = code == 0 ? std::string() : " (curl " + std::to_string(code) + ")";
    return std::make_exception_ptr(E(redact(prefix() + text + number + times(attempts_), secret), code,
                                     redact(curl_text, secret), attempts_, sent));
  }
  std::string prefix() const { return plan_.method + " " + plan_.path + ": "; }

  void tell() const {
    const auto& listener = driver_.core().options.on_event;
    if (!listener) return;
    Event event;
    event.method = plan_.method;
    event.path = redact(plan_.path, driver_.core().options.api_key);
    event.status = exchange_->response().status;
    event.attempt = attempts_;
    event.duration = std::chrono::duration_cast<Milliseconds>(driver_.now() - started_);
    event.bytes = exchange_->response().body.size();
    listener(event);
  }

  Driver& driver_;
  CallPlan plan_;
  State state_ = State::waiting;
  int attempts_ = 0;
  TimePoint not_before_;
  TimePoint started_{};
  std::unique_ptr<Exchange> exchange_;
  std::exception_ptr error_;
};

/// Runs one call to its end, on this thread. The call keeps the answer.
inline void run(Driver& driver, Call& call) {
  for (call.step(); !call.ended(); call.step()) driver.pump(call.wake_at(), call.in_flight());
  call.check();
}

/// Runs one call on a driver of its own. Returns what `decode` makes of the answer.
template <class Decode>
auto run_call(SharedCore core, CallPlan plan, CancellationToken cancel, const Decode& decode) {
  const auto task = redact(plan.method + " " + plan.path, core->options.api_key);
  Driver driver(std::move(core), std::move(cancel), task);
  Call call(driver, std::move(plan));
  run(driver, call);
  return decode(*call.response(), call.facts());
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
