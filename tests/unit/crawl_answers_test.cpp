// SPDX-License-Identifier: MIT
// The crawls that run, and the one that a server would make of a prompt.

#include <chrono>
#include <cstdint>
#include <firecrawl/client.hpp>
#include <firecrawl/crawl.hpp>
#include <firecrawl/error.hpp>
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
using unit::FakeServer;

TEST_CASE("The crawls that run are listed with what the server says of them") {
  FakeServer server({answer(200, R"({"success":true,"crawls":[
      {"id":"7e1f","teamId":"bypass","url":"https://a.example","created_at":"2026-11-25T23:26:37.359Z",
       "options":{"limit":250,"sitemap":"include"}},
      {"id":"8e1f","createdAt":"2026-11-25T23:26:38Z","url":7,"options":null},
      null, "x", {"created_at":"yesterday"}]})")});
  const auto crawls = unit::client_on(server).active_crawls();
  CHECK(server.timeline == std::vector<std::string>{"GET /v2/crawl/active"});
  REQUIRE(crawls.size() == 3);
  CHECK(crawls[0].id == "7e1f");
  CHECK(crawls[0].url == "https://a.example");
  CHECK(crawls[0].created_at ==
        std::chrono::system_clock::time_point(std::chrono::milliseconds(1'795'649'197'359)));
  CHECK(crawls[0].options == json{{"limit", 250}, {"sitemap", "include"}});
  CHECK(crawls[0].extra == json{{"teamId", "bypass"}});
  CHECK(crawls[1].id == "8e1f");
  CHECK(crawls[1].url.empty());
  CHECK(crawls[1].extra == json{{"url", 7}});
  CHECK(crawls[1].created_at ==
        std::chrono::system_clock::time_point(std::chrono::milliseconds(1'795'649'198'000)));
  CHECK(crawls[1].options.is_null());
  CHECK(crawls[2].id.empty());
  CHECK_FALSE(crawls[2].created_at);
}

TEST_CASE("A list of crawls is asked for again where a reading is, and is empty if none runs") {
  FakeServer server({answer(503, "<html>"), answer(200, R"({"success":true,"crawls":[]})")});
  CHECK(unit::client_on(server, fc::ApiVersion::v1).active_crawls().empty());
  CHECK(server.requests.size() == 2);
  FakeServer none({answer(200, R"({"crawls":null})")});
  CHECK(unit::client_on(none).active_crawls().empty());
  for (const char* body : {"{}", R"({"crawls":{}})"}) {
    CAPTURE(body);
    FakeServer wrong({answer(200, body)});
    CHECK(thrown<fc::DecodeError>([&] { unit::client_on(wrong).active_crawls(); }).pointer() == "/crawls");
  }
  FakeServer refusing({answer(200, R"({"success":false,"error":"no"})")});
  CHECK_THROWS_AS(unit::client_on(refusing).active_crawls(), fc::ApiError);
}

TEST_CASE("A preview becomes a request with a field for each known key, which can be started") {
  FakeServer server({answer(200, R"({"success":true,"data":{"url":"https://a.example/guide",
      "includePaths":["/guide/.*"],"excludePaths":["/blog"],"maxDepth":3,"maxDiscoveryDepth":2,
      "crawlEntireDomain":true,"allowExternalLinks":false,"allowSubdomains":true,"sitemap":"skip",
      "ignoreQueryParameters":true,"deduplicateSimilarURLs":false,"delay":0.5,"limit":40,"regexOnFullURL":null,
      "newOption":{"a":1}}})"),
                     answer(200, R"({"success":true,"id":"7e1f"})")});
  const auto client = unit::client_on(server);
  const auto preview = client.preview_crawl("https://a.example", "the guides");
  CHECK(server.timeline == std::vector<std::string>{"POST /v2/crawl/params-preview"});
  CHECK(json::parse(server.requests[0].body) == json{{"url", "https://a.example"}, {"prompt", "the guides"}});
  CHECK(preview.url == "https://a.example/guide");
  CHECK(preview.include_paths == std::vector<std::string>{"/guide/.*"});
  CHECK(preview.exclude_paths == std::vector<std::string>{"/blog"});
  CHECK_FALSE(preview.max_depth);
  CHECK(preview.max_discovery_depth == 2);
  CHECK(preview.crawl_entire_domain == true);
  CHECK(preview.allow_external_links == false);
  CHECK(preview.allow_subdomains == true);
  CHECK(preview.sitemap == "skip");
  CHECK(preview.ignore_query_parameters == true);
  CHECK(preview.deduplicate_similar_urls == false);
  CHECK(preview.delay == std::chrono::milliseconds(500));
  CHECK(preview.limit == 40);
  CHECK_FALSE(preview.regex_on_full_url);
  CHECK(preview.extra == json{{"newOption", {{"a", 1}}}});
  client.start_crawl(preview);
  CHECK(json::parse(server.requests.at(1).body).count("maxDepth") == 0);
}

