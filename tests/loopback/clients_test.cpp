// SPDX-License-Identifier: MIT
// Clients, jobs and ranges as objects: what they keep, what they share, when they ask.

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

TEST_CASE("The connection is kept from call to call of one client") {
  const LoopbackServer server(make_job(30, 10));
  const fc::Client client(options_for(server.base_url()));
  const fc::Client copy = client;
  for (int i = 0; i < 3; ++i) {
    client.batch_scrape_job(id).status();
    copy.batch_scrape_job(id).progress();
    client.batch_scrape_job(id).errors();
    CHECK(read(client.batch_scrape_job(id).documents(without_overlap())) == from_to(0, 30));
    CHECK_THROWS_AS(client.batch_scrape_job("another").status(), fc::NotFoundError);
    client.batch_scrape_job(id).cancel();
  }
  CHECK(server.connections() == 1);
}

TEST_CASE("A kept connection that the server has closed meanwhile is not an error") {
  const bool says_so = GENERATE(true, false);
  CAPTURE(says_so);
  Signals closed;
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const support::Headers close = {{"Connection", "close"}};
    connection.respond(200, std::string(PageText{0, 1}), says_so ? close : support::Headers{});
    connection.close();
    closed.set(request.nth);
  });
  auto options = options_for(server.base_url());
  options.retry.max_attempts = 1;
  const auto job = fc::Client(options).batch_scrape_job(id);
  for (std::size_t i = 0; i < 20; ++i) {
    CHECK(job.status().data.size() == 1);
    CHECK(closed.wait(i));
  }
  CHECK(server.connections() == 20);
  CHECK(server.request_count() == 20);
}

TEST_CASE("Nothing is requested before begin()") {
  const LoopbackServer server(make_job(30));
  const fc::Client client(options_for(server.base_url()));
  const auto job = client.batch_scrape_job(id);
  auto documents = job.documents();
  auto pages = job.pages();
  CHECK(documents.next() == path);
  CHECK(documents.progress().total == 0);
  CHECK(documents.missing() == 0);
  auto moved = std::move(documents);
  CHECK(server.connections() == 0);
}

TEST_CASE("++ fetches nothing, and the next look does") {
  const LoopbackServer server(make_job(20, 10));
  auto range = job_at(server).documents(without_overlap());
  auto at = range.begin();
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(number_of(*at) == i);
    ++at;
  }
  CHECK(server.request_count() == 1);
  CHECK(range.next() == server.base_url() + path + "?skip=10");
  CHECK(number_of(*at) == 10);
  CHECK(server.request_count() == 2);
}

TEST_CASE("A client may go while its jobs and ranges live") {
  const LoopbackServer server(make_job(250));
  auto client = std::make_unique<fc::Client>(options_for(server.base_url()));
  auto job = std::make_unique<fc::Job>(client->batch_scrape_job(id));
  auto range = job->documents();
  Numbers numbers;
  for (const auto& document : kit::each(range)) {
    numbers.push_back(number_of(document));
    if (numbers.size() == 30) client.reset();
    if (numbers.size() == 60) job.reset();
  }
  CHECK(numbers == from_to(0, 250));
}

TEST_CASE("A range may be moved while it is iterated") {
  const LoopbackServer server(make_job(35, 10));
  auto range = job_at(server).documents();
  auto at = range.begin();
  Numbers numbers;
  for (; numbers.size() < 13; ++at) numbers.push_back(number_of(*at));
  fc::DocumentRange moved = std::move(range);
  std::vector<fc::DocumentRange> kept;
  for (; numbers.size() < 24; ++at) numbers.push_back(number_of(*at));
  kept.push_back(std::move(moved));
  for (; at != kept.front().end(); ++at) numbers.push_back(number_of(*at));
  CHECK(numbers == from_to(0, 35));
  CHECK_FALSE(kept.front().next());
}

TEST_CASE("A second begin() goes on after what was delivered, and asks for no page again") {
  const LoopbackServer server(make_job(35, 10));
  auto range = job_at(server).documents(without_overlap());
  CHECK(number_of(*range.begin()) == 0);
  CHECK(number_of(*range.begin()) == 1);
  CHECK(range.begin() != range.end());  // nothing was taken
  CHECK(number_of(*range.begin()) == 2);
  Numbers rest;
  read_into(rest, range);
  CHECK(rest == from_to(3, 35));
  CHECK(range.begin() == range.end());
  CHECK(server.request_count() == 4);
}

