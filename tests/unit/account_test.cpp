// SPDX-License-Identifier: MIT
// What is read of an account: the names of v1 and v2, odd numbers, dates that are not there.
#include <chrono>
#include <firecrawl/account.hpp>
#include <firecrawl/detail/wire/account.hpp>
#include <firecrawl/error.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using kit::contains;
using nlohmann::json;

namespace {

template <class Decode>
auto account_of(const Decode& decode, const std::string& body) {
  return decode(unit::answer(200, body), unit::call_facts());
}
fc::Usage usage_of(const std::string& body) { return account_of(fc::detail::decode_usage, body); }
std::vector<fc::UsagePeriod> history_of(const std::string& body) {
  return account_of(fc::detail::decode_history, body);
}
fc::QueueStatus queue_of(const std::string& body) { return account_of(fc::detail::decode_queue, body); }
fc::Concurrency concurrency_of(const std::string& body) {
  return account_of(fc::detail::decode_concurrency, body);
}

std::chrono::system_clock::time_point first_of_november() {
  return std::chrono::system_clock::from_time_t(1'793'491'200);  // 2026-11-01T00:00:00Z
}

}  // namespace

TEST_CASE("What is left of credits and tokens is read by the names of both versions") {
  for (const char* body : {R"({"success":true,"data":{"remainingCredits":4120,"planCredits":5000,
            "billingPeriodStart":"2026-11-01T00:00:00.000Z","billingPeriodEnd":"2026-12-01T00:00:00.000Z"}})",
                           R"({"success":true,"data":{"remaining_credits":4120,"plan_credits":5000,
            "billing_period_start":"2026-11-01T00:00:00.000Z","billing_period_end":"2026-12-01T00:00:00.000Z"}})",
                           R"({"success":true,"data":{"remainingTokens":4120.0,"planTokens":"5000",
            "billingPeriodStart":"2026-11-01T00:00:00Z","billing_period_end":"2026-12-01T00:00:00Z"}})",
                           R"({"data":{"remaining_tokens":4120,"plan_tokens":5e3,
            "billingPeriodStart":"2026-11-01T00:00:00Z","billing_period_end":"2026-12-01T00:00:00Z"}})"}) {
    CAPTURE(body);
    const auto usage = usage_of(body);
    CHECK(usage.remaining == 4120);
    CHECK(usage.plan == 5000);
    CHECK(usage.period_start == first_of_november());
    CHECK(usage.period_end == first_of_november() + std::chrono::hours(30 * 24));
  }
}

TEST_CASE("Numbers of an account may be fractional, negative and text, and dates may be null") {
  const auto usage = usage_of(
      R"({"success":true,"data":{"remainingCredits":-12.75,"planCredits":"0.5","billingPeriodStart":null,
          "billingPeriodEnd":"soon","coupon":7},"agent_hints":["x"]})");
  CHECK(usage.remaining == -12.75);
  CHECK(usage.plan == 0.5);
  CHECK_FALSE(usage.period_start);
  CHECK_FALSE(usage.period_end);
  CHECK(usage.extra ==
        json::parse(R"({"planCredits":"0.5","billingPeriodEnd":"soon","coupon":7,"agent_hints":["x"]})"));
  const auto odd = usage_of(R"({"data":{"remainingCredits":"lots","planCredits":null}})");
  CHECK(odd.remaining == 0);
  CHECK(odd.extra == json{{"remainingCredits", "lots"}});
}

TEST_CASE("What is in the data of an account's answer is not replaced by what is around it") {
  const auto usage = usage_of(
      R"({"success":true,"data":{"remainingCredits":1,"planCredits":2,"warnings":["a"]},
          "remainingCredits":null,"planCredits":7,"warnings":["b"],"more":true})");
  CHECK(usage.remaining == 1);
  CHECK(usage.plan == 2);
  CHECK(usage.extra == json{{"warnings", {"a"}}, {"more", true}});
}

