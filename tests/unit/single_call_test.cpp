// SPDX-License-Identifier: MIT
// One call and its driver: what is sent again, what is reported, how long is waited.
#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/job.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/clock.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
namespace detail = firecrawl::detail;
using kit::contains;
using kit::thrown;
using std::chrono::milliseconds;
using unit::answer;
using unit::completed_page;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;

namespace {

const std::string started_body = R"({"success":true,"id":"7e1f"})";

fc::StartedJob start_on(FakeServer& server) {
  return fc::Client(server.options()).start_batch_scrape({"https://a.example"});
}

}  // namespace

TEST_CASE("A start that timed out is sent again only if nothing of it was sent") {
  for (const bool sent : {true, false}) {
    CAPTURE(sent);
    FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
      throw fc::TimeoutError("nothing moved", {28, "timed out", 1, sent});
    });
    CHECK_THROWS_AS(start_on(server), fc::TimeoutError);
    CHECK(server.requests.size() == (sent ? 1U : 4U));
  }
}

TEST_CASE("A 404 of a new job that asks for a wait beyond its patience is thrown at once") {
  FakeServer server(
      {answer(200, started_body), answer(404, R"({"error":"Job not found"})", {{"Retry-After", "60"}})});
  const auto started = start_on(server);
  CHECK_THROWS_AS(started.job.status(), fc::NotFoundError);
  CHECK(server.waits.empty());
}

TEST_CASE("A 409 of a new job is believed at once") {
  FakeServer server({answer(200, started_body), answer(409, R"({"error":"ended"})")});
  const auto started = start_on(server);
  CHECK_THROWS_AS(started.job.cancel(), fc::ConflictError);
  CHECK(server.requests.size() == 2);
}

TEST_CASE("What curl says has the key blanked out") {
  FakeServer server([](const fc::HttpRequest&) -> fc::HttpResponse {
    throw fc::TransportError("failed", {7, "no route for " + unit::test_key});
  });
  const auto error = thrown<fc::TransportError>([&] { job_on(server).status(); });
  CHECK(error.curl_text() == "no route for [key]");
}

TEST_CASE("An event tells how long its request took") {
  FakeServer* clock = nullptr;
  FakeServer server([&](const fc::HttpRequest&) {
    clock->now += milliseconds(1500);
    return answer(200, completed_page);
  });
  clock = &server;
  auto options = server.options();
  std::optional<milliseconds> took;
  options.on_event = [&](const fc::RequestEvent& event) { took = event.duration; };
  fc::Client(options).batch_scrape_job("7e1f").status();
  CHECK(took == milliseconds(1500));
}

TEST_CASE("A later and shorter 429 does not shorten the pause") {
  FakeServer server(FakeJob{});
  detail::Driver driver(std::make_shared<const detail::ClientCore>(server.options()), {}, "test");
  const auto later = driver.now() + std::chrono::seconds(9);
  driver.delay_requests_until(later);
  driver.delay_requests_until(driver.now() + std::chrono::seconds(2));
  CHECK(driver.requests_delayed_until() == later);
}

TEST_CASE("A limit that has passed is felt before and after each pump") {
  FakeServer server(FakeJob{});
  const detail::SharedCore core = std::make_shared<const detail::ClientCore>(server.options());
  detail::Driver driver(core, {}, "test", std::chrono::seconds(1));
  CHECK_NOTHROW(driver.pump_now());
  server.now += std::chrono::seconds(1);
  CHECK_THROWS_AS(driver.pump_now(), fc::TimeLimitError);
  CHECK_THROWS_AS(driver.pump(std::nullopt, false), fc::TimeLimitError);
  CHECK(server.waits.empty());  // nor is there a wait before it is felt
}

TEST_CASE("A token that is cancelled is felt before and after each pump") {
  FakeServer server(FakeJob{});
  fc::CancellationSource source;
  const detail::SharedCore core = std::make_shared<const detail::ClientCore>(server.options());
  detail::Driver driver(core, source.token(), "test");
  CHECK_NOTHROW(driver.pump_now());
  source.cancel();
  CHECK_THROWS_AS(driver.pump_now(), fc::CancelledError);
  CHECK_THROWS_AS(driver.pump(std::nullopt, false), fc::CancelledError);
  CHECK(server.waits.empty());
}

TEST_CASE("The time limit of wait() tells the last error if it lasts and not if it has passed") {
  fc::WaitOptions options;
  options.time_limit = std::chrono::seconds(60);
  int answers = 0;
  const bool heals = GENERATE(false, true);
  FakeServer server([&](const fc::HttpRequest&) {
    return heals && ++answers > 4 ? answer(200, R"({"status":"scraping","data":[]})")
                                  : answer(503, R"({"error":"overloaded"})");
  });
  const std::string what = thrown<fc::TimeLimitError>([&] { job_on(server).wait(options); }).what();
  CHECK(contains(what, "the last error was: ") == !heals);
  CHECK(contains(what, "overloaded") == !heals);
}

TEST_CASE("A function in place of a network is woken from another thread while nothing is in flight") {
  // A back-off of twenty seconds is cut short once the function has answered.
  fc::CancellationSource source;
  fc::ClientOptions options;
  options.retry.initial_backoff = options.retry.max_backoff = std::chrono::seconds(20);
  kit::clock_of(options).random = [] { return 0.999; };
  std::thread canceller;
  options.transport = fc::make_transport([&](const fc::HttpRequest&) {
    canceller = std::thread([&] { source.cancel(); });
    return answer(503, "");
  });
  const auto begin = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(fc::Client(options).batch_scrape_job("7e1f").status(source.token()), fc::CancelledError);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(15));
  canceller.join();
}

TEST_CASE("wake() ends a wait of a function in place of a network, before it or in it") {
  const auto session = fc::make_transport([](const fc::HttpRequest&) { return fc::HttpResponse(); })->open();
  const auto begin = std::chrono::steady_clock::now();
  session->wake();
  session->pump(std::chrono::seconds(20));
  std::thread waker([&] { session->wake(); });
  session->pump(std::chrono::seconds(20));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
  waker.join();
}
