// SPDX-License-Identifier: MIT
// What starts an extract or an agent: each member as it is sent, and the rules that are checked before.

#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <limits>
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

namespace {

const std::string data_id = "01a214dd-3140-71c0-b420-24beb2399577";

fc::ClientOptions data_options(FakeServer& server, fc::ApiVersion version) {
  auto options = server.options();
  options.api_version = version;
  return options;
}

fc::HttpResponse data_started() {
  return answer(200, R"({"success":true,"id":")" + data_id + R"(","urlTrace":[],"warnings":["old"]})");
}

/// What is sent, of any request.
template <class Start>
fc::HttpRequest sent_by_start(fc::ApiVersion version, const Start& start) {
  FakeServer server({data_started()});
  const fc::DataJob job = start(fc::Client(data_options(server, version)));
  REQUIRE(job.id() == data_id);
  REQUIRE(server.requests.size() == 1);
  return server.requests.front();
}

fc::HttpRequest sent(const fc::ExtractRequest& request, fc::ApiVersion version) {
  return sent_by_start(version, [&](const fc::Client& client) { return client.start_extract(request); });
}
fc::HttpRequest sent(const fc::AgentRequest& request) {
  return sent_by_start(fc::ApiVersion::v2,
                       [&](const fc::Client& client) { return client.start_agent(request); });
}

/// Why a request is not sent.
std::string refusal_of(const fc::ExtractRequest& request, fc::ApiVersion version = fc::ApiVersion::v2) {
  FakeServer server({data_started()});
  const auto error =
      thrown<fc::UsageError>([&] { (void)fc::Client(data_options(server, version)).start_extract(request); });
  CHECK(server.requests.empty());
  CHECK(contains(error.what(), "start_extract: "));
  return error.what();
}
std::string refusal_of(const fc::AgentRequest& request, fc::ApiVersion version = fc::ApiVersion::v2) {
  FakeServer server({data_started()});
  const auto error =
      thrown<fc::UsageError>([&] { (void)fc::Client(data_options(server, version)).start_agent(request); });
  CHECK(server.requests.empty());
  CHECK(contains(error.what(), "start_agent: "));
  return error.what();
}

fc::ExtractRequest extract_of(std::vector<std::string> urls) {
  fc::ExtractRequest request;
  request.urls = std::move(urls);
  return request;
}
fc::AgentRequest agent_of(std::string prompt) {
  fc::AgentRequest request;
  request.prompt = std::move(prompt);
  return request;
}

}  // namespace

TEST_CASE("Of an extract only what is set is sent, on both versions") {
  for (const auto version : {fc::ApiVersion::v1, fc::ApiVersion::v2}) {
    const auto request = sent(extract_of({"https://a.example/*"}), version);
    CHECK(request.method == "POST");
    CHECK(request.url == (version == fc::ApiVersion::v1 ? "http://fake.example/v1/extract"
                                                        : "http://fake.example/v2/extract"));
    CHECK(json::parse(request.body) == json{{"urls", json::array({"https://a.example/*"})}});
    CHECK_FALSE(request.idempotent);
  }
  fc::ExtractRequest prompt_only;
  prompt_only.prompt = "the fee";
  CHECK(json::parse(sent(prompt_only, fc::ApiVersion::v1).body) == json{{"prompt", "the fee"}});
}

TEST_CASE("Each member of an extract has its name on the wire") {
  fc::ExtractRequest request = extract_of({"https://a.example", "b.example"});
  request.prompt = "the fee";
  request.system_prompt = "be brief";
  request.schema = {{"type", "object"}, {"properties", {{"fee", {{"type", "number"}}}}}};
  request.enable_web_search = true;
  request.allow_external_links = false;
  request.show_sources = true;
  request.ignore_invalid_urls = true;
  request.include_subdomains = false;
  request.scrape.emplace();
  request.scrape->only_main_content = true;
  request.scrape->min_age = std::chrono::seconds(1);
  request.webhook.emplace();
  request.webhook->url = "https://hook.example";
  request.webhook->events = {"completed"};
  request.extra = {{"limit", 7}, {"prompt", "a field wins"}};
  const auto body = json::parse(sent(request, fc::ApiVersion::v2).body);
  CHECK(body == json{{"urls", {"https://a.example", "b.example"}},
                     {"prompt", "the fee"},
                     {"systemPrompt", "be brief"},
                     {"schema", request.schema},
                     {"enableWebSearch", true},
                     {"allowExternalLinks", false},
                     {"showSources", true},
                     {"ignoreInvalidURLs", true},
                     {"includeSubdomains", false},
                     {"scrapeOptions", {{"onlyMainContent", true}, {"minAge", 1000}}},
                     {"webhook", {{"url", "https://hook.example"}, {"events", json::array({"completed"})}}},
                     {"limit", 7}});
  CHECK(contains(refusal_of(request, fc::ApiVersion::v1), "min_age is set, which v1 does not take"));
}

