// SPDX-License-Identifier: MIT
// Starting jobs: what is sent, what is sent again, what comes back.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string uuid = "11111111-2222-4333-8444-555555555555";
const std::string started_body =
    R"({"success":true,"id":")" + id + R"(","url":"https://api.example/v1/batch/scrape/x"})";

fc::BatchScrapeRequest request_with_key() {
  fc::BatchScrapeRequest request{"https://a.example"};
  request.idempotency_key = uuid;
  return request;
}

}  // namespace

TEST_CASE("A job is started with one POST, and can be read") {
  const support::LoopbackServer server;
  const fc::Client client(options_for(server.base_url()));
  const auto started = client.start_batch_scrape({"https://a.example", "https://b.example"});
  CHECK(started.invalid_urls.empty());
  std::vector<std::string> urls;
  for (const auto& document : kit::each(started.job.documents()))
    urls.push_back(document.metadata.source_url.value_or(""));
  CHECK(urls == std::vector<std::string>{"https://a.example", "https://b.example"});
  const auto post = server.requests().at(0);
  CHECK(post.method == "POST");
  CHECK(post.target == "/v1/batch/scrape");
  CHECK(post.header("Content-Type") == "application/json");
  CHECK(post.header("Authorization") == "Bearer " + key);
  CHECK_FALSE(post.has_header("x-idempotency-key"));
  CHECK(nlohmann::json::parse(post.body) ==
        nlohmann::json{{"urls", {"https://a.example", "https://b.example"}}});
}

TEST_CASE("A large start does not ask for leave to be sent") {
  const support::LoopbackServer server;
  fc::BatchScrapeRequest request{"https://a.example"};
  request.origin = std::string(std::size_t{3} << 20, 'x');  // curl asks from 1 MB on
  fc::Client(options_for(server.base_url())).start_batch_scrape(request);
  const auto post = server.requests().at(0);
  CHECK(post.body.size() > std::size_t{3} << 20);
  CHECK_FALSE(post.has_header("Expect"));
}

TEST_CASE("URLs that the server left out come back") {
  const support::LoopbackServer server;
  fc::BatchScrapeRequest request{"https://a.example", "not a url"};
  request.ignore_invalid_urls = true;
  const auto started = fc::Client(options_for(server.base_url())).start_batch_scrape(request);
  CHECK(started.invalid_urls == std::vector<std::string>{"not a url"});
  CHECK(started.extra.size() == 1);
  CHECK(contains(started.extra.at("url").get<std::string>(), started.job.id()));
}

TEST_CASE("Version 2 starts and reads jobs below /v2") {
  const support::LoopbackServer server;
  auto options = options_for(server.base_url());
  options.api_version = fc::ApiVersion::v2;
  const auto started = fc::Client(options).start_batch_scrape({"https://a.example"});
  CHECK(started.job.wait().completed == 1);
  for (const auto& request : server.requests()) CHECK(contains(request.path, "/v2/batch/scrape"));
}

TEST_CASE("A start whose connection is cut after the request went out throws, and is not sent twice") {
  support::RawServer server([](auto& connection, const auto& request) {
    if (request.method == "POST") {
      connection.close();
    } else {
      connection.respond(200, std::string(PageText()));
    }
  });
  const fc::Client client(options_for(server.base_url()));
  client.batch_scrape_job(id)
      .status();  // so that there is a kept connection, which curl would like to use again
  const auto error = thrown<fc::TransportError>([&] { client.start_batch_scrape({"https://a.example"}); });
  CHECK(error.request_sent());
  CHECK(error.attempts() == 1);
  CHECK(server.request_count() == 2);
}

TEST_CASE("A start on a kept connection that the server has closed meanwhile reaches the server once") {
  support::RawServer server([](auto& connection, const auto& request) {
    connection.respond(200, request.method == "POST" ? started_body : std::string(PageText()));
    connection.close();
  });
  const fc::Client client(options_for(server.base_url()));
  client.batch_scrape_job(id).status();
  CHECK(client.start_batch_scrape({"https://a.example"}).job.id() == id);
  CHECK(server.request_count() == 2);
}

