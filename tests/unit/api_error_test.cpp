// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstddef>
#include <exception>
#include <firecrawl/detail/call/api_error.hpp>
#include <firecrawl/error.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::test_key;

namespace {

[[noreturn]] void refuse(const fc::HttpResponse& response,
                         const fc::detail::CallFacts& call = unit::call_facts()) {
  const auto body = nlohmann::json::parse(response.body, nullptr, false);
  std::rethrow_exception(fc::detail::make_api_error(
      call, response, body.is_discarded() ? nlohmann::json() : body, std::nullopt));
}

template <class E = fc::ApiError>
E refusal(int status, const std::string& body) {
  return thrown<E>([&] { refuse(unit::answer(status, body)); });
}

// Whether the key, or most of it, is anywhere in an error.
bool tells_the_key(const fc::ApiError& error) {
  const std::string part = test_key.substr(0, 8);
  return contains(error.what(), part) || contains(error.body(), part) || contains(error.code(), part) ||
         contains(error.details().dump(), part);
}

const char* const bodies[] = {R"({"success":false,"error":"Server's words"})",
                              "<html><body>Server's words</body></html>", ""};

template <class E>
void check_type(int status, const char* phrase) {
  for (const char* body : bodies) {
    CAPTURE(status, body);
    const auto error = refusal<E>(status, body);
    CHECK(error.http_status() == status);
    CHECK(error.body() == body);
    CHECK(error.attempts() == 1);
    CHECK(contains(error.what(), "GET https://firecrawl.example/team/v1/batch/scrape/7e1f: " +
                                     std::to_string(status) + phrase + ": "));
    CHECK(contains(error.what(), *body == '\0' ? "the answer has no body" : "Server's words"));
    CHECK_THROWS_AS(refuse(unit::answer(status, body)), fc::Error);
  }
}

}  // namespace

TEST_CASE("Each status has its type of error with JSON and with HTML and without a body") {
  check_type<fc::BadRequestError>(400, " Bad Request");
  check_type<fc::AuthenticationError>(401, " Unauthorized");
  check_type<fc::PaymentRequiredError>(402, " Payment Required");
  check_type<fc::ForbiddenError>(403, " Forbidden");
  check_type<fc::NotFoundError>(404, " Not Found");
  check_type<fc::ScrapeTimeoutError>(408, " Request Timeout");
  check_type<fc::ConflictError>(409, " Conflict");
  check_type<fc::RateLimitError>(429, " Too Many Requests");
  check_type<fc::ServerError>(500, " Internal Server Error");
  check_type<fc::ServerError>(502, " Bad Gateway");
  check_type<fc::ServerError>(503, " Service Unavailable");
  check_type<fc::ServerError>(504, " Gateway Timeout");
  check_type<fc::ServerError>(599, "");
  for (const int status : {100, 204, 301, 405, 410, 418, 422, 600}) {
    CAPTURE(status);
    try {
      refuse(unit::answer(status, ""));
    } catch (const fc::ApiError& error) {
      CHECK(typeid(error) == typeid(fc::ApiError));  // and nothing under it
      CHECK(error.http_status() == status);
    }
  }
}

TEST_CASE("An error carries the code and the details of the server as sent") {
  const auto error = refusal<fc::BadRequestError>(
      400,
      R"({"success":false,"code":"BAD_REQUEST","error":"Bad Request","details":[{"code":"invalid_enum_value","message":"Invalid format","path":["formats",0]},{"message":"second"}]})");
  CHECK(error.code() == "BAD_REQUEST");
  CHECK(error.details().size() == 2);
  CHECK(error.details().at(0).at("path").at(1) == 0);
  CHECK(contains(error.what(), "400 Bad Request: Bad Request (formats.0: Invalid format)"));
  const auto plain = refusal(404, R"({"success":false,"error":"Job not found"})");
  CHECK(plain.code().empty());
  CHECK(plain.details().is_null());
  CHECK(contains(plain.what(), "Job not found; the id is wrong, or the job is older than 24 hours"));
  CHECK(contains(refusal(404, "<pre>Cannot GET</pre>").what(), "check base_url"));
}

TEST_CASE("Words are taken from where a server puts them") {
  const std::string what = refusal(500, R"({"message":"in message"})").what();
  CHECK(contains(what, "500 Internal Server Error: in message"));  // and not the body's text around it
  CHECK(contains(refusal(500, R"({"error":"in error","message":"in message"})").what(), "in error"));
  CHECK(contains(refusal(500, R"({"error":{"text":"deep"}})").what(), "deep"));
  CHECK(contains(refusal(500, R"(["odd"])").what(), R"(["odd"])"));
  CHECK(contains(refusal(500, "plain\r\n  text").what(), "plain text"));
}

TEST_CASE("Details of any shape do no harm") {
  for (const char* details :
       {"null", "7", R"("text")", "[]", "{}", "[7]", "[[]]", R"([{"message":7}])",
        R"([{"message":"m","path":"p"}])", R"([{"message":"m","path":[null,{"a":1},-1.5,"\u00e9"]}])",
        R"({"message":"m"})"}) {
    CAPTURE(details);
    const auto error = refusal(400, std::string(R"({"error":"e","code":7,"details":)") + details + "}");
    CHECK(error.details() == unit::json_of(details));
    CHECK(error.code().empty());
  }
}

TEST_CASE("The number of attempts is reported") {
  const auto error = thrown<fc::ServerError>([] { refuse(unit::answer(503, ""), unit::call_facts(4)); });
  CHECK(error.attempts() == 4);
  CHECK(contains(error.what(), "503 Service Unavailable after 4 attempts: "));
}

