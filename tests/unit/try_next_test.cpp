// SPDX-License-Identifier: MIT
// Ranges in an event loop that is not ours: what try_next() returns, and what there is to wait for.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/job_range.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#if !defined(_WIN32)
#include <poll.h>
#endif

#include "../catch.hpp"
#include "fake_server.hpp"
#include "poll_loop.hpp"
#include "slow_line.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using std::chrono::milliseconds;
using std::chrono::minutes;
using unit::answer;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::numbers;
using unit::polled_job;
using unit::PollLoop;
using unit::SlowLine;

TEST_CASE("A poll loop reads what a blocking loop reads, with the same requests") {
  FakeServer polled{polled_job(25)};
  FakeServer blocked{polled_job(25)};
  auto range = job_on(polled).documents();
  CHECK_FALSE(range.done());
  CHECK(polled.requests.empty());
  PollLoop loop{polled.now};
  CHECK(loop.read(range) == numbers(0, 25));
  CHECK(range.done());
  CHECK_FALSE(range.next());
  CHECK(range.progress().completed == 25);
  CHECK(range.try_next() == nullptr);
  CHECK(range.done());

  auto other = job_on(blocked).documents();
  CHECK(unit::texts_in(other) == numbers(0, 25));
  CHECK(other.done());
  CHECK(polled.timeline == blocked.timeline);
}

TEST_CASE("Pages can be polled, and moved from") {
  FakeServer server{polled_job(25)};
  auto range = job_on(server).pages();
  std::vector<std::size_t> sizes;
  while (auto* page = range.try_next()) {
    sizes.push_back(page->data.size());
    page->data.clear();
  }
  CHECK(range.done());
  CHECK(sizes == std::vector<std::size_t>{10, 10, 5});
}

TEST_CASE("Before the first try_next() nothing is requested, and there is something to do at once") {
  FakeServer server{polled_job(3)};
  const auto range = job_on(server).documents();
  const auto set = range.wait_set();
  CHECK(set.sockets.empty());
  CHECK(set.until == server.now);
  CHECK(server.requests.empty());
}

TEST_CASE("After the end there is nothing to wait for") {
  FakeServer server{polled_job(0)};
  auto range = job_on(server).documents();
  CHECK(range.try_next() == nullptr);
  REQUIRE(range.done());
  CHECK(range.wait_set().sockets.empty());
  CHECK(range.wait_set().until == server.now + minutes(10));
}

TEST_CASE("A document counts as delivered once try_next() has returned it") {
  FakeServer server{polled_job(25)};
  const auto job = job_on(server);
  auto range = job.documents();
  for (int i = 0; i < 13; ++i) REQUIRE(range.try_next() != nullptr);
  fc::ReadOptions options;
  options.from = range.next().value();
  auto rest = job.documents(options);
  CHECK(rest.try_next()->markdown == "13");
}

TEST_CASE("try_next() and iterators share one place") {
  FakeServer server{polled_job(25)};
  auto range = job_on(server).documents();
  auto at = range.begin();
  CHECK(at->markdown == "0");
  CHECK(range.try_next()->markdown == "1");
  CHECK(at->markdown == "1");
  ++at;
  CHECK(at != range.end());                  // has come, and was not looked at
  CHECK(range.try_next()->markdown == "2");  // so it is the next
  CHECK(range.begin()->markdown == "3");
  CHECK(range.try_next()->markdown == "4");
  CHECK(unit::texts_in(range) == numbers(5, 25));
  CHECK(range.done());
  CHECK(range.try_next() == nullptr);
}

TEST_CASE("A range that is polled may be moved") {
  FakeServer server{polled_job(25)};
  auto range = job_on(server).documents();
  for (int i = 0; i < 3; ++i) REQUIRE(range.try_next() != nullptr);
  auto moved = std::move(range);
  PollLoop loop{server.now};
  CHECK(loop.read(moved) == numbers(3, 25));
}

