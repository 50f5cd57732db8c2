// SPDX-License-Identifier: MIT
// What looking at a job costs: wait() and progress() read the head of an answer, and follow asks as seldom as
// can be.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <string>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

constexpr std::size_t megabyte = 1'000'000;

// The status of a job that runs, with documents of `size` bytes in all after it.
std::string status_of_size(const std::string& status, std::size_t size) {
  const std::string head =
      R"({"success":true,"status":")" + status +
      R"(","completed":40,"total":4000,"creditsUsed":40,"expiresAt":"2030-01-02T03:04:05.000Z","next":")" +
      next_at(40) + R"(","data":[{"markdown":")";
  return head + std::string(size, 'x') + R"("}]})";
}

}  // namespace

TEST_CASE(
    "100 polls of wait() on a job of large pages move less than 13 MB, also if the server ignores limit") {
  const std::string running = status_of_size("scraping", 10 * megabyte);
  const std::string done = status_of_size("completed", 10 * megabyte);
  support::RawServer server([&](auto& connection, const auto& request) {
    connection.respond(200, request.nth < 99 ? running : done);
  });
  auto options = options_for(server.base_url());
  std::size_t looks = 0;
  std::size_t received = 0;
  std::size_t largest = 0;
  options.on_event = [&](const fc::RequestEvent& event) {
    ++looks;
    received += event.bytes;
    largest = (std::max)(largest, event.bytes);
  };
  const auto end = fc::Client(options).batch_scrape_job(id).wait();
  CHECK(end.completed == 40);
  CHECK(server.request_count() == 100);
  CHECK(looks == 100);
  CHECK(received < 13 * megabyte);
  CHECK(largest < 128 * 1024);
  for (const auto& request : server.requests()) CHECK(request.target == path + "?limit=1");
}

TEST_CASE("progress() reads a compressed answer not to its end either, however small that is on the wire") {
  const std::string compressed = support::gzip(status_of_size("scraping", 10 * megabyte));
  CHECK(compressed.size() < 64 * 1024);
  support::RawServer server([&](auto& connection, const auto&) {
    connection.respond(200, compressed, {{"Content-Encoding", "gzip"}});
  });
  auto options = options_for(server.base_url());
  std::size_t received = 0;
  options.on_event = [&](const fc::RequestEvent& event) { received += event.bytes; };
  CHECK(fc::Client(options).batch_scrape_job(id).progress().total == 4000);
  CHECK(received > 0);
  CHECK(received < 8 * megabyte);
}

TEST_CASE("A progress() whose answer is small keeps the connection") {
  const support::LoopbackServer server(make_job(5000));
  const fc::Client client(options_for(server.base_url()));
  for (int i = 0; i < 10; ++i) CHECK(client.batch_scrape_job(id).progress().total == 5000);
  CHECK(server.connections() == 1);
}

TEST_CASE("progress() reads the whole of an answer that does not begin with its head") {
  support::RawServer server([](auto& connection, const auto&) {
    connection.respond(200, R"({"data":[{"markdown":")" + std::string(megabyte, 'x') +
                                R"("}],"total":7,"completed":5,"status":"scraping"})");
  });
  const auto progress = job_at(server).progress();
  CHECK(progress.total == 7);
  CHECK(progress.completed == 5);
}

TEST_CASE("A progress() whose answer drips is a TimeoutError after request_timeout") {
  constexpr int most_pieces = 100;  // 20 ms apart: two seconds
  std::atomic<int> pieces{0};
  support::RawServer server([&](auto& connection, const auto&) {
    connection.send_head(200, {{"Content-Length", "1000000"}});
    while (pieces < most_pieces && connection.wait_for(milliseconds(20)) && connection.send(" ")) ++pieces;
  });
  auto options = options_for(server.base_url());
  options.request_timeout = milliseconds(200);
  options.retry.max_attempts = 1;
  const auto error = thrown<fc::TimeoutError>([&] { fc::Client(options).batch_scrape_job(id).progress(); });
  CHECK(contains(error.what(), "request_timeout (200 ms)"));
  server.stop();
  CHECK(pieces < most_pieces);
}

TEST_CASE("progress() reads a head of any length") {
  // How often it is read from its beginning, allocation_test.cpp counts.
  const std::string text(4 * megabyte, 'x');
  support::RawServer server([&](auto& connection, const auto&) {
    connection.respond(
        200, R"({"status":"scraping","error":")" + text + R"(","completed":1,"total":2,"data":[]})");
  });
  const auto progress = job_at(server).progress();
  CHECK(progress.total == 2);
  CHECK(progress.error->size() == text.size());
}

TEST_CASE("Following a job asks once for each page of documents, and once for each idle poll") {
  support::Job job = make_job(60);
  job.status = "scraping";
  job.finished = 10;
  support::LoopbackServer server(job);
  auto options = options_for(server.base_url());
  std::size_t finished = 10;
  std::size_t polls = 0;
  // Time passes only when the client waits: then ten more documents are finished.
  clock_of(options).sleeper = [&](milliseconds) {
    ++polls;
    finished += 10;
    server.finish(id, (std::min)(finished, std::size_t{60}));
    if (finished > 60) server.set_status(id, "completed");
  };
  fc::ReadOptions live;
  live.follow = true;
  Numbers numbers;
  std::size_t finished_at_first = 0;
  for (const auto& document : kit::each(fc::Client(options).batch_scrape_job(id).documents(live))) {
    if (numbers.empty()) finished_at_first = finished;
    numbers.push_back(number_of(document));
  }
  CHECK(numbers == from_to(0, 60));
  CHECK(finished_at_first == 10);
  const std::size_t pages = 6;
  CHECK(server.request_count() <= pages + polls + 1);
}

TEST_CASE(
    "A job that fails or is cancelled while it is followed delivers what there is, and the range tells "
    "which") {
  const std::string end = GENERATE("failed", "cancelled");
  support::Job job = make_job(30);
  job.status = "scraping";
  job.finished = 10;
  support::LoopbackServer server(job);
  auto options = options_for(server.base_url());
  clock_of(options).sleeper = [&](milliseconds) {
    server.finish(id, 25);
    server.set_status(id, end);
  };
  fc::ReadOptions live;
  live.follow = true;
  auto range = fc::Client(options).batch_scrape_job(id).documents(live);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 25));
  CHECK(range.progress().status_text == end);
}
