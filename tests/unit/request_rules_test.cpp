// SPDX-License-Identifier: MIT
// The server's rules for a request. One that breaks a rule is refused with it before it is sent.

#include <chrono>
#include <firecrawl/batch_scrape.hpp>
#include <firecrawl/client.hpp>
#include <firecrawl/detail/wire/batch_scrape.hpp>
#include <firecrawl/detail/wire/request_rules.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/scrape_options.hpp>
#include <firecrawl/webhook.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using fc::Action;
using fc::ApiVersion;
using kit::contains;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

using Change = std::function<void(fc::BatchScrapeRequest&)>;

// What a start of a request that was changed so is refused with; "taken" if it is not.
std::string outcome(const Change& change, ApiVersion version) {
  fc::BatchScrapeRequest request{"https://a.example"};
  change(request);
  unit::FakeServer server({unit::answer(200, R"({"success":true,"id":"7e1f"})")});
  auto options = server.options();
  options.api_version = version;
  try {
    fc::Client(options).start_batch_scrape(request);
  } catch (const fc::UsageError& error) {
    CHECK(server.requests.empty());
    return error.what();
  }
  return "taken";
}

// The same on both versions.
std::string outcome(const Change& change) {
  const auto v1 = outcome(change, ApiVersion::v1);
  CHECK(v1 == outcome(change, ApiVersion::v2));
  return v1;
}

std::string outcome_of_actions(const std::vector<Action>& actions) {
  return outcome([&](auto& r) { r.scrape.actions = actions; });
}

std::string outcome_of_format(const fc::Format& format, ApiVersion version = ApiVersion::v2) {
  return outcome([&](auto& r) { r.scrape.formats = {"markdown", format}; }, version);
}

}  // namespace

TEST_CASE("URLs of other schemes are refused unless the server may leave them out") {
  CHECK(contains(outcome([](auto& r) { r.urls.emplace_back("ftp://b.example/x"); }),
                 "urls[1] is ftp://b.example/x, but only http and https"));
  CHECK(contains(outcome([](auto& r) { r.urls = {" \n"}; }), "urls[0] is empty"));
  CHECK(outcome([](auto& r) { r.urls = {"ftp://b.example/x"}, r.ignore_invalid_urls = true; }) == "taken");
  CHECK(contains(outcome([](auto& r) { r.urls = {"ftp://b.example/x"}, r.ignore_invalid_urls = false; }),
                 "urls[0]"));
  CHECK(outcome([](auto& r) {
          r.urls = {"a.example", " HTTPS://a.example ", "a.example:81/p?u=ftp://x", "localhost/?u=ftp://x"};
        }) == "taken");
}

