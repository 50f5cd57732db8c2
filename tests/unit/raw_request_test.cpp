// SPDX-License-Identifier: MIT
// Calls that have no function: what is sent, what is refused before, what comes back.
#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"
#include "odd_documents.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using nlohmann::json;
using unit::answer;
using unit::FakeServer;
using unit::json_of;

namespace {

std::string refused(const std::string& method, const std::string& path, const json& body = nullptr) {
  FakeServer server(std::vector<fc::HttpResponse>{});
  const auto error =
      thrown<fc::UsageError>([&] { (void)fc::Client(server.options()).request(method, path, body); });
  CHECK(server.requests.empty());
  return error.what();
}

json requested(const fc::HttpResponse& response) {
  FakeServer server({response});
  return fc::Client(server.options()).request("GET", "/v2/monitor");
}

bool has_type(const fc::HttpRequest& request) {
  for (const auto& header : request.headers)
    if (header.name == "Content-Type") return header.value == "application/json";
  return false;
}

}  // namespace

TEST_CASE("Any method is sent to any path below base_url, with JSON or without") {
  FakeServer server([](const fc::HttpRequest&) { return answer(200, R"({"success":true,"id":"7e1f"})"); });
  auto options = server.options();
  options.base_url = "http://fake.example/v1/";  // the version is part of each path
  const fc::Client client(options);
  const json body = {{"name", "m"}, {"goal", nullptr}};
  CHECK(client.request("GET", "/v2/monitor?limit=5&x=%20") == json_of(R"({"success":true,"id":"7e1f"})"));
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    (void)client.request(method, "/v2/monitor/7e1f", body);
    (void)client.request(method, "/v0/health/liveness");
  }
  REQUIRE(server.requests.size() == 9);
  CHECK(server.requests[0].url == "http://fake.example/v2/monitor?limit=5&x=%20");
  CHECK(server.requests[0].body.empty());
  CHECK_FALSE(has_type(server.requests[0]));
  for (std::size_t i = 1; i < 9; i += 2) {
    const auto& request = server.requests[i];
    CHECK(request.url == "http://fake.example/v2/monitor/7e1f");
    CHECK(json_of(request.body) == body);
    CHECK(has_type(request));
    const bool starts = request.method == "POST" || request.method == "PATCH";
    CHECK(request.idempotent == !starts);
    CHECK(request.first_byte_timeout == std::chrono::seconds(starts ? 330 : 0));
    CHECK(server.requests[i + 1].body.empty());
    CHECK_FALSE(has_type(server.requests[i + 1]));
  }
}

TEST_CASE("What is read or may be done twice is sent again, what may start something is not") {
  for (const std::string method : {"GET", "PUT", "DELETE", "POST", "PATCH"}) {
    CAPTURE(method);
    const bool starts = method == "POST" || method == "PATCH";
    FakeServer server({answer(503, ""), answer(200, "{}")});
    const fc::Client client(server.options());
    if (starts) {
      CHECK_THROWS_AS(client.request(method, "/v2/agent"), fc::ServerError);
    } else {
      CHECK(client.request(method, "/v2/agent").empty());
    }
    CHECK(server.requests.size() == (starts ? 1 : 2));
    FakeServer limited({answer(429, ""), answer(200, "{}")});
    CHECK(fc::Client(limited.options()).request(method, "/v2/agent").empty());
  }
}

