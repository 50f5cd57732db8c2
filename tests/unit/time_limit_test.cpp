// SPDX-License-Identifier: MIT
// A time limit of the user's own, in addition to the network's timeouts.

#include <chrono>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <type_traits>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::texts_in;

TEST_CASE("A time limit is not a failure of the network") {
  static_assert(std::is_base_of_v<fc::Error, fc::TimeLimitError>);
  static_assert(!std::is_base_of_v<fc::TransportError, fc::TimeLimitError>);
  static_assert(!std::is_base_of_v<fc::TimeLimitError, fc::TimeoutError>);
}

TEST_CASE("A time limit of 0 has passed at once: nothing is sent") {
  FakeJob job;
  job.documents = 3;
  FakeServer server{FakeServer::Answer(job)};

  fc::ReadOptions reading;
  reading.time_limit = std::chrono::milliseconds(0);
  auto documents = job_on(server).documents(reading);
  const auto error = thrown<fc::TimeLimitError>([&] { (void)(documents.begin() == documents.end()); });
  CHECK(contains(error.what(), "the time_limit of 0 ms has passed"));
  CHECK(documents.next() == "/v1/batch/scrape/7e1f");

  fc::WaitOptions waiting;
  waiting.time_limit = std::chrono::milliseconds(0);
  CHECK_THROWS_AS(job_on(server).wait(waiting), fc::TimeLimitError);
  CHECK(server.requests.empty());
}

TEST_CASE("Without a time limit there is none") {
  int polls = 0;
  FakeServer server{FakeServer::Answer([&](const fc::HttpRequest&) {
    FakeJob job;
    job.status = ++polls < 100 ? "scraping" : "completed";
    return job({});
  })};
  fc::WaitOptions options;
  options.poll_interval = std::chrono::hours(24);
  CHECK(job_on(server).wait(options).status == fc::JobStatus::completed);
}

TEST_CASE("A time limit that is negative is refused") {
  FakeServer server{FakeServer::Answer(FakeJob())};
  fc::WaitOptions options;
  options.time_limit = std::chrono::milliseconds(-1);
  CHECK_THROWS_AS(job_on(server).wait(options), fc::UsageError);
}
