// SPDX-License-Identifier: MIT
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::thrown;
using unit::answer;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::job_with;
using unit::numbers;
using unit::read_all;
using unit::texts_in;
using Strings = std::vector<std::string>;
using Waits = std::vector<std::chrono::milliseconds::rep>;

namespace {

struct Way {
  const char* name;
  std::size_t prefetch;
  std::size_t parallel;
  std::size_t page_size;
};
const Way ways[] = {{"one at a time", 0, 1, 0},    {"prefetched", 1, 1, 0}, {"far ahead", 5, 1, 0},
                    {"in parallel", 0, 3, 0},      {"by fours", 1, 1, 4},   {"by fours at once", 0, 4, 4},
                    {"more than a page", 1, 2, 50}};

fc::ReadOptions options_of(const Way& way) {
  fc::ReadOptions options;
  options.prefetch = way.prefetch;
  options.parallel = way.parallel;
  if (way.page_size > 0) options.page_size = way.page_size;
  return options;
}

}  // namespace

TEST_CASE("Every document comes once and in order however the pages are asked for") {
  for (const auto& way : ways) {
    for (const std::size_t documents : {0U, 1U, 9U, 10U, 11U, 57U}) {
      CAPTURE(way.name, documents);
      FakeServer server(job_with(documents));
      CHECK(read_all(server, options_of(way)) == numbers(0, documents));
      CHECK(server.waits.empty());
    }
  }
}

TEST_CASE("A job that was cancelled or failed ends although its next never does") {
  for (const char* status : {"cancelled", "failed", "scraping", "paused"}) {
    for (const auto& way : ways) {
      CAPTURE(way.name, status);
      FakeServer server(job_with(25, status));
      CHECK(read_all(server, options_of(way)) == numbers(0, 25));
      CHECK(server.requests.size() <= 12);
    }
  }
}

TEST_CASE("Reading can stop at any document and go on elsewhere without a loss or a repeat") {
  for (const auto& way : ways) {
    for (std::size_t stop = 0; stop < 27; ++stop) {
      CAPTURE(way.name, stop);
      FakeServer server(job_with(27));
      auto options = options_of(way);
      auto range = job_on(server).documents(options);
      Strings all;
      for (auto it = range.begin(); all.size() < stop && it != range.end(); ++it)
        all.push_back(*it->markdown);
      const auto token = range.next();
      REQUIRE(token);
      options.from = *token;
      // A page size of another process changes nothing.
      if (stop % 2 == 0) options.page_size = 3;
      const auto rest = read_all(server, options);
      all.insert(all.end(), rest.begin(), rest.end());
      CHECK(all == numbers(0, 27));
    }
  }
}

TEST_CASE("A limit on documents is exact and fetches no page for nothing") {
  for (const auto& way : ways) {
    const std::size_t page = way.page_size == 4 ? 4 : 10;
    for (const std::size_t most : {1U, 9U, 10U, 11U, 20U, 26U, 27U, 28U}) {
      CAPTURE(way.name, most);
      FakeServer server(job_with(27));
      auto options = options_of(way);
      options.max_documents = most;
      const auto count = (std::min)(most, std::size_t{27});
      CHECK(read_all(server, options) == numbers(0, count));
      // A guess may be for nothing, a cursor that a next has named is not.
      if (way.parallel == 1) CHECK(server.requests.size() == (count + page - 1) / page);
    }
  }
}

TEST_CASE("A limit on pages is exact and the token goes on after them") {
  for (const auto& way : ways) {
    CAPTURE(way.name);
    FakeServer server(job_with(57));
    auto options = options_of(way);
    options.max_pages = 2;
    auto range = job_on(server).pages(options);
    std::size_t documents = 0;
    std::size_t pages = 0;
    for (const auto& page : range) {
      documents += page.data.size();
      ++pages;
    }
    CHECK(pages == 2);
    if (way.parallel == 1) CHECK(server.requests.size() == 2);
    fc::ReadOptions rest;
    rest.from = range.next().value();
    CHECK(read_all(server, rest) == numbers(documents, 57));
  }
}

TEST_CASE("After the end of a job there is nowhere to go on") {
  FakeServer server(job_with(27));
  auto range = job_on(server).documents();
  CHECK(range.next() == "/v1/batch/scrape/7e1f");
  CHECK(texts_in(range) == numbers(0, 27));
  CHECK_FALSE(range.next());
  CHECK(range.missing() == 0);
  CHECK(range.progress().status == fc::JobStatus::completed);
  CHECK(range.progress().total == 27);
  CHECK(range.begin() == range.end());
}

