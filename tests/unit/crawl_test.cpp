// SPDX-License-Identifier: MIT
// Crawls: what is sent to start and to read one, and what comes back.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/crawl.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/job.hpp>
#include <firecrawl/report.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using nlohmann::json;
using unit::answer;
using unit::crawl_on;
using unit::FakeServer;

namespace {

const std::string crawl_uuid = "7e1f0a3c-5b2d-4c8e-9f10-3a4b5c6d7e8f";
const std::string started_crawl = R"({"success":true,"id":")" + crawl_uuid +
                                  R"(","url":"https://inside.example/v2/crawl/)" + crawl_uuid + R"("})";

// A crawl that finds ten pages more with each question, up to fifty, and lists ten a page.
FakeServer::Answer growing_crawl() {
  return [found = std::size_t{0}](const fc::HttpRequest& request) mutable {
    unit::FakeJob job;
    job.path = "/v1/crawl/7e1f";
    job.documents = found;
    job.status = found == 50 ? "completed" : "scraping";
    found = (std::min)(found + 10, std::size_t{50});
    return job(request);
  };
}

}  // namespace

TEST_CASE("A crawl is started with one POST, and is a job below the path of crawls") {
  const auto version = GENERATE(fc::ApiVersion::v1, fc::ApiVersion::v2);
  const std::string jobs = version == fc::ApiVersion::v1 ? "/v1/crawl" : "/v2/crawl";
  FakeServer server({answer(200, started_crawl)});
  fc::CrawlRequest request = "https://a.example";
  request.idempotency_key = crawl_uuid;
  const auto started = unit::client_on(server, version).start_crawl(request);
  CHECK(started.job.kind() == fc::JobKind::crawl);
  CHECK(started.job.id() == crawl_uuid);
  CHECK(started.invalid_urls.empty());
  CHECK(started.extra == json{{"url", "https://inside.example/v2/crawl/" + crawl_uuid}});
  CHECK(server.requests.at(0).body == R"({"url":"https://a.example"})");
  bool has_key = false;
  for (const auto& header : server.requests.at(0).headers)
    has_key = has_key || (header.name == "x-idempotency-key" && header.value == crawl_uuid);
  CHECK(has_key);
  started.job.status();
  started.job.progress();
  started.job.wait();
  const auto path = jobs + "/" + crawl_uuid;
  CHECK(server.timeline == std::vector<std::string>{"POST " + jobs, "GET " + path, "GET " + path + "?limit=1",
                                                    "GET " + path + "?limit=1"});
}

TEST_CASE("What the server made of a prompt is in the extra of a started crawl") {
  FakeServer server(
      {answer(200, R"({"success":true,"id":"7e1f","url":"u","promptGeneratedOptions":{"limit":5},
      "finalCrawlerOptions":{"limit":5,"sitemap":"skip"}})")});
  fc::CrawlRequest request = "https://a.example";
  request.prompt = "five pages";
  CHECK(unit::client_on(server).start_crawl(request).extra ==
        json{{"url", "u"},
             {"promptGeneratedOptions", {{"limit", 5}}},
             {"finalCrawlerOptions", {{"limit", 5}, {"sitemap", "skip"}}}});
}

TEST_CASE("A start of a crawl is sent again after a 429 alone") {
  const int status = GENERATE(400, 402, 408, 409, 429, 500, 502, 503, 504);
  FakeServer server({answer(status, R"({"success":false,"error":"not now"})"), answer(200, started_crawl)});
  const auto start = [&] { return unit::client_on(server).start_crawl("https://a.example"); };
  if (status == 429) {
    CHECK(start().job.id() == crawl_uuid);
    CHECK(server.requests.size() == 2);
  } else {
    CHECK(thrown<fc::ApiError>(start).http_status() == status);
    CHECK(server.requests.size() == 1);
  }
}

TEST_CASE("A crawl that the server does not know yet is asked for again") {
  FakeServer server({answer(200, started_crawl), answer(404, R"({"success":false,"error":"Job not found"})"),
                     answer(404, R"({"success":false,"error":"Job not found"})")});
  const auto job = unit::client_on(server).start_crawl("https://a.example").job;
  CHECK(job.wait().status == fc::JobStatus::completed);
  CHECK(server.requests.size() == 4);
  CHECK_THROWS_AS(unit::client_on(server).start_crawl("").job, fc::UsageError);
}

TEST_CASE("Each call of a crawl goes to the path of crawls") {
  const std::string nothing_failed = R"({"errors":[],"robotsBlocked":["https://a.example/private"]})";
  FakeServer server({answer(200, nothing_failed), answer(200, R"({"status":"cancelled"})")});
  const auto job = crawl_on(server, "a/b");
  CHECK(server.requests.empty());
  CHECK(job.errors().robots_blocked == std::vector<std::string>{"https://a.example/private"});
  job.cancel();
  job.page("?skip=3&limit=2");
  CHECK(server.timeline == std::vector<std::string>{"GET /v1/crawl/a%2Fb/errors", "DELETE /v1/crawl/a%2Fb",
                                                    "GET /v1/crawl/a%2Fb?skip=3&limit=2"});
  CHECK_THROWS_AS(crawl_on(server, ""), fc::UsageError);
  CHECK_THROWS_AS(crawl_on(server, ".."), fc::UsageError);
}

TEST_CASE("A crawl is followed while it grows, each document once") {
  FakeServer server(growing_crawl());
  auto range = crawl_on(server).follow();
  CHECK(unit::texts_in(range) == unit::numbers(0, 50));
  CHECK(range.progress().total == 50);
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
  for (const auto& request : server.requests) CHECK(contains(request.url, "/v1/crawl/7e1f"));
}

TEST_CASE("A crawl is read in several pages at once, and goes on after a stop") {
  FakeServer server(unit::FakeJob{"completed", 35, 10, 0, true, "/v1/crawl/7e1f"});
  fc::ReadOptions options;
  options.parallel = 3;
  options.max_documents = 13;
  auto first = crawl_on(server).documents(options);
  CHECK(unit::texts_in(first) == unit::numbers(0, 13));
  options.from = first.next().value();
  CHECK(contains(options.from, "/v1/crawl/7e1f?skip=10#3"));
  options.max_documents.reset();
  auto rest = crawl_on(server).documents(options);
  CHECK(unit::texts_in(rest) == unit::numbers(13, 35));
}

TEST_CASE("Before the first page the token of a crawl is its own path") {
  FakeServer server(unit::FakeJob{});
  fc::ReadOptions options;
  CHECK(crawl_on(server).documents().next() == "/v1/crawl/7e1f");
  options.page_size = 7;
  CHECK(crawl_on(server).documents(options).next() == "/v1/crawl/7e1f?limit=7");
}

TEST_CASE("A token of the other kind of job is refused, and no request is sent") {
  FakeServer server(unit::FakeJob{});
  fc::ReadOptions options;
  options.from = "/v1/batch/scrape/7e1f?skip=1";
  CHECK_THROWS_AS(crawl_on(server).documents(options), fc::UsageError);
  CHECK_THROWS_AS(crawl_on(server).page(options.from), fc::UsageError);
  CHECK_NOTHROW(unit::job_on(server).documents(options));
  options.from = "https://api.firecrawl.dev/v1/crawl/7e1f?skip=1#3";
  CHECK_THROWS_AS(unit::job_on(server).documents(options), fc::UsageError);
  CHECK_THROWS_AS(unit::job_on(server).pages(options), fc::UsageError);
  CHECK_NOTHROW(crawl_on(server).documents(options));
  CHECK(server.requests.empty());
}

TEST_CASE("A next of a crawl that names its id on the other path is followed on its own") {
  unit::FakeJob job{"completed", 25, 10, 0, true, "/v1/batch/scrape/7e1f"};
  FakeServer server(job);
  auto range = crawl_on(server).documents();
  CHECK(unit::texts_in(range) == unit::numbers(0, 25));
  for (const auto& request : server.requests) CHECK(contains(request.url, "/v1/crawl/7e1f"));
  // What it left as a token is taken.
  fc::ReadOptions options;
  options.max_documents = 12;
  auto part = crawl_on(server).documents(options);
  unit::texts_in(part);
  options.from = part.next().value();
  auto rest = crawl_on(server).documents(options);
  CHECK(unit::texts_in(rest) == unit::numbers(12, 24));
}

TEST_CASE("A next of a crawl that names another id is an error") {
  for (const char* other : {"/v1/crawl/other", "/v1/batch/scrape/other"}) {
    CAPTURE(other);
    FakeServer server(unit::FakeJob{"completed", 25, 10, 0, true, other});
    auto range = crawl_on(server).documents();
    CHECK_THROWS_AS(unit::texts_in(range), fc::PaginationError);
  }
}

TEST_CASE("A crawl whose first page is forbidden ends without documents and says why") {
  FakeServer server([](const fc::HttpRequest& request) {
    if (contains(request.url, "/errors")) {
      return answer(200, R"({"errors":[{"id":"1","timestamp":"2026-11-25T23:25:52.605Z",
          "url":"https://a.example/private","code":"CRAWL_DENIAL","error":"blocked by robots.txt"}],"robotsBlocked":[]})");
    }
    return answer(200, R"({"success":true,"status":"completed","completed":0,"total":0,"creditsUsed":-1,
        "expiresAt":"2026-11-26T23:26:06.000Z","data":[],"createdAt":"2026-11-25T23:25:51.685Z",
        "completedAt":"2026-11-25T23:25:51.685Z","duration":0})");
  });
  const auto job = crawl_on(server);
  auto range = job.follow();
  CHECK(unit::texts_in(range).empty());
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
  CHECK(server.requests.size() == 1);
  CHECK(job.wait().completed == 0);
  REQUIRE(job.errors().failed.size() == 1);
  CHECK(job.errors().failed[0].code == "CRAWL_DENIAL");
  const auto report = fc::make_report(job, {"https://a.example/private"});
  CHECK(report.urls.at(0).kind == fc::UrlOutcome::Kind::failed);
}

