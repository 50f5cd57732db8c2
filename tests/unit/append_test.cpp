// SPDX-License-Identifier: MIT
// A job that URLs were added to: it may have been completed before, and says so until the new ones are done.
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/job.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using unit::answer;
using unit::FakeServer;
using Strings = std::vector<std::string>;

namespace {

const std::string appended_to = "7e1f0a3c-5b2d-4c8e-9f10-3a4b5c6d7e8f";

// A completed job of one document, to which another was added that is done after so many questions.
FakeServer::Answer job_with_one_added(int questions) {
  return [=, asked = 0](const fc::HttpRequest& request) mutable {
    if (request.method == "POST") return answer(200, R"({"success":true,"id":")" + appended_to + R"("})");
    const bool done = ++asked > questions;
    const std::string first = request.url.find("skip=1") == std::string::npos
                                  ? R"({"markdown":"0","metadata":{"scrapeId":"a"}})"
                                  : "";
    const std::string second = done ? R"({"markdown":"1","metadata":{"scrapeId":"b"}})" : "";
    return answer(200, R"({"status":"completed","total":2,"completed":)" + std::string(done ? "2" : "1") +
                           R"(,"data":[)" + first + (first.empty() || second.empty() ? "" : ",") + second +
                           "]}");
  };
}

fc::Job added_to(FakeServer& server) {
  fc::BatchScrapeRequest request({"https://a.example"});
  request.append_to = appended_to;
  auto options = server.options();
  options.api_version = fc::ApiVersion::v2;
  return fc::Client(options).start_batch_scrape(request).job;
}

}  // namespace

TEST_CASE("wait() on a job that was added to waits until its total is completed") {
  FakeServer server(job_with_one_added(3));
  const auto end = added_to(server).wait();
  CHECK(end.completed == 2);
  CHECK(server.waits == std::vector<std::chrono::milliseconds::rep>{2000, 2000, 2000});
}

TEST_CASE("wait() on a job that was added to gives up counts that do not change for ten minutes") {
  FakeServer server(job_with_one_added(1'000'000));
  const auto begin = server.now;
  const auto end = added_to(server).wait();
  CHECK(end.completed == 1);
  CHECK(server.now - begin == std::chrono::minutes(10));
}

TEST_CASE("Another handle of a job that was added to believes that it is completed") {
  FakeServer server(job_with_one_added(3));
  CHECK(fc::Client(server.options()).batch_scrape_job(appended_to).wait().completed == 1);
  CHECK(server.waits.empty());
}

TEST_CASE("A job that was added to is followed until its total is completed") {
  FakeServer server(job_with_one_added(3));
  fc::ReadOptions options;
  options.follow = true;
  auto range = added_to(server).documents(options);
  CHECK(unit::texts_in(range) == Strings{"0", "1"});
  CHECK_FALSE(range.next());
}
