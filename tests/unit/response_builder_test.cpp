// SPDX-License-Identifier: MIT
#include <cstddef>
#include <exception>
#include <firecrawl/detail/http/response_builder.hpp>
#include <firecrawl/error.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using fc::detail::ResponseBuilder;

namespace {

// Gives a builder the lines of a head, the blank one at its end included.
void add_head(ResponseBuilder& builder, std::string_view head) {
  while (!head.empty()) {
    const auto end = head.find('\n');
    const auto line = head.substr(0, end == std::string_view::npos ? end : end + 1);
    REQUIRE(builder.add_header_line(line));
    head.remove_prefix(line.size());
  }
}

bool delimited(std::string_view head) {
  ResponseBuilder builder(0, {});
  add_head(builder, head);
  return builder.response().delimited;
}

std::string too_large(const ResponseBuilder& builder) {
  return kit::thrown<fc::ResponseTooLargeError>([&] {
           if (builder.error()) std::rethrow_exception(builder.error());
         })
      .what();
}

}  // namespace

TEST_CASE("An answer is put together from its lines and pieces") {
  ResponseBuilder builder(0, {});
  CHECK(builder.response().status == 0);
  add_head(builder,
           "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Empty:\r\nX-Blank: \t a b\r\nno colon\r\n\r\n");
  CHECK(builder.add_body("abc"));
  CHECK(builder.add_body("def"));
  const auto& response = builder.response();
  CHECK(response.status == 200);
  CHECK(response.body == "abcdef");
  CHECK(response.headers.size() == 3);
  REQUIRE(response.header("content-LENGTH"));
  CHECK(*response.header("content-LENGTH") == "6");
  CHECK(*response.header("x-empty") == "");
  CHECK(*response.header("X-Blank") == "a b");
  CHECK(response.header("x-none") == nullptr);
  CHECK_FALSE(builder.error());
}

TEST_CASE("The status is read from every version of HTTP") {
  for (const char* line :
       {"HTTP/1.1 404 Not Found\r\n", "HTTP/1.0 404\r\n", "HTTP/2 404 \r\n", "HTTP/3 404\r\n"}) {
    ResponseBuilder builder(0, {});
    add_head(builder, line);
    CAPTURE(line);
    CHECK(builder.response().status == 404);
  }
  for (const char* line : {"HTTP/1.1\r\n", "HTTP/1.1 \r\n", "HTTP/1.1 4x4\r\n"}) {
    ResponseBuilder builder(0, {});
    add_head(builder, line);
    CAPTURE(line);
    CHECK(builder.response().status == 0);
  }
}

TEST_CASE("An interim answer leaves nothing behind") {
  ResponseBuilder builder(0, {});
  for (const char* status : {"100 Continue", "102 Processing", "103 Early Hints"}) {
    add_head(builder, "HTTP/1.1 " + std::string(status) + "\r\nLink: x\r\nContent-Length: 7\r\n\r\n");
    CHECK(builder.response().status == 0);
    CHECK(builder.in_head());
  }
  add_head(builder, "HTTP/1.1 200 OK\r\nX: 1\r\n\r\n");
  CHECK(builder.response().status == 200);
  CHECK_FALSE(builder.in_head());
  CHECK(builder.response().headers.size() == 1);
  CHECK_FALSE(builder.response().header("link"));
  CHECK_FALSE(builder.response().delimited);
}

TEST_CASE("101 is an answer and not an interim one") {
  ResponseBuilder builder(0, {});
  add_head(builder, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
  CHECK(builder.response().status == 101);
  CHECK_FALSE(builder.in_head());
}

TEST_CASE("It is known whether something says where a body ends") {
  CHECK(delimited("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
  CHECK(delimited("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"));
  CHECK(delimited("HTTP/1.0 200 OK\r\nCONTENT-LENGTH: 5\r\n\r\n"));
  CHECK(delimited("HTTP/2 200\r\n\r\n"));
  CHECK(delimited("HTTP/3 200\r\n\r\n"));
  CHECK_FALSE(delimited("HTTP/1.1 200 OK\r\n\r\n"));
  CHECK_FALSE(delimited("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n"));
}

TEST_CASE("An answer that has no body by its status needs no length") {
  CHECK(delimited("HTTP/1.1 204 No Content\r\n\r\n"));
  CHECK(delimited("HTTP/1.1 304 Not Modified\r\n\r\n"));
}

TEST_CASE("A body may be as large as the limit and not a byte larger") {
  ResponseBuilder builder(10, {});
  add_head(builder, "HTTP/1.1 200 OK\r\n\r\n");
  CHECK(builder.add_body("12345"));
  CHECK(builder.add_body("67890"));
  CHECK_FALSE(builder.error());
  CHECK_FALSE(builder.add_body("x"));
  CHECK(kit::contains(too_large(builder), "max_response_bytes (10 bytes)"));
  CHECK(builder.response().body == "1234567890");
  ResponseBuilder at_once(10, {});
  CHECK_FALSE(at_once.add_body("12345678901"));
  ResponseBuilder unlimited(0, {});
  CHECK(unlimited.add_body(std::string(100'000, 'x')));
}

TEST_CASE("A head that never ends is stopped") {
  ResponseBuilder builder(0, {});
  const std::string line = "X-Line: " + std::string(1014, 'x') + "\r\n";
  REQUIRE(line.size() == 1024);
  for (int i = 0; i < 256; ++i) REQUIRE(builder.add_header_line(line));
  CHECK_FALSE(builder.add_header_line(line));
  CHECK(kit::contains(too_large(builder), "the head of the answer is larger than 262144 bytes"));
}

TEST_CASE("Room is made for a body whose length is known but not for one that lies") {
  ResponseBuilder known(0, {});
  add_head(known, "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n");
  CHECK(known.add_body("x"));
  CHECK(known.response().body.capacity() >= 5'000'000);
  for (const char* length : {"18446744073709551615", "99999999999999999999999", "-1", "many"}) {
    ResponseBuilder lies(1000, {});
    add_head(lies, "HTTP/1.1 200 OK\r\nContent-Length: " + std::string(length) + "\r\n\r\n");
    CAPTURE(length);
    CHECK(lies.add_body("x"));
    CHECK(lies.response().body.capacity() < 5000);
  }
}

TEST_CASE("A buffer that is used again is empty at first") {
  std::string buffer = "what was there before";
  buffer.reserve(1000);
  ResponseBuilder builder(0, std::move(buffer));
  CHECK(builder.response().body.empty());
  CHECK(builder.response().body.capacity() >= 1000);
}

TEST_CASE("The room for one page does for the next, which is a little larger") {
  const auto read = [](std::string buffer, std::size_t size) {
    ResponseBuilder builder(0, std::move(buffer));
    add_head(builder, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
    CHECK(builder.add_body("x"));
    return std::move(builder.response());
  };
  auto first = read({}, 9'999'000);
  const auto room = first.body.capacity();
  CHECK(room < 12'000'000);
  const auto second = read(std::move(first.body), 10'003'000);
  CHECK(second.body.capacity() == room);
}

TEST_CASE("Whatever arrives counts as seen") {
  ResponseBuilder builder(0, {});
  CHECK(builder.bytes_seen() == 0);
  add_head(builder, "HTTP/1.1 200 OK\r\n");
  const auto after_head = builder.bytes_seen();
  CHECK(after_head > 0);
  CHECK(builder.add_body("x"));
  CHECK(builder.bytes_seen() > after_head);
}
