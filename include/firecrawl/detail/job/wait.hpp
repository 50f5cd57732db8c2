// SPDX-License-Identifier: MIT
/// @file
/// The calls of a job that are more than one request and its answer.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../call/call.hpp"
#include "../call/driver.hpp"
#include "../http/lasting_error.hpp"
#include "../wire/page_decoder.hpp"
#include "address.hpp"
#include "job_end.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// An answer up to this size is read to its end, so that the connection is kept; of a larger one the head
/// is enough.
inline constexpr std::size_t small_answer = std::size_t{64} << 10;

/// True if the rest of an answer, whose head is known, is not worth its bytes.
[[nodiscard]] inline bool is_large(const HttpResponse& response) {
  if (const auto* length = response.header("content-length")) {
    // Compressed, the length says little; then what has come so far decides.
    if (response.header("content-encoding") == nullptr)
      return parse_number(*length).value_or(0) > small_answer;
  }
  return response.body.size() > small_answer;
}

/// The counts of a job, and why it failed: of the answer only the head is read, if the server sends more
/// than asked for.
inline JobPage read_progress(Driver& driver, const PageAddress& address) {
  auto plan = address.plan("limit=1");
  plan.bytes_per_pump = std::size_t{16} << 10;
  Call call(driver, std::move(plan));
  std::size_t look_at = 1;
  for (call.step(); !call.ended(); call.step()) {
    const auto* response = call.response();
    if (call.in_flight() && response->status == 200 && response->body.size() >= look_at &&
        is_large(*response)) {
      look_at =
          response->body.size() * 2;  // a head without an end is read from its beginning a few times only
      auto head = read_head(response->body);
      if (head.state == PageHead::State::complete) {
        call.stop_reading();
        return std::move(head.status);
      }
    }
    driver.pump(call.wake_at(), call.in_flight());
  }
  call.throw_if_failed();
  return decode_counts(call.answer(), call.facts());
}

/// Whether wait() may look again after an error: not if only the user can help.
class FailedPolls {
 public:
  /// Returns the wait that the server asked for, 0 for none. @throws the error at hand, if it is one that
  /// does not go away by waiting.
  Milliseconds wait_after_error(Driver& driver, const RetryPolicy& policy) {
    Milliseconds wait{0};
    try {
      throw;
    } catch (const LastingError&) {
      throw;
    } catch (const TransportError& e) {
      driver.throw_if_over();  // the limit of the whole wait ends it
      if (!answered_ || !is_transient_curl_code(e.curl_code())) throw;
      driver.set_last_error(e.what());
    } catch (const ApiError& e) {
      answered_ = true;
      wait = e.retry_after().value_or(Milliseconds(0));
      if (!is_transient_status(e.http_status()) || wait > policy.max_retry_after) throw;
      driver.set_last_error(e.what());
    }
    const auto now = driver.now();
    if (!since_) since_ = now;
    if (now - *since_ > longest) throw;
    return wait;
  }
  void answered() noexcept {
    answered_ = true;
    since_.reset();
  }

 private:
  static constexpr std::chrono::minutes longest{5};
  std::optional<TimePoint> since_;
  bool answered_ = false;  // a server that has never answered is more likely misspelt than down
};

/// Polls until the job has ended. @throws JobFailedError, JobCancelledError, and what is not transient.
inline JobProgress wait_for_end(Driver& driver, const PageAddress& address, const WaitOptions& options) {
  FailedPolls failed_polls;
  JobEnd end(address.was_added_to);
  auto pause = options.poll_interval;
  for (;; driver.sleep(pause)) {
    pause = options.poll_interval;
    JobPage status;
    try {
      status = read_progress(driver, address);
    } catch (const Error&) {
      pause = (std::max)(pause, failed_polls.wait_after_error(driver, driver.core().options.retry));
      continue;
    }
    failed_polls.answered();
    driver.set_last_error({});
    if (options.on_progress) options.on_progress(status);
    const auto& key = driver.core().options.api_key;
    const std::string reason = status.error ? ": " + excerpt(*status.error, 1000, key) : std::string();
    const std::string counts =
        " (" + std::to_string(status.completed) + " of " + std::to_string(status.total) + " done)";
    if (status.status == JobStatus::failed) {
      throw JobFailedError(redact("job " + address.job.id + " failed" + counts + reason, key), status);
    }
    if (status.status == JobStatus::cancelled) {
      throw JobCancelledError(redact("job " + address.job.id + " was cancelled" + counts + reason, key),
                              status);
    }
    if (end.is_reached(status, driver.now())) return status;
  }
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