TEST_CASE("The wait between two polls is a time in the set, and nothing sleeps") {
  std::size_t listed = 0;
  FakeServer server{FakeServer::Answer([&](const fc::HttpRequest& request) {
    return polled_job(listed, listed < 5 ? "scraping" : "completed")(request);
  })};
  fc::ReadOptions options;
  options.poll_interval = milliseconds(1500);
  auto range = job_on(server).follow(options);
  PollLoop loop{server.now};
  loop.on_wait = [&] { ++listed; };
  CHECK(loop.read(range) == numbers(0, 5));
  CHECK(server.waits.empty());
  CHECK(loop.descriptors == 0);
  CHECK(loop.waits == std::vector<milliseconds::rep>(loop.waits.size(), 1500));
  CHECK(loop.waits.size() == 5);
}

TEST_CASE("A set is not told any more after an iterator has read on") {
  std::size_t listed = 1;
  FakeServer server{FakeServer::Answer([&](const fc::HttpRequest& request) {
    return polled_job(listed, listed < 2 ? "scraping" : "completed")(request);
  })};
  auto range = job_on(server).follow();
  REQUIRE(range.try_next() != nullptr);
  REQUIRE(range.try_next() == nullptr);
  REQUIRE(range.wait_set().until > server.now);
  listed = 2;
  auto at = range.begin();
  CHECK(at->markdown == "1");
  CHECK(range.wait_set().until == server.now);
  CHECK(++at == range.end());
  CHECK(range.wait_set().until == server.now + minutes(10));
}

TEST_CASE("To ask before it is time does nothing") {
  FakeServer server{polled_job(1, "scraping")};
  auto range = job_on(server).follow();
  REQUIRE(range.try_next() != nullptr);
  REQUIRE(range.try_next() == nullptr);
  const auto until = range.wait_set().until;
  CHECK(until == server.now + milliseconds(2000));
  const auto requests = server.requests.size();
  for (int i = 0; i < 19; ++i) {
    server.now += milliseconds(100);
    CHECK(range.try_next() == nullptr);
    CHECK(range.wait_set().until == until);
  }
  CHECK(server.requests.size() == requests);
  server.now += milliseconds(100);
  CHECK(range.try_next() == nullptr);
  CHECK(server.requests.size() == requests + 1);
}

