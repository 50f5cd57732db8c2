// SPDX-License-Identifier: MIT
// What a request to start a crawl looks like on the wire, and which ones are refused before they are sent.

#include <chrono>
#include <cstddef>
#include <firecrawl/crawl.hpp>
#include <firecrawl/detail/wire/crawl.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/webhook.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/basics.hpp"

namespace fc = firecrawl;
using fc::ApiVersion;
using kit::contains;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

const std::string crawled_site = "https://a.example/start";

json crawl_body(const fc::CrawlRequest& request, ApiVersion version) {
  return fc::detail::encode(request, version);
}

// Every field that both versions have.
fc::CrawlRequest full_crawl() {
  fc::CrawlRequest r = crawled_site;
  r.scrape.formats = {"markdown", "json", "screenshot@fullPage"};
  r.scrape.only_main_content = false;
  r.scrape.wait_for = milliseconds(500);
  r.scrape.timeout = milliseconds(20'000);
  r.scrape.parse_pdf = true;
  fc::JsonOptions json_options;
  json_options.prompt = "the price";
  r.scrape.json_options = json_options;
  r.scrape.extra = {{"newOption", 1}};
  r.limit = 250;
  r.max_discovery_depth = 3;
  r.max_concurrency = 7;
  r.include_paths = {"^/guide/.*", "b"};
  r.exclude_paths = {"/private"};
  r.crawl_entire_domain = true;
  r.allow_external_links = false;
  r.allow_subdomains = true;
  r.ignore_query_parameters = true;
  r.deduplicate_similar_urls = false;
  r.regex_on_full_url = true;
  r.ignore_robots_txt = false;
  r.zero_data_retention = true;
  r.sitemap = fc::Sitemap::skip;
  r.delay = milliseconds(1500);
  r.integration = "_tests";
  r.origin = "firecrawl-cpp";
  r.idempotency_key = "11111111-2222-4333-8444-555555555555";
  fc::Webhook webhook;
  webhook.url = "https://hook.example";
  webhook.events = {fc::WebhookEvent::page};
  r.webhook = webhook;
  r.extra = {{"somethingNew", true}};
  return r;
}

// What the versions have in common.
json common_crawl_body() {
  return json::parse(R"({
    "url": "https://a.example/start", "limit": 250, "maxDiscoveryDepth": 3, "maxConcurrency": 7,
    "includePaths": ["^/guide/.*", "b"], "excludePaths": ["/private"], "crawlEntireDomain": true,
    "allowExternalLinks": false, "allowSubdomains": true, "ignoreQueryParameters": true,
    "deduplicateSimilarURLs": false, "regexOnFullURL": true, "ignoreRobotsTxt": false, "zeroDataRetention": true,
    "delay": 1.5, "integration": "_tests", "origin": "firecrawl-cpp", "somethingNew": true,
    "webhook": {"url": "https://hook.example", "events": ["page"]},
    "scrapeOptions": {"onlyMainContent": false, "waitFor": 500, "timeout": 20000, "newOption": 1}})");
}

using ChangeCrawl = std::function<void(fc::CrawlRequest&)>;

// What a request that was changed so is refused with; "taken" if it is not.
std::string crawl_outcome(const ChangeCrawl& change, ApiVersion version) {
  fc::CrawlRequest request = crawled_site;
  change(request);
  try {
    fc::detail::encode_body(request, version);
  } catch (const fc::UsageError& error) {
    return error.what();
  }
  return "taken";
}

// The same on both versions.
std::string crawl_outcome(const ChangeCrawl& change) {
  const auto v1 = crawl_outcome(change, ApiVersion::v1);
  CHECK(v1 == crawl_outcome(change, ApiVersion::v2));
  return v1;
}

std::vector<std::string> many_patterns(std::size_t count, std::size_t length) {
  return std::vector<std::string>(count, std::string(length, 'x'));
}

}  // namespace

TEST_CASE("A URL alone is all that a crawl needs, and all that is sent") {
  for (const auto version : {ApiVersion::v1, ApiVersion::v2}) {
    CHECK(crawl_body(crawled_site, version) == json{{"url", crawled_site}});
    CHECK(crawl_body(crawled_site.c_str(), version) == json{{"url", crawled_site}});
  }
  const char* const nothing = nullptr;
  CHECK(fc::CrawlRequest(nothing).url.empty());
}

TEST_CASE("Every option of a crawl is in v1's body under its own name") {
  auto request = full_crawl();
  request.max_depth = 4;
  auto expected = common_crawl_body();
  expected["maxDepth"] = 4;
  expected["ignoreSitemap"] = true;
  expected["scrapeOptions"]["formats"] = {"markdown", "json", "screenshot@fullPage"};
  expected["scrapeOptions"]["jsonOptions"] = {{"prompt", "the price"}};
  expected["scrapeOptions"]["parsePDF"] = true;
  CHECK(crawl_body(request, ApiVersion::v1) == expected);
}

