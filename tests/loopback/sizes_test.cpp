// SPDX-License-Identifier: MIT
// Answers that are larger than they may be are stopped while they arrive.

#include <string>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

constexpr std::size_t body_limit = 200'000;

/// A client that takes `body_limit` bytes, and what it throws at this server.
fc::ResponseTooLargeError refusal_of(const RawServer& server) {
  auto options = options_for(server.base_url());
  options.max_response_bytes = body_limit;
  std::size_t most = 0;
  options.on_event = [&](const fc::RequestEvent& event) { most = (std::max)(most, event.bytes); };
  const auto job = fc::Client(options).batch_scrape_job(id);
  auto range = job.documents();
  CHECK_THROWS_AS(range.begin() == range.end(), fc::ResponseTooLargeError);
  CHECK(range.next() == path);
  const auto error = thrown<fc::ResponseTooLargeError>([&] { job.status(); });
  CHECK(contains(error.what(), path));
  CHECK(most <= body_limit);
  CHECK(server.request_count() == 2);  // not tried again
  return error;
}

/// A status body of exactly `bytes` bytes.
std::string body_of(std::size_t bytes) {
  const std::string empty = R"({"status":"completed","data":[{"markdown":""}]})";
  return R"({"status":"completed","data":[{"markdown":")" + std::string(bytes - empty.size(), 'x') +
         R"("}]})";
}

}  // namespace

TEST_CASE("A body is refused from one byte above max_response_bytes on") {
  const bool chunked = GENERATE(false, true);
  const bool compressed = GENERATE(false, true);
  CAPTURE(chunked, compressed);
  std::size_t bytes = body_limit;
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    support::Response response{200, body_of(bytes), {}, chunked};
    if (compressed) {
      response.body = support::gzip(response.body);
      response.headers.emplace_back("Content-Encoding", "gzip");
    }
    connection.respond(response);
  });
  auto options = options_for(server.base_url());
  options.max_response_bytes = body_limit;
  const auto job = fc::Client(options).batch_scrape_job(id);
  CHECK(job.status().data.at(0).markdown.value().size() > body_limit - 100);
  bytes = body_limit + 1;
  CHECK_THROWS_AS(job.status(), fc::ResponseTooLargeError);
}

TEST_CASE("A compressed body that grows beyond the limit is stopped") {
  const std::string bomb = support::gzip(body_of(30'000'000));
  REQUIRE(bomb.size() < body_limit);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.respond(200, bomb, {{"Content-Encoding", "gzip"}});
  });
  CHECK(contains(refusal_of(server).what(), "max_response_bytes (200000 bytes)"));
}

TEST_CASE("A chunked body that never ends is stopped") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.send_head(200, {{"Transfer-Encoding", "chunked"}});
    const std::string chunk = "1000\r\n" + std::string(4096, 'x') + "\r\n";
    while (connection.send(chunk)) continue;
  });
  CHECK(contains(refusal_of(server).what(), "max_response_bytes"));
  CHECK(server.wait_until_all_closed());
}

TEST_CASE("An error page that never ends is stopped too") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.send_head(500, {{"Connection", "close"}});
    while (connection.send(std::string(4096, 'x'))) continue;
  });
  CHECK(contains(refusal_of(server).what(), "max_response_bytes"));
}

TEST_CASE("A head that never ends is stopped") {
  const bool one_line = GENERATE(false, true);
  CAPTURE(one_line);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send("HTTP/1.1 200 OK\r\nX-First: ");
    while (connection.send(std::string(1000, 'x') + (one_line ? "" : "\r\nX-Next: "))) continue;
  });
  const auto error = thrown<fc::ResponseTooLargeError>([&] { job_at(server).status(); });
  CHECK(contains(error.what(), "head"));
  CHECK(server.request_count() == 1);
  CHECK(server.wait_until_all_closed());
}

TEST_CASE("max_response_bytes = 0 sets no limit") {
  const RawServer server(
      [](RawConnection& connection, const RawRequest&) { connection.respond(200, body_of(3'000'000)); });
  auto options = options_for(server.base_url());
  options.max_response_bytes = 0;
  CHECK(fc::Client(options).batch_scrape_job(id).status().data.size() == 1);
}

TEST_CASE("A client that has refused an answer reads the next ones") {
  support::LoopbackServer server(make_job(250));
  auto options = options_for(server.base_url());
  options.max_response_bytes = 50'000;
  const fc::Client client(options);
  const auto job = client.batch_scrape_job(id);
  CHECK_THROWS_AS(job.status(), fc::ResponseTooLargeError);
  fc::ReadOptions small;
  small.page_size = 10;
  CHECK(read(job.documents(small)) == from_to(0, 250));
}
