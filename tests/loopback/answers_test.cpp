// SPDX-License-Identifier: MIT
// Maps, searches and questions about an account over real connections: what goes out, long answers, refusals
// with status 200, and answers of wrong types.
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;
using nlohmann::json;

namespace {

struct AnswerCall {
  const char* target;  ///< below the version
  const char* method;
  std::function<void(const fc::Client&)> call;
};

std::vector<AnswerCall> all_answer_calls() {
  return {
      {"/map", "POST", [](const fc::Client& client) { (void)client.map("https://a.example"); }},
      {"/search", "POST", [](const fc::Client& client) { (void)client.search("tides"); }},
      {"/team/credit-usage", "GET", [](const fc::Client& client) { (void)client.credit_usage(); }},
      {"/team/token-usage", "GET", [](const fc::Client& client) { (void)client.token_usage(); }},
      {"/team/credit-usage/historical", "GET",
       [](const fc::Client& client) { (void)client.credit_history(); }},
      {"/team/token-usage/historical?byApiKey=true", "GET",
       [](const fc::Client& client) { (void)client.token_history(true); }},
      {"/team/queue-status", "GET", [](const fc::Client& client) { (void)client.queue_status(); }},
      {"/concurrency-check", "GET", [](const fc::Client& client) { (void)client.concurrency(); }},
  };
}

// A server that gives this answer to everything.
RawServer::Handler always(int status, const std::string& body) {
  return [=](RawConnection& connection, const RawRequest&) { connection.respond(status, body); };
}

fc::Client client_of(const RawServer& server, fc::ApiVersion version = fc::ApiVersion::v1) {
  auto options = options_for(server.base_url());
  options.api_version = version;
  return fc::Client(options);
}

// As servers write the URLs of a site.
std::string long_map(std::size_t count) {
  std::string body = R"({"success":true,"id":"0198aa11-2222-7333-8444-555566667777","links":[)";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) body += ',';
    const auto number = std::to_string(i);
    body += R"({"url":"https://port.example/tides/of/the/north/sea/)" + number + R"(","title":"Tide table )" +
            number + R"(","description":"High and low water of place )" + number + R"("})";
  }
  return body + "]}";
}

}  // namespace

TEST_CASE("Each call goes to its path with the key, and a body only if it has one") {
  for (const auto& row : all_answer_calls()) {
    for (const auto version : {fc::ApiVersion::v1, fc::ApiVersion::v2}) {
      CAPTURE(row.target);
      RawServer server(always(
          200,
          R"({"success":true,"data":{"remainingCredits":1},"periods":[],"jobsInQueue":1,"concurrency":1})"));
      row.call(client_of(server, version));
      const auto requests = server.requests();
      REQUIRE(requests.size() == 1);
      CHECK(requests[0].method == row.method);
      CHECK(requests[0].target == (version == fc::ApiVersion::v1 ? "/v1" : "/v2") + std::string(row.target));
      CHECK(requests[0].header("Authorization") == "Bearer " + key);
      CHECK(requests[0].body.empty() == (std::string(row.method) == "GET"));
      if (!requests[0].body.empty()) CHECK(requests[0].header("Content-Type") == "application/json");
    }
  }
}