TEST_CASE("Every option of a crawl is in v2's body under its own name") {
  auto request = full_crawl();
  request.prompt = "the guides";
  request.robots_user_agent = "mine";
  auto expected = common_crawl_body();
  expected["sitemap"] = "skip";
  expected["prompt"] = "the guides";
  expected["robotsUserAgent"] = "mine";
  expected["scrapeOptions"]["formats"] = json::parse(
      R"(["markdown", {"type":"json","prompt":"the price"}, {"type":"screenshot","fullPage":true}])");
  expected["scrapeOptions"]["parsers"] = json::array({"pdf"});
  CHECK(crawl_body(request, ApiVersion::v2) == expected);
}

TEST_CASE("The sitemap is said in the words of each version") {
  struct Row {
    const char* sitemap;
    json v1;
  };
  for (const auto& row : {Row{fc::Sitemap::include, {{"url", crawled_site}, {"ignoreSitemap", false}}},
                          Row{fc::Sitemap::skip, {{"url", crawled_site}, {"ignoreSitemap", true}}},
                          Row{fc::Sitemap::only, nullptr}}) {
    CAPTURE(row.sitemap);
    fc::CrawlRequest request = crawled_site;
    request.sitemap = row.sitemap;
    CHECK(crawl_body(request, ApiVersion::v2) == json{{"url", crawled_site}, {"sitemap", row.sitemap}});
    if (!row.v1.is_null()) CHECK(crawl_body(request, ApiVersion::v1) == row.v1);
  }
}

