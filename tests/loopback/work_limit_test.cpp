// SPDX-License-Identifier: MIT
// How long a server may work for an answer of which nothing comes, and what is a stall all the same.
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

/// Long enough for anything that a test expects to come.
constexpr milliseconds plenty = std::chrono::seconds(20);

fc::HttpRequest worked_for(const std::string& base_url) {
  fc::HttpRequest request;
  request.method = "POST";
  request.url = base_url + "/v1/scrape";
  request.body = "{}";
  request.idempotent = false;
  request.connect_timeout = request.stall_timeout = request.request_timeout = plenty;
  return request;
}

/// What the exchange of this request fails with; empty if it does not.
std::string fault_of(fc::HttpRequest request) {
  fc::CurlTransport transport;
  const auto session = transport.open();
  const auto exchange = session->start(std::move(request));
  while (!exchange->done()) session->pump(std::chrono::seconds(1));
  if (!exchange->error()) return {};
  try {
    std::rethrow_exception(exchange->error());
  } catch (const fc::TimeoutError& error) {
    CHECK(error.request_sent());
    return error.what();
  }
}

}  // namespace

TEST_CASE("A server may work for an answer for longer than it may stall, or a request may take") {
  const std::string interim = GENERATE("", "HTTP/1.1 102 Processing\r\n\r\n");
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send(interim);
    connection.wait_for(milliseconds(400));
    connection.respond(200, "{}");
  });
  auto request = worked_for(server.base_url());
  request.stall_timeout = request.request_timeout = milliseconds(200);
  auto ordinary = request;
  request.first_byte_timeout = plenty;
  CHECK(fault_of(std::move(request)).empty());
  CHECK_FALSE(fault_of(std::move(ordinary)).empty());
}

TEST_CASE("A server that works for an answer for too long is given up") {
  const std::string interim = GENERATE("", "HTTP/1.1 102 Processing\r\n\r\n");
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send(interim);
    connection.stall();
  });
  auto request = worked_for(server.base_url());
  request.first_byte_timeout = milliseconds(60);
  CHECK(fault_of(std::move(request)) == "no answer within 60 ms, the time that the server may work for one");
  CHECK(server.wait_until_all_closed());
}

TEST_CASE("An answer that has begun may not stall, however long the server may work for one") {
  const std::string begin = GENERATE("HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
                                     "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n");
  CAPTURE(begin);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send(begin);
    connection.stall();
  });
  auto request = worked_for(server.base_url());
  request.stall_timeout = milliseconds(60);
  request.first_byte_timeout = plenty;
  CHECK(fault_of(std::move(request)) == "nothing moved for stall_timeout (60 ms)");
}

TEST_CASE("A request that does not go out stalls, however long the server may work for its answer") {
  const RawServer server([](RawConnection& connection, const RawRequest&) { connection.respond(200, "{}"); },
                         [](RawConnection& connection) { connection.stall(); });
  auto request = worked_for(server.base_url());
  request.body = std::string(std::size_t{32} << 20, ' ');
  request.stall_timeout = milliseconds(300);
  request.first_byte_timeout = plenty;
  CHECK(fault_of(std::move(request)) == "nothing moved for stall_timeout (300 ms)");
}

TEST_CASE("The wait for an answer begins once a large request is sent") {
  const std::size_t size = GENERATE(std::size_t{0}, std::size_t{100'000}, std::size_t{3} << 20);
  CAPTURE(size);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.wait_for(milliseconds(500));
    connection.respond(200, "{}");
  });
  auto request = worked_for(server.base_url());
  request.body = std::string(size, ' ');
  request.stall_timeout = milliseconds(250);
  request.first_byte_timeout = plenty;
  CHECK(fault_of(std::move(request)).empty());
  CHECK(server.requests().at(0).body.size() == size);
}
