// SPDX-License-Identifier: MIT
// How a job ended that did not complete, as one type; and a 408.

#include <firecrawl/error.hpp>
#include <type_traits>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::thrown;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;

TEST_CASE("Each end but completed is a JobEndedError with the counts") {
  static_assert(std::is_base_of_v<fc::JobEndedError, fc::JobFailedError>);
  static_assert(std::is_base_of_v<fc::JobEndedError, fc::JobCancelledError>);
  static_assert(std::is_base_of_v<fc::Error, fc::JobEndedError>);
  FakeJob job;
  job.status = GENERATE("failed", "cancelled");
  job.completed = 7;
  FakeServer server{FakeServer::Answer(job)};
  const auto error = thrown<fc::JobEndedError>([&] { (void)job_on(server).wait(); });
  CHECK(error.progress().completed == 7);
  CHECK(error.progress().status_text == job.status);
}

TEST_CASE("A 408 that stays is a ScrapeTimeoutError") {
  static_assert(std::is_base_of_v<fc::ApiError, fc::ScrapeTimeoutError>);
  FakeServer server{FakeServer::Answer([](const fc::HttpRequest&) {
    return unit::answer(408, R"({"success":false,"code":"SCRAPE_TIMEOUT","error":"The scrape timed out."})");
  })};
  const auto error = thrown<fc::ScrapeTimeoutError>([&] { (void)job_on(server).status(); });
  CHECK(error.http_status() == 408);
  CHECK(error.attempts() == 4);
}
