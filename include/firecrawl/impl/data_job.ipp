// SPDX-License-Identifier: MIT
/// @file
/// The calls of an extract or an agent.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../data_job.hpp"
#include "../detail/call/call.hpp"
#include "../detail/call/checks.hpp"
#include "../detail/call/driver.hpp"
#include "../detail/job/data_handle.hpp"
#include "../detail/wire/data_job.hpp"
#include "../detail/wire/small_answers.hpp"
#include "../error.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE DataJob::DataJob(std::shared_ptr<const detail::DataJobHandle> handle)
    : handle_(std::move(handle)) {}

FIRECRAWL_INLINE const std::string& DataJob::id() const noexcept { return handle_->id; }

FIRECRAWL_INLINE const std::vector<std::string>& DataJob::invalid_urls() const noexcept {
  return handle_->invalid_urls;
}

FIRECRAWL_INLINE const nlohmann::json& DataJob::extra() const noexcept { return handle_->extra; }

FIRECRAWL_INLINE DataJobStatus DataJob::status(CancellationToken cancel) const {
  return detail::run_call(handle_->core, handle_->plan("GET"), std::move(cancel), detail::decode_data_status);
}

FIRECRAWL_INLINE DataJobStatus DataJob::wait(const WaitOptions& options) const {
  detail::check_not_negative(options.poll_interval, "poll_interval");
  detail::check_not_negative(options.time_limit, "time_limit");
  detail::Driver driver(handle_->core, options.cancel, "waiting for " + handle_->url(), options.time_limit);
  return detail::wait_for_data(driver, *handle_, options);
}

FIRECRAWL_INLINE void DataJob::cancel(CancellationToken cancel) const {
  if (handle_->kind == detail::DataJobKind::extract)
    throw UsageError("cancel: an extract cannot be cancelled; the API has no such call");
  auto cancelling = handle_->plan("DELETE");
  cancelling.may_be_empty = true;
  try {
    detail::run_call(handle_->core, std::move(cancelling), std::move(cancel), detail::check_cancelled);
  } catch (const ConflictError& error) {
    // Of an earlier attempt, whose answer did not arrive.
    if (error.attempts() == 1 || error.body().find("already cancelled") == std::string::npos) throw;
  }
}

FIRECRAWL_END_NAMESPACE
