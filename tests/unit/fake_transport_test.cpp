// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/clock.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::completed_page;
using unit::FakeServer;
using Waits = std::vector<std::chrono::milliseconds::rep>;

namespace {

fc::JobPage status_of(const fc::ClientOptions& options) {
  return fc::Client(options).batch_scrape_job("7e1f").status();
}

std::string header(const fc::HttpRequest& request, const std::string& name) {
  fc::HttpResponse view;
  view.headers = request.headers;
  const auto* value = view.header(name);
  return value == nullptr ? "none" : *value;
}

fc::HttpResponse cut_body() { return unit::undelimited(completed_page.substr(0, 40)); }

}  // namespace

TEST_CASE("A request goes to the server that was configured with the key and the name of the library") {
  FakeServer server({answer(200, completed_page)});
  auto options = server.options();
  options.base_url = "http://fake.example/prefix/";
  options.user_agent = "my-program/2";
  options.max_response_bytes = 1234;
  options.stall_timeout = std::chrono::milliseconds(7);
  CHECK(status_of(options).status == fc::JobStatus::completed);
  REQUIRE(server.requests.size() == 1);
  const auto& request = server.requests.front();
  CHECK(request.method == "GET");
  CHECK(request.url == "http://fake.example/prefix/v1/batch/scrape/7e1f");
  CHECK(request.body.empty());
  CHECK(header(request, "Authorization") == "Bearer " + unit::test_key);
  CHECK(header(request, "User-Agent") == "my-program/2 firecrawl-cpp/" FIRECRAWL_VERSION);
  CHECK(header(request, "Accept") == "application/json");
  CHECK(request.connect_timeout == std::chrono::seconds(10));
  CHECK(request.stall_timeout == std::chrono::milliseconds(7));
  CHECK(request.request_timeout == std::chrono::seconds(300));
  CHECK(request.max_response_bytes == 1234);
  CHECK(request.idempotent);
}

TEST_CASE("Without a key no Authorization is sent") {
  FakeServer server({answer(200, completed_page)});
  auto options = server.options();
  options.api_key.clear();
  options.api_version = fc::ApiVersion::v2;
  status_of(options);
  CHECK(header(server.requests.at(0), "Authorization") == "none");
  CHECK(header(server.requests.at(0), "User-Agent") == "firecrawl-cpp/" FIRECRAWL_VERSION);
  CHECK(server.requests.at(0).url == "http://fake.example/v2/batch/scrape/7e1f");
}

TEST_CASE("A GET is tried again after each answer that may pass with waits that grow") {
  for (const int status : {408, 425, 429, 500, 502, 503, 504, 520, 524, 529, 530, 599}) {
    CAPTURE(status);
    FakeServer server({answer(status, ""), answer(status, "<html>"), answer(status, "{}")});
    CHECK(status_of(server.options()).status == fc::JobStatus::completed);
    CHECK(server.requests.size() == 4);
    CHECK(server.waits == Waits{250, 500, 1000});
  }
}

TEST_CASE("After as many attempts as are allowed the last error is thrown") {
  for (const int attempts : {1, 2, 4, 6}) {
    CAPTURE(attempts);
    FakeServer server([](const fc::HttpRequest&) { return answer(503, R"({"error":"overloaded"})"); });
    auto options = server.options();
    options.retry.max_attempts = attempts;
    const auto error = thrown<fc::ServerError>([&] { status_of(options); });
    CHECK(error.attempts() == attempts);
    CHECK(server.requests.size() == static_cast<std::size_t>(attempts));
    CHECK(server.waits.size() == static_cast<std::size_t>(attempts - 1));
    CHECK(contains(error.what(), "overloaded"));
  }
}

TEST_CASE("An answer that will not pass is thrown at once") {
  for (const int status : {300, 301, 302, 307, 400, 401, 402, 403, 404, 405, 409, 410, 422, 451, 501, 505}) {
    CAPTURE(status);
    FakeServer server({answer(status, "", {{"Retry-After", "1"}})});
    CHECK(thrown<fc::ApiError>([&] { status_of(server.options()); }).http_status() == status);
    CHECK(server.requests.size() == 1);
    CHECK(server.waits.empty());
  }
}

