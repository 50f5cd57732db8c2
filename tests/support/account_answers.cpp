// SPDX-License-Identifier: MIT
#include "account_answers.hpp"

#include <algorithm>
#include <regex>
#include <string>

namespace support {

namespace {

using nlohmann::ordered_json;

constexpr double plan_credits = 5000;
constexpr double tokens_per_credit = 15;
constexpr std::size_t most_at_once = 2;

double units(UsageUnit unit, double credits) {
  return unit == UsageUnit::credits ? credits : credits * tokens_per_credit;
}

}  // namespace

ordered_json usage_answer(UsageUnit unit, double credits, Version version) {
  const bool v2 = version == Version::v2;
  const std::string noun = unit == UsageUnit::credits ? (v2 ? "Credits" : "credits")
                           : v2                       ? "Tokens"
                                                      : "tokens";
  ordered_json data;
  data[(v2 ? "remaining" : "remaining_") + noun] = units(unit, plan_credits - credits);
  data[(v2 ? "plan" : "plan_") + noun] = units(unit, plan_credits);
  data[v2 ? "billingPeriodStart" : "billing_period_start"] = "2026-11-01T00:00:00.000Z";
  data[v2 ? "billingPeriodEnd" : "billing_period_end"] = "2026-12-01T00:00:00.000Z";
  return {{"success", true}, {"data", data}};
}

ordered_json history_answer(UsageUnit unit, double credits, bool by_api_key) {
  const char* const used = unit == UsageUnit::credits ? "creditsUsed" : "tokensUsed";
  ordered_json october = {{"startDate", "2026-10-01T00:00:00.000Z"}, {"endDate", "2026-11-01T00:00:00.000Z"}};
  ordered_json november = {{"startDate", "2026-11-01T00:00:00.000Z"}, {"endDate", nullptr}};
  for (ordered_json* period : {&october, &november}) {
    if (by_api_key) (*period)["apiKey"] = "demo";
    (*period)[used] = units(unit, period == &october ? 312.5 : credits);
  }
  return {{"success", true}, {"periods", ordered_json::array({october, november})}};
}

ordered_json queue_answer(std::size_t running_jobs) {
  const std::size_t active = std::min(running_jobs, most_at_once);
  return {{"success", true},
          {"jobsInQueue", running_jobs},
          {"activeJobsInQueue", active},
          {"waitingJobsInQueue", running_jobs - active},
          {"maxConcurrency", most_at_once},
          {"mostRecentSuccess", nullptr}};
}

ordered_json concurrency_answer(std::size_t running_jobs) {
  return {{"success", true},
          {"concurrency", std::min(running_jobs, most_at_once)},
          {"maxConcurrency", most_at_once}};
}

ordered_json crawl_preview(const nlohmann::json& body) {
  const std::string prompt = body["prompt"].get<std::string>();
  ordered_json options = {{"url", body["url"]}};
  std::smatch match;
  if (std::regex_search(prompt, match, std::regex("only ([a-z]+)")))
    options["includePaths"] = ordered_json::array({"/" + match[1].str() + "/.*"});
  options["maxDiscoveryDepth"] = 2;
  options["sitemap"] = "include";
  if (std::regex_search(prompt, match, std::regex("([0-9]{1,6})")))
    options["limit"] = std::stoi(match[1].str());
  return {{"success", true}, {"data", options}};
}

}  // namespace support
