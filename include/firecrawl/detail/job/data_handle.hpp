// SPDX-License-Identifier: MIT
/// @file
/// What the copies of a DataJob share, and how its end is waited for.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../../cancellation.hpp"
#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../base/secrets.hpp"
#include "../base/time.hpp"
#include "../base/urls.hpp"
#include "../call/call.hpp"
#include "../call/checks.hpp"
#include "../call/client_core.hpp"
#include "../call/driver.hpp"
#include "../call/retry.hpp"
#include "../wire/data_job.hpp"
#include "../wire/small_answers.hpp"
#include "start.hpp"
#include "wait.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

enum class DataJobKind { extract, agent };

/// A run that ends in data, and the way to its server. Immutable once a DataJob has it.
struct DataJobHandle {
  /// @throws UsageError if the id cannot be used
  DataJobHandle(SharedCore its_core, DataJobKind its_kind, std::string its_id)
      : core(std::move(its_core)), kind(its_kind), id(std::move(its_id)) {
    check_job_id(id);
    path = core->endpoint.path(kind == DataJobKind::extract ? "/extract/" : "/agent/") + encode_segment(id);
  }

  [[nodiscard]] std::string url() const { return core->endpoint.url(path); }

  [[nodiscard]] CallPlan plan(const std::string& method) const {
    CallPlan plan;
    plan.method = method;
    plan.path = path;
    plan.not_found_until = not_found_until;
    return plan;
  }

  SharedCore core;
  DataJobKind kind;
  std::string id;
  std::string path;                          ///< "/v2/agent/{id}"
  std::optional<TimePoint> not_found_until;  ///< as right after a start
  std::vector<std::string> invalid_urls;     ///< what the start answered; none if there was no start
  nlohmann::json extra = nlohmann::json::object();
};

/// Sends the POST that starts a run.
inline std::shared_ptr<const DataJobHandle> start_data_job(const SharedCore& core, DataJobKind kind,
                                                           std::string body, CancellationToken cancel) {
  const bool is_extract = kind == DataJobKind::extract;
  auto plan =
      plan_post(core->endpoint.path(is_extract ? "/extract" : "/agent"), std::move(body), Effect::starts);
  // On v1 the server looks at the pages first.
  if (is_extract) plan.work_limit = work_limit(std::nullopt);
  auto started = run_call(core, std::move(plan), std::move(cancel), decode_started);
  auto handle = std::make_shared<DataJobHandle>(core, kind, std::move(started.id));
  handle->invalid_urls = std::move(started.invalid_urls);
  handle->extra = std::move(started.extra);
  // A server may take a moment until it knows its own new run.
  handle->not_found_until = core->now() + std::chrono::seconds(10);
  return handle;
}

/// One look at a run.
inline DataJobStatus read_data_status(Driver& driver, const DataJobHandle& handle) {
  Call call(driver, handle.plan("GET"));
  run(driver, call);
  return decode_data_status(call.answer(), call.facts());
}

/// What errors and on_progress carry of a run.
[[nodiscard]] inline JobProgress progress_of(const DataJobStatus& status) {
  JobProgress progress;
  progress.status = status.status;
  progress.status_text = status.status_text;
  progress.error = status.error;
  return progress;
}

/// Polls until the run has ended. @throws JobFailedError, JobCancelledError, and what is not transient.
inline DataJobStatus wait_for_data(Driver& driver, const DataJobHandle& handle, const WaitOptions& options) {
  FailedPolls failed_polls;
  auto pause = options.poll_interval;
  for (;; driver.sleep(pause)) {
    pause = options.poll_interval;
    DataJobStatus status;
    try {
      status = read_data_status(driver, handle);
    } catch (const Error&) {
      pause = (std::max)(pause, failed_polls.wait_after_error(driver, driver.core().options.retry));
      continue;
    }
    failed_polls.answered();
    driver.set_last_error({});
    const auto progress = progress_of(status);
    if (options.on_progress) options.on_progress(progress);
    const auto& key = driver.core().options.api_key;
    const std::string what =
        std::string(handle.kind == DataJobKind::extract ? "extract " : "agent ") + handle.id;
    const std::string reason = status.error ? ": " + excerpt(*status.error, 1000, key) : std::string();
    switch (status.status) {
      case JobStatus::completed:
        return status;
      case JobStatus::failed:
        throw JobFailedError(redact(what + " failed" + reason, key), progress);
      case JobStatus::cancelled:
        throw JobCancelledError(redact(what + " was cancelled" + reason, key), progress);
      case JobStatus::scraping:
      case JobStatus::unknown:
        break;
    }
  }
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