TEST_CASE("The server is given the time that it asks for") {
  FakeServer server({answer(429, "", {{"Retry-After", "7"}}), answer(503, R"({"retry_after_seconds":1.5})"),
                     answer(429, R"({"error":"please retry after 32s, resets at noon"})")});
  status_of(server.options());
  CHECK(server.waits == Waits{7000, 1500, 32000});
}

TEST_CASE("A date in Retry-After is compared with the time of day") {
  FakeServer server({answer(503, "", {{"Retry-After", "Tue, 24 Nov 2026 10:00:32 GMT"}})});
  auto options = server.options();
  kit::clock_of(options).wall = [] {
    return std::chrono::system_clock::time_point{} + std::chrono::seconds(1795514400);
  };
  status_of(options);
  CHECK(server.waits == Waits{32000});
}

TEST_CASE("A server that asks for too long a wait is not waited for") {
  FakeServer patient({answer(429, "", {{"Retry-After", "120"}})});
  status_of(patient.options());
  CHECK(patient.waits == Waits{120000});

  FakeServer server({answer(429, R"({"error":"Rate limit exceeded"})", {{"Retry-After", "121"}})});
  const auto error = thrown<fc::RateLimitError>([&] { status_of(server.options()); });
  CHECK(error.retry_after() == std::chrono::milliseconds(121000));
  CHECK(error.attempts() == 1);
  CHECK(server.requests.size() == 1);
  CHECK(server.waits.empty());

  FakeServer strict({answer(503, "", {{"Retry-After", "2"}})});
  auto options = strict.options();
  options.retry.max_retry_after = std::chrono::milliseconds(1999);
  const auto failure = thrown<fc::ServerError>([&] { status_of(options); });
  CHECK(failure.retry_after() == std::chrono::seconds(2));
  CHECK(strict.waits.empty());
}

TEST_CASE("A connection that fails is tried again and reported with its number of attempts") {
  int calls = 0;
  FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
    if (++calls < 3) throw fc::TransportError("could not connect", {7, "refused", 1, false});
    return answer(200, completed_page);
  });
  status_of(server.options());
  CHECK(server.waits == Waits{250, 500});

  FakeServer dead([](const fc::HttpRequest&) -> fc::HttpResponse {
    throw fc::TransportError("no route for " + unit::test_key, {7, "refused"});
  });
  const auto error = thrown<fc::TransportError>([&] { status_of(dead.options()); });
  CHECK(error.attempts() == 4);
  CHECK(error.curl_code() == 7);
  CHECK(error.curl_text() == "refused");
  CHECK(
      contains(error.what(),
               "GET http://fake.example/v1/batch/scrape/7e1f: no route for [key] (curl 7) after 4 attempts"));
  CHECK(dead.requests.size() == 4);
}

TEST_CASE("A timeout is tried again and stays a timeout") {
  FakeServer server([](const fc::HttpRequest&) -> fc::HttpResponse {
    throw fc::TimeoutError("nothing came", {28, ""});
  });
  CHECK(thrown<fc::TimeoutError>([&] { status_of(server.options()); }).attempts() == 4);
  CHECK(server.waits == Waits{250, 500, 1000});
}

