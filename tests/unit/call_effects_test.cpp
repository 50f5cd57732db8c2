// SPDX-License-Identifier: MIT
// What is sent again of a call that is paid for, or starts something, and how long is waited for it.
#include <chrono>
#include <cstdint>
#include <firecrawl/detail/call/call.hpp>
#include <firecrawl/detail/wire/object_answer.hpp>
#include <firecrawl/error.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
namespace detail = firecrawl::detail;
using detail::Effect;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::FakeServer;
using unit::undelimited;
using Waits = std::vector<std::chrono::milliseconds::rep>;

namespace {

detail::CallPlan plan_of(Effect effect) {
  detail::CallPlan plan;
  plan.method = "POST";
  plan.path = "/v1/anything";
  plan.body = "{}";
  plan.effect = effect;
  return plan;
}

// The answer to one call with this effect.
nlohmann::json call_on(const fc::ClientOptions& options, Effect effect) {
  return detail::run_call(std::make_shared<const detail::ClientCore>(options), plan_of(effect), {},
                          detail::decode_object);
}
nlohmann::json call_on(FakeServer& server, Effect effect) { return call_on(server.options(), effect); }

fc::HttpResponse goes_on(int seconds) {
  return answer(408, R"({"success":false,"code":"SCRAPE_TIMEOUT","error":"Timed out","details":)"
                     R"({"state":"processing_continues","retryAfterSeconds":)" +
                         std::to_string(seconds) + "}}");
}

const std::string done = R"({"success":true,"data":{}})";

fc::TransportError broken(bool sent) { return fc::TransportError("reset", {56, "reset", 1, sent}); }

}  // namespace

TEST_CASE("An answer with an error status is taken as the effect of the call says") {
  struct Row {
    int status;
    bool none, paid, starts;  // whether it is sent again
  };
  const auto row = GENERATE(values<Row>({{408, true, false, false},
                                         {425, true, false, false},
                                         {429, true, true, true},
                                         {500, true, false, false},
                                         {502, true, true, false},
                                         {503, true, true, false},
                                         {504, true, true, false},
                                         {501, false, false, false},
                                         {404, false, false, false},
                                         {400, false, false, false}}));
  CAPTURE(row.status);
  for (const auto effect : {Effect::none, Effect::paid, Effect::starts}) {
    const bool again = effect == Effect::none ? row.none : effect == Effect::paid ? row.paid : row.starts;
    FakeServer server(
        {answer(row.status, R"({"success":false,"code":"CODE","error":"no"})"), answer(200, done)});
    if (again) {
      CHECK(call_on(server, effect) == unit::json_of(done));
    } else {
      const auto error = thrown<fc::ApiError>([&] { call_on(server, effect); });
      CHECK(error.http_status() == row.status);
      CHECK(error.code() == "CODE");
      CHECK(error.attempts() == 1);
    }
    CHECK(server.requests.size() == (again ? 2 : 1));
    CHECK(server.requests.front().idempotent == (effect == Effect::none));
  }
}

TEST_CASE(
    "A request that may have reached the server is sent again only if that costs nothing, or on request") {
  const bool repeat = GENERATE(false, true);
  const bool sent = GENERATE(false, true);
  CAPTURE(repeat, sent);
  for (const auto effect : {Effect::none, Effect::paid, Effect::starts}) {
    int requests = 0;
    FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
      if (++requests == 1) throw broken(sent);
      return answer(200, done);
    });
    auto options = server.options();
    options.retry.repeat_paid_calls = repeat;
    const bool again = effect == Effect::none || !sent || (effect == Effect::paid && repeat);
    if (again) {
      CHECK(call_on(options, effect) == unit::json_of(done));
    } else {
      CHECK(thrown<fc::TransportError>([&] { call_on(options, effect); }).attempts() == 1);
    }
    CHECK(requests == (again ? 2 : 1));
  }
}

TEST_CASE("A timeout and a body that was cut are no reason to pay twice") {
  for (const bool repeat : {false, true}) {
    CAPTURE(repeat);
    int requests = 0;
    FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
      if (++requests == 1) throw fc::TimeoutError("no answer", {28, "no answer", 1, true});
      if (requests == 2) return undelimited(R"({"success":true,"da)");
      return answer(200, done);
    });
    auto options = server.options();
    options.retry.repeat_paid_calls = repeat;
    if (repeat) {
      CHECK(call_on(options, Effect::paid) == unit::json_of(done));
      CHECK(requests == 3);
    } else {
      CHECK_THROWS_AS(call_on(options, Effect::paid), fc::TimeoutError);
      CHECK(requests == 1);
      CHECK_THROWS_AS(call_on(options, Effect::paid), fc::TransportError);
      CHECK(requests == 2);
    }
  }
}

