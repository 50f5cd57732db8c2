// SPDX-License-Identifier: MIT
// wait(): what is borne on the way to the end of a job, and what an error says of it.
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using std::chrono::minutes;
using unit::answer;
using unit::FakeServer;
using unit::job_on;

namespace {

fc::HttpResponse status_answer(const std::string& status) {
  return answer(200, R"({"status":")" + status + R"(","data":[]})");
}

fc::WaitOptions bounded(std::chrono::milliseconds timeout) {
  fc::WaitOptions options;
  options.time_limit = timeout;
  return options;
}

}  // namespace

TEST_CASE("A wait() that times out tells the trouble that lasts") {
  FakeServer server([](const fc::HttpRequest&) { return answer(503, R"({"error":"overloaded"})"); });
  const auto error = thrown<fc::TimeLimitError>([&] { job_on(server).wait(bounded(minutes(1))); });
  CHECK(contains(error.what(), "the last error was: "));
  CHECK(contains(error.what(), "overloaded"));
}

TEST_CASE("A wait() that times out tells no trouble that has passed") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    return ++asked <= 4 ? answer(503, R"({"error":"overloaded"})") : status_answer("scraping");
  });
  const auto error = thrown<fc::TimeLimitError>([&] { job_on(server).wait(bounded(minutes(1))); });
  CHECK(server.requests.size() > 5);
  CHECK_FALSE(contains(error.what(), "trouble"));
}

TEST_CASE("The time limit of wait() is reported as such if it passes in a back-off") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    return ++asked == 1 ? status_answer("scraping") : answer(503, "", {{"Retry-After", "100"}});
  });
  const auto error = thrown<fc::TimeLimitError>([&] { job_on(server).wait(bounded(minutes(1))); });
  CHECK(contains(error.what(), "time_limit of 60000 ms"));
  CHECK_FALSE(contains(error.what(), "trouble"));
}

TEST_CASE("wait() does not bear a certificate that has become bad") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
    if (++asked == 1) return status_answer("scraping");
    throw fc::TransportError("bad certificate", {60, ""});
  });
  const auto error = thrown<fc::TransportError>([&] { job_on(server).wait(bounded(minutes(30))); });
  CHECK(error.curl_code() == 60);
  CHECK(asked == 2);
}

TEST_CASE("wait() bears one outage after another, each of less than five minutes") {
  const FakeServer* self = nullptr;
  std::size_t refused = 0;
  FakeServer server([&, begin = std::chrono::steady_clock::time_point{}](const fc::HttpRequest&) mutable {
    if (begin == std::chrono::steady_clock::time_point{}) begin = self->now;
    const auto at = self->now - begin;
    if (at > minutes(11)) return status_answer("completed");
    const bool down = (at > minutes(1) && at < minutes(5)) || (at > minutes(6) && at < minutes(10));
    if (down) ++refused;
    return down ? answer(503, "") : status_answer("scraping");
  });
  self = &server;
  CHECK(job_on(server).wait().status == fc::JobStatus::completed);
  CHECK(refused > 20);
}

TEST_CASE("Options of wait() that cannot be used are refused before any request") {
  FakeServer server(unit::FakeJob{});
  CHECK_THROWS_AS(job_on(server).wait(bounded(std::chrono::milliseconds(-1))), fc::UsageError);
  fc::WaitOptions options;
  options.poll_interval = std::chrono::milliseconds(-1);
  CHECK_THROWS_AS(job_on(server).wait(options), fc::UsageError);
  CHECK(server.requests.empty());
}