TEST_CASE("Each member of an agent has its name on the wire") {
  CHECK(json::parse(sent(agent_of("find it")).body) == json{{"prompt", "find it"}});
  fc::AgentRequest request = agent_of("find it");
  request.urls = {"https://a.example"};
  request.schema = {{"type", "object"}, {"properties", json::object()}};
  request.max_credits = 12.5;
  request.strict_constrain_to_urls = true;
  request.model = "spark-2";
  request.webhook.emplace();
  request.webhook->url = "https://hook.example";
  request.extra = {{"effort", "low"}};
  const auto http = sent(request);
  CHECK(http.url == "http://fake.example/v2/agent");
  CHECK(http.method == "POST");
  CHECK_FALSE(http.idempotent);
  CHECK(json::parse(http.body) == json{{"prompt", "find it"},
                                       {"urls", json::array({"https://a.example"})},
                                       {"schema", request.schema},
                                       {"maxCredits", 12.5},
                                       {"strictConstrainToURLs", true},
                                       {"model", "spark-2"},
                                       {"webhook", "https://hook.example"},
                                       {"effort", "low"}});
}

TEST_CASE("An extract that breaks a rule is not sent") {
  CHECK(contains(refusal_of(fc::ExtractRequest()), "neither urls nor prompt"));
  auto empty_prompt = fc::ExtractRequest();
  empty_prompt.prompt = "";
  CHECK(contains(refusal_of(empty_prompt), "neither urls nor prompt"));
  CHECK(contains(refusal_of(extract_of(std::vector<std::string>(11, "https://a.example"))),
                 "urls has 11 URLs, but at most 10"));
  CHECK_NOTHROW(sent(extract_of(std::vector<std::string>(10, "https://a.example")), fc::ApiVersion::v2));
  CHECK(contains(refusal_of(extract_of({"https://a.example", " "}), fc::ApiVersion::v1), "urls[1] is empty"));
  auto strict = extract_of({"ftp://a.example"});
  CHECK(contains(refusal_of(strict, fc::ApiVersion::v1), "urls[0] is ftp://a.example"));
  // v2 leaves it out, unless it is told not to.
  CHECK_NOTHROW(sent(strict, fc::ApiVersion::v2));
  strict.ignore_invalid_urls = false;
  CHECK(contains(refusal_of(strict), "urls[0] is ftp://a.example"));
  auto lenient = extract_of({"ftp://a.example", "https://b.example"});
  lenient.ignore_invalid_urls = true;
  CHECK_NOTHROW(sent(lenient, fc::ApiVersion::v1));
  auto request = extract_of({"https://a.example"});
  request.prompt = std::string(10'001, 'x');
  CHECK(contains(refusal_of(request), "prompt has 10001 characters, but at most 10000"));
  request.prompt = std::string(10'000, 'x');
  CHECK_NOTHROW(sent(request, fc::ApiVersion::v2));
  request.system_prompt = std::string(10'001, 'x');
  CHECK(contains(refusal_of(request), "system_prompt has 10001 characters"));
  request.system_prompt.reset();
  request.schema = json::array();
  CHECK(contains(refusal_of(request), "schema is not a JSON object"));
  request.schema = {{"type", "object"}, {"additionalProperties", true}};
  CHECK(contains(refusal_of(request), "additionalProperties"));
  request.schema = nullptr;
  request.extra = json::array({1});
  CHECK(contains(refusal_of(request), "the extra members are not a JSON object"));
  request.extra = nullptr;
  request.prompt = "\xFF";
  CHECK(contains(refusal_of(request), "prompt is not UTF-8"));
  request.prompt = "x";
  request.extra = {{"filler", std::string(std::size_t{11} << 20, 'x')}};
  CHECK(contains(refusal_of(request), "the server takes 10 MB"));
  request.extra = json::object();
  request.webhook.emplace();
  CHECK(contains(refusal_of(request), "webhook.url is empty"));
}

TEST_CASE("An agent that breaks a rule is not sent") {
  CHECK(contains(refusal_of(agent_of("x"), fc::ApiVersion::v1), "ApiVersion::v2"));
  CHECK(contains(refusal_of(agent_of("")), "prompt is empty"));
  CHECK(contains(refusal_of(agent_of(std::string(10'001, 'x'))), "prompt has 10001 characters"));
  auto request = agent_of("x");
  for (const double credits :
       {0.0, -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    request.max_credits = credits;
    CHECK(contains(refusal_of(request), "max_credits is "));
  }
  request.max_credits.reset();
  request.urls = {"file:///etc/passwd"};
  CHECK(contains(refusal_of(request), "urls[0] is file:///etc/passwd"));
  request.urls.clear();
  request.schema = "text";
  CHECK(contains(refusal_of(request), "schema is not a JSON object"));
}

TEST_CASE("A start whose answer names no run is not one") {
  FakeServer server(
      [](const fc::HttpRequest&) { return answer(200, R"({"success":true,"data":{"fee":1}})"); });
  const auto options = data_options(server, fc::ApiVersion::v1);
  const auto error = thrown<fc::DecodeError>(
      [&] { (void)fc::Client(options).start_extract(extract_of({"https://a.example"})); });
  CHECK(error.pointer() == "/id");
  CHECK(contains(error.body(), "fee"));
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A start is refused with the server's words, and is not repeated") {
  FakeServer server([](const fc::HttpRequest&) {
    return answer(500, R"({"success":false,"error":"Failed to generate schema","replacement":"/v2/scrape"})");
  });
  const auto options = data_options(server, fc::ApiVersion::v1);
  const auto error = thrown<fc::ServerError>(
      [&] { (void)fc::Client(options).start_extract(extract_of({"https://a.example"})); });
  CHECK(contains(error.what(), "Failed to generate schema"));
  CHECK(server.requests.size() == 1);
}