TEST_CASE("A back-off is a time in the set") {
  FakeServer server{{answer(503, "", {{"Retry-After", "7"}}), answer(429, "", {{"Retry-After", "20"}})}};
  auto range = job_on(server).documents();
  PollLoop loop{server.now};
  CHECK(loop.read(range).empty());
  CHECK(loop.waits == std::vector<milliseconds::rep>{7000, 20'000});
  CHECK(server.waits.empty());
}

TEST_CASE("The time in which a job settles is a time in the set") {
  FakeServer blocked{FakeServer::Answer([](const fc::HttpRequest& request) {
    FakeJob job;
    job.documents = 3;
    job.completed = 5;
    return job(request);
  })};
  FakeServer polled{FakeServer::Answer([](const fc::HttpRequest& request) {
    FakeJob job;
    job.documents = 3;
    job.completed = 5;
    return job(request);
  })};
  auto range = job_on(polled).documents();
  PollLoop loop{polled.now};
  CHECK(loop.read(range) == numbers(0, 3));
  CHECK(range.missing() == 2);
  CHECK(polled.waits.empty());
  auto other = job_on(blocked).documents();
  CHECK(unit::texts_in(other) == numbers(0, 3));
  CHECK(loop.waits == blocked.waits);
  CHECK(polled.requests.size() == blocked.requests.size());
}

TEST_CASE("A time limit runs from the first try_next(), and is in the set") {
  FakeServer server{polled_job(1, "scraping")};
  fc::ReadOptions options;
  options.time_limit = milliseconds(500);
  auto range = job_on(server).follow(options);
  server.now += minutes(1);
  REQUIRE(range.try_next() != nullptr);
  REQUIRE(range.try_next() == nullptr);
  CHECK(range.wait_set().until == server.now + milliseconds(500));
  server.now += milliseconds(500);
  CHECK_THROWS_AS(range.try_next(), fc::TimeLimitError);
  CHECK_FALSE(range.done());
  CHECK_THROWS_AS(range.try_next(), fc::TimeLimitError);
}

TEST_CASE("Exceptions come out of try_next(), which goes on after them as a loop does") {
  FakeServer server{{answer(500, ""), answer(500, "")}};
  auto options = server.options();
  options.retry.max_attempts = 1;
  auto range = fc::Client(options).batch_scrape_job("7e1f").documents();
  CHECK_THROWS_AS(range.try_next(), fc::ServerError);
  CHECK_FALSE(range.done());
  CHECK(range.wait_set().until == server.now);
  CHECK_THROWS_AS(range.try_next(), fc::ServerError);
  CHECK(range.try_next() == nullptr);
  CHECK(range.done());
}

TEST_CASE("A cancellation is readable on a descriptor, and ends a range in its next step") {
  FakeServer server{polled_job(1, "scraping")};
  fc::CancellationSource source;
  fc::ReadOptions options;
  options.cancel = source.token();
  auto range = job_on(server).follow(options);
  REQUIRE(range.try_next() != nullptr);
  REQUIRE(range.try_next() == nullptr);
  const auto set = range.wait_set();
#if defined(_WIN32)
  CHECK(set.until <= server.now + milliseconds(100));
  source.cancel();
#else
  REQUIRE(set.sockets.size() == 1);
  CHECK(set.sockets[0].read);
  CHECK_FALSE(set.sockets[0].write);
  CHECK(set.until == server.now + milliseconds(2000));
  const auto is_readable = [&] {
    pollfd descriptor{set.sockets[0].descriptor, POLLIN, 0};
    return ::poll(&descriptor, 1, 0) == 1;
  };
  CHECK_FALSE(is_readable());
  source.cancel();
  CHECK(is_readable());
#endif
  CHECK_THROWS_AS(range.try_next(), fc::CancelledError);
  CHECK_THROWS_AS(range.try_next(), fc::CancelledError);
}

TEST_CASE("A token that can never be cancelled needs no descriptor") {
  FakeServer server{polled_job(1, "scraping")};
  auto range = job_on(server).follow();
  REQUIRE(range.try_next() != nullptr);
  REQUIRE(range.try_next() == nullptr);
  CHECK(range.wait_set().sockets.empty());
}

TEST_CASE("A transport that knows nothing of event loops is asked every 10 ms") {
  SlowLine line(polled_job(40), 1000);
  auto range = fc::Client(line.options()).batch_scrape_job("7e1f").documents();
  line.stalls_at = [](std::size_t) { return std::size_t{0}; };
  REQUIRE(range.try_next() == nullptr);
  CHECK(range.wait_set().until <= line.now + milliseconds(10));
  CHECK(range.wait_set().sockets.empty());
  line.stalls_at = nullptr;
  PollLoop loop{line.now};
  CHECK(loop.read(range) == numbers(0, 40));
}

TEST_CASE("A large page is read in many small steps") {
  std::string data;
  for (int i = 0; i < 300; ++i) {
    data += (i > 0 ? "," : "") + (R"({"metadata":{"scrapeId":")" + std::to_string(i) + R"("},"markdown":")" +
                                  std::string(50'000, 'x') + R"("})");
  }
  const auto body = R"({"status":"completed","completed":300,"total":300,"data":[)" + data + "]}";
  SlowLine line([&](const fc::HttpRequest&) { return answer(200, body); }, std::size_t{1} << 20);
  auto range = fc::Client(line.options()).batch_scrape_job("7e1f").documents();
  std::size_t documents = 0;
  std::size_t steps = 0;
  for (; !range.done(); ++steps) {
    if (range.try_next() != nullptr) ++documents;
  }
  CHECK(documents == 300);
  CHECK(steps > 301);
}
