// SPDX-License-Identifier: MIT
// What the server refuses, and what it answers instead of a page: the right type, its words, never the key.

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <typeinfo>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

Response answer(int status, std::string body) { return {status, std::move(body), {}, false}; }

RawServer::Handler always(Response response) {
  return [response = std::move(response)](RawConnection& connection, const RawRequest&) {
    connection.respond(response);
  };
}

Response html(int status, const std::string& words) {
  return {status,
          "<html>\r\n<head><title>" + words + "</title></head>\n<body>\n</body></html>",
          {{"Content-Type", "text/html"}},
          false};
}

/// Every call of a job.
std::vector<std::function<void(const fc::Job&)>> all_calls() {
  return {[](const fc::Job& job) { job.status(); }, [](const fc::Job& job) { job.page("?skip=3"); },
          [](const fc::Job& job) { job.progress(); }, [](const fc::Job& job) { read(job.documents()); },
          [](const fc::Job& job) { job.errors(); }};
}

template <class E>
void check_type(int status, const std::string& method) {
  const std::string words = "the words of the server";
  const std::string body = GENERATE("json", "html", "");
  CAPTURE(status, body);
  Response response{status, {}, {}, false};
  if (body == "json") response.body = R"({"success":false,"error":")" + words + R"("})";
  if (body == "html") response = html(status, words);
  const RawServer server(always(response));
  const auto job = job_at(server);
  for (const auto& call : all_calls()) {
    const auto error = thrown<E>([&] { call(job); });
    CHECK(error.http_status() == status);
    CHECK(error.body() == response.body);
    CHECK(error.code().empty());
    CHECK(error.details().is_null());
    CHECK(contains(error.what(), std::to_string(status)));
    CHECK(contains(error.what(), method));
    CHECK(contains(error.what(), path));
    CHECK(contains(error.what(), body.empty() ? "no body" : words));
    CHECK_FALSE(contains(error.what(), key));
    const bool transient = status == 429 || status >= 500;
    CHECK(error.attempts() == (transient ? 4 : 1));
    CHECK(contains(error.what(), "4 attempts") == transient);
  }
  CHECK_THROWS_AS(job.cancel(), E);
}

}  // namespace

TEST_CASE("400 is a BadRequestError") { check_type<fc::BadRequestError>(400, "GET"); }
TEST_CASE("401 is an AuthenticationError") { check_type<fc::AuthenticationError>(401, "GET"); }
TEST_CASE("402 is a PaymentRequiredError") { check_type<fc::PaymentRequiredError>(402, "GET"); }
TEST_CASE("403 is a ForbiddenError") { check_type<fc::ForbiddenError>(403, "GET"); }
TEST_CASE("404 is a NotFoundError") { check_type<fc::NotFoundError>(404, "GET"); }
TEST_CASE("409 is a ConflictError") { check_type<fc::ConflictError>(409, "GET"); }
TEST_CASE("429 is a RateLimitError") { check_type<fc::RateLimitError>(429, "GET"); }
TEST_CASE("500 is a ServerError") { check_type<fc::ServerError>(500, "GET"); }
TEST_CASE("502 is a ServerError") { check_type<fc::ServerError>(502, "GET"); }
TEST_CASE("503 is a ServerError") { check_type<fc::ServerError>(503, "GET"); }
TEST_CASE("504 is a ServerError") { check_type<fc::ServerError>(504, "GET"); }

TEST_CASE("A status that has no type of its own is an ApiError and of no type under it") {
  const int status = GENERATE(405, 410, 413, 418, 304, 300);
  CAPTURE(status);
  const RawServer server(always(answer(status, status == 304 ? "" : "no")));
  try {
    job_at(server).status();
    FAIL("nothing was thrown");
  } catch (const fc::ApiError& error) {
    CHECK(typeid(error) == typeid(fc::ApiError));
    CHECK(error.http_status() == status);
  }
  CHECK(server.request_count() == 1);
}

TEST_CASE("A validation error carries the server's code and details, and says what was wrong") {
  const std::string body =
      R"({"success":false,"code":"BAD_REQUEST","error":"Bad Request","details":[)"
      R"({"code":"custom","message":"Invalid job ID format","path":["jobId",0]},{"message":"and more"}]})";
  const RawServer server(always(answer(400, body)));
  const auto error = thrown<fc::BadRequestError>([&] { job_at(server).status(); });
  CHECK(error.code() == "BAD_REQUEST");
  CHECK(error.details() == nlohmann::json::parse(body)["details"]);
  CHECK(contains(error.what(), "Bad Request"));
  CHECK(contains(error.what(), "jobId.0: Invalid job ID format"));
}

