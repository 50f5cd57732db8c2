// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <firecrawl/detail/job/settling.hpp>
#include <firecrawl/detail/job/stride.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace fc = firecrawl;
using fc::detail::Cursor;
using fc::detail::make_cursor;
using fc::detail::Settling;
using fc::detail::Stride;
using fc::detail::TimePoint;
using fc::detail::with_skip;

namespace {

using Milliseconds = std::chrono::milliseconds;

// The waits of a job that never lists what it counts, when each question itself takes `per_question`.
std::vector<int> waits(Settling& settling, TimePoint& now, Milliseconds per_question = Milliseconds(0)) {
  std::vector<int> waits;
  while (const auto wait = settling.next_wait(now)) {
    waits.push_back(static_cast<int>(wait->count()));
    now += *wait + per_question;
    if (waits.size() > 1000) break;
  }
  return waits;
}

Cursor at(std::uint64_t skip, const std::string& rest = "") {
  return make_cursor("", "skip=" + std::to_string(skip) + rest);
}

fc::JobProgress counts(std::int64_t completed) {
  fc::JobProgress progress;
  progress.completed = completed;
  return progress;
}

}  // namespace

TEST_CASE("Waits for late documents grow and add up to the limit") {
  TimePoint now{};
  Settling settling(Milliseconds(5000));
  CHECK(waits(settling, now) == std::vector<int>{250, 500, 1000, 2000, 1250});
  Settling longer(Milliseconds(12000));
  CHECK(waits(longer, now) == std::vector<int>{250, 500, 1000, 2000, 2000, 2000, 2000, 2000, 250});
  Settling shorter(Milliseconds(100));
  CHECK(waits(shorter, now) == std::vector<int>{100});
}

TEST_CASE("The time that a question takes counts against the limit") {
  TimePoint now{};
  Settling settling(Milliseconds(5000));
  CHECK(waits(settling, now, Milliseconds(1000)) == std::vector<int>{250, 500, 1000, 250});
}

TEST_CASE("Late documents may be waited for without end") {
  TimePoint now = std::chrono::steady_clock::now();
  Settling settling((Milliseconds::max)());
  CHECK(waits(settling, now).size() > 1000);
}

TEST_CASE("A limit of zero asks no more at all") {
  TimePoint now{};
  Settling settling(Milliseconds(0));
  CHECK(waits(settling, now).empty());
}

TEST_CASE("Whenever documents arrive the time for late ones begins again") {
  TimePoint now{};
  Settling settling(Milliseconds(1000));
  CHECK(waits(settling, now) == std::vector<int>{250, 500, 250});
  CHECK_FALSE(settling.next_wait(now));
  settling.restart();
  CHECK(waits(settling, now) == std::vector<int>{250, 500, 250});
}

TEST_CASE("A skip is replaced and the rest of a query stays as it is") {
  CHECK(with_skip("skip=100", 200) == "skip=200");
  CHECK(with_skip("limit=50&skip=100&x=%20", 7) == "limit=50&skip=7&x=%20");
  CHECK(with_skip("a=skip=1&skip=2", 3) == "a=skip=1&skip=3");
  CHECK(with_skip("cursor=b", 3) == "cursor=b");
}

TEST_CASE("With a page size the place of the pages is known from the first head on") {
  Stride stride(50);
  CHECK_FALSE(stride.guess(at(0)));
  stride.learn(make_cursor("", "limit=50"), at(50, "&limit=50"), counts(220));
  const auto next = stride.guess(at(50));
  REQUIRE(next);
  CHECK(next->query == "skip=100&limit=50");
  CHECK(next->skip == 100U);
  CHECK(stride.guess(at(100))->skip == 150U);
  CHECK(stride.guess(at(150))->skip == 200U);
}

TEST_CASE("Nothing is guessed after the documents that are finished") {
  Stride stride(50);
  stride.learn(at(0), at(50), counts(150));
  CHECK(stride.guess(at(50)));
  CHECK_FALSE(stride.guess(at(100)));
  CHECK_FALSE(stride.guess(at(1000)));
  stride.learn(at(50), at(100), counts(151));
  CHECK(stride.guess(at(100)));
  stride.learn(at(50), at(100), counts(-1));
  CHECK_FALSE(stride.guess(at(50)));
}

TEST_CASE("Without a page size the stride is learned from two pages that came evenly") {
  Stride stride(0);
  stride.learn(at(0), at(30), counts(1000));
  CHECK_FALSE(stride.guess(at(30)));
  stride.learn(at(30), at(55), counts(1000));
  CHECK_FALSE(stride.guess(at(55)));
  stride.learn(at(55), at(80), counts(1000));
  REQUIRE(stride.guess(at(80)));
  CHECK(stride.guess(at(80))->skip == 105U);
}

TEST_CASE("A guess that was wrong ends the guessing") {
  Stride stride(50);
  stride.learn(at(0), at(50), counts(1000));
  CHECK(stride.guess(at(50)));
  stride.drop();
  CHECK_FALSE(stride.guess(at(50)));
}

TEST_CASE("Nothing is guessed if cursors are not numbers") {
  Stride stride(50);
  stride.learn(make_cursor("", ""), make_cursor("", "cursor=b"), counts(1000));
  CHECK_FALSE(stride.guess(make_cursor("", "")));
  stride.learn(at(0), at(50), counts(1000));
  CHECK_FALSE(stride.guess(make_cursor("", "cursor=b")));
  stride.learn(at(50), std::nullopt, counts(1000));
  CHECK(stride.guess(at(50)));
}
