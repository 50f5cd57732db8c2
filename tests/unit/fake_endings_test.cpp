// SPDX-License-Identifier: MIT
// How a range comes to its end: late documents, servers whose cursors are not numbers, limits, large pages.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/clock.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::thrown;
using unit::answer;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::texts_in;
using Strings = std::vector<std::string>;
using Waits = std::vector<std::chrono::milliseconds::rep>;

namespace {

// A page of these documents; `more` are members of the body.
fc::HttpResponse page_with_texts(const Strings& documents, const std::string& more) {
  std::string data;
  for (const auto& text : documents)
    data += (data.empty() ? "" : ",") +
            (R"({"markdown":")" + text + R"(","metadata":{"scrapeId":")" + text + R"("}})");
  return answer(200, "{" + more + R"(,"data":[)" + data + "]}");
}

// A server whose cursors are not numbers, and which passes over what it does not know, `skip` too: a, b, c,
// then after the cursor "two" d, e, and once `late` requests have come for that page, f.
FakeServer::Answer opaque_job(const std::string& status, int late) {
  return [=, asked = 0](const fc::HttpRequest& request) mutable {
    const std::string head = R"("status":")" + status + R"(","completed":6,"total":6)";
    if (request.url.find("cursor=two") == std::string::npos)
      return page_with_texts({"a", "b", "c"}, head + R"(,"next":"/v1/batch/scrape/7e1f?cursor=two")");
    if (++asked <= late) return page_with_texts({"d", "e"}, head);
    return page_with_texts({"d", "e", "f"}, R"("status":"completed","completed":6,"total":6)");
  };
}

}  // namespace

TEST_CASE("The time that a reader takes over the last page is none of the time to settle") {
  const std::string head = R"("status":"completed","completed":4,"total":4)";
  bool late = true;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (request.url.find("skip=3") == std::string::npos) return page_with_texts({"a", "b", "c"}, head);
    return page_with_texts(late ? Strings{} : Strings{"d"}, head);
  });
  server.on_wait = [&] { late = server.waits.size() < 4; };
  auto range = job_on(server).documents();
  Strings all;
  for (const auto& document : range) {
    all.push_back(*document.markdown);
    server.now += std::chrono::minutes(1);
  }
  CHECK(all == Strings{"a", "b", "c", "d"});
  CHECK(server.waits == Waits{250, 500, 1000, 2000});
  CHECK(range.missing() == 0);
}

TEST_CASE("A question for late documents that failed is asked again before the range ends") {
  const std::string head = R"("status":"completed","completed":4,"total":4)";
  int failures = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (request.url.find("skip=3") == std::string::npos) return page_with_texts({"a", "b", "c"}, head);
    if (++failures <= 4) return answer(503, "", {{"Retry-After", "2"}});
    return page_with_texts({"d"}, head);
  });
  auto range = job_on(server).documents();
  CHECK_THROWS_AS(texts_in(range), fc::ServerError);
  CHECK(server.waits == Waits{250, 2000, 2000, 2000});
  CHECK(texts_in(range) == Strings{"d"});
  CHECK(server.waits.size() == 4);
}

TEST_CASE("A poll that failed is made again without another wait") {
  int requests = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    if (++requests == 1) return page_with_texts({"a"}, R"("status":"scraping")");
    return requests == 2 ? answer(400, "") : page_with_texts({"b"}, R"("status":"completed")");
  });
  fc::ReadOptions options;
  options.follow = true;
  auto range = job_on(server).documents(options);
  CHECK_THROWS_AS(texts_in(range), fc::BadRequestError);
  CHECK(texts_in(range) == Strings{"b"});
  CHECK(server.waits == Waits{2000});
}

TEST_CASE("The time to settle begins again whenever documents arrive") {
  FakeJob job;
  job.completed = 8;
  job.documents = 5;
  FakeServer server([&](const fc::HttpRequest& request) { return job(request); });
  server.on_wait = [&] { job.documents = 5 + server.waits.size() / 4; };
  auto range = job_on(server).documents();
  CHECK(texts_in(range).size() == 8);
  CHECK(server.waits == Waits{250, 500, 1000, 2000, 250, 500, 1000, 2000, 250, 500, 1000, 2000});
}

