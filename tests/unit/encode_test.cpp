// SPDX-License-Identifier: MIT
// What a request to start a job looks like on the wire.

#include <chrono>
#include <firecrawl/batch_scrape.hpp>
#include <firecrawl/detail/wire/batch_scrape.hpp>
#include <firecrawl/scrape_options.hpp>
#include <firecrawl/webhook.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"

namespace fc = firecrawl;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

const std::string uuid = "11111111-2222-4333-8444-555555555555";

fc::BatchScrapeRequest full_request() {
  fc::BatchScrapeRequest r;
  r.urls = {"https://a.example", "https://b.example/ü"};
  r.scrape.formats = {"markdown", "rawHtml", "json", "changeTracking", "screenshot@fullPage"};
  r.scrape.only_main_content = false;
  r.scrape.include_tags = {"main"};
  r.scrape.exclude_tags = {"nav", "footer"};
  r.scrape.headers = {{"Cookie", "a=b"}};
  r.scrape.wait_for = milliseconds(30'000);
  r.scrape.timeout = milliseconds(60'000);
  r.scrape.mobile = true;
  r.scrape.skip_tls_verification = true;
  r.scrape.remove_base64_images = false;
  r.scrape.block_ads = true;
  r.scrape.proxy = fc::ProxyMode::automatic;
  r.scrape.max_age = milliseconds(3'600'000);
  r.scrape.store_in_cache = false;
  r.scrape.location = fc::Location{"DE", {"de", "en"}};
  r.scrape.actions = {fc::Action::wait(milliseconds(500)),
                      fc::Action::wait_for("#x"),
                      fc::Action::click("#a"),
                      fc::Action::write("hi"),
                      fc::Action::press("Enter"),
                      fc::Action::scroll("down"),
                      fc::Action::screenshot(true),
                      fc::Action::scrape(),
                      fc::Action::execute_javascript("1+1"),
                      fc::Action{"pdf", {{"format", "A4"}}}};
  fc::JsonOptions json_options;
  json_options.prompt = "the price";
  json_options.schema = {{"type", "object"}};
  json_options.system_prompt = "be exact";
  r.scrape.json_options = json_options;
  fc::ChangeTrackingOptions tracking;
  tracking.modes = {"git-diff", "json"};
  tracking.schema = {{"type", "string"}};
  tracking.prompt = "what changed";
  tracking.tag = "nightly";
  r.scrape.change_tracking_options = tracking;
  r.scrape.parse_pdf = true;
  r.zero_data_retention = true;
  r.max_concurrency = 7;
  r.ignore_invalid_urls = true;
  r.append_to = uuid;
  fc::Webhook webhook;
  webhook.url = "https://hook.example";
  webhook.headers = {{"X-Auth", "t"}};
  webhook.metadata = {{"run", "5"}};
  webhook.events = {fc::WebhookEvent::page, fc::WebhookEvent::failed};
  r.webhook = webhook;
  r.integration = "_tests";
  r.origin = "firecrawl-cpp";
  r.extra = {{"somethingNew", {1, 2}}};
  return r;
}

// What v1 and v2 have in common.
json common_body() {
  return json::parse(R"({
    "urls": ["https://a.example", "https://b.example/ü"], "onlyMainContent": false, "includeTags": ["main"],
    "excludeTags": ["nav", "footer"], "headers": {"Cookie": "a=b"}, "waitFor": 30000, "timeout": 60000, "mobile": true,
    "skipTlsVerification": true, "removeBase64Images": false, "blockAds": true, "proxy": "auto", "maxAge": 3600000,
    "storeInCache": false, "location": {"country": "DE", "languages": ["de", "en"]},
    "actions": [{"type": "wait", "milliseconds": 500}, {"type": "wait", "selector": "#x"},
      {"type": "click", "selector": "#a"}, {"type": "write", "text": "hi"}, {"type": "press", "key": "Enter"},
      {"type": "scroll", "direction": "down"}, {"type": "screenshot", "fullPage": true}, {"type": "scrape"},
      {"type": "executeJavascript", "script": "1+1"}, {"type": "pdf", "format": "A4"}],
    "zeroDataRetention": true, "maxConcurrency": 7, "ignoreInvalidURLs": true,
    "appendToId": "11111111-2222-4333-8444-555555555555",
    "webhook": {"url": "https://hook.example", "headers": {"X-Auth": "t"}, "metadata": {"run": "5"}, "events": ["page", "failed"]},
    "integration": "_tests", "origin": "firecrawl-cpp", "somethingNew": [1, 2]})");
}

std::string refusal(const fc::BatchScrapeRequest& request, fc::ApiVersion version = fc::ApiVersion::v1) {
  try {
    (void)fc::detail::encode_body(request, version);
  } catch (const fc::UsageError& e) {
    return e.what();
  }
  return "taken";
}

using Catch::Matchers::ContainsSubstring;

fc::BatchScrapeRequest one_url() { return {"https://a.example"}; }

}  // namespace