TEST_CASE("A page is not waited for longer than half of its time") {
  CHECK(contains(
      outcome([](auto& r) { r.scrape.wait_for = milliseconds(501), r.scrape.timeout = milliseconds(1000); }),
      "wait_for is 501 ms, but must be at most half of timeout, which is 1000 ms"));
  CHECK(outcome([](auto& r) {
          r.scrape.wait_for = milliseconds(500), r.scrape.timeout = milliseconds(1000);
        }) == "taken");
  CHECK(outcome([](auto& r) { r.scrape.wait_for = milliseconds(60'000); }) == "taken");
  CHECK(contains(outcome([](auto& r) { r.scrape.max_age = milliseconds(-1); }),
                 "max_age is -1 ms, but must be at least 0"));
  CHECK(outcome([](auto& r) { r.scrape.max_age = milliseconds(0); }) == "taken");
}

TEST_CASE("Actions wait for a minute in all and are fifty at most") {
  CHECK(outcome_of_actions(std::vector<Action>(50, Action::scrape())) == "taken");
  CHECK(
      contains(outcome_of_actions(std::vector<Action>(51, Action::scrape())), "51 actions, but at most 50"));
  CHECK(outcome_of_actions({Action::wait(std::chrono::seconds(59)), Action::wait_for("#x")}) == "taken");
  CHECK(contains(outcome_of_actions({Action::wait(std::chrono::seconds(59)), Action::wait_for("#x"),
                                     Action::wait(milliseconds(1))}),
                 "60001 ms together"));
  CHECK(contains(outcome([](auto& r) {
                   r.scrape.wait_for = milliseconds(1);
                   r.scrape.actions = {Action::wait(std::chrono::minutes(1))};
                 }),
                 "wait_for and the waits of actions"));
  CHECK(contains(outcome_of_actions({Action{"wait", {{"milliseconds", INT64_MAX}}},
                                     Action{"wait", {{"milliseconds", INT64_MAX}}}}),
                 "actions"));
}

TEST_CASE("An action has what its type needs") {
  CHECK(contains(outcome_of_actions({Action::scrape(), Action::wait(milliseconds(0))}),
                 "actions[1] waits for 0 ms, but must wait for at least 1"));
  CHECK(contains(outcome_of_actions({Action{"wait", {{"milliseconds", 1.5}}}}), "waits for 1.5 ms"));
  CHECK(contains(outcome_of_actions({Action{"wait", {}}}), "either \"milliseconds\" or \"selector\""));
  CHECK(contains(outcome_of_actions({Action{"wait", {{"milliseconds", 1}, {"selector", "#x"}}}}), "either"));
  CHECK(contains(outcome_of_actions({Action{"click", {{"all", true}}}}),
                 "actions[0] is a click, which needs \"selector\""));
  CHECK(contains(outcome_of_actions({Action{"write", nullptr}}), "\"text\""));
  CHECK(contains(outcome_of_actions({Action{"press", {{"key", 7}}}}), "\"key\""));
  CHECK(contains(outcome_of_actions({Action{"executeJavascript", {}}}), "\"script\""));
  CHECK(contains(outcome_of_actions({Action::scroll("left")}), "neither \"up\" nor \"down\""));
  CHECK(outcome_of_actions({Action{"scroll", {}}, Action::scroll("up"),
                            Action{"of a newer server", {{"a", 1}}}}) == "taken");
}

TEST_CASE("An integration is a name that the server knows or one that begins with _") {
  for (const char* name : {"n8n", "dify", "prometheus", "_", "_of_our_own"}) {
    CAPTURE(name);
    CHECK(outcome([&](auto& r) { r.integration = name; }) == "taken");
  }
  for (const char* name : {"", "ours", "N8N"}) {
    CAPTURE(name);
    CHECK(contains(outcome([&](auto& r) { r.integration = name; }),
                   "integration is \"" + std::string(name) + "\", but must be"));
  }
}

TEST_CASE("What is named by ids and counted is what the server takes") {
  CHECK(contains(outcome([](auto& r) { r.max_concurrency = 0; }),
                 "max_concurrency is 0, but must be at least 1"));
  CHECK(outcome([](auto& r) { r.max_concurrency = 1; }) == "taken");
  for (const char* id : {"", "111111112-222-4333-8444-555555555555", "------------------------------------",
                         "11111111-2222-4333-8444-55555555555g", "11111111-2222-4333-8444-5555555555550"}) {
    CAPTURE(id);
    CHECK(contains(outcome([&](auto& r) { r.append_to = id; }), "append_to is not a UUID"));
    CHECK(contains(outcome([&](auto& r) { r.idempotency_key = id; }), "idempotency_key is not a UUID"));
  }
}

TEST_CASE("A country is a code of two letters") {
  for (const char* country : {"DE", "de", "us-generic", "us-whitelist", ""}) {
    CAPTURE(country);
    CHECK(outcome([&](auto& r) { r.scrape.location = fc::Location{country, {"de"}}; }) == "taken");
  }
  for (const char* country : {"Germany", "D", "D1", "DEU"}) {
    CAPTURE(country);
    CHECK(contains(outcome([&](auto& r) {
                     r.scrape.location = fc::Location{country, {}};
                   }),
                   "location.country is \""));
  }
}

TEST_CASE("A webhook has a URL, headers of its own, and texts for its metadata") {
  CHECK(contains(outcome([](auto& r) { r.webhook = fc::Webhook{}; }), "webhook.url is empty"));
  CHECK(contains(outcome([](auto& r) {
                   r.webhook = fc::Webhook{"https://h", {{"X-Firecrawl-Signature", "x"}}, {}, {}};
                 }),
                 "webhook.headers has X-Firecrawl-Signature"));
  CHECK(contains(outcome([](auto& r) {
                   r.webhook = fc::Webhook{"https://h", {}, {{"run", 5}}, {}};
                 }),
                 "webhook.metadata: \"run\" is not a text"));
  CHECK(contains(outcome([](auto& r) {
                   r.webhook = fc::Webhook{"https://h", {}, {1, 2}, {}};
                 }),
                 "webhook.metadata"));
  CHECK(outcome([](auto& r) {
          r.webhook = fc::Webhook{"https://h", {{"X-Auth", "x"}}, {{"run", "5"}}, {}};
        }) == "taken");
}

TEST_CASE("A system prompt is refused on v2, which does not take it") {
  const auto with_system_prompt = [](auto& r) {
    r.scrape.formats = {"json"};
    r.scrape.json_options = fc::JsonOptions{};
    r.scrape.json_options->prompt = "the price";
    r.scrape.json_options->system_prompt = "be exact";
  };
  CHECK(contains(outcome(with_system_prompt, ApiVersion::v2),
                 "json_options.system_prompt is set, which v2 does not take: put it into the prompt, or use "
                 "ApiVersion::v1"));
  CHECK(outcome(with_system_prompt, ApiVersion::v1) == "taken");
  CHECK(contains(outcome_of_format(fc::Format("json", {{"systemPrompt", "be exact"}})),
                 "\"systemPrompt\", which v2 does not take"));
}

TEST_CASE("A format that only the other version has is refused with its name") {
  for (const char* name :
       {"images", "attributes", "question", "highlights", "query", "audio", "video", "deterministicJson"}) {
    CAPTURE(name);
    CHECK(contains(outcome_of_format(name, ApiVersion::v1),
                   "formats has \"" + std::string(name) + "\", which v1 does not have; use ApiVersion::v2"));
  }
  CHECK(outcome_of_format("images") == "taken");
  CHECK(contains(outcome_of_format("extract"), "extract is v1's"));
  CHECK(outcome_of_format("of a newer server") == "taken");
  CHECK(outcome_of_format("of a newer server", ApiVersion::v1) == "taken");
}

TEST_CASE("Formats and their options need each other on v1") {
  CHECK(contains(outcome_of_format("json", ApiVersion::v1),
                 "formats has \"json\", which needs json_options on v1"));
  CHECK(contains(outcome([](auto& r) { r.scrape.json_options = fc::JsonOptions{}; }),
                 "json_options are set, but formats has no \"json\""));
  CHECK(outcome_of_format(fc::Format("json", {{"prompt", "x"}})) == "taken");
  CHECK(outcome(
            [](auto& r) {
              r.scrape.formats = {"json"}, r.extra = {{"jsonOptions", {{"prompt", "x"}}}};
            },
            ApiVersion::v1) == "taken");
  CHECK(contains(outcome_of_format("extract", ApiVersion::v1), "\"extract\" need each other"));
  CHECK(outcome(
            [](auto& r) {
              r.scrape.extra = {{"formats", {"json", "extract"}},
                                {"jsonOptions", {{"prompt", "x"}}},
                                {"extract", {{"prompt", "x"}}}};
            },
            ApiVersion::v1) == "taken");
  CHECK(outcome(
            [](auto& r) {
              r.scrape.formats = {"extract"}, r.extra = {{"extract", {{"prompt", "x"}}}};
            },
            ApiVersion::v1) == "taken");
}

TEST_CASE("Changes are tracked of the markdown, and in two ways") {
  CHECK(contains(outcome([](auto& r) { r.scrape.formats = {"changeTracking"}; }),
                 "needs \"markdown\" in addition"));
  CHECK(contains(outcome([](auto& r) {
                   r.scrape.formats = {"markdown", "changeTracking"};
                   r.scrape.change_tracking_options = fc::ChangeTrackingOptions{};
                   r.scrape.change_tracking_options->modes = {"json", "gitdiff"};
                 }),
                 "change_tracking_options.modes has \"gitdiff\""));
}

TEST_CASE("A prompt has ten thousand characters at most") {
  const auto prompt = [](const std::string& text) {
    return [=](auto& r) {
      r.scrape.formats = {"json"};
      r.scrape.json_options = fc::JsonOptions{};
      r.scrape.json_options->prompt = text;
    };
  };
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "\xC3\xA4";
  CHECK(outcome(prompt(text)) == "taken");
  CHECK(contains(outcome(prompt(text + "x")), "json_options.prompt has 10001 characters, but at most 10000"));
  CHECK(contains(outcome_of_format(fc::Format("json", {{"prompt", text + "x"}})), "has 10001 characters"));
  text.resize(text.size() - 4);  // two characters make room for one that the server counts as two
  CHECK(outcome(prompt(text + "\xF0\x9F\x98\x80")) == "taken");
  CHECK(contains(outcome(prompt(text + "\xF0\x9F\x98\x80x")), "10001"));
}

TEST_CASE("Formats of version 2 have the options that they need, within their bounds") {
  CHECK(contains(outcome_of_format(fc::Format("screenshot", {{"quality", 0}})),
                 "\"quality\" is 0, but must be 1 to 100"));
  CHECK(contains(outcome_of_format(fc::Format("screenshot@fullPage", {{"quality", 101}})), "quality"));
  CHECK(
      contains(outcome_of_format(fc::Format("screenshot", {{"viewport", {{"width", 7681}, {"height", 1}}}})),
               "\"width\""));
  CHECK(contains(outcome_of_format(fc::Format("screenshot", {{"viewport", {{"width", 1}, {"height", 0}}}})),
                 "\"height\""));
  CHECK(outcome_of_format(fc::Format(
            "screenshot", {{"quality", 100}, {"viewport", {{"width", 7680}, {"height", 4320}}}})) == "taken");
  CHECK(contains(outcome_of_format("question"), "the format question needs \"question\", a text"));
  CHECK(contains(outcome_of_format(fc::Format("highlights", {{"query", 7}})), "\"query\""));
  CHECK(contains(outcome_of_format("query"), "\"prompt\""));
  CHECK(contains(outcome_of_format("attributes"), "\"selectors\", an array"));
  CHECK(outcome_of_format(fc::Format("attributes", {{"selectors", json::array()}})) == "taken");
  CHECK(contains(
      outcome_of_format(fc::Format("attributes", {{"selectors", json::array({{{"selector", "a"}}})}})),
      "each have a \"selector\" and an \"attribute\""));
  CHECK(contains(outcome_of_format(fc::Format("screenshot", {{"viewport", {{"width", 1}}}})),
                 "\"viewport\" needs \"width\" and \"height\""));
  CHECK(contains(outcome_of_format(fc::Format("changeTracking", {{"modes", {"json", "diff"}}})),
                 "changeTracking: \"modes\" has \"diff\""));
  CHECK(contains(outcome_of_format("rawBase64"), "must be the only one"));
  CHECK(outcome([](auto& r) { r.scrape.formats = {"rawBase64"}; }) == "taken");
  CHECK(contains(outcome(
                     [](auto& r) {
                       r.scrape.formats = {{"json", {{"prompt", "x"}}}, "deterministicJson"};
                     },
                     ApiVersion::v2),
                 "exclude each other"));
  const json open = {{"type", "object"}, {"additionalProperties", true}};
  CHECK(contains(outcome_of_format(fc::Format("json", {{"schema", open}})),
                 "\"schema\" has additionalProperties, but no properties"));
  CHECK(contains(outcome_of_format(fc::Format("changeTracking", {{"schema", open}})),
                 "\"schema\" has additionalProperties"));
}

TEST_CASE("Text of the request that is not UTF-8 is reported as UTF-8") {
  const auto message = outcome([](auto& r) { r.integration = "stra\xDF"; });
  CHECK(contains(json(message).dump(), "integration is"));
  CHECK_NOTHROW(json(outcome([](auto& r) { r.scrape.actions = {Action{"\xDF", 7}}; })).dump());
  CHECK_NOTHROW(json(outcome([](auto& r) { r.scrape.formats = {fc::Format("\xDF", 7)}; })).dump());
}