TEST_CASE("A certificate that cannot be verified is not tried again") {
  FakeServer server([](const fc::HttpRequest&) -> fc::HttpResponse {
    throw fc::TransportError("bad certificate", {60, ""});
  });
  CHECK(thrown<fc::TransportError>([&] { status_of(server.options()); }).attempts() == 1);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("An answer that is too large is not tried again") {
  FakeServer server(
      [](const fc::HttpRequest&) -> fc::HttpResponse { throw fc::ResponseTooLargeError("too large"); });
  CHECK(contains(thrown<fc::ResponseTooLargeError>([&] { status_of(server.options()); }).what(),
                 "GET http://fake.example/v1/batch/scrape/7e1f: too large"));
  CHECK(server.requests.size() == 1);
}

TEST_CASE("What a fake throws of its own reaches the caller as it is") {
  FakeServer server(
      [](const fc::HttpRequest&) -> fc::HttpResponse { throw std::out_of_range("a fault of the test"); });
  CHECK_THROWS_AS(status_of(server.options()), std::out_of_range);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A body that was cut is asked for again if nothing says its length") {
  FakeServer server({cut_body(), cut_body()});
  CHECK(status_of(server.options()).status == fc::JobStatus::completed);
  CHECK(server.waits == Waits{250, 500});
  FakeServer always([](const fc::HttpRequest&) { return cut_body(); });
  CHECK(contains(thrown<fc::TransportError>([&] { status_of(always.options()); }).what(),
                 "closed before the answer was whole after 4 attempts"));
}

TEST_CASE("A whole body that is not a page is an error at once") {
  FakeServer server({answer(200, completed_page.substr(0, 40))});
  CHECK_THROWS_AS(status_of(server.options()), fc::DecodeError);
  FakeServer html({unit::undelimited("<html>")});
  CHECK_THROWS_AS(status_of(html.options()), fc::DecodeError);
  CHECK(server.requests.size() + html.requests.size() == 2);
}

TEST_CASE("Every attempt is reported to a listener") {
  FakeServer server({answer(503, "later"), answer(200, completed_page)});
  auto options = server.options();
  std::vector<fc::RequestEvent> events;
  options.on_event = [&](const fc::RequestEvent& event) { events.push_back(event); };
  status_of(options);
  REQUIRE(events.size() == 2);
  CHECK(events[0].method == "GET");
  CHECK(events[0].path == "/v1/batch/scrape/7e1f");
  CHECK(events[0].status == 503);
  CHECK(events[0].attempt == 1);
  CHECK(events[0].bytes == 5);
  CHECK(events[1].status == 200);
  CHECK(events[1].attempt == 2);
  CHECK(events[1].bytes == completed_page.size());
}

TEST_CASE("A start is sent again only if it cannot have started anything") {
  const std::string started = R"({"success":true,"id":"7e1f","url":"u"})";
  for (const int status : {408, 500, 502, 503, 504, 520, 529}) {
    CAPTURE(status);
    FakeServer server({answer(status, "")});
    CHECK_THROWS_AS(fc::Client(server.options()).start_batch_scrape({"https://a.example"}), fc::ApiError);
    CHECK(server.requests.size() == 1);
    CHECK_FALSE(server.requests[0].idempotent);
  }
  FakeServer limited({answer(429, "", {{"Retry-After", "3"}}), answer(200, started)});
  CHECK(fc::Client(limited.options()).start_batch_scrape({"https://a.example"}).job.id() == "7e1f");
  CHECK(limited.waits == Waits{3000});
  for (const bool sent : {true, false}) {
    int calls = 0;
    FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
      if (++calls == 1) throw fc::TransportError("reset", {56, "reset", 1, sent});
      return answer(200, started);
    });
    if (sent)
      CHECK_THROWS_AS(fc::Client(server.options()).start_batch_scrape({"https://a.example"}),
                      fc::TransportError);
    if (!sent) CHECK_NOTHROW(fc::Client(server.options()).start_batch_scrape({"https://a.example"}));
    CHECK(calls == (sent ? 1 : 2));
  }
}

TEST_CASE("Cancelling ends a wait between two attempts") {
  FakeServer server([](const fc::HttpRequest&) { return answer(503, ""); });
  fc::CancellationSource source;
  server.on_wait = [&] { source.cancel(); };
  const fc::Client client(server.options());
  CHECK_THROWS_AS(client.batch_scrape_job("7e1f").status(source.token()), fc::CancelledError);
  CHECK(server.requests.size() == 1);
  CHECK_THROWS_AS(client.batch_scrape_job("7e1f").status(source.token()), fc::CancelledError);
  CHECK(server.requests.size() == 1);
}