TEST_CASE("A server that repeats the key finds no way of it into an exception") {
  const int status = GENERATE(400, 401, 404, 429, 500, 200);
  const std::string body = GENERATE(
      R"({"success":false,"error":"no such key: KEY","code":"KEY","details":[{"message":"KEY","path":["KEY"]}]})",
      "<html>you sent: Authorization: Bearer KEY</html>", R"({"status":"completed","data":"KEY"})",
      R"({"status":["KEY"]})", R"({"success":false,"error":"KEY"})", "KEY", R"({"KEY":"KEY")");
  std::string repeated = body;
  for (auto at = repeated.find("KEY"); at != std::string::npos; at = repeated.find("KEY", at))
    repeated.replace(at, 3, key);
  CAPTURE(status, body);
  const RawServer server(always(answer(status, repeated)));
  const auto job = job_at(server);
  for (const auto& call : all_calls()) {
    try {
      call(job);
    } catch (const fc::ApiError& error) {
      CHECK_FALSE(contains(error.what(), key));
      CHECK_FALSE(contains(error.body(), key));
      CHECK_FALSE(contains(error.code(), key));
      CHECK_FALSE(contains(error.details().dump(), key));
    } catch (const fc::DecodeError& error) {
      CHECK_FALSE(contains(error.what(), key));
      CHECK_FALSE(contains(error.body(), key));
      CHECK_FALSE(contains(error.pointer(), key));
    }
  }
}

TEST_CASE("A `next`, a redirect or a job's reason that repeats the key brings it into no exception") {
  const RawServer circle([](RawConnection& connection, const RawRequest&) {
    connection.respond(200, std::string(PageText{0, 1, "/v1/batch/scrape/other?key=" + key}));
  });
  const auto pagination = thrown<fc::PaginationError>([&] { read(job_at(circle).documents()); });
  CHECK_FALSE(contains(pagination.what(), key));

  const RawServer redirect(always({302, "", {{"Location", "https://elsewhere.example/?key=" + key}}, false}));
  const auto refusal = thrown<fc::ApiError>([&] { job_at(redirect).status(); });
  CHECK(contains(refusal.what(), "elsewhere.example"));
  CHECK_FALSE(contains(refusal.what(), key));

  const RawServer failed(
      always(answer(200, R"({"success":false,"status":"failed","error":"bad: )" + key + R"("})")));
  const auto failure = thrown<fc::JobFailedError>([&] { job_at(failed).wait(); });
  CHECK(contains(failure.what(), "bad: "));
  CHECK_FALSE(contains(failure.what(), key));
}

TEST_CASE("No part of the key is left if an excerpt ends within it") {
  const bool json = GENERATE(true, false);
  const std::string part = key.substr(0, 9);
  for (const std::size_t before : {280U, 290U, 295U, 299U, 980U, 990U, 999U, 4085U, 4090U}) {
    CAPTURE(json, before);
    std::string body = std::string(before, 'x') + key;
    if (json) body = R"({"success":false,"error":")" + body + R"("})";
    const RawServer server(always(answer(400, body)));
    const auto error = thrown<fc::BadRequestError>([&] { job_at(server).status(); });
    CHECK_FALSE(contains(error.what(), part));
    CHECK_FALSE(contains(error.body(), part));
    const RawServer undecodable(always(answer(200, body)));
    if (json) continue;
    const auto decoding = thrown<fc::DecodeError>([&] { job_at(undecodable).status(); });
    CHECK_FALSE(contains(decoding.what(), part));
    CHECK_FALSE(contains(decoding.body(), part));
  }
}

TEST_CASE("200 with a body that is not a status is a DecodeError, and is not tried again") {
  const std::string body = GENERATE("", "null", "[]", "{}", "<html>captive portal</html>",
                                    R"({"success":true,"status":"completed","data":[)", R"({"data":[]})",
                                    R"({"status":"completed","data":3})");
  CAPTURE(body);
  const RawServer server(always(answer(200, body)));
  const auto error = thrown<fc::DecodeError>([&] { job_at(server).status(); });
  CHECK(error.body() == body);
  CHECK(contains(error.what(), path));
  CHECK_THROWS_AS(read(job_at(server).documents()), fc::DecodeError);
  CHECK(server.request_count() == 2);
}

TEST_CASE("200 with `success: false` and no status is an ApiError with the server's words") {
  const RawServer server(always(answer(200, R"({"success":false,"code":"GONE","error":"the job is gone"})")));
  const auto error = thrown<fc::ApiError>([&] { job_at(server).status(); });
  CHECK(error.http_status() == 200);
  CHECK(error.code() == "GONE");
  CHECK(contains(error.what(), "the job is gone"));
}

TEST_CASE("A wrong key says that the key is to be checked, a missing one how to set it") {
  support::LoopbackServer server(make_job(3));
  server.require_key("another key");
  CHECK(contains(thrown<fc::AuthenticationError>([&] { job_at(server).status(); }).what(), "Invalid token"));
  auto options = options_for(server.base_url());
  options.api_key.clear();
  const auto error =
      thrown<fc::AuthenticationError>([&] { fc::Client(options).batch_scrape_job(id).status(); });
  CHECK(contains(error.what(), "Token missing"));
  CHECK(contains(error.what(), "FIRECRAWL_API_KEY"));
}