TEST_CASE("Only what was set is sent") {
  CHECK(fc::detail::encode(one_url(), fc::ApiVersion::v1) == json{{"urls", {"https://a.example"}}});
  CHECK(fc::detail::encode(one_url(), fc::ApiVersion::v2) == json{{"urls", {"https://a.example"}}});
}

TEST_CASE("Every option is in v1's body under its own name") {
  auto expected = common_body();
  expected["formats"] = {"markdown", "rawHtml", "json", "changeTracking", "screenshot@fullPage"};
  expected["jsonOptions"] = {
      {"prompt", "the price"}, {"schema", {{"type", "object"}}}, {"systemPrompt", "be exact"}};
  expected["changeTrackingOptions"] = {{"modes", {"git-diff", "json"}},
                                       {"schema", {{"type", "string"}}},
                                       {"prompt", "what changed"},
                                       {"tag", "nightly"}};
  expected["parsePDF"] = true;
  CHECK(fc::detail::encode(full_request(), fc::ApiVersion::v1) == expected);
}

TEST_CASE("In v2's body the options of formats are in the formats, and parsePDF is a parser") {
  auto expected = common_body();
  expected["formats"] =
      json::array({"markdown",
                   "rawHtml",
                   {{"type", "json"}, {"prompt", "the price"}, {"schema", {{"type", "object"}}}},
                   {{"type", "changeTracking"},
                    {"modes", {"git-diff", "json"}},
                    {"schema", {{"type", "string"}}},
                    {"prompt", "what changed"},
                    {"tag", "nightly"}},
                   {{"type", "screenshot"}, {"fullPage", true}}});
  expected["parsers"] = {"pdf"};
  auto request = full_request();
  request.scrape.json_options->system_prompt.reset();
  CHECK(fc::detail::encode(request, fc::ApiVersion::v2) == expected);
}

TEST_CASE("Options of a format that v2 is not asked for are refused and not dropped") {
  auto r = one_url();
  r.scrape.formats = {"markdown"};
  r.scrape.json_options = fc::JsonOptions{};
  CHECK_THAT(refusal(r, fc::ApiVersion::v2),
             ContainsSubstring("json_options") && ContainsSubstring("\"json\""));
  r.scrape.formats.emplace_back("json");
  r.scrape.json_options->prompt = "the price";
  CHECK(refusal(r, fc::ApiVersion::v2) == "taken");
  r.scrape.change_tracking_options = fc::ChangeTrackingOptions{};
  CHECK_THAT(refusal(r, fc::ApiVersion::v2), ContainsSubstring("change_tracking_options"));
  CHECK(refusal(r) == "taken");  // v1 has a place for them
}

TEST_CASE("Version 2 takes formats with options of their own, version 1 says that it does not") {
  auto r = one_url();
  r.scrape.formats = {"markdown", fc::Format("screenshot", {{"fullPage", true}, {"quality", 80}})};
  CHECK(fc::detail::encode(r, fc::ApiVersion::v2)["formats"] ==
        json::array({"markdown", {{"type", "screenshot"}, {"fullPage", true}, {"quality", 80}}}));
  CHECK_THAT(refusal(r), ContainsSubstring("screenshot") && ContainsSubstring("ApiVersion::v2"));
}

TEST_CASE("Options that are no JSON object are refused by their name") {
  auto r = one_url();
  r.scrape.formats = {fc::Format("screenshot@fullPage", "no object")};
  CHECK_THAT(refusal(r, fc::ApiVersion::v2), ContainsSubstring("the options of format screenshot@fullPage"));
  r.scrape.formats.clear();
  r.scrape.actions = {fc::Action{"pdf", {1, 2}}};
  CHECK_THAT(refusal(r), ContainsSubstring("the members of action pdf"));
  r.scrape.actions = {fc::Action{"pdf", nullptr}};
  CHECK(refusal(r) == "taken");
}

