// SPDX-License-Identifier: MIT
/// @file
/// @ingroup account
/// What an account has left and what it is doing: Usage, UsagePeriod, QueueStatus, Concurrency. All are plain
/// values.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// The credits, or tokens, of an account. Numbers may be fractional, and negative if more was used than there
/// was; a number that the server does not send is 0.
///
/// @code
/// fc::Usage usage = client.credit_usage();
/// std::cout << usage.remaining << " of " << usage.plan << " credits are left\n";
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/credit-usage
struct Usage {
  double remaining = 0;  ///< "remainingCredits" or "remainingTokens": what is left
  double plan = 0;       ///< "planCredits" or "planTokens": what the plan gives
  std::optional<std::chrono::system_clock::time_point> period_start;  ///< "billingPeriodStart"
  std::optional<std::chrono::system_clock::time_point> period_end;    ///< "billingPeriodEnd"
  /// Keys without a field, and values that did not fit their field, as sent.
  nlohmann::json extra = nlohmann::json::object();
};

/// What was used in a month, by the whole account or by one of its keys.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/credit-usage-historical
struct UsagePeriod {
  std::optional<std::chrono::system_clock::time_point> start;  ///< "startDate"
  std::optional<std::chrono::system_clock::time_point> end;    ///< "endDate"
  double used = 0;                                             ///< "creditsUsed" or "tokensUsed"
  std::optional<std::string> api_key;  ///< "apiKey": the name of the key, if it was asked for by key
};

/// The jobs of an account that run or wait.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/queue-status
struct QueueStatus {
  std::int64_t jobs = 0;             ///< "jobsInQueue": all of them
  std::int64_t active = 0;           ///< "activeJobsInQueue": those that run
  std::int64_t waiting = 0;          ///< "waitingJobsInQueue": those that wait
  std::int64_t max_concurrency = 0;  ///< "maxConcurrency": how many may run at the same time
  /// "mostRecentSuccess": when a job last succeeded.
  std::optional<std::chrono::system_clock::time_point> most_recent_success;
};

/// How many pages an account scrapes at this moment, and how many it may.
struct Concurrency {
  std::int64_t current = 0;  ///< "concurrency": at this moment
  std::int64_t max = 0;      ///< "maxConcurrency": at most
};

FIRECRAWL_END_NAMESPACE