TEST_CASE("Work that goes on after a timeout is waited for, which takes no attempt") {
  FakeServer server({goes_on(1), goes_on(200), answer(408, R"({"details":{"state":"processing_continues"}})"),
                     answer(503, ""), goes_on(7), answer(200, done)});
  auto options = server.options();
  options.retry.max_attempts = 2;
  CHECK(call_on(options, Effect::paid) == unit::json_of(done));
  CHECK(server.requests.size() == 6);
  REQUIRE(server.waits.size() == 5);
  CHECK(server.waits[0] == 5'000);
  CHECK(server.waits[1] == 200'000);  // longer than max_retry_after
  CHECK(server.waits[2] == 60'000);
  CHECK(server.waits[4] == 7'000);
}

TEST_CASE("Work that goes on for ever is waited for twenty minutes") {
  for (const auto& [seconds, requests] : {std::pair{1, 241}, {1200, 3}, {420, 4}}) {
    FakeServer server([wait = seconds](const fc::HttpRequest&) { return goes_on(wait); });
    const auto begin = server.now;
    const auto error = thrown<fc::ScrapeTimeoutError>([&] { call_on(server, Effect::paid); });
    CHECK(server.now - begin == std::chrono::minutes(20));
    CHECK(error.code() == "SCRAPE_TIMEOUT");
    CHECK(static_cast<int>(server.requests.size()) == requests);
  }
}

TEST_CASE(
    "Work that goes on is not waited for if the call could start a second one, or waits are not wanted") {
  {
    FakeServer server({goes_on(7), answer(200, done)});
    CHECK_THROWS_AS(call_on(server, Effect::starts), fc::ScrapeTimeoutError);
    CHECK(server.requests.size() == 1);
  }
  FakeServer server({goes_on(7), answer(200, done)});
  auto options = server.options();
  options.retry.max_retry_after = std::chrono::milliseconds(0);
  const auto error = thrown<fc::ScrapeTimeoutError>([&] { call_on(options, Effect::paid); });
  CHECK(error.retry_after() == std::chrono::seconds(7));
  CHECK(server.waits.empty());
}

TEST_CASE("A call for which the server works tells the transport how long it may") {
  FakeServer server({answer(200, done), answer(200, done)});
  const auto core = std::make_shared<const detail::ClientCore>(server.options());
  auto plan = plan_of(Effect::paid);
  plan.work_limit = detail::work_limit(std::chrono::milliseconds(45'000));
  detail::run_call(core, plan, {}, detail::decode_object);
  plan.work_limit.reset();
  detail::run_call(core, plan, {}, detail::decode_object);
  CHECK(server.requests.at(0).first_byte_timeout == std::chrono::milliseconds(75'000));
  CHECK(server.requests.at(1).first_byte_timeout == std::chrono::milliseconds(0));
}

TEST_CASE("A small answer is an object, or the exception that says what it is") {
  const auto decode = [](const std::string& body) {
    return detail::decode_object(answer(200, body), unit::call_facts());
  };
  CHECK(decode(R"({"success":true,"a":[1]})") == unit::json_of(R"({"success":true,"a":[1]})"));
  CHECK(decode(R"({"success":"no"})").size() == 1);
  for (const char* body : {"", "null", "[]", R"("text")", "<html>", "{", "{}x"}) {
    CAPTURE(body);
    CHECK_THROWS_AS(decode(body), fc::DecodeError);
  }
  const auto error = thrown<fc::ApiError>(
      [&] { decode(R"({"success":false,"code":"SCRAPE_DNS_RESOLUTION_ERROR","error":"no such host"})"); });
  CHECK(error.http_status() == 200);
  CHECK(error.code() == "SCRAPE_DNS_RESOLUTION_ERROR");
  CHECK(contains(error.what(), "no such host"));
}

TEST_CASE("A value of a small answer is put into its field if it fits") {
  using nlohmann::json;
  const auto read = [](const json& value, auto field) {
    detail::read_value(value, field);
    return field;
  };
  CHECK(read("x", std::string("old")) == "x");
  CHECK(read(7, std::string("old")) == "old");
  CHECK(read(true, false));
  CHECK_FALSE(read("true", false));
  CHECK(read(-7, std::int64_t{1}) == -7);
  CHECK(read("7", std::int64_t{1}) == 7);
  CHECK(read(7.5, std::int64_t{1}) == 1);
  CHECK(read(-7.5, 1.0) < -7.4);
  CHECK(read("7.5", 1.0) < 1.1);
  CHECK(read(nullptr, std::optional<double>()) == std::nullopt);
  CHECK(read(7, std::optional<std::int64_t>()) == 7);
  CHECK(read("", std::optional<std::string>()) == std::nullopt);
  CHECK(read("x", std::optional<std::string>()) == "x");
  CHECK(read("2026-11-24T10:00:00Z", std::optional<detail::WallTime>()).has_value());
  CHECK_FALSE(read("today", std::optional<detail::WallTime>()).has_value());
  CHECK(read(json::array({"a", 7}), std::vector<std::string>()) == std::vector<std::string>{"a"});
  CHECK(read(json::array({7}), json()) == json::array({7}));
}