TEST_CASE("A delay is sent in seconds") {
  fc::CrawlRequest request = crawled_site;
  for (const auto& [delay, text] : {std::pair{1, "0.001"}, {250, "0.25"}, {2000, "2"}, {60'000, "60"}}) {
    request.delay = milliseconds(delay);
    CHECK(crawl_body(request, ApiVersion::v2)["delay"].dump() == text);
  }
}

TEST_CASE("Fields of a crawl win over extra members of the same name") {
  fc::CrawlRequest request = crawled_site;
  request.limit = 5;
  request.scrape.timeout = milliseconds(2000);
  request.extra = {{"limit", 7},
                   {"url", "https://b.example"},
                   {"delay", 3},
                   {"scrapeOptions", {{"timeout", 1}, {"mobile", true}}}};
  CHECK(crawl_body(request, ApiVersion::v2) ==
        json{{"limit", 5},
             {"url", crawled_site},
             {"delay", 3},
             {"scrapeOptions", {{"timeout", 2000}, {"mobile", true}}}});
  request.extra = nullptr;
  CHECK(crawl_body(request, ApiVersion::v1)["limit"] == 5);
  request.extra = {{"scrapeOptions", "all"}};
  CHECK(contains(kit::thrown<fc::UsageError>([&] { crawl_body(request, ApiVersion::v2); }).what(),
                 "the \"scrapeOptions\" of the extra members are not a JSON object"));
}

TEST_CASE("A crawl that begins nowhere is refused") {
  CHECK(crawl_outcome([](auto& r) { r.url = ""; }) == "start_crawl: url is empty");
  CHECK(crawl_outcome([](auto& r) { r.url = " \n"; }) == "start_crawl: url is empty");
  CHECK(contains(crawl_outcome([](auto& r) { r.url = "ftp://a.example"; }),
                 "start_crawl: url is ftp://a.example, but only http and https"));
  CHECK(crawl_outcome([](auto& r) { r.url = "a.example"; }) == "taken");
  CHECK(contains(crawl_outcome([](auto& r) { r.url = "a.example/\xFF"; }), "url is not UTF-8"));
}

TEST_CASE("Numbers and times of a crawl have bounds") {
  CHECK(contains(crawl_outcome([](auto& r) { r.limit = 0; }), "limit is 0, but must be at least 1"));
  CHECK(contains(crawl_outcome([](auto& r) { r.limit = -1; }), "limit is -1, but must be at least 1"));
  CHECK(contains(crawl_outcome([](auto& r) { r.max_concurrency = 0; }), "max_concurrency is 0"));
  CHECK(contains(crawl_outcome([](auto& r) { r.max_discovery_depth = -1; }), "max_discovery_depth is -1"));
  CHECK(contains(crawl_outcome([](auto& r) { r.max_depth = -1; }), "max_depth is -1"));
  CHECK(crawl_outcome([](auto& r) { r.limit = 1, r.max_discovery_depth = 0; }) == "taken");
  for (const int delay : {0, -1, 60'001}) {
    CAPTURE(delay);
    CHECK(contains(crawl_outcome([=](auto& r) { r.delay = milliseconds(delay); }),
                   "delay is " + std::to_string(delay) + " ms, but must be 1 to 60000 ms"));
  }
}

TEST_CASE("What a version of the API cannot say of a crawl is refused with the one that can") {
  const auto v1_refuses = [](const ChangeCrawl& change, const std::string& why) {
    CHECK(crawl_outcome(change, ApiVersion::v1) ==
          "start_crawl: " + why + ", which v1 does not take; use ApiVersion::v2");
    CHECK(crawl_outcome(change, ApiVersion::v2) == "taken");
  };
  v1_refuses([](auto& r) { r.prompt = "the guides"; }, "prompt is set");
  v1_refuses([](auto& r) { r.robots_user_agent = "mine"; }, "robots_user_agent is set");
  v1_refuses([](auto& r) { r.sitemap = fc::Sitemap::only; }, "sitemap is \"only\"");
  const auto deep = [](auto& r) { r.max_depth = 2; };
  CHECK(crawl_outcome(deep, ApiVersion::v1) == "taken");
  CHECK(crawl_outcome(deep, ApiVersion::v2) ==
        "start_crawl: max_depth is set, which v2 does not take; use max_discovery_depth, or ApiVersion::v1");
  CHECK(contains(crawl_outcome([](auto& r) { r.sitemap = "Skip"; }),
                 "sitemap is \"Skip\", but must be \"include\", \"skip\" or \"only\""));
}

TEST_CASE("Patterns and prompts of a crawl have a length") {
  CHECK(crawl_outcome([](auto& r) { r.include_paths = many_patterns(50, 2000); }) == "taken");
  CHECK(crawl_outcome([](auto& r) { r.include_paths = r.exclude_paths = many_patterns(500, 1); }) == "taken");
  CHECK(contains(crawl_outcome([](auto& r) {
                   r.exclude_paths = {"a", std::string(2001, 'x')};
                 }),
                 "exclude_paths[1] has 2001 characters, but at most 2000 are taken"));
  CHECK(contains(crawl_outcome([](auto& r) { r.include_paths = many_patterns(1001, 1); }),
                 "include_paths and exclude_paths have 1001 patterns together, but at most 1000 are taken"));
  CHECK(contains(
      crawl_outcome([](auto& r) { r.include_paths = many_patterns(50, 2000), r.exclude_paths = {"x"}; }),
      "have 100001 characters together, but at most 100000 are taken"));
  const auto prompt = [](std::size_t length) {
    return crawl_outcome([=](auto& r) { r.prompt = std::string(length, 'x'); }, ApiVersion::v2);
  };
  CHECK(prompt(10'000) == "taken");
  CHECK(contains(prompt(10'001), "prompt has 10001 characters, but at most 10000 are taken"));
}

TEST_CASE("The rules that a crawl shares with other requests are kept") {
  CHECK(contains(crawl_outcome([](auto& r) { r.idempotency_key = "x"; }), "idempotency_key is not a UUID"));
  CHECK(contains(crawl_outcome([](auto& r) { r.integration = "x"; }), "integration is \"x\""));
  CHECK(contains(crawl_outcome([](auto& r) { r.webhook = fc::Webhook(); }), "webhook.url is empty"));
  CHECK(contains(crawl_outcome([](auto& r) { r.extra = 7; }), "extra members are not a JSON object"));
  CHECK(contains(crawl_outcome([](auto& r) {
                   r.scrape.wait_for = milliseconds(600), r.scrape.timeout = milliseconds(1000);
                 }),
                 "wait_for is 600 ms, but must be at most half of timeout"));
  CHECK(contains(crawl_outcome([](auto& r) { r.extra["x"] = std::string(11'000'000, 'x'); }), "takes 10 MB"));
}

TEST_CASE("A preview is asked for with a whole URL and a prompt, on v2") {
  const auto preview = [](const std::string& url, const std::string& prompt, ApiVersion version) {
    try {
      return fc::detail::encode_preview(url, prompt, version);
    } catch (const fc::UsageError& error) {
      return std::string(error.what());
    }
  };
  CHECK(json::parse(preview(crawled_site, "no blog", ApiVersion::v2)) ==
        json{{"url", crawled_site}, {"prompt", "no blog"}});
  CHECK(preview(crawled_site, "no blog", ApiVersion::v1) ==
        "preview_crawl: v1 of the API has no such call; use ApiVersion::v2");
  CHECK(preview("", "no blog", ApiVersion::v2) == "preview_crawl: url is empty");
  CHECK(contains(preview("a.example", "no blog", ApiVersion::v2), "must begin with http:// or https://"));
  CHECK(preview(crawled_site, "", ApiVersion::v2) == "preview_crawl: prompt is empty");
  CHECK(contains(preview(crawled_site, std::string(10'001, 'x'), ApiVersion::v2),
                 "prompt has 10001 characters"));
}
