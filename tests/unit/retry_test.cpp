// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <firecrawl/detail/call/retry.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
namespace detail = firecrawl::detail;

namespace {

using Milliseconds = std::chrono::milliseconds;

// Tue, 24 Nov 2026 10:00:00 GMT
const detail::WallTime wall_now = detail::WallTime{} + std::chrono::seconds(1795514400);

std::optional<std::int64_t> count(const std::optional<Milliseconds>& wait) {
  if (!wait) return std::nullopt;
  return wait->count();
}
std::optional<std::int64_t> retry_after(std::string_view value) {
  return count(detail::parse_retry_after(value, wall_now));
}
std::optional<std::int64_t> in_text(std::string_view text) { return count(detail::wait_in_text(text)); }

std::optional<std::int64_t> in_answer(const std::string& body, const char* header = nullptr) {
  auto response = unit::answer(429, body);
  if (header != nullptr) response.headers.push_back({"Retry-After", header});
  const auto json = nlohmann::json::parse(body, nullptr, false);
  return count(detail::server_wait(response, json.is_discarded() ? nlohmann::json() : json, wall_now));
}

}  // namespace

TEST_CASE("Retry-After is read in seconds") {
  CHECK(retry_after("0") == 0);
  CHECK(retry_after("32") == 32000);
  CHECK(retry_after("32 ") == 32000);
  CHECK(retry_after("1.5") == 1500);
  CHECK(retry_after("0.0019") == 1);
  CHECK(retry_after("007") == 7000);
}

TEST_CASE("Retry-After is read as a date in all three forms") {
  CHECK(retry_after("Tue, 24 Nov 2026 10:00:32 GMT") == 32000);
  CHECK(retry_after("Tuesday, 24-Nov-26 10:01:00 GMT") == 60000);
  CHECK(retry_after("Tue Nov 24 10:00:05 2026") == 5000);
  CHECK(retry_after("Wed, 25 Nov 2026 10:00:00 GMT") == 86'400'000);
}

TEST_CASE("A Retry-After that has passed asks for no wait") {
  CHECK(retry_after("Tue, 24 Nov 2026 09:59:59 GMT") == 0);
  CHECK(retry_after("Sun, 06 Nov 1994 08:49:37 GMT") == 0);
  CHECK(retry_after("Mon, 01 Jan 1900 00:00:00 GMT") == 0);
}

TEST_CASE("A huge Retry-After is a long wait and no overflow") {
  constexpr std::int64_t year = 31'536'000'000;
  CHECK(retry_after("31536000") == year);
  CHECK(retry_after("99999999999") == year);
  CHECK(retry_after("Fri, 31 Dec 9999 23:59:59 GMT") > year);
  CHECK(retry_after(std::string(1000, '9')) == year);
}

TEST_CASE("A Retry-After that says nothing is none") {
  for (const char* value : {"", " ", "-1", "+1", "soon", "1 minute", "5s", "1e3", "0x10", ".5", "1.", "1.5.2",
                            "32, 33", "2026-11-24T10:00:00Z", "inf", "NaN"}) {
    CAPTURE(value);
    CHECK_FALSE(retry_after(value));
  }
}