TEST_CASE("A start that is refused a connection is tried again") {
  auto options = options_for("http://127.0.0.1:" + std::to_string(support::unused_port()));
  const Time time;
  time.rule(options);
  const auto error =
      thrown<fc::TransportError>([&] { fc::Client(options).start_batch_scrape({"https://a.example"}); });
  CHECK_FALSE(error.request_sent());
  CHECK(error.attempts() == 4);
  CHECK(time.waits().size() == 3);
}

TEST_CASE("A large start that goes out slowly but steadily does not stall") {
  support::RawServer server(
      [](auto& connection, const auto&) { connection.respond(200, started_body); },
      [](auto& connection) { connection.read_slowly(std::size_t{32} << 10, milliseconds(10)); });
  auto options = options_for(server.base_url());
  // Kernels hold back some 3 MB of what curl has sent, which takes a second: that has to be within the
  // limit, and all of it beyond.
  options.stall_timeout = milliseconds(2000);
  fc::BatchScrapeRequest request{"https://a.example"};
  request.extra["filler"] = std::string(std::size_t{9} << 20, 'x');
  CHECK(fc::Client(options).start_batch_scrape(request).job.id() == id);
}

TEST_CASE("A start whose answer ends within its head is not sent again") {
  const std::string answer = GENERATE("HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
                                      "HTTP/1.0 200 OK\r\n\r\n{\"success\":true,\"id\":\"abc",
                                      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
  CAPTURE(answer);
  support::RawServer server([&](auto& connection, const auto& request) {
    if (request.nth == 0) {
      connection.send(answer);
      connection.close();
    } else {
      connection.respond(200, started_body);
    }
  });
  const fc::Client client(options_for(server.base_url()));
  const auto error = thrown<fc::TransportError>([&] { client.start_batch_scrape({"https://a.example"}); });
  CHECK(error.request_sent());
  CHECK(server.request_count() == 1);
}

TEST_CASE("A start that is answered 429 waits as it is told and is sent again, with the same key") {
  support::RawServer server([](auto& connection, const auto& request) {
    if (request.nth == 0) {
      connection.respond(
          429, R"({"success":false,"error":"Rate limit exceeded. please retry after 7s, resets at"})");
    } else {
      connection.respond(200, started_body);
    }
  });
  auto options = options_for(server.base_url());
  const Time time;
  time.rule(options);
  CHECK(fc::Client(options).start_batch_scrape(request_with_key()).job.id() == id);
  CHECK(time.waits() == std::vector<std::int64_t>{7000});
  REQUIRE(server.requests().size() == 2);
  for (const auto& request : server.requests()) CHECK(request.header("x-idempotency-key") == uuid);
}

TEST_CASE("A start that the server answers with an error is sent once") {
  const int status = GENERATE(400, 401, 402, 403, 408, 409, 425, 500, 502, 503, 504);
  support::RawServer server([=](auto& connection, const auto&) {
    connection.respond(status, R"({"success":false,"error":"no such luck"})");
  });
  const fc::Client client(options_for(server.base_url()));
  const auto error = thrown<fc::ApiError>([&] { client.start_batch_scrape({"https://a.example"}); });
  CHECK(error.http_status() == status);
  CHECK_THAT(error.what(), ContainsSubstring("POST " + server.base_url() + "/v1/batch/scrape: ") &&
                               ContainsSubstring("no such luck"));
  CHECK(server.request_count() == 1);
}

TEST_CASE("What validation says of a start is in the message") {
  support::RawServer server([](auto& connection, const auto&) {
    connection.respond(400, R"({"success":false,"code":"BAD_REQUEST","error":"Bad Request","details":[
        {"code":"invalid_enum_value","path":["formats",0],"message":"Invalid enum value"}]})");
  });
  const auto error = thrown<fc::BadRequestError>(
      [&] { fc::Client(options_for(server.base_url())).start_batch_scrape({"https://a.example"}); });
  CHECK_THAT(error.what(), ContainsSubstring("Bad Request (formats.0: Invalid enum value)"));
  CHECK(error.code() == "BAD_REQUEST");
  CHECK(error.details().at(0).at("code") == "invalid_enum_value");
}