TEST_CASE("A rate limit carries the wait that the server asked for") {
  const auto none = refusal<fc::RateLimitError>(429, "");
  CHECK_FALSE(none.retry_after());
  const auto some = thrown<fc::RateLimitError>([] {
    std::rethrow_exception(fc::detail::make_api_error(unit::call_facts(), unit::answer(429, ""), nullptr,
                                                      std::chrono::milliseconds(1500)));
  });
  CHECK(some.retry_after() == std::chrono::milliseconds(1500));
}

TEST_CASE("A 401 says whether a key was sent at all") {
  CHECK(contains(refusal(401, "").what(), "check the API key"));
  auto call = unit::call_facts();
  call.secret.clear();
  const auto error = thrown<fc::AuthenticationError>([&] { refuse(unit::answer(401, ""), call); });
  CHECK(contains(error.what(), "no API key was sent: set ClientOptions::api_key or FIRECRAWL_API_KEY"));
}

TEST_CASE("A redirect is reported and not followed") {
  auto response = unit::answer(302, "");
  response.headers.push_back({"LOCATION", "https://evil.example/?was=" + test_key});
  const auto error = thrown<fc::ApiError>([&] { refuse(response); });
  CHECK(contains(error.what(), "redirects are not followed"));
  CHECK(contains(error.what(), "the server points to https://evil.example/?was=[key]"));
  CHECK_FALSE(tells_the_key(error));
  response.headers.clear();
  CHECK(contains(thrown<fc::ApiError>([&] { refuse(response); }).what(), "redirects are not followed"));
}

TEST_CASE("A redirect to a long address leaves the message short") {
  auto response = unit::answer(302, "");
  response.headers.push_back({"Location", std::string(1'000'000, 'x')});
  CHECK(std::string(thrown<fc::ApiError>([&] { refuse(response); }).what()).size() < 500);
}

TEST_CASE("The key is blanked out in the URL that was asked for, too") {
  auto call = unit::call_facts();
  call.url += "?skip=2&key=" + test_key;
  const auto error = thrown<fc::NotFoundError>([&] { refuse(unit::answer(404, ""), call); });
  CHECK(contains(error.what(), "/v1/batch/scrape/7e1f?skip=2&key=[key]: 404 Not Found"));
  CHECK_FALSE(tells_the_key(error));
}

TEST_CASE("The key is blanked out wherever the server repeats it") {
  const std::string bodies_with_key[] = {
      R"({"error":"Invalid token KEY"})",
      R"({"message":"Invalid token KEY"})",
      R"({"code":"KEY"})",
      R"({"error":"e","details":[{"message":"bad KEY","path":["KEY"]}]})",
      R"({"error":"e","details":{"KEY":["KEY",{"a":"x KEY y"}]}})",
      R"({"error":"e","details":"KEY"})",
      "<html>KEY</html>",
      "KEYKEY",
      R"(["KEY"])",
  };
  for (auto body : bodies_with_key) {
    for (auto at = body.find("KEY"); at != std::string::npos; at = body.find("KEY"))
      body.replace(at, 3, test_key);
    CAPTURE(body);
    const auto error = refusal(403, body);
    CAPTURE(error.what(), error.details().dump());
    CHECK_FALSE(tells_the_key(error));
    CHECK(contains(error.body(), "[key]"));
  }
}

TEST_CASE("Details that repeated the key keep their shape") {
  const auto error =
      refusal(400, R"({"error":"e","details":[{"message":"bad )" + test_key + R"(","path":["a",1]}]})");
  CHECK(error.details() == unit::json_of(R"([{"message":"bad [key]","path":["a",1]}])"));
}

TEST_CASE("The key is blanked out also if a text is cut in the middle of it") {
  auto location = unit::answer(307, "");
  for (std::size_t at = 0; at<4200; at += at> 330 && at < 970 ? 50 : at > 1030 && at < 4060 ? 500 : 1) {
    CAPTURE(at);
    const std::string text = std::string(at, 'x') + test_key + " and more";
    CHECK_FALSE(tells_the_key(refusal(500, text)));
    CHECK_FALSE(tells_the_key(refusal(500, R"({"error":")" + text + R"("})")));
    CHECK_FALSE(tells_the_key(refusal(500, R"({"error":"e","details":[{"message":")" + text + R"("}]})")));
    location.headers = {{"location", text}};
    CHECK_FALSE(tells_the_key(thrown<fc::ApiError>([&] { refuse(location); })));
  }
}

TEST_CASE("An error stays small however much the server says") {
  const std::string large(1'000'000, 'x');
  for (const auto& body : {large, R"({"error":")" + large + R"("})",
                           R"({"error":"e","details":[{"message":")" + large + R"("}]})"}) {
    const auto error = refusal(500, body);
    CHECK(std::string(error.what()).size() < 2500);
    CHECK(error.body().size() == 4096);
  }
}

TEST_CASE("Errors can be copied without throwing and outlive what they came from") {
  static_assert(std::is_nothrow_copy_constructible_v<fc::ApiError>);
  static_assert(std::is_nothrow_copy_constructible_v<fc::DecodeError>);
  static_assert(std::is_nothrow_copy_constructible_v<fc::TransportError>);
  static_assert(std::is_nothrow_copy_constructible_v<fc::JobFailedError>);
  static_assert(std::is_base_of_v<fc::TransportError, fc::TimeoutError>);
  static_assert(!std::is_base_of_v<fc::TransportError, fc::ResponseTooLargeError>);
  const auto copy = [] {
    const auto error = refusal(404, "{\"error\":\"gone\"}");
    return fc::ApiError(error);
  }();
  CHECK(copy.http_status() == 404);
  CHECK(contains(copy.what(), "gone"));
}
