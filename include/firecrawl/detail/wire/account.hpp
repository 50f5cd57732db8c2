// SPDX-License-Identifier: MIT
/// @file
/// Decodes what an account has left, what it has used, and what it is doing. v1 writes some of the names with
/// underscores, v2 does not: either is read in both.
#pragma once

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "../../account.hpp"
#include "../../transport.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "members.hpp"
#include "object_answer.hpp"
#include "request_writer.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// GET /team/credit-usage or /team/token-usage
/// @throws DecodeError if the answer has neither what is left nor what the plan gives
inline Usage decode_usage(const HttpResponse& response, const CallFacts& call) {
  auto rest = decode_object(response, call);
  rest.erase("success");
  if (const auto found = rest.find("data"); found != rest.end() && found->is_object()) {
    const auto data = std::move(*found);
    rest.erase(found);
    put_all(rest, data);  // of two with the same name the one in "data" counts
  }
  const MemberTaker members(rest);
  Usage usage;
  const bool has_rest = members.take(
      {"remainingCredits", "remaining_credits", "remainingTokens", "remaining_tokens"}, usage.remaining);
  const bool has_plan =
      members.take({"planCredits", "plan_credits", "planTokens", "plan_tokens"}, usage.plan);
  if (!has_rest && !has_plan) {
    throw make_decode_error(call, {"/data", "has neither what is left nor what the plan gives"}, response);
  }
  members.take({"billingPeriodStart", "billing_period_start"}, usage.period_start);
  members.take({"billingPeriodEnd", "billing_period_end"}, usage.period_end);
  usage.extra = std::move(rest);
  return usage;
}

/// GET /team/credit-usage/historical or /team/token-usage/historical
/// @throws DecodeError if the answer has no list of periods
inline std::vector<UsagePeriod> decode_history(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_object(response, call);
  const auto list = body.find("periods");
  if (list == body.end() || !(list->is_array() || list->is_null())) {
    const auto fault =
        list == body.end() ? "is missing" : "is " + kind_of(*list) + ", where an array belongs";
    throw make_decode_error(call, {"/periods", fault}, response);
  }
  std::vector<UsagePeriod> periods;
  for (auto& entry : *list) {
    if (!entry.is_object()) continue;
    const MemberTaker members(entry);
    UsagePeriod period;
    members.take({"startDate", "start_date"}, period.start);
    members.take({"endDate", "end_date"}, period.end);
    members.take({"creditsUsed", "credits_used", "tokensUsed", "tokens_used"}, period.used);
    members.take({"apiKey", "api_key"}, period.api_key);
    periods.push_back(std::move(period));
  }
  return periods;
}

/// GET /team/queue-status. @throws DecodeError if the answer has no count
inline QueueStatus decode_queue(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_object(response, call);
  const MemberTaker members(body);
  QueueStatus status;
  const bool has_jobs = members.take({"jobsInQueue", "jobs_in_queue"}, status.jobs);
  const bool has_active = members.take({"activeJobsInQueue", "active_jobs_in_queue"}, status.active);
  const bool has_waiting = members.take({"waitingJobsInQueue", "waiting_jobs_in_queue"}, status.waiting);
  const bool has_most = members.take({"maxConcurrency", "max_concurrency"}, status.max_concurrency);
  if (!has_jobs && !has_active && !has_waiting && !has_most)
    throw make_decode_error(call, {"/jobsInQueue", "is missing"}, response);
  members.take({"mostRecentSuccess", "most_recent_success"}, status.most_recent_success);
  return status;
}

/// GET /concurrency-check. @throws DecodeError if the answer has no count
inline Concurrency decode_concurrency(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_object(response, call);
  const MemberTaker members(body);
  Concurrency concurrency;
  const bool has_current = members.take("concurrency", concurrency.current);
  const bool has_most = members.take({"maxConcurrency", "max_concurrency"}, concurrency.max);
  if (!has_current && !has_most) throw make_decode_error(call, {"/concurrency", "is missing"}, response);
  return concurrency;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
