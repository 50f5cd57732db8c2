// SPDX-License-Identifier: MIT
// The small answers: what a start returns, the errors of a job, and the answer to a cancellation.

#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::FakeServer;

namespace {

template <class E>
E error_of_start(const std::string& body) {
  FakeServer server({answer(200, body)});
  return thrown<E>([&] { fc::Client(server.options()).start_batch_scrape({"https://a.example"}); });
}

template <class E>
E error_of_errors(const std::string& body) {
  FakeServer server({answer(200, body)});
  return thrown<E>([&] { unit::job_on(server).errors(); });
}

}  // namespace

TEST_CASE("A small answer that says success false is a refusal whatever its status") {
  const std::string body = R"({"success":false,"error":"no credits","code":"X"})";
  const auto start = error_of_start<fc::ApiError>(body);
  CHECK(start.code() == "X");
  CHECK(start.http_status() == 200);
  CHECK(contains(start.what(), "no credits"));
  CHECK(error_of_errors<fc::ApiError>(body).code() == "X");
  FakeServer server({answer(200, body)});
  CHECK(thrown<fc::ApiError>([&] { unit::job_on(server).cancel(); }).code() == "X");
}

TEST_CASE("A success that is not a boolean is passed over") {
  FakeServer server({answer(200, R"({"success":"false","id":"7e1f"})")});
  CHECK(fc::Client(server.options()).start_batch_scrape({"https://a.example"}).job.id() == "7e1f");
}

TEST_CASE("Errors without a list of them are not an answer") {
  for (const char* body : {"{}", R"({"errors":{}})", R"({"errors":7})", R"({"robotsBlocked":[]})"}) {
    CAPTURE(body);
    CHECK(error_of_errors<fc::DecodeError>(body).pointer() == "/errors");
  }
}

TEST_CASE("Errors that are null are none") {
  FakeServer server({answer(200, R"({"errors":null,"robotsBlocked":["https://a.example"]})")});
  const auto errors = unit::job_on(server).errors();
  CHECK(errors.failed.empty());
  CHECK(errors.robots_blocked == std::vector<std::string>{"https://a.example"});
}

TEST_CASE("What a start says of invalid URLs is kept however it says it") {
  const auto started_with = [](const std::string& urls) {
    FakeServer server({answer(200, R"({"success":true,"id":"7e1f","invalidURLs":)" + urls + "}")});
    return fc::Client(server.options()).start_batch_scrape({"https://a.example"});
  };
  const auto texts = started_with(R"(["a","b"])");
  CHECK(texts.invalid_urls == std::vector<std::string>{"a", "b"});
  CHECK(texts.extra.empty());
  CHECK(started_with("null").extra.empty());
  const auto mixed = started_with(R"(["a",{"url":"b","error":"bad"},null])");
  CHECK(mixed.invalid_urls == std::vector<std::string>{"a"});
  CHECK(mixed.extra == nlohmann::json{{"invalidURLs", {"a", {{"url", "b"}, {"error", "bad"}}, nullptr}}});
  const auto object = started_with(R"({"https://b":"bad"})");
  CHECK(object.invalid_urls.empty());
  CHECK(object.extra == nlohmann::json{{"invalidURLs", {{"https://b", "bad"}}}});
}

TEST_CASE("A start whose id is not a text says what it is instead") {
  CHECK(contains(error_of_start<fc::DecodeError>(R"({"id":7})").what(), "/id is a number"));
  CHECK(contains(error_of_start<fc::DecodeError>(R"({"id":null})").what(), "/id is missing"));
}

TEST_CASE("A small answer that is not an object is not an answer") {
  for (const char* body : {"[]", "7", "null", R"("text")"}) {
    CAPTURE(body);
    CHECK(contains(error_of_errors<fc::DecodeError>(body).what(), "where an object belongs"));
    CHECK(contains(error_of_start<fc::DecodeError>(body).what(), "where an object belongs"));
  }
  CHECK(contains(error_of_start<fc::DecodeError>("<html>").what(), "is not JSON"));
  CHECK(error_of_start<fc::DecodeError>("{}").pointer() == "/id");
}
