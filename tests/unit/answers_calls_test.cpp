// SPDX-License-Identifier: MIT
// The calls for the URLs of a site, for a search and for an account: what is asked of which path, what is
// sent again, and what comes back.
#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/map.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/search.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using nlohmann::json;
using unit::answer;
using unit::FakeServer;

namespace {

struct AccountCall {
  const char* path;
  const char* answer;
  std::function<bool(const fc::Client&)> call;  ///< whether that came
};

std::vector<AccountCall> account_calls() {
  return {
      {"/team/credit-usage", R"({"success":true,"data":{"remainingCredits":7}})",
       [](const fc::Client& client) { return client.credit_usage().remaining == 7; }},
      {"/team/token-usage", R"({"success":true,"data":{"remaining_tokens":8.5}})",
       [](const fc::Client& client) { return client.token_usage().remaining == 8.5; }},
      {"/team/credit-usage/historical", R"({"periods":[{"creditsUsed":1}]})",
       [](const fc::Client& client) { return client.credit_history().at(0).used == 1; }},
      {"/team/credit-usage/historical?byApiKey=true", R"({"periods":[{"creditsUsed":1,"apiKey":"ci"}]})",
       [](const fc::Client& client) { return client.credit_history(true).at(0).api_key == "ci"; }},
      {"/team/token-usage/historical", R"({"periods":[{"tokensUsed":2}]})",
       [](const fc::Client& client) { return client.token_history().at(0).used == 2; }},
      {"/team/token-usage/historical?byApiKey=true", R"({"periods":[]})",
       [](const fc::Client& client) { return client.token_history(true).empty(); }},
      {"/team/queue-status", R"({"jobsInQueue":3})",
       [](const fc::Client& client) { return client.queue_status().jobs == 3; }},
      {"/concurrency-check", R"({"concurrency":4,"maxConcurrency":5})",
       [](const fc::Client& client) { return client.concurrency().max == 5; }},
  };
}

// The body of the one POST that a call sends to that path.
template <class Call>
json sent_to(const std::string& path, const std::string& body, fc::ApiVersion version, const Call& call) {
  FakeServer server({answer(200, body)});
  auto options = server.options();
  options.api_version = version;
  call(fc::Client(options));
  REQUIRE(server.requests.size() == 1);
  const auto& request = server.requests.front();
  CHECK(request.method == "POST");
  CHECK(request.url == "http://fake.example" + path);
  CHECK_FALSE(request.idempotent);
  bool is_json = false;
  for (const auto& header : request.headers)
    is_json = is_json || (header.name == "Content-Type" && header.value == "application/json");
  CHECK(is_json);
  return json::parse(request.body);
}

}  // namespace

TEST_CASE("A site is mapped and the web is searched from a text alone") {
  const std::string links = R"({"success":true,"links":["https://a.example/1"]})";
  CHECK(sent_to("/v1/map", links, fc::ApiVersion::v1, [](const fc::Client& client) {
          CHECK(client.map("https://a.example").links.at(0).url == "https://a.example/1");
        }) == json{{"url", "https://a.example"}});
  CHECK(sent_to("/v2/map", links, fc::ApiVersion::v2, [](const fc::Client& client) {
          fc::MapRequest request(std::string("https://a.example"));
          request.sitemap = fc::Sitemap::only;
          CHECK(client.map(request).links.size() == 1);
        }) == json{{"url", "https://a.example"}, {"sitemap", "only"}});
  const std::string hits = R"({"success":true,"data":[{"url":"b"}]})";
  CHECK(sent_to("/v1/search", hits, fc::ApiVersion::v1, [](const fc::Client& client) {
          CHECK(client.search("tides").web.at(0).url == "b");
        }) == json{{"query", "tides"}});
  CHECK(sent_to("/v2/search", hits, fc::ApiVersion::v2, [](const fc::Client& client) {
          CHECK(client.search(std::string("tides")).web.size() == 1);
        }) == json{{"query", "tides"}});
}

TEST_CASE("A request that breaks a rule is not sent") {
  FakeServer server(std::vector<fc::HttpResponse>{});
  const fc::Client client(server.options());
  CHECK_THROWS_AS(client.map(""), fc::UsageError);
  CHECK_THROWS_AS(client.search(""), fc::UsageError);
  CHECK(server.requests.empty());
}

TEST_CASE("Each question about an account is one GET below the version") {
  for (const auto& row : account_calls()) {
    for (const auto version : {fc::ApiVersion::v1, fc::ApiVersion::v2}) {
      FakeServer server({answer(200, row.answer)});
      auto options = server.options();
      options.api_version = version;
      CHECK(row.call(fc::Client(options)));
      REQUIRE(server.requests.size() == 1);
      CHECK(server.requests[0].method == "GET");
      CHECK(server.requests[0].url ==
            std::string("http://fake.example") + (version == fc::ApiVersion::v1 ? "/v1" : "/v2") + row.path);
      CHECK(server.requests[0].body.empty());
    }
  }
}

TEST_CASE("A server without accounts answers 404, and that is what comes") {
  for (const auto& row : account_calls()) {
    FakeServer server(
        {answer(404, R"({"success":false,"error":"Could not find credit usage information"})")});
    const auto error = kit::thrown<fc::NotFoundError>([&] { (void)row.call(fc::Client(server.options())); });
    CHECK(contains(error.what(), "Could not find credit usage information"));
    CHECK(server.requests.size() == 1);
    FakeServer failing([](const auto&) { return answer(500, "{}"); });
    CHECK_THROWS_AS(row.call(fc::Client(failing.options())), fc::ServerError);
    CHECK(failing.requests.size() == 4);  // it may be asked again
  }
}

TEST_CASE("A map or a search is sent again after a gateway's error, and not after a server's own") {
  using Paid = std::function<void(const fc::Client&)>;
  for (const Paid& call : {Paid([](const fc::Client& client) { (void)client.map("https://a.example"); }),
                           Paid([](const fc::Client& client) { (void)client.search("tides"); })}) {
    for (const int status : {429, 502, 503, 504}) {
      CAPTURE(status);
      FakeServer server({answer(status, ""), answer(200, R"({"success":true})")});
      call(fc::Client(server.options()));
      CHECK(server.requests.size() == 2);
    }
    for (const int status : {400, 402, 408, 425, 500, 520}) {
      CAPTURE(status);
      FakeServer server({answer(status, R"({"success":false,"error":"x","code":"MAP_TIMEOUT"})")});
      CHECK(kit::thrown<fc::ApiError>([&] { call(fc::Client(server.options())); }).http_status() == status);
      CHECK(server.requests.size() == 1);
    }
  }
}
