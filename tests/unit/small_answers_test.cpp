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
  for (const char* body : {"{}", R"({"errors":{}})", R"({"errors":null})", R"({"robotsBlocked":[]})"}) {
    CAPTURE(body);
    CHECK(error_of_errors<fc::DecodeError>(body).pointer() == "/errors");
  }
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
