// SPDX-License-Identifier: MIT
// The clock that a test gives a client.

#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/testing.hpp>
#include <memory>
#include <vector>

#include "../catch.hpp"

namespace fc = firecrawl;
using std::chrono::milliseconds;

TEST_CASE("A testing::Clock decides on time, waits and chance") {
  fc::testing::Script script;
  script.reply(503, "");
  script.reply(429, "", {{"Retry-After", "Tue, 24 Nov 2026 10:00:32 GMT"}});
  script.reply(200, fc::testing::status_body("completed", {}));

  std::vector<milliseconds> waits;
  auto clock = std::make_shared<fc::testing::Clock>();
  clock->wall = [] { return std::chrono::system_clock::from_time_t(1'795'514'400); };  // 10:00:00
  // Between two looks at the system's clock a slow machine spends a millisecond of the wait.
  clock->steady = [] { return std::chrono::steady_clock::time_point{} + std::chrono::hours(1); };
  clock->sleeper = [&waits](milliseconds wait) { waits.push_back(wait); };
  clock->random = [] { return 0.5; };
  fc::ClientOptions options;
  options.transport = script.transport();
  options.clock = clock;

  const auto status = fc::Client(options).batch_scrape_job("7e1f").status();
  CHECK(status.status == fc::JobStatus::completed);
  CHECK(waits == std::vector<milliseconds>{milliseconds(250), milliseconds(32'000)});
}

TEST_CASE("A time limit is measured with the clock of the options") {
  fc::testing::Script script;
  auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  auto clock = std::make_shared<fc::testing::Clock>();
  clock->steady = [&now] { return now; };
  fc::ClientOptions options;
  options.transport = script.transport();
  options.clock = clock;
  script.then([&now](const fc::HttpRequest&) {
    now += std::chrono::hours(2);
    fc::HttpResponse response;
    response.status = 503;
    return response;
  });

  fc::ReadOptions reading;
  reading.time_limit = std::chrono::hours(1);
  auto documents = fc::Client(options).batch_scrape_job("7e1f").documents(reading);
  CHECK_THROWS_AS(documents.begin() == documents.end(), fc::TimeLimitError);
}