TEST_CASE("Documents that a completed job counts and never lists are asked for and then reported") {
  auto job = job_with(12);
  job.completed = 15;
  FakeServer server(job);
  fc::ReadOptions options;
  auto range = job_on(server).documents(options);
  CHECK(texts_in(range) == numbers(0, 12));
  CHECK(server.waits == Waits{250, 500, 1000, 2000, 1250});
  CHECK(range.missing() == 3);
  CHECK(range.next());
  FakeServer hasty(job);
  options.settle = std::chrono::milliseconds(0);
  CHECK(read_all(hasty, options) == numbers(0, 12));
  CHECK(hasty.waits.empty());
}

TEST_CASE("Documents that a completed job lists late are all read") {
  FakeJob job = job_with(0);
  job.completed = 25;
  FakeServer server([&](const fc::HttpRequest& request) { return job(request); });
  server.on_wait = [&] { job.documents = (std::min)(job.documents + 5, std::size_t{25}); };
  auto range = job_on(server).documents();
  CHECK(texts_in(range) == numbers(0, 25));
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
}

TEST_CASE("A job that runs is followed to its end with each document once") {
  for (const auto& way : ways) {
    CAPTURE(way.name);
    FakeJob job = job_with(3, "scraping");
    FakeServer server([&](const fc::HttpRequest& request) { return job(request); });
    server.on_wait = [&] {
      job.documents = (std::min)(job.documents + 8, std::size_t{40});
      if (job.documents == 40) job.status = "completed";
    };
    auto options = options_of(way);
    options.follow = true;
    options.poll_interval = std::chrono::milliseconds(700);
    CHECK(read_all(server, options) == numbers(0, 40));
    CHECK(std::all_of(server.waits.begin(), server.waits.end(), [](auto wait) { return wait == 700; }));
  }
}

TEST_CASE("A server that ignores skip is found out before a document comes twice") {
  for (const auto& way : ways) {
    CAPTURE(way.name);
    FakeServer server([](const fc::HttpRequest& request) {
      const auto page = unit::json_of(job_with(27)(request).body);
      auto first = unit::json_of(job_with(27)(fc::HttpRequest{}).body);
      if (page.contains("next")) first["next"] = page["next"];
      return answer(200, first.dump());
    });
    auto range = job_on(server).documents(options_of(way));
    Strings all;
    const auto error = thrown<fc::PaginationError>([&] {
      for (const auto& document : range) all.push_back(*document.markdown);
    });
    CHECK(kit::contains(error.what(), "this server ignores `skip`"));
    CHECK(all == numbers(0, 10));
  }
}

TEST_CASE("A page that could not be had is named and the range goes on there") {
  int failures = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (request.url.find("skip=20") != std::string::npos && ++failures <= 4) return answer(503, "");
    return job_with(27)(request);
  });
  auto range = job_on(server).documents();
  Strings all;
  const auto error = thrown<fc::ServerError>([&] {
    for (const auto& document : range) all.push_back(*document.markdown);
  });
  CHECK(error.attempts() == 4);
  CHECK(all == numbers(0, 20));
  CHECK(range.next() == "https://inside.example/v1/batch/scrape/7e1f?skip=20");
  const auto rest = texts_in(range);
  CHECK(rest == numbers(20, 27));
}

TEST_CASE("After a 429 nothing of a range goes out before the wait is over") {
  for (const std::size_t parallel : {1U, 4U}) {
    CAPTURE(parallel);
    int limited = 0;
    FakeServer server([&](const fc::HttpRequest& request) {
      if (request.url.find("skip=20") != std::string::npos && ++limited == 1)
        return answer(429, "", {{"Retry-After", "9"}});
      return job_with(100)(request);
    });
    fc::ReadOptions options;
    options.parallel = parallel;
    options.page_size = 10;
    CHECK(read_all(server, options) == numbers(0, 100));
    const auto wait = std::find(server.timeline.begin(), server.timeline.end(), "wait 9000");
    REQUIRE(wait != server.timeline.begin());
    REQUIRE(wait != server.timeline.end());
    CHECK(server.waits == Waits{9000});
    // The request that was refused is the last before the wait.
    CHECK(kit::contains(*(wait - 1), "skip=20"));
  }
}
