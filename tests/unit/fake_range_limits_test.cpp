// SPDX-License-Identifier: MIT
// What ends a range before its job does: time limits and a cancellation.
#include <chrono>
#include <firecrawl/client.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::thrown;
using unit::FakeServer;
using unit::job_on;
using unit::job_with;
using unit::numbers;
using unit::read_all;
using Strings = std::vector<std::string>;
using Waits = std::vector<std::chrono::milliseconds::rep>;

TEST_CASE("A time limit ends a range that follows a job") {
  FakeServer server(job_with(5, "scraping"));
  fc::ReadOptions options;
  options.follow = true;
  options.time_limit = std::chrono::milliseconds(9000);
  auto range = job_on(server).documents(options);
  Strings all;
  const auto error = thrown<fc::TimeLimitError>([&] {
    for (const auto& document : range) all.push_back(*document.markdown);
  });
  CHECK(kit::contains(error.what(), "the time_limit of 9000 ms has passed"));
  CHECK(all == numbers(0, 5));
  CHECK(server.waits == Waits{2000, 2000, 2000, 2000, 1000});
  CHECK(range.next() == "https://inside.example/v1/batch/scrape/7e1f?skip=5");
}

TEST_CASE("The longest time there is may be a limit, and is none") {
  FakeServer server(job_with(25));
  fc::ReadOptions options;
  options.time_limit = options.settle = options.poll_interval = (std::chrono::milliseconds::max)();
  CHECK(read_all(server, options) == numbers(0, 25));
  fc::WaitOptions patience;
  patience.time_limit = patience.poll_interval = options.poll_interval;
  CHECK(job_on(server).wait(patience).status == fc::JobStatus::completed);
}

TEST_CASE("A wait that has no end is asked for once") {
  FakeServer server(job_with(5, "scraping"));
  fc::ReadOptions options;
  options.follow = true;
  options.poll_interval = (std::chrono::milliseconds::max)();
  options.time_limit = std::chrono::seconds(9);
  CHECK_THROWS_AS(read_all(server, options), fc::TimeLimitError);
  CHECK(server.waits == Waits{9000});
}

TEST_CASE("Cancelling between two documents ends the loop and keeps the place") {
  FakeServer server(job_with(27));
  fc::CancellationSource source;
  fc::ReadOptions options;
  options.cancel = source.token();
  auto range = job_on(server).documents(options);
  Strings all;
  CHECK_THROWS_AS(
      [&] {
        for (const auto& document : range) {
          all.push_back(*document.markdown);
          if (all.size() == 13) source.cancel();
        }
      }(),
      fc::CancelledError);
  CHECK(all == numbers(0, 13));
  options.cancel = {};
  options.from = range.next().value();
  CHECK(read_all(server, options) == numbers(13, 27));
}