TEST_CASE("A call whose body asks for more time may take it") {
  const auto limit = [](const json& body) {
    FakeServer server({answer(200, "{}")});
    (void)fc::Client(server.options()).request("POST", "/v2/x", body);
    return std::chrono::duration_cast<std::chrono::seconds>(server.requests.at(0).first_byte_timeout).count();
  };
  CHECK(limit({{"timeout", 600'000}}) == 630);
  CHECK(limit({{"timeout", 300}}) == 330);  // seconds, as some calls have it
  CHECK(limit({{"timeout", "600000"}}) == 330);
  CHECK(limit({{"timeout", -1}}) == 330);
  CHECK(limit({{"timeout", 18446744073709551615U}}) == 330);
  CHECK(limit({{"timeout", 9223372036854775807}}) > 1'000'000);
  CHECK(limit(json::array({1})) == 330);
}

TEST_CASE("The methods are those of the API, in capitals") {
  for (const char* method : {"", "get", "HEAD", "OPTIONS", "GET ", "POST\r\n", "TRACE"}) {
    CAPTURE(method);
    CHECK(contains(refused(method, "/v2/monitor"), "request: the method must be GET, POST, PUT"));
  }
  CHECK(contains(refused("GET", "/v2/monitor", json::object()), "a GET has no body"));
}

TEST_CASE("A path is one below base_url and never a URL") {
  const auto& key = unit::test_key;
  struct Row {
    std::string path;
    const char* fault;
  };
  for (const auto& [path, fault] :
       std::vector<Row>{{"", "does not begin with \"/\""},
                        {"v2/monitor", "does not begin with \"/\""},
                        {"https://evil.example/v2", "does not begin with \"/\""},
                        {"//evil.example/v2", "begins with \"//\""},
                        {"/\\evil.example/v2", "percent-encoded at position 1"},
                        {"@evil.example/", "does not begin with \"/\""},
                        {":80/", "does not begin with \"/\""},
                        {"?x=1", "does not begin with \"/\""},
                        {"/v2/a b", "percent-encoded at position 5"},
                        {"/v2/a\r\nX-Evil: 1", "a control character (a line break?) at position 5"},
                        {std::string("/v2/a\0b", 7), "a control character (a line break?) at position 5"},
                        {"/v2/a\x7f", "a control character (a line break?) at position 5"},
                        {"/v2/a#b", "a fragment at position 5"},
                        {"/v2/{id}", "percent-encoded at position 4"},
                        {"/v2/caf\xc3\xa9", "percent-encoded at position 7"},
                        {"/v2/../v1", "a segment \".\" or \"..\""},
                        {"/v2/./x", "a segment \".\" or \"..\""},
                        {"/..", "a segment \".\" or \"..\""},
                        {"/v2/%2e%2E/x", "a segment \".\" or \"..\""},
                        {"/v2/.%2e?x", "a segment \".\" or \"..\""},
                        {key + "/x y", "does not begin with \"/\""}}) {
    CAPTURE(path);
    const auto message = refused("POST", path);
    CHECK(contains(message, "request: the path "));
    CHECK(contains(message, fault));
    CHECK_FALSE(contains(message, key));
    CHECK_FALSE(contains(message, "evil"));
  }
  FakeServer server([](const fc::HttpRequest&) { return answer(200, "{}"); });
  const fc::Client client(server.options());
  for (const char* path :
       {"/", "/v2/a..b/...", "/v2/x?url=https://a.example/../b", "/v2/a%2Fb", "/v2//x", "/v2/x/"}) {
    CAPTURE(path);
    CHECK_NOTHROW(client.request("GET", path));
    CHECK(server.requests.back().url == "http://fake.example" + std::string(path));
  }
}

TEST_CASE("A body that cannot be sent as JSON is refused") {
  CHECK(contains(refused("POST", "/v2/x", {{"a", {{"b", "\xff"}}}}), "request: a.b is not UTF-8"));
  CHECK(contains(refused("POST", "/v2/x", json::parse("{", nullptr, false)), "could not be read"));
  CHECK(contains(refused("POST", "/v2/x", std::string(std::size_t{11} << 20, 'x')), "10 MB"));
}

TEST_CASE("The answer is whatever JSON it is, and no body is null") {
  CHECK(requested(answer(200, "")) == nullptr);
  CHECK(requested(answer(204, "")) == nullptr);
  CHECK(requested(unit::undelimited("")) == nullptr);
  const auto empty = [](int status, std::vector<fc::HttpHeader> headers) {
    auto response = answer(status, "");
    response.headers = std::move(headers);
    return response;
  };
  CHECK(requested(empty(204, {{"Content-Encoding", "gzip"}})) == nullptr);
  CHECK(requested(empty(200, {{"Content-Encoding", "identity"}})) == nullptr);
  CHECK_THROWS_AS(requested(empty(200, {{"Content-Encoding", "gzip"}})), fc::DecodeError);
  CHECK(requested(answer(200, "null")) == nullptr);
  CHECK(requested(answer(200, "[1,{}]")) == json_of("[1,{}]"));
  CHECK(requested(answer(202, "7")) == 7);
  CHECK(requested(answer(200, R"({"a":1,"a":2,"success":"no"})")) == json_of(R"({"a":2,"success":"no"})"));
  CHECK(requested(answer(200, R"(["\ud800",1e400])")) == json::array({"\xEF\xBF\xBD", "1e400"}));
}

TEST_CASE("An answer that is not JSON, or a refusal, is an error with its path") {
  for (const std::string& body :
       {std::string("<html>"), std::string("{"), std::string(" "), unit::nested(300), std::string("{}{}")}) {
    CAPTURE(body.substr(0, 20));
    const auto error = thrown<fc::DecodeError>([&] { requested(answer(200, body)); });
    CHECK(contains(error.what(), "GET http://fake.example/v2/monitor"));
  }
  const auto refusal = thrown<fc::ApiError>(
      [] { requested(answer(200, R"({"success":false,"code":"FORBIDDEN","error":"not you"})")); });
  CHECK(refusal.http_status() == 200);
  CHECK(refusal.code() == "FORBIDDEN");
  const auto problem = thrown<fc::NotFoundError>([] { requested(answer(404, "")); });
  CHECK(contains(problem.what(), "404 Not Found"));
}