TEST_CASE("Only of a job that is unknown it is said that it may be too old") {
  FakeServer server(
      [](const fc::HttpRequest&) { return answer(404, R"({"success":false,"error":"none"})"); });
  auto options = server.options();
  options.base_url = "http://fake.example/crawl/batch/scrape";
  options.api_version = fc::ApiVersion::v2;
  const fc::Client client(options);
  const auto said = [](const auto& call) { return std::string(kit::thrown<fc::NotFoundError>(call).what()); };
  const std::string advice = "the job is older than 24 hours";
  for (const auto& text :
       {said([&] { client.preview_crawl("https://a.example", "x"); }), said([&] { client.credit_usage(); }),
        said([&] { client.active_crawls(); }), said([&] { client.scrape("https://a.example"); }),
        said([&] { client.request("GET", "/v2/crawl/ongoing?a=b"); })}) {
    CAPTURE(text);
    CHECK_FALSE(kit::contains(text, advice));
  }
  for (const auto& text : {said([&] { client.crawl_job("7e1f").status(); }),
                           said([&] { client.batch_scrape_job("7e1f").errors(); }),
                           said([&] { client.request("GET", "/v1/crawl/7e1f"); })}) {
    CAPTURE(text);
    CHECK(kit::contains(text, advice));
  }
}

TEST_CASE("A preview without a URL is of the URL that was asked for") {
  FakeServer server({answer(200, R"({"success":true,"data":{"url":""}})")});
  CHECK(unit::client_on(server).preview_crawl("https://a.example", "x").url == "https://a.example");
}

TEST_CASE("What does not fit in a preview is kept as it came") {
  FakeServer server(
      {answer(200, R"({"success":true,"data":{"limit":40.5,"includePaths":["a",7],"sitemap":1,
      "allowSubdomains":"yes","delay":"fast"}})"),
       answer(200, R"({"success":true,"data":{"delay":0,"limit":3.0,"maxDiscoveryDepth":"2","url":null}})")});
  const auto odd = unit::client_on(server).preview_crawl("https://a.example", "x");
  CHECK(odd.url == "https://a.example");
  CHECK(odd.extra == json::parse(R"({"limit":40.5,"includePaths":["a",7],"sitemap":1,"allowSubdomains":"yes",
      "delay":"fast"})"));
  CHECK_FALSE(odd.limit);
  CHECK(odd.include_paths.empty());
  const auto plain = unit::client_on(server).preview_crawl("https://a.example", "x");
  CHECK_FALSE(plain.delay);
  CHECK(plain.limit == 3);
  CHECK(plain.max_discovery_depth == 2);
  CHECK(plain.extra == json::object());
}

TEST_CASE("A preview is sent again where nothing can have been billed, and needs v2") {
  FakeServer server({answer(503, "busy"), answer(200, R"({"success":true,"data":{}})")});
  CHECK(unit::client_on(server).preview_crawl("https://a.example", "x").url == "https://a.example");
  CHECK(server.requests.size() == 2);
  FakeServer failing({answer(500, R"({"success":false,"error":"no"})")});
  CHECK_THROWS_AS(unit::client_on(failing).preview_crawl("https://a.example", "x"), fc::ServerError);
  CHECK(failing.requests.size() == 1);
  FakeServer wrong({answer(200, R"({"success":true,"data":[]})")});
  CHECK(thrown<fc::DecodeError>([&] {
          unit::client_on(wrong).preview_crawl("https://a.example", "x");
        }).pointer() == "/data");
  FakeServer unasked(unit::FakeJob{});
  const auto v1 = unit::client_on(unasked, fc::ApiVersion::v1);
  CHECK(contains(thrown<fc::UsageError>([&] { v1.preview_crawl("https://a.example", "x"); }).what(),
                 "ApiVersion::v2"));
  CHECK(unasked.requests.empty());
}

TEST_CASE("A model of the server has time for what is made of a prompt") {
  const std::string started = R"({"success":true,"id":"7e1f"})";
  FakeServer server(
      {answer(200, R"({"success":true,"data":{}})"), answer(200, started), answer(200, started)});
  const auto client = unit::client_on(server);
  fc::CrawlRequest request = client.preview_crawl("https://a.example", "x");
  client.start_crawl(request);
  request.prompt = "x";
  client.start_crawl(request);
  std::vector<std::int64_t> limits;
  for (const auto& sent : server.requests) limits.push_back(sent.first_byte_timeout.count());
  CHECK(limits == std::vector<std::int64_t>{330'000, 0, 330'000});
}