TEST_CASE("An answer without a balance is not one") {
  for (const char* body : {"{}", R"({"success":true,"data":{}})", R"({"success":true,"data":null})",
                           R"({"data":{"remainingCredits":null}})", R"({"data":[7]})"}) {
    CAPTURE(body);
    const auto error = kit::thrown<fc::DecodeError>([&] { usage_of(body); });
    CHECK(error.pointer() == "/data");
  }
  CHECK_THROWS_AS(usage_of("[]"), fc::DecodeError);
  CHECK_THROWS_AS(usage_of(R"({"success":false,"error":"no"})"), fc::ApiError);
}

TEST_CASE("The history of an account is a list of periods") {
  const auto periods = history_of(
      R"({"success":true,"periods":[
          {"startDate":"2026-11-01T00:00:00.000Z","endDate":null,"apiKey":"ci","creditsUsed":312.5},
          {"startDate":null,"endDate":"2026-11-01T00:00:00.000Z","tokensUsed":-3},
          {"start_date":"2026-11-01T00:00:00.000Z","api_key":"x","credits_used":"7"},null,"x",{}]})");
  REQUIRE(periods.size() == 4);
  CHECK(periods[0].start == first_of_november());
  CHECK_FALSE(periods[0].end);
  CHECK(periods[0].used == 312.5);
  CHECK(periods[0].api_key == "ci");
  CHECK(periods[1].end == first_of_november());
  CHECK(periods[1].used == -3);
  CHECK_FALSE(periods[1].api_key);
  CHECK(periods[2].used == 7);
  CHECK(periods[2].api_key == "x");
  CHECK(periods[3].used == 0);
  CHECK(history_of(R"({"periods":[]})").empty());
  CHECK(history_of(R"({"periods":null})").empty());
  for (const char* body : {"{}", R"({"success":true})", R"({"periods":{}})", R"({"periods":7})"}) {
    CAPTURE(body);
    CHECK(kit::thrown<fc::DecodeError>([&] { history_of(body); }).pointer() == "/periods");
  }
  CHECK_THROWS_AS(history_of(R"({"success":false})"), fc::ApiError);
}

TEST_CASE("The queue of an account is read from a flat answer") {
  const auto queue = queue_of(
      R"({"success":true,"jobsInQueue":7,"activeJobsInQueue":2,"waitingJobsInQueue":5,"maxConcurrency":2,
          "mostRecentSuccess":"2026-11-01T00:00:00.000Z"})");
  CHECK(queue.jobs == 7);
  CHECK(queue.active == 2);
  CHECK(queue.waiting == 5);
  CHECK(queue.max_concurrency == 2);
  CHECK(queue.most_recent_success == first_of_november());
  const auto odd = queue_of(
      R"({"jobsInQueue":"8","active_jobs_in_queue":2.5,"waitingJobsInQueue":-1,"maxConcurrency":1e300,
          "mostRecentSuccess":null})");
  CHECK(odd.jobs == 8);
  CHECK(odd.active == 2);
  CHECK(odd.waiting == -1);
  CHECK(odd.max_concurrency == 0);
  CHECK_FALSE(odd.most_recent_success);
  CHECK(kit::thrown<fc::DecodeError>([] { queue_of(R"({"success":true})"); }).pointer() == "/jobsInQueue");
  CHECK_THROWS_AS(queue_of(R"({"success":false})"), fc::ApiError);
}

TEST_CASE("The concurrency of an account is read from a flat answer") {
  const auto concurrency = concurrency_of(R"({"success":true,"concurrency":133,"maxConcurrency":2})");
  CHECK(concurrency.current == 133);
  CHECK(concurrency.max == 2);
  CHECK(concurrency_of(R"({"concurrency":"1","max_concurrency":2.0})").max == 2);
  CHECK(kit::thrown<fc::DecodeError>([] { concurrency_of("{}"); }).pointer() == "/concurrency");
  CHECK_THROWS_AS(concurrency_of(R"({"success":false})"), fc::ApiError);
}