TEST_CASE("A refusal with status 200 is an ApiError with the server's code and words") {
  for (const auto& row : all_answer_calls()) {
    CAPTURE(row.target);
    RawServer server(always(200, R"({"success":false,"code":"SOME_CODE","error":"the server's own words"})"));
    const auto error = thrown<fc::ApiError>([&] { row.call(client_of(server)); });
    CHECK(error.http_status() == 200);
    CHECK(error.code() == "SOME_CODE");
    CHECK(contains(error.what(), "the server's own words"));
    CHECK(server.request_count() == 1);
  }
}

TEST_CASE("A server that keeps no account says so, and is asked once") {
  for (const auto& row : all_answer_calls()) {
    CAPTURE(row.target);
    RawServer server(always(404, R"({"success":false,"error":"Could not find credit usage information"})"));
    CHECK(contains(thrown<fc::NotFoundError>([&] { row.call(client_of(server)); }).what(), "Could not find"));
    CHECK(server.request_count() == 1);
  }
}

TEST_CASE("An answer of another type is a DecodeError that names the place") {
  for (const auto& row : all_answer_calls()) {
    for (const char* body :
         {"[]", "7", "null", R"("text")", "{}", "<html></html>", R"({"links":7,"data":7})"}) {
      CAPTURE(row.target, body);
      RawServer server(always(200, body));
      CHECK(contains(thrown<fc::DecodeError>([&] { row.call(client_of(server)); }).what(), row.method));
      CHECK(server.request_count() == 1);
    }
  }
}

TEST_CASE("A hundred thousand links come in one answer, chunked as well") {
  const auto body = long_map(100'000);
  for (const bool chunks : {false, true}) {
    RawServer server([&](RawConnection& connection, const RawRequest&) {
      connection.respond(Response{200, body, {}, chunks});
    });
    const auto result = client_of(server, fc::ApiVersion::v2).map("https://port.example");
    REQUIRE(result.links.size() == 100'000);
    CHECK(result.links.back().url == "https://port.example/tides/of/the/north/sea/99999");
    CHECK(result.links.back().title == "Tide table 99999");
    CHECK(result.links[12'345].description == "High and low water of place 12345");
    CHECK(result.extra.size() == 1);
  }
}

TEST_CASE("A search with a hundred scraped hits comes with all of their documents") {
  json hits = json::array();
  for (int i = 0; i < 100; ++i) {
    hits.push_back({{"url", "https://a.example/" + std::to_string(i)},
                    {"title", "Hit"},
                    {"position", i + 1},
                    {"markdown", std::string(50'000, static_cast<char>('a' + i % 26))},
                    {"metadata", {{"scrapeId", std::to_string(i)}}}});
  }
  const auto body = json{{"success", true}, {"data", {{"web", hits}}}, {"creditsUsed", 120}}.dump();
  RawServer server(always(200, body));
  fc::SearchRequest request("tides");
  request.limit = 100;
  request.scrape = fc::ScrapeOptions();
  request.scrape->formats = {"markdown"};
  const auto results = client_of(server, fc::ApiVersion::v2).search(request);
  CHECK(json::parse(server.requests().at(0).body) ==
        json{{"query", "tides"}, {"limit", 100}, {"scrapeOptions", {{"formats", {"markdown"}}}}});
  REQUIRE(results.web.size() == 100);
  CHECK(results.credits_used == 120);
  std::size_t whole = 0;
  for (const auto& hit : results.web) {
    const auto number = static_cast<std::size_t>(hit.position.value_or(0) - 1);
    if (hit.document.markdown == hits[number]["markdown"].get<std::string>() &&
        hit.document.metadata.scrape_id == std::to_string(number))
      ++whole;
  }
  CHECK(whole == 100);
}

TEST_CASE("A map whose answer is cut is not paid for twice unless the policy says so") {
  for (const bool repeat : {false, true}) {
    RawServer server([](RawConnection& connection, const RawRequest& request) {
      if (request.nth > 0) return (void)connection.respond(200, R"({"success":true,"links":["a"]})");
      connection.send_head(200, {{"Content-Length", "1000"}});
      connection.send(R"({"success":true,"links":[)");
      connection.close();
    });
    auto options = options_for(server.base_url());
    options.retry.repeat_paid_calls = repeat;
    const fc::Client client(options);
    if (repeat) {
      CHECK(client.map("https://a.example").links.size() == 1);
    } else {
      CHECK(thrown<fc::TransportError>([&] { (void)client.map("https://a.example"); }).request_sent());
    }
    CHECK(server.request_count() == (repeat ? 2 : 1));
  }
}