TEST_CASE("The wait is found in the words of the server") {
  CHECK(
      in_text("Rate limit exceeded. Consumed (req/min): 11, Remaining (req/min): 0. Upgrade your plan at "
              "https://firecrawl.dev/pricing for increased rate limits or please retry after 32s, resets at "
              "Tue Nov 24 2026 10:00:32 GMT+0000") == 32000);
  CHECK(in_text("Retry After 1.5s") == 1500);
  CHECK(in_text("retry after 7 seconds.") == 7000);
  CHECK(in_text("retry after later, retry after 7s") == 7000);
  CHECK(in_text("retry after 99999999999999999999s") == 31'536'000'000);
  for (const char* text : {"", "retry after", "retry after ", "retry after 7", "retry after 7 minutes",
                           "retry after 700ms", "retry after -7s", "retry after s", "7s", "retry in 7s"}) {
    CAPTURE(text);
    CHECK_FALSE(in_text(text));
  }
}

TEST_CASE("The header comes before the JSON and the JSON before the words") {
  const std::string all = R"({"error":"retry after 30s","retry_after_seconds":20})";
  CHECK(in_answer(all, "10") == 10000);
  CHECK(in_answer(all) == 20000);
  CHECK(in_answer(R"({"error":"retry after 30s"})") == 30000);
  CHECK(in_answer(all, "garbage") == 20000);
  CHECK(in_answer(R"({"error":"retry after 30s","retry_after_seconds":"20"})") == 30000);
  CHECK(in_answer(R"({"error":"retry after 30s","retry_after_seconds":-1})") == 30000);
  CHECK(in_answer(R"({"retry_after_seconds":0.25})") == 250);
  CHECK(in_answer(R"({"retry_after_seconds":1e300})") == 30'000'000'000);
  const std::string detailed =
      R"({"error":"retry after 30s","retry_after_seconds":20,"details":{"retryAfterSeconds":15}})";
  CHECK(in_answer(detailed, "10") == 10000);
  CHECK(in_answer(detailed) == 15000);
  for (const char* details : {"null", "[15]", "15", R"({"retryAfterSeconds":"15"})",
                              R"({"retryAfterSeconds":-1})", R"({"retryAfterSeconds":null})"}) {
    CAPTURE(details);
    CHECK(in_answer(R"({"retry_after_seconds":20,"details":)" + std::string(details) + "}") == 20000);
  }
}

TEST_CASE("An answer that names no wait has none") {
  for (const char* body : {"", "null", "[]", "<html>retry after 30s</html>", "{}", R"({"error":7})",
                           R"({"error":"no"})", R"(["retry after 30s"])"}) {
    CAPTURE(body);
    CHECK_FALSE(in_answer(body));
  }
}

TEST_CASE("The back-off grows to its limit and is a random part of it") {
  fc::RetryPolicy policy;
  const auto longest = [&](int attempt) { return detail::backoff(policy, attempt, 1.0).count(); };
  CHECK(longest(2) == 500);
  CHECK(longest(3) == 1000);
  CHECK(longest(4) == 2000);
  CHECK(longest(7) == 16000);
  CHECK(longest(8) == 30000);
  CHECK(longest(1000000) == 30000);
  CHECK(detail::backoff(policy, 4, 0.0).count() == 0);
  CHECK(detail::backoff(policy, 4, 0.5).count() == 1000);
  CHECK(detail::backoff(policy, 4, 0.9999).count() == 1999);
}

TEST_CASE("A back-off may be set to none or begin at its limit") {
  fc::RetryPolicy policy;
  policy.initial_backoff = Milliseconds(0);
  CHECK(detail::backoff(policy, 100, 1.0).count() == 0);
  policy.initial_backoff = Milliseconds(5000);
  policy.max_backoff = Milliseconds(100);
  CHECK(detail::backoff(policy, 2, 1.0).count() == 100);
  policy.max_backoff = (Milliseconds::max)();
  CHECK(detail::backoff(policy, 3, 1.0).count() == 10000);
  CHECK(detail::backoff(policy, 1000, 1.0) > std::chrono::hours(1));
  policy.max_backoff = Milliseconds(0);
  CHECK(detail::backoff(policy, 5, 1.0).count() == 0);
}

TEST_CASE("What may pass is tried again and what will not is not") {
  for (int status = 0; status < 1000; ++status) {
    // 520 to 527, 529 and 530 are those of networks in front of servers.
    const bool passes = status == 408 || status == 425 || status == 429 ||
                        (status >= 500 && status < 600 && status != 501 && status != 505);
    if (detail::is_transient_status(status) != passes) FAIL_CHECK("status " << status);
  }
  // No connection, timeout, reset, cut body, empty answer, a broken HTTP/2 stream, no name found (for now).
  for (const int code : {0, 5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 92}) {
    CAPTURE(code);
    CHECK(detail::is_transient_curl_code(code));
  }
  for (const int code : {1, 2, 3, 4, 27, 43, 48, 53, 54, 58, 59, 60, 61, 66, 77, 83, 90, 91}) {
    CAPTURE(code);
    CHECK_FALSE(detail::is_transient_curl_code(code));
  }
}

TEST_CASE("What may be sent again after an answer depends on what it does on the server") {
  using fc::detail::Effect;
  using fc::detail::may_repeat_after;
  for (int status = 0; status < 1000; ++status) {
    const bool limited = status == 429;
    const bool away = status == 502 || status == 503 || status == 504;
    CAPTURE(status);
    if (may_repeat_after(status, Effect::none) != detail::is_transient_status(status)) FAIL_CHECK("none");
    if (may_repeat_after(status, Effect::paid) != (limited || away)) FAIL_CHECK("paid");
    if (may_repeat_after(status, Effect::starts) != limited) FAIL_CHECK("starts");
  }
}

TEST_CASE("A server may work for an answer as long as the call says, and half a minute") {
  CHECK(detail::work_limit(std::nullopt) == Milliseconds(330'000));
  CHECK(detail::work_limit(Milliseconds(1000)) == Milliseconds(31'000));
  CHECK(detail::work_limit(Milliseconds(600'000)) == Milliseconds(630'000));
  CHECK(detail::work_limit((Milliseconds::max)()) > std::chrono::hours(24 * 365));
}

TEST_CASE("The wait for work that goes on is what the details say, within bounds") {
  const auto wait = [](int status, const std::string& details, const char* header = nullptr) {
    auto response = unit::answer(status, "");
    if (header != nullptr) response.headers.push_back({"Retry-After", header});
    return count(detail::work_wait(response, unit::json_of(R"({"details":)" + details + "}"), wall_now));
  };
  const std::string goes_on = R"({"state":"processing_continues"})";
  const auto after = [](const std::string& seconds) {
    return R"({"state":"processing_continues","retryAfterSeconds":)" + seconds + "}";
  };
  CHECK(wait(408, after("20")) == 20'000);
  CHECK(wait(408, after("20"), "30") == 20'000);
  CHECK(wait(408, goes_on, "30") == 30'000);
  CHECK(wait(408, goes_on) == 60'000);
  CHECK(wait(408, after("null"), "soon") == 60'000);
  CHECK(wait(408, after("0")) == 5'000);
  CHECK(wait(408, after("599.5")) == 599'500);
  CHECK(wait(408, after("601")) == 600'000);
  CHECK(wait(408, after("1e300")) == 600'000);
  CHECK_FALSE(wait(503, after("20")));
  for (const char* details :
       {"null", "[]", "{}", R"("processing_continues")", R"({"state":"processing"})", R"({"state":true})"}) {
    CAPTURE(details);
    CHECK_FALSE(wait(408, details, "30"));
  }
  CHECK_FALSE(detail::work_wait(unit::answer(408, ""), nullptr, wall_now));
  CHECK_FALSE(detail::work_wait(unit::answer(408, ""), nlohmann::json::object(), wall_now));
}
