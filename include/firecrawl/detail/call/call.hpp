// SPDX-License-Identifier: MIT
/// @file
/// One call of the API: a request, sent as often as the retry policy allows.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../error.hpp"
#include "../../transport.hpp"
#include "../http/lasting_error.hpp"
#include "../http/request_body.hpp"
#include "../json/sax.hpp"
#include "api_error.hpp"
#include "driver.hpp"
#include "retry.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What to send, and when it may be sent again.
struct CallPlan {
  std::string method = "GET";
  std::string path;  ///< path and query below the base URL
  std::string body;
  std::vector<std::string_view> body_parts;  ///< instead of `body`, if not empty; must outlive the call
  std::vector<HttpHeader> headers;           ///< in addition to those of every request
  std::size_t bytes_per_pump = 0;            ///< as in TransferHints
  std::size_t expected_bytes = 0;            ///< as in TransferHints
  Effect effect = Effect::none;
  /// Instead of the stall timeout, until the first byte of the answer: the server has to work for it. See
  /// detail::work_limit().
  std::optional<Milliseconds> work_limit;
  bool may_be_empty = false;  ///< an answer without a body is enough
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

  [[nodiscard]] bool in_flight() const noexcept { return state_ == State::in_flight; }
  /// True once there is an answer with a 2xx status, or an error that stays.
  [[nodiscard]] bool ended() const noexcept { return state_ == State::answered || failed(); }
  [[nodiscard]] bool failed() const noexcept { return state_ == State::failed; }
  /// When step() has something to do; none while the transfer decides that.
  [[nodiscard]] std::optional<TimePoint> wake_at() const {
    if (state_ == State::waiting) return due();
    return std::nullopt;
  }
  [[nodiscard]] int attempts() const noexcept { return attempts_; }
  [[nodiscard]] CallFacts facts() const { return driver_.core().facts(plan_.method, plan_.path, attempts_); }

  /// The answer so far; null while there is none.
  [[nodiscard]] const HttpResponse* response() const noexcept {
    return exchange_ ? &exchange_->response() : nullptr;
  }
  /// The whole answer. Only if the call has ended without an error.
  [[nodiscard]] const HttpResponse& answer() const noexcept { return exchange_->response(); }
  /// Throws what the call failed with, if it did.
  void throw_if_failed() const {
    if (failed()) std::rethrow_exception(error_);
  }
  /// How soon the answer is needed, compared with other calls of this driver.
  void set_priority(TransferPriority priority) {
    if (exchange_) exchange_->set_priority(priority);
  }
  /// What has come of the body is enough: the call ends here. After that there is no response().
  void stop_reading() {
    const auto exchange = std::move(exchange_);
    state_ = State::answered;
    report_event(exchange->response());
  }

 private:
  enum class State { waiting, in_flight, answered, failed };

  [[nodiscard]] TimePoint due() const { return (std::max)(not_before_, driver_.requests_delayed_until()); }

  void start() {
    ++attempts_;
    auto request = driver_.core().make_request(plan_.method, plan_.path);
    for (const auto& header : plan_.headers) request.headers.push_back(header);
    if (driver_.session().takes_body_parts()) request.body_parts = plan_.body_parts;
    const bool is_whole = plan_.body_parts.empty() || !request.body_parts.empty();
    request.body = is_whole ? plan_.body : join_parts(plan_.body_parts);
    if (plan_.work_limit) request.first_byte_timeout = *plan_.work_limit;
    request.hints.bytes_per_pump = plan_.bytes_per_pump;
    request.hints.expected_bytes = plan_.expected_bytes;
    request.idempotent = plan_.effect == Effect::none;
    request.hints.should_stop = [this] { return driver_.is_over(); };
    started_ = driver_.now();
    reported_ = false;
    exchange_.reset();  // gives its handle and buffer back first
    try {
      exchange_ = driver_.session().start(std::move(request));
      state_ = State::in_flight;
    } catch (const TransportError&) {
      collect_error(std::current_exception());
    }
  }

