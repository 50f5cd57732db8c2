// SPDX-License-Identifier: MIT
// Each exception is made of its message, and of one struct of facts if it has any.
#include <firecrawl/error.hpp>
#include <string>
#include <type_traits>

#include "../catch.hpp"

namespace fc = firecrawl;

namespace {

template <class E>
bool is_made_of_a_message() {
  const E from_text("x");
  const E from_string(std::string("x"));
  return from_text.what() == std::string("x") && from_string.what() == std::string("x") &&
         std::is_nothrow_copy_constructible_v<E> && !std::is_convertible_v<std::string, E>;
}

}  // namespace

TEST_CASE("Every exception can be made of its message alone, and copied without an exception") {
  CHECK(is_made_of_a_message<fc::Error>());
  CHECK(is_made_of_a_message<fc::UsageError>());
  CHECK(is_made_of_a_message<fc::CancelledError>());
  CHECK(is_made_of_a_message<fc::TimeLimitError>());
  CHECK(is_made_of_a_message<fc::TransportError>());
  CHECK(is_made_of_a_message<fc::TimeoutError>());
  CHECK(is_made_of_a_message<fc::ResponseTooLargeError>());
  CHECK(is_made_of_a_message<fc::DecodeError>());
  CHECK(is_made_of_a_message<fc::PaginationError>());
  CHECK(is_made_of_a_message<fc::ApiError>());
  CHECK(is_made_of_a_message<fc::BadRequestError>());
  CHECK(is_made_of_a_message<fc::ServerError>());
  CHECK(is_made_of_a_message<fc::JobEndedError>());
  CHECK(is_made_of_a_message<fc::JobFailedError>());
  CHECK(is_made_of_a_message<fc::JobCancelledError>());
}

TEST_CASE("What an exception is not told is nothing, and a transport's failure may have reached the server") {
  const fc::TransportError transport("x");
  CHECK(transport.curl_code() == 0);
  CHECK(transport.curl_text().empty());
  CHECK(transport.attempts() == 1);
  CHECK(transport.request_sent());
  const fc::DecodeError decode("x");
  CHECK(decode.pointer().empty());
  CHECK(decode.body().empty());
  CHECK_FALSE(decode.next());
  const fc::ApiError api("x");
  CHECK(api.http_status() == 0);
  CHECK(api.details().is_null());
  CHECK_FALSE(api.retry_after());
}

TEST_CASE("An exception tells the facts that it was made of") {
  const fc::TimeoutError transport("x", {28, "slow", 3, false});
  CHECK(transport.curl_code() == 28);
  CHECK(transport.curl_text() == "slow");
  CHECK(transport.attempts() == 3);
  CHECK_FALSE(transport.request_sent());
  const fc::DecodeError decode("x", {"/data/3", "{}", "?skip=4"});
  CHECK(decode.pointer() == "/data/3");
  CHECK(decode.body() == "{}");
  CHECK(decode.next() == "?skip=4");
}
