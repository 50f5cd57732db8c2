// SPDX-License-Identifier: MIT
// Functions of the user's that a range calls, and what they may do with that range.
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/job_range.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"
#include "poll_loop.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::FakeServer;
using unit::job_on;
using unit::numbers;
using unit::polled_job;
using unit::PollLoop;

TEST_CASE("A function that a range calls cannot ask the range to go on") {
  FakeServer server{polled_job(25)};
  using Use = std::function<void(fc::DocumentRange&)>;
  const std::vector<Use> uses = {
      [](auto& range) { range.try_next(); },
      [](auto& range) { range.begin(); },
      [](auto& range) { (void)range.wait_set(); },
  };
  const auto read_polled = [](fc::DocumentRange& range) {
    while (range.try_next() != nullptr) continue;
  };
  const auto read_blocked = [](fc::DocumentRange& range) { unit::texts_in(range); };
  for (const auto& use : uses) {
    for (const Use& read : {Use(read_polled), Use(read_blocked)}) {
      std::optional<fc::DocumentRange> range;
      const auto use_it = [&] { use(*range); };
      auto options = server.options();
      fc::ReadOptions reading;
      SECTION("on_progress") {
        reading.on_progress = [&](const fc::JobProgress&) { use_it(); };
        range = fc::Client(options).batch_scrape_job("7e1f").documents(reading);
        CHECK(contains(thrown<fc::UsageError>([&] { read(*range); }).what(), "on_progress"));
      }
      SECTION("already_have") {
        reading.already_have = [&](const fc::Document&) {
          use_it();
          return false;
        };
        range = fc::Client(options).batch_scrape_job("7e1f").documents(reading);
        CHECK_THROWS_AS(read(*range), fc::UsageError);
      }
      SECTION("on_event") {
        options.on_event = [&](const fc::RequestEvent&) { use_it(); };
        range = fc::Client(options).batch_scrape_job("7e1f").documents();
        CHECK_THROWS_AS(read(*range), fc::UsageError);
      }
    }
  }
}

TEST_CASE("An iterator cannot be used in a function that its range calls") {
  FakeServer server{polled_job(25)};
  std::optional<fc::DocumentRange> range;
  std::optional<fc::DocumentRange::iterator> at;
  std::size_t refused = 0;
  fc::ReadOptions reading;
  reading.on_progress = [&](const fc::JobProgress&) {
    const auto counted = [&](const std::function<void()>& use) {
      try {
        use();
      } catch (const fc::UsageError&) {
        ++refused;
      }
    };
    counted([&] { (void)**at; });
    counted([&] { ++*at; });
    counted([&] { (void)(*at == range->end()); });
  };
  range = job_on(server).documents(reading);
  at = range->begin();
  CHECK((*at)->markdown == "0");
  CHECK(refused == 3);
}

TEST_CASE("What a range knows may be asked in a function that it calls") {
  FakeServer server{polled_job(25)};
  std::optional<fc::DocumentRange> range;
  std::size_t calls = 0;
  fc::ReadOptions reading;
  reading.on_progress = [&](const fc::JobProgress&) {
    ++calls;
    CHECK(range->next());
    CHECK_FALSE(range->done());
    CHECK(range->missing() == 0);
    CHECK(range->progress().completed >= 0);
  };
  range = job_on(server).documents(reading);
  PollLoop loop{server.now};
  CHECK(loop.read(*range) == numbers(0, 25));
  CHECK(calls == 3);
}

TEST_CASE("After a function that threw, a range goes on") {
  FakeServer server{polled_job(25)};
  std::size_t calls = 0;
  fc::ReadOptions reading;
  reading.on_progress = [&](const fc::JobProgress&) {
    if (++calls == 2) throw std::runtime_error("of the user's");
  };
  auto range = job_on(server).documents(reading);
  std::vector<std::string> texts;
  while (!range.done()) {
    try {
      while (const auto* document = range.try_next()) texts.push_back(*document->markdown);
    } catch (const std::runtime_error&) {
    }
  }
  CHECK(texts == numbers(0, 25));
}