TEST_CASE("A document may be moved from, and *it stays the same until ++") {
  const LoopbackServer server(make_job(12, 5));
  auto range = job_at(server).documents();
  std::vector<fc::Document> kept;
  for (auto at = range.begin(); at != range.end(); ++at) {
    const fc::Document* first = &*at;
    CHECK(first == &*at);
    kept.push_back(std::move(*at));
  }
  CHECK(numbers_of(kept) == from_to(0, 12));
}

TEST_CASE("Two ranges of one job are independent") {
  const LoopbackServer server(make_job(25, 10));
  const auto job = job_at(server);
  auto one = job.documents();
  auto other = job.documents();
  auto at_one = one.begin();
  auto at_other = other.begin();
  Numbers numbers;
  for (; at_one != one.end(); ++at_one) {
    const auto number = number_of(*at_one);
    if (number % 2 == 0 && at_other != other.end()) {
      numbers.push_back(number_of(*at_other));
      ++at_other;
    }
  }
  CHECK(numbers == from_to(0, 13));
}

TEST_CASE("One client serves several threads at once") {
  const LoopbackServer server(make_job(300, 10));
  const fc::Client client(options_for(server.base_url()));
  std::vector<Numbers> results(6);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back(
        [&client, &result] { result = read(client.batch_scrape_job(id).documents(without_overlap())); });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& result : results) CHECK(result == from_to(0, 300));
  CHECK(server.connections() <= 6);
}

TEST_CASE("errors() lists what went wrong") {
  auto sent = make_job(3);
  sent.errors = {
      R"({"id":"e1","timestamp":"2026-08-24T10:00:00.000Z","url":"https://a.example","code":"SCRAPE_TIMEOUT","error":"timed out"})",
      R"({"id":"e2","url":"https://b.example","error":"no such host"})"};
  sent.robots_blocked = {"https://c.example/private"};
  const LoopbackServer server(std::move(sent));
  const auto report = job_at(server).errors();
  REQUIRE(report.failed.size() == 2);
  CHECK(report.failed[0].id == "e1");
  CHECK(report.failed[0].url == "https://a.example");
  CHECK(report.failed[0].code == "SCRAPE_TIMEOUT");
  CHECK(report.failed[0].error == "timed out");
  CHECK(report.failed[0].timestamp == std::chrono::system_clock::from_time_t(1'787'565'600));
  CHECK_FALSE(report.failed[1].code);
  CHECK_FALSE(report.failed[1].timestamp);
  CHECK(report.failed[1].error == "no such host");
  CHECK(report.robots_blocked == std::vector<std::string>{"https://c.example/private"});
  CHECK(server.requests().at(0).target == path + "/errors");
}

TEST_CASE("errors() of a server that has no such route is a NotFoundError") {
  LoopbackServer server(make_job(3));
  server.on_request([](const support::Request&, std::size_t) -> std::optional<Response> {
    return Response{
        404, "<pre>Cannot GET /v2/batch/scrape/x/errors</pre>", {{"Content-Type", "text/html"}}, false};
  });
  const auto error = thrown<fc::NotFoundError>([&] { job_at(server).errors(); });
  CHECK(contains(error.what(), "Cannot GET"));
}

TEST_CASE("cancel() stops the job, and does no harm a second time") {
  auto sent = make_job(30, 10);
  sent.status = "scraping";
  sent.finished = 15;
  const LoopbackServer server(std::move(sent));
  const auto job = job_at(server);
  job.cancel();
  job.cancel();
  CHECK(server.requests().at(0).method == "DELETE");
  CHECK(server.requests().at(0).target == path);
  CHECK(job.status().status == fc::JobStatus::cancelled);
  CHECK(read(job.documents()) == from_to(0, 15));
}

TEST_CASE("cancel() of an unknown job is a NotFoundError, of one that has ended a ConflictError") {
  auto sent = make_job(3);
  sent.refuse_cancel = true;
  const LoopbackServer server(std::move(sent));
  const fc::Client client(options_for(server.base_url()));
  const auto conflict = thrown<fc::ConflictError>([&] { client.batch_scrape_job(id).cancel(); });
  CHECK(contains(conflict.what(), "Crawl is already completed"));
  CHECK(contains(conflict.what(), "DELETE " + server.base_url() + path));
  const auto unknown = thrown<fc::NotFoundError>([&] { client.batch_scrape_job("another").cancel(); });
  CHECK(contains(unknown.what(), "Job not found"));
}

TEST_CASE("A cancel() that meets an outage is tried again") {
  LoopbackServer server(make_job(3));
  server.on_request([](const support::Request&, std::size_t nth) -> std::optional<Response> {
    if (nth < 2) return Response{503, "", {}, false};
    return std::nullopt;
  });
  job_at(server).cancel();
  CHECK(server.request_count() == 3);
}