TEST_CASE("A crawl's warning is kept, as is what comes after its documents") {
  FakeServer server([](const fc::HttpRequest&) {
    return answer(200, R"({"success":true,"status":"completed","completed":1,"total":1,"creditsUsed":1,
        "data":[{"markdown":"x"}],"createdAt":"2026-11-25T09:00:01.000Z","duration":12.5,
        "warning":"3 pages are blocked by robots.txt"})");
  });
  const auto page = crawl_on(server).status();
  CHECK(page.warning == "3 pages are blocked by robots.txt");
  CHECK(page.extra == json{{"createdAt", "2026-11-25T09:00:01.000Z"}, {"duration", 12.5}});
  CHECK(crawl_on(server).wait().warning == page.warning);
  auto range = crawl_on(server).documents();
  CHECK(unit::texts_in(range) == std::vector<std::string>{"x"});
  CHECK(range.progress().warning == page.warning);
}

TEST_CASE("A crawl that could not begin is a failed job with its reason") {
  FakeServer server([](const fc::HttpRequest&) {
    return answer(200, R"({"success":false,"status":"failed","error":"the crawl could not be started",
        "completed":0,"total":0,"creditsUsed":0,"expiresAt":"2026-11-26T23:26:06.000Z","data":[],"duration":0})");
  });
  const auto job = crawl_on(server);
  CHECK(job.status().status == fc::JobStatus::failed);
  CHECK(job.progress().error == "the crawl could not be started");
  CHECK(contains(thrown<fc::JobFailedError>([&] { job.wait(); }).what(), "the crawl could not be started"));
  auto range = job.follow();
  CHECK(unit::texts_in(range).empty());
  CHECK(range.progress().status == fc::JobStatus::failed);
}

TEST_CASE("A report of a crawl tells the pages that were expected from the others") {
  FakeServer server([](const fc::HttpRequest& request) {
    if (contains(request.url, "/errors")) {
      return answer(200, R"({"errors":[{"id":"1","url":"https://a.example/broken","error":"timed out"}],
          "robotsBlocked":["https://a.example/private"]})");
    }
    return answer(200, R"({"status":"completed","completed":2,"total":2,"data":[
        {"metadata":{"sourceURL":"https://a.example","statusCode":200}},
        {"metadata":{"sourceURL":"https://a.example/found","statusCode":200}}]})");
  });
  const auto report =
      fc::make_report(crawl_on(server), {"https://a.example/", "https://a.example/broken",
                                         "https://a.example/private", "https://a.example/new"});
  using Kind = fc::UrlOutcome::Kind;
  std::vector<Kind> kinds;
  for (const auto& outcome : report.urls) kinds.push_back(outcome.kind);
  CHECK(kinds == std::vector<Kind>{Kind::scraped, Kind::failed, Kind::robots_blocked, Kind::missing});
  CHECK(report.unasked == std::vector<std::string>{"https://a.example/found"});
}