  void collect() {
    report_event(exchange_->response());
    if (auto error = exchange_->error()) {
      collect_error(error);
      return;
    }
    const auto& response = exchange_->response();
    if (response.status < 200 || response.status > 299) {
      collect_refusal(response);
    } else if (is_cut(response)) {
      fail_or_retry(
          transport_error<TransportError>("the connection was closed before the answer was whole", {}),
          may_repeat_unanswered(), std::nullopt);
    } else {
      state_ = State::answered;
    }
  }

  // If there is neither a length nor chunks, the connection may have broken anywhere.
  [[nodiscard]] bool is_cut(const HttpResponse& response) const {
    if (response.delimited || (plan_.may_be_empty && response.body.empty())) return false;
    return is_unfinished_json(response.body);
  }

  void collect_error(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const TimeoutError& e) {
      fail_or_retry(transport_error<TimeoutError>(e.what(), failure_of(e)),
                    may_repeat_unanswered() || !e.request_sent(), std::nullopt);
    } catch (const LastingError& e) {
      fail(transport_error<LastingError>(e.what(), failure_of(e)));
    } catch (const TransportError& e) {
      const bool safe = may_repeat_unanswered() || !e.request_sent();
      fail_or_retry(transport_error<TransportError>(e.what(), failure_of(e)),
                    safe && is_transient_curl_code(e.curl_code()), std::nullopt);
    } catch (const ResponseTooLargeError& e) {
      fail(std::make_exception_ptr(
          ResponseTooLargeError(redact(prefix() + e.what(), driver_.core().options.api_key))));
    } catch (...) {
      fail(std::current_exception());
    }
  }

  void collect_refusal(const HttpResponse& response) {
    const auto body = parse_json(response.body, [this] { driver_.throw_if_over(); }).value_or(nullptr);
    const auto wall_now = driver_.core().wall_now();
    const auto wait = server_wait(response, body, wall_now);
    const auto error = make_api_error(facts(), response, body, wait);
    if (const auto pause = pause_for_work(response, body, wall_now)) {
      ++attempts_for_nothing_;
      fail_or_retry(error, true, pause);
      return;
    }
    const auto early = time_to_be_known(response, body);
    const bool transient = may_repeat_after(response.status, plan_.effect);
    const auto& policy = driver_.core().options.retry;
    const bool too_long = wait && (*wait > policy.max_retry_after || (early && *wait > *early));
    const bool limited = response.status == 429;
    // A 404 right after a start says nothing of the server's health, and costs no attempt.
    if (early) ++attempts_for_nothing_;
    const auto pause = early ? std::optional<Milliseconds>(early_wait(wait, *early)) : wait;
    fail_or_retry(error, (transient || early) && !too_long, pause);
    // The limit is the account's: nothing else of this operation goes out either.
    if (limited && !too_long)
      driver_.delay_requests_until(failed() ? driver_.now() + wait.value_or(Milliseconds(0)) : not_before_);
  }

  // The wait until a server that goes on with the work is asked again; none if it does not, or for too long.
  std::optional<Milliseconds> pause_for_work(const HttpResponse& response, const nlohmann::json& body,
                                             WallTime wall_now) {
    if (plan_.effect != Effect::paid || driver_.core().options.retry.max_retry_after.count() == 0)
      return std::nullopt;
    const auto wait = work_wait(response, body, wall_now);
    if (!wait) return std::nullopt;
    if (!works_until_) works_until_ = driver_.now() + longest_work;
    const auto left = std::chrono::floor<Milliseconds>(*works_until_ - driver_.now());
    if (left.count() <= 0) return std::nullopt;
    return (std::min)(*wait, left);
  }

  // The server may have done what was asked.
  [[nodiscard]] bool may_repeat_unanswered() const {
    return plan_.effect == Effect::none ||
           (plan_.effect == Effect::paid && driver_.core().options.retry.repeat_paid_calls);
  }

  // How long a 404 may yet be early, as right after a start; none if it is not, or is about the path.
  [[nodiscard]] std::optional<Milliseconds> time_to_be_known(const HttpResponse& response,
                                                             const nlohmann::json& body) const {
    if (response.status != 404 || !plan_.not_found_until) return std::nullopt;
    if (!response.body.empty() && !body.is_object()) return std::nullopt;
    const auto left = std::chrono::ceil<Milliseconds>(*plan_.not_found_until - driver_.now());
    return left.count() > 0 ? std::optional<Milliseconds>(left) : std::nullopt;
  }

  // Since it costs no attempt, nothing but a least wait keeps it from asking without end.
  [[nodiscard]] Milliseconds early_wait(std::optional<Milliseconds> asked_for, Milliseconds most) const {
    constexpr Milliseconds least(100);
    return (std::min)((std::max)(asked_for ? *asked_for : next_backoff(), least), most);
  }

  [[nodiscard]] Milliseconds next_backoff() const {
    return backoff(driver_.core().options.retry, attempts_ + 1, driver_.core().random());
  }

  void fail_or_retry(const std::exception_ptr& error, bool may_retry, std::optional<Milliseconds> wait) {
    if (!may_retry || attempts_ - attempts_for_nothing_ >= driver_.core().options.retry.max_attempts) {
      fail(error);
      return;
    }
    not_before_ = driver_.now() + (wait ? *wait : next_backoff());
    state_ = State::waiting;
  }

  void fail(std::exception_ptr error) {
    error_ = std::move(error);
    state_ = State::failed;
  }

  static TransportFailure failure_of(const TransportError& error) {
    return {error.curl_code(), error.curl_text(), error.attempts(), error.request_sent()};
  }

  // The same failure, with what was tried and how often, and without the key.
  template <class E>
  [[nodiscard]] std::exception_ptr transport_error(const std::string& text, TransportFailure failure) const {
    const auto& secret = driver_.core().options.api_key;
    const auto number =
        failure.curl_code == 0 ? std::string() : " (curl " + std::to_string(failure.curl_code) + ")";
    failure.curl_text = redact(failure.curl_text, secret);
    failure.attempts = attempts_;
    return std::make_exception_ptr(
        E(redact(prefix() + text + number + times(attempts_), secret), std::move(failure)));
  }
  [[nodiscard]] std::string prefix() const {
    return plan_.method + " " + driver_.core().endpoint.url(plan_.path) + ": ";
  }

  // Once an attempt, also if the listener throws and the call goes on after that.
  void report_event(const HttpResponse& response) {
    const auto& listener = driver_.core().options.on_event;
    if (!listener || std::exchange(reported_, true)) return;
    RequestEvent event;
    event.method = plan_.method;
    event.path = redact(plan_.path, driver_.core().options.api_key);
    event.status = response.status;
    event.attempt = attempts_;
    event.duration = std::chrono::duration_cast<Milliseconds>(driver_.now() - started_);
    event.bytes = response.body.size();
    listener(event);
  }

  Driver& driver_;
  CallPlan plan_;
  State state_ = State::waiting;
  int attempts_ = 0;
  int attempts_for_nothing_ = 0;
  TimePoint not_before_;
  std::optional<TimePoint> works_until_;  // once the server has said that it goes on with the work
  TimePoint started_{};
  bool reported_ = false;
  std::unique_ptr<Exchange> exchange_;
  std::exception_ptr error_;
};

/// Runs one call to its end, on this thread. The call keeps the answer.
inline void run(Driver& driver, Call& call) {
  for (call.step(); !call.ended(); call.step()) driver.pump(call.wake_at(), call.in_flight());
  call.throw_if_failed();
}

/// Runs one call on a driver of its own. Returns what `decode` makes of the answer.
template <class Decode>
auto run_call(SharedCore core, CallPlan plan, CancellationToken cancel, const Decode& decode) {
  const std::string task = plan.method + " " + core->endpoint.url(plan.path);
  Driver driver(std::move(core), std::move(cancel), task);
  Call call(driver, std::move(plan));
  run(driver, call);
  auto facts = call.facts();
  facts.throw_if_over = [&driver] { driver.throw_if_over(); };
  return decode(call.answer(), facts);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