TEST_CASE("A request that cannot be right never reaches the server") {
  const support::LoopbackServer server;
  const fc::Client client(options_for(server.base_url()));
  CHECK_THROWS_AS(client.start_batch_scrape(fc::BatchScrapeRequest()), fc::UsageError);
  CHECK(server.connections() == 0);
}

TEST_CASE("An answer to a start that names no job is a DecodeError") {
  support::RawServer server(
      [](auto& connection, const auto&) { connection.respond(200, R"({"success":true})"); });
  const auto error = thrown<fc::DecodeError>(
      [&] { fc::Client(options_for(server.base_url())).start_batch_scrape({"https://a.example"}); });
  CHECK(error.pointer() == "/id");
}

TEST_CASE("A 404 right after our own start is tried again, and after ten seconds believed") {
  std::size_t not_found = 3;
  SECTION("the server knows its job after a moment") {}
  SECTION("the server never knows it") { not_found = 1'000'000; }
  support::RawServer server([=](auto& connection, const auto& request) {
    if (request.method == "POST") {
      connection.respond(200, started_body);
    } else if (request.nth <= not_found) {
      connection.respond(404, R"({"success":false,"error":"Job not found"})");
    } else {
      connection.respond(200, std::string(PageText{0, 2}));
    }
  });
  auto options = options_for(server.base_url());
  const Time time;
  time.rule(options);
  const auto started = fc::Client(options).start_batch_scrape({"https://a.example"});
  if (not_found == 3) {
    CHECK(started.job.wait().completed == 2);
  } else {
    CHECK_THROWS_AS(started.job.wait(), fc::NotFoundError);
    CHECK(time.passed() >= std::chrono::seconds(10));
    CHECK(time.passed() < std::chrono::seconds(11));
  }
}

TEST_CASE("A 404 of a job that was not just started is believed at once") {
  const support::LoopbackServer server;
  CHECK_THROWS_AS(job_at(server).wait(), fc::NotFoundError);
  CHECK(server.request_count() == 1);
}

TEST_CASE("A report says of each URL what became of it") {
  support::Job like;
  like.errors = {R"({"id":"1","url":"https://failed.example","error":"All engines failed"})"};
  like.robots_blocked = {"https://robots.example"};
  support::LoopbackServer server;
  server.set_started_job(like);
  const std::vector<std::string> asked = {"https://a.example/",     "https://twice.example",
                                          "https://twice.example",  "https://failed.example",
                                          "https://robots.example", "nonsense"};
  fc::BatchScrapeRequest request{"https://A.example", "https://twice.example", "https://unasked.example",
                                 "nonsense"};
  request.ignore_invalid_urls = true;
  const auto started = fc::Client(options_for(server.base_url())).start_batch_scrape(request);
  const auto report = fc::make_report(started.job, asked, started.invalid_urls);
  using Kind = fc::UrlOutcome::Kind;
  std::vector<Kind> kinds;
  for (const auto& outcome : report.urls) kinds.push_back(outcome.kind);
  CHECK(kinds == std::vector<Kind>{Kind::scraped, Kind::scraped, Kind::missing, Kind::failed,
                                   Kind::robots_blocked, Kind::invalid});
  CHECK(report.urls[3].error == "All engines failed");
  CHECK(report.unasked == std::vector<std::string>{"https://unasked.example"});
  CHECK(report.count(Kind::scraped) == 2);
  CHECK(report.progress.status == fc::JobStatus::completed);
  CHECK(report.missing_documents == 0);
}
