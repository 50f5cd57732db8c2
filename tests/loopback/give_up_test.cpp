// SPDX-License-Identifier: MIT
// A transfer that nobody wants any more, in the middle of what one pump() brings.
#include <chrono>
#include <cstddef>
#include <firecrawl/curl_transport.hpp>
#include <string>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

TEST_CASE("A compressed body that is not wanted any more is given up while it is decompressed") {
  constexpr std::size_t size = 64'000'000;
  const std::string compressed = support::gzip(std::string(size, 'x'));
  const support::RawServer server([&](auto& connection, const auto&) {
    connection.respond(200, compressed, {{"Content-Encoding", "gzip"}});
  });
  std::size_t asked = 0;
  fc::HttpRequest request;
  request.url = server.base_url() + path;
  request.hints.should_stop = [&] { return ++asked > 3; };
  fc::CurlTransport transport;
  const auto session = transport.open();
  const auto exchange = session->start(request);
  while (!exchange->done()) session->pump(std::chrono::seconds(10));
  CHECK(asked == 4);
  CHECK(exchange->error() != nullptr);
  CHECK(exchange->response().body.size() < size / 2);
}

TEST_CASE("A time limit that passes while a compressed page comes ends the range with a TimeLimitError") {
  const std::string page =
      R"({"status":"completed","data":[{"markdown":")" + std::string(64'000'000, 'x') + R"("}]})";
  const std::string compressed = support::gzip(page);
  const support::RawServer server([&](auto& connection, const auto&) {
    connection.respond(200, compressed, {{"Content-Encoding", "gzip"}});
  });
  auto options = options_for(server.base_url());
  options.retry.max_attempts = 1;
  // The time passes while the body comes: each look at the clock is a second. A page that was not given up
  // would have a look for each of its thousands of pieces.
  auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  std::size_t looks = 0;
  clock_of(options).steady = [&] {
    ++looks;
    return now += std::chrono::seconds(1);
  };
  fc::ReadOptions limited;
  limited.time_limit = std::chrono::seconds(100);
  auto range = fc::Client(options).batch_scrape_job(id).documents(limited);
  CHECK_THROWS_AS(range.begin() == range.end(), fc::TimeLimitError);
  CHECK(looks >= 100);
  CHECK(looks < 1000);
  CHECK(range.next() == path);
}