TEST_CASE("Late documents of a server whose cursors are not numbers are asked for at its last cursor") {
  const std::size_t prefetch = GENERATE(0U, 1U, 3U);
  FakeServer server(opaque_job("completed", 3));
  fc::ReadOptions options;
  options.prefetch = prefetch;
  auto range = job_on(server).documents(options);
  CHECK(texts_in(range) == Strings{"a", "b", "c", "d", "e", "f"});
  CHECK(range.missing() == 0);
  CHECK(range.next() == std::nullopt);
  CHECK(server.waits.size() == 3);
}

TEST_CASE("What a server whose cursors are not numbers never lists is missing") {
  FakeServer server(opaque_job("completed", 1000));
  auto range = job_on(server).documents();
  CHECK(texts_in(range) == Strings{"a", "b", "c", "d", "e"});
  CHECK(range.missing() == 1);
  CHECK(range.next() == "/v1/batch/scrape/7e1f?cursor=two#2");
}

TEST_CASE("A running job of a server whose cursors are not numbers is followed at its last cursor") {
  FakeServer server(opaque_job("scraping", 3));
  fc::ReadOptions options;
  options.follow = true;
  auto range = job_on(server).documents(options);
  CHECK(texts_in(range) == Strings{"a", "b", "c", "d", "e", "f"});
  CHECK(server.waits == Waits{2000, 2000, 2000});
  CHECK(range.next() == std::nullopt);

  FakeServer snapshot(opaque_job("scraping", 1));
  auto part = job_on(snapshot).documents();
  CHECK(texts_in(part) == Strings{"a", "b", "c", "d", "e"});
  fc::ReadOptions rest;
  rest.from = part.next().value();
  auto later = job_on(snapshot).documents(rest);
  CHECK(texts_in(later) == Strings{"f"});
}

TEST_CASE("An empty page that names itself is asked for again if its cursor is not a number") {
  int polls = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    const std::string next = R"(,"next":"/v1/batch/scrape/7e1f?cursor=two")";
    if (request.url.find("cursor=two") == std::string::npos)
      return page_with_texts({"a"}, R"("status":"scraping")" + next);
    return ++polls < 3 ? page_with_texts({}, R"("status":"scraping")" + next)
                       : page_with_texts({"b"}, R"("status":"completed")");
  });
  fc::ReadOptions options;
  options.follow = true;
  auto range = job_on(server).documents(options);
  CHECK(texts_in(range) == Strings{"a", "b"});
}

TEST_CASE("After a 429 that is not waited for nothing of a range goes out") {
  FakeJob job;
  job.documents = 100;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (request.url.find("skip=20") != std::string::npos) return answer(429, "", {{"Retry-After", "500"}});
    return job(request);
  });
  fc::ReadOptions options;
  options.parallel = 4;
  options.page_size = 10;
  auto range = job_on(server).documents(options);
  std::size_t read = 0;
  CHECK_THROWS_AS(
      [&] {
        for (auto it = range.begin(); it != range.end(); ++it) ++read;
      }(),
      fc::RateLimitError);
  CHECK(read == 20);
  CHECK(kit::contains(server.timeline.back(), "skip=20"));
}

TEST_CASE("A range that is asked again after its last attempt keeps to the wait that the server asked for") {
  int limited = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (++limited <= 4) return answer(429, "", {{"Retry-After", "9"}});
    return FakeJob{}(request);
  });
  auto range = job_on(server).documents();
  CHECK_THROWS_AS(texts_in(range), fc::RateLimitError);
  CHECK(server.waits == Waits{9000, 9000, 9000});
  CHECK(texts_in(range).empty());
  CHECK(server.waits == Waits{9000, 9000, 9000, 9000});
}

TEST_CASE("A large page is decoded in pieces between which the time limit is looked at") {
  const auto looks = [](std::size_t bytes) {
    FakeServer server({page_with_texts({std::string(bytes, 'x')}, R"("status":"completed")")});
    auto options = server.options();
    std::size_t looked = 0;
    kit::clock_of(options).steady = [&] {
      ++looked;
      return server.now;
    };
    fc::ReadOptions limited;
    limited.time_limit = std::chrono::hours(1);
    auto range = fc::Client(options).batch_scrape_job("7e1f").documents(limited);
    CHECK(texts_in(range).front().size() == bytes);
    return looked;
  };
  CHECK(looks(std::size_t{64} << 20) >= looks(1000) + 7);
}
