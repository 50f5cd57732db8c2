// SPDX-License-Identifier: MIT
// A job's other calls: what they make of servers that are young, or lack a route.
#include <firecrawl/client.hpp>
#include <firecrawl/report.hpp>
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using unit::answer;
using unit::FakeServer;
using unit::job_on;

TEST_CASE("Every call of a job that was just started bears a 404") {
  const auto not_found = answer(404, R"({"error":"Job not found"})");
  FakeServer server({answer(200, R"({"success":true,"id":"7e1f"})"), not_found,
                     answer(200, R"({"status":"scraping","data":[]})"), not_found,
                     answer(200, R"({"errors":[]})"), not_found, answer(200, R"({"status":"cancelled"})")});
  const auto started = fc::Client(server.options()).start_batch_scrape({"https://a.example"});
  CHECK_NOTHROW(started.job.progress());
  CHECK_NOTHROW(started.job.errors());
  CHECK_NOTHROW(started.job.cancel());
  CHECK(server.requests.size() == 7);
}

TEST_CASE("progress() asks the transport for little at a time, since the head is enough") {
  FakeServer server(unit::FakeJob{});
  job_on(server).status();
  job_on(server).progress();
  REQUIRE(server.requests.size() == 2);
  CHECK(server.requests[0].hints.bytes_per_pump == 0);
  CHECK(server.requests[1].hints.bytes_per_pump > 0);
  CHECK(server.requests[1].hints.bytes_per_pump <= 64 * 1024);
}

TEST_CASE("A report of a server without a route for errors counts its URLs as missing") {
  FakeServer server([](const fc::HttpRequest& request) {
    return contains(request.url, "/errors") ? answer(404, "<pre>Cannot GET</pre>")
                                            : answer(200, R"({"status":"completed","data":[]})");
  });
  const auto report = fc::make_report(job_on(server), {"https://a.example"});
  CHECK(report.progress.status == fc::JobStatus::completed);
  REQUIRE(report.urls.size() == 1);
  CHECK(report.urls[0].kind == fc::UrlOutcome::Kind::missing);
}

TEST_CASE("The token of a report ends its call for the errors") {
  fc::CancellationSource source;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (!contains(request.url, "/errors")) return answer(200, R"({"status":"completed","data":[]})");
    source.cancel();
    return answer(503, "");
  });
  fc::ReadOptions options;
  options.cancel = source.token();
  CHECK_THROWS_AS(fc::make_report(job_on(server), {"https://a.example"}, {}, options), fc::CancelledError);
  CHECK(server.requests.size() == 2);
}
