// SPDX-License-Identifier: MIT
// What the transport over the network does and does not, seen from the server.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

/// Pumps until the exchange is done.
void finish(fc::Session& session, const fc::Exchange& exchange) {
  while (!exchange.done()) session.pump(std::chrono::seconds(1));
}

}  // namespace

TEST_CASE("An answer that is cut after a whole line of its head is asked for again") {
  const std::string head =
      GENERATE("HTTP/1.1 404 Not Found\r\nX-First: 1\r\n", "HTTP/1.1 200 OK\r\nX-First: 1\r\n");
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    if (request.nth > 0) {
      connection.respond(200, std::string(PageText{0, 3}));
      return;
    }
    connection.send(head);
    connection.close();
  });
  CHECK(job_at(server).status().data.size() == 3);
  CHECK(server.request_count() == 2);
}

TEST_CASE("A path prefix is sent as it is written") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.respond(200, std::string(PageText{0, 1}));
  });
  fc::Client(options_for(server.base_url() + "/a/../b/./c")).batch_scrape_job(id).status();
  CHECK(server.requests().at(0).target == "/a/../b/./c" + path);
}

TEST_CASE("Nothing but http and https is spoken") {
  fc::CurlTransport transport;
  const auto session = transport.open();
  for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/", "dict://127.0.0.1/"}) {
    CAPTURE(url);
    fc::HttpRequest request;
    request.url = url;
    const auto exchange = session->start(request);
    finish(*session, *exchange);
    REQUIRE(exchange->error());
    try {
      std::rethrow_exception(exchange->error());
    } catch (const fc::TransportError& error) {
      CHECK(error.curl_code() == 1);
    }
    CHECK(exchange->response().body.empty());
  }
}

TEST_CASE("Each look of wait() is an event and brings little of a large answer") {
  const bool compressed = GENERATE(false, true);
  const auto body = [&](const std::string& status) {
    std::string text = R"({"success":true,"status":")" + status +
                       R"(","completed":40,"total":4000,"data":[{"markdown":")" +
                       std::string(10'000'000, 'x') + R"("}]})";
    return compressed ? support::gzip(text) : text;
  };
  const auto running = body("scraping");
  const auto ended = body("completed");
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    connection.respond(200, request.nth < 4 ? running : ended,
                       compressed ? support::Headers{{"Content-Encoding", "gzip"}} : support::Headers{});
  });
  auto options = options_for(server.base_url());
  std::size_t events = 0;
  std::size_t largest = 0;
  options.on_event = [&](const fc::RequestEvent& event) {
    ++events;
    largest = (std::max)(largest, event.bytes);
  };
  fc::Client(options).batch_scrape_job(id).wait();
  CHECK(events == 5);
  CHECK(largest < (compressed ? std::size_t{8'000'000} : std::size_t{128} << 10));
}

TEST_CASE("The process's handler of SIGPIPE is left alone while curl works") {
  struct sigaction before {};
  struct sigaction own {};
  own.sa_handler = [](int) {};
  ::sigaction(SIGPIPE, &own, &before);
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.respond(200, std::string(PageText{0, 1}));
  });
  fc::CurlTransport transport;
  const auto session = transport.open();
  fc::HttpRequest request;
  request.url = server.base_url();
  bool seen = false;
  bool changed = false;
  request.hints.should_stop = [&] {  // asked within curl
    struct sigaction now {};
    ::sigaction(SIGPIPE, nullptr, &now);
    seen = true;
    changed = changed || now.sa_handler != own.sa_handler;
    return false;
  };
  const auto exchange = session->start(request);
  finish(*session, *exchange);
  ::sigaction(SIGPIPE, &before, nullptr);
  CHECK(seen);
  CHECK_FALSE(changed);
}
