// SPDX-License-Identifier: MIT
// Proxies: what is said of one that refuses, and what has been sent when it did.
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

/// Options of a client of a TLS server that is reached through this proxy.
fc::ClientOptions behind(const RawServer& proxy) {
  auto options = options_for("https://server.invalid");
  options.proxy = "http://user:pass-word@" + proxy.base_url().substr(7);
  return options;
}

/// What a start comes to.
fc::TransportError refused_start(const fc::ClientOptions& options) {
  const fc::Client client(options);
  return thrown<fc::TransportError>([&] { client.start_batch_scrape({"https://a.example"}); });
}

RawServer proxy_that_answers(int status) {
  return RawServer(
      [status](RawConnection& connection, const RawRequest&) { connection.respond(status, ""); });
}

}  // namespace

TEST_CASE("A proxy that cannot reach the server is asked again for a start since nothing was sent") {
  const int status = GENERATE(429, 502, 503, 504, 522);
  CAPTURE(status);
  const auto proxy = proxy_that_answers(status);
  const auto error = refused_start(behind(proxy));
  CHECK_FALSE(error.request_sent());
  CHECK(error.attempts() == 4);
  CHECK(contains(error.what(), "proxy"));
  CHECK(contains(error.what(), std::to_string(status)));
  CHECK_FALSE(contains(error.what(), "pass-word"));
  CHECK(proxy.request_count() == 4);
}

TEST_CASE("A proxy that refuses is believed at once") {
  const int status = GENERATE(400, 403, 407, 501, 302);
  CAPTURE(status);
  const auto proxy = proxy_that_answers(status);
  auto options = behind(proxy);
  std::vector<int> told;
  options.on_event = [&](const fc::RequestEvent& event) { told.push_back(event.status); };
  const auto error = thrown<fc::TransportError>([&] { fc::Client(options).batch_scrape_job(id).status(); });
  INFO(error.what());
  CHECK_FALSE(error.request_sent());
  CHECK(error.attempts() == 1);
  CHECK(contains(error.what(), "proxy"));
  CHECK_FALSE(contains(error.what(), "pass-word"));
  CHECK(proxy.request_count() == 1);
  CHECK(told == std::vector<int>{0});  // the server did not answer
  if (status == 407) CHECK(contains(error.what(), "password"));
}

TEST_CASE("A 407 in answer to a request without TLS is the proxy's too") {
  const auto proxy = proxy_that_answers(407);
  auto options = options_for("http://server.invalid");
  options.proxy = proxy.base_url();
  const auto error = thrown<fc::ApiError>([&] { fc::Client(options).batch_scrape_job(id).status(); });
  CHECK(error.http_status() == 407);
  CHECK(contains(error.what(), "the proxy wants a user name and a password"));
  CHECK(proxy.request_count() == 1);
}

TEST_CASE("A proxy that has begun to refuse ends wait() at once") {
  const auto proxy = proxy_that_answers(407);
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.respond(200, std::string(PageText{0, 0, next_at(0), "scraping"}));
  });
  auto options = behind(proxy);
  fc::CurlTransport by_proxy({options.proxy, {}});
  fc::CurlTransport directly;
  int requests = 0;
  options.transport = fc::make_transport([&](fc::HttpRequest request) {
    const bool first = requests++ == 0;
    if (first) request.url = server.base_url() + path;
    const auto session = (first ? directly : by_proxy).open();
    const auto exchange = session->start(std::move(request));
    while (!exchange->done()) session->pump(milliseconds(100));
    if (exchange->error()) std::rethrow_exception(exchange->error());
    return exchange->response();
  });
  CHECK_THROWS_AS(fc::Client(options).batch_scrape_job(id).wait(), fc::TransportError);
  CHECK(proxy.request_count() == 1);
}

TEST_CASE("What breaks behind a proxy before TLS is up has sent nothing of a request") {
  const bool resets = GENERATE(true, false);
  const RawServer proxy([&](RawConnection& connection, const RawRequest&) {
    connection.send_head(200);
    resets ? connection.reset() : connection.close();
  });
  auto options = behind(proxy);
  std::vector<int> told;
  options.on_event = [&](const fc::RequestEvent& event) { told.push_back(event.status); };
  const auto error = refused_start(options);
  CHECK_FALSE(error.request_sent());
  CHECK(error.attempts() == 4);
  CHECK(told == std::vector<int>{0, 0, 0, 0});
}

TEST_CASE("A proxy that never answers has been sent nothing of a request") {
  const RawServer proxy([&](RawConnection& connection, const RawRequest&) { connection.stall(); });
  auto options = behind(proxy);
  options.connect_timeout = milliseconds(50);
  options.retry.max_attempts = 2;
  const auto error = refused_start(options);
  CHECK_FALSE(error.request_sent());
  CHECK(error.attempts() == 2);
}

TEST_CASE("A request by way of a proxy that speaks http to it has been sent") {
  const RawServer proxy([](RawConnection& connection, const RawRequest&) { connection.reset(); });
  auto options = options_for("http://server.invalid");
  options.proxy = proxy.base_url();
  CHECK(refused_start(options).request_sent());
  CHECK(proxy.request_count() == 1);
}
