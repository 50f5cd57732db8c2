// SPDX-License-Identifier: MIT
/// @file
/// The POST that starts a job.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../../cancellation.hpp"
#include "../../impl/models.hpp"
#include "../call/call.hpp"
#include "../call/client_core.hpp"
#include "../wire/small_answers.hpp"
#include "handle.hpp"
#include "link.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A POST of JSON to a path below the base URL.
[[nodiscard]] inline CallPlan plan_post(std::string path, std::string body, Effect effect) {
  CallPlan plan;
  plan.method = "POST";
  plan.path = std::move(path);
  plan.body = std::move(body);
  plan.headers.push_back({"Content-Type", "application/json"});
  plan.effect = effect;
  return plan;
}

/// A new job, and what the server said of it.
struct NewJob {
  std::shared_ptr<JobHandle> job;
  StartedBody answer;
};

/// Sends the request that starts a job. @throws what run_call() throws
inline NewJob start_job(const SharedCore& core, JobKind kind, CallPlan plan,
                        const std::optional<std::string>& idempotency_key, CancellationToken cancel) {
  if (idempotency_key) plan.headers.push_back({"x-idempotency-key", *idempotency_key});
  NewJob started;
  started.answer = run_call(core, std::move(plan), std::move(cancel), decode_started);
  started.job = std::make_shared<JobHandle>(core, JobName{kind, std::move(started.answer.id)});
  // A server may take a moment until it knows its own new job.
  started.job->address.not_found_until = core->now() + std::chrono::seconds(10);
  return started;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