TEST_CASE("A webhook with nothing but a URL is sent as text") {
  auto r = one_url();
  r.webhook = fc::Webhook{"https://hook.example", {}, {}, {}};
  CHECK(fc::detail::encode(r, fc::ApiVersion::v1)["webhook"] == "https://hook.example");
}

TEST_CASE("Version 2 without PDF parsing is an empty list of parsers") {
  auto r = one_url();
  r.scrape.parse_pdf = false;
  CHECK(fc::detail::encode(r, fc::ApiVersion::v2)["parsers"] == json::array());
}

TEST_CASE(
    "A request that cannot be right is refused before it is sent, and the message names what is wrong") {
  CHECK_THAT(refusal(fc::BatchScrapeRequest()), ContainsSubstring("no URLs"));
  CHECK_THAT(refusal({"https://a.example", ""}), ContainsSubstring("urls[1]"));
  auto r = one_url();
  r.scrape.timeout = milliseconds(999);
  CHECK_THAT(refusal(r),
             ContainsSubstring("timeout") && ContainsSubstring("999") && ContainsSubstring("at least 1000"));
  r = one_url();
  r.scrape.wait_for = milliseconds(60'001);
  CHECK_THAT(refusal(r),
             ContainsSubstring("wait_for") && ContainsSubstring("60001") && ContainsSubstring("0 to 60000"));
  r = one_url();
  r.scrape.wait_for = milliseconds(-1);
  CHECK_THAT(refusal(r), ContainsSubstring("wait_for"));
  r = one_url();
  r.scrape.formats = {"screenshot", "markdown", "screenshot@fullPage"};
  CHECK_THAT(refusal(r), ContainsSubstring("screenshot"));
  r = one_url();
  r.idempotency_key = "not-a-uuid";
  CHECK_THAT(refusal(r), ContainsSubstring("idempotency_key"));
  r.idempotency_key = uuid;
  CHECK(refusal(r) == "taken");
  r = one_url();
  r.append_to = uuid + "0";
  CHECK_THAT(refusal(r), ContainsSubstring("append_to"));
  r = one_url();
  r.extra = json::array();
  CHECK_THAT(refusal(r), ContainsSubstring("extra"));
  CHECK_THAT(refusal({"https://a.example", "https://a.example/\xff"}),
             ContainsSubstring("urls[1] is not UTF-8"));
  r = one_url();
  r.extra = {{"a", {{"b", json::array({1, {{"c", "\xff"}}})}}}};
  CHECK_THAT(refusal(r), ContainsSubstring("a.b[1].c is not UTF-8"));
  r.extra = {{"a", {{"\xff", 1}}}};
  CHECK_THAT(refusal(r), ContainsSubstring("the name of a member of a is not UTF-8"));
  r.extra = {{"\xff", 1}};
  CHECK_THAT(refusal(r), ContainsSubstring("not UTF-8"));
}

TEST_CASE("A body above 10 MB is refused with a word on how to split it") {
  fc::BatchScrapeRequest r;
  const std::string long_url = "https://a.example/" + std::string(10'000, 'x');
  for (int i = 0; i < 1'100; ++i) r.urls.push_back(long_url);
  CHECK_THAT(refusal(r),
             ContainsSubstring("10 MB") && ContainsSubstring("append_to") && ContainsSubstring("1100"));
}

TEST_CASE("A field wins over a member of extra, and the type of an action over a member of that name") {
  fc::BatchScrapeRequest request{"https://a.example"};
  request.scrape.timeout = milliseconds(2000);
  request.extra = {{"timeout", 1}, {"urls", 7}, {"minAge", 5}};
  request.scrape.actions = {fc::Action{"click", {{"type", "press"}, {"selector", "#x"}}}};
  const auto body = fc::detail::encode(request, fc::ApiVersion::v1);
  CHECK(body["timeout"] == 2000);
  CHECK(body["urls"] == json::array({"https://a.example"}));
  CHECK(body["minAge"] == 5);
  CHECK(body["actions"][0]["type"] == "click");
}

TEST_CASE("A location without a country has no country") {
  fc::BatchScrapeRequest request{"https://a.example"};
  request.scrape.location = fc::Location{"", {"de"}};
  CHECK(fc::detail::encode(request, fc::ApiVersion::v1)["location"] == json{{"languages", {"de"}}});
}
