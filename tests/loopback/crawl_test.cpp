// SPDX-License-Identifier: MIT
// Crawls over a real connection: started, followed while they grow, resumed, cancelled.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

// A crawl that has found nothing yet.
support::Job new_crawl(std::size_t pages) {
  auto job = make_job(pages, 10);
  job.status = "scraping";
  job.finished = 0;
  job.total = 0;
  return job;
}

fc::Job crawl_in(const Time& time, const LoopbackServer& server) {
  auto options = options_for(server.base_url());
  time.rule(options);
  return fc::Client(options).crawl_job(id);
}

// With each wait of the client the crawl finds more.
void let_grow(LoopbackServer& server, const Time& time, std::size_t step) {
  time.on_sleep([&server, step](milliseconds) {
    server.update(id, [step](support::Job& job) {
      job.finished = (std::min)(job.finished.value_or(0) + step, job.count);
      job.total = static_cast<std::int64_t>((std::min)(*job.finished + 5, job.count));
      if (job.finished == job.count) job.status = "completed";
    });
  });
}

}  // namespace

TEST_CASE("A crawl is started and followed while it grows, each document once") {
  LoopbackServer server(new_crawl(60));
  // The server does not know its new job at once.
  std::size_t early = 2;
  server.on_request([&](const support::Request& request, std::size_t) -> std::optional<Response> {
    if (request.method == "POST")
      return Response{200, R"({"success":true,"id":")" + id + R"(","url":"x"})", {}, false};
    if (early > 0 && early-- > 0)
      return Response{404, R"({"success":false,"error":"Job not found"})", {}, false};
    return std::nullopt;
  });
  const Time time;
  let_grow(server, time, 7);
  auto options = options_for(server.base_url());
  time.rule(options);
  fc::CrawlRequest request = "https://a.example";
  request.limit = 60;
  request.idempotency_key = "11111111-2222-4333-8444-555555555555";
  const auto started = fc::Client(options).start_crawl(request);
  auto range = started.job.follow();
  CHECK(read(std::move(range)) == from_to(0, 60));
  const auto requests = server.requests();
  CHECK(requests.at(0).target == "/v1/crawl");
  CHECK(requests.at(0).header("x-idempotency-key") == request.idempotency_key);
  CHECK(requests.at(0).header("Content-Type") == "application/json");
  CHECK(requests.at(0).header("Authorization") == "Bearer " + key);
  CHECK(nlohmann::json::parse(requests.at(0).body) ==
        nlohmann::json{{"url", "https://a.example"}, {"limit", 60}});
  for (std::size_t i = 1; i < requests.size(); ++i) CHECK(requests[i].path == crawl_path);
}

TEST_CASE("A follower of a crawl that stops goes on in a new client, wherever it was") {
  const std::size_t stop = GENERATE(0U, 1U, 7U, 10U, 23U, 59U);
  CAPTURE(stop);
  LoopbackServer server(new_crawl(60));
  const Time time;
  let_grow(server, time, 9);
  Numbers numbers;
  fc::ReadOptions options;
  options.follow = true;
  options.page_size = GENERATE(3U, 10U);
  {
    options.max_documents = stop;
    auto range = crawl_in(time, server).documents(options);
    read_into(numbers, range);
    options.from = range.next().value();
    CHECK(options.from.find(crawl_path) != std::string::npos);
  }
  options.max_documents.reset();
  auto range = crawl_in(time, server).documents(options);
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 60));
  CHECK_FALSE(range.next());
}

TEST_CASE("A crawl that is cancelled keeps what it has found, and says what failed") {
  auto job = new_crawl(30);
  job.finished = 12;
  job.total = 12;
  job.errors = {R"({"id":"1","url":"https://a.example/x","code":"SCRAPE_TIMEOUT","error":"timed out"})"};
  job.robots_blocked = {"https://a.example/private"};
  const LoopbackServer server(job);
  const auto crawl = fc::Client(options_for(server.base_url())).crawl_job(id);
  crawl.cancel();
  crawl.cancel();
  CHECK_THROWS_AS(crawl.wait(), fc::JobCancelledError);
  CHECK(read(crawl.follow()) == from_to(0, 12));
  const auto errors = crawl.errors();
  CHECK(errors.failed.at(0).code == "SCRAPE_TIMEOUT");
  CHECK(errors.robots_blocked == std::vector<std::string>{"https://a.example/private"});
  CHECK(server.requests().at(0).method == "DELETE");
  CHECK(server.requests().at(0).target == crawl_path);
  CHECK(server.requests().back().target == crawl_path + "/errors");
}

TEST_CASE("A crawl ends where its next names a crawl of somebody else") {
  auto job = make_job(30, 10);
  job.next_job_id = "somebody-else";
  const LoopbackServer server(job);
  auto range = fc::Client(options_for(server.base_url())).crawl_job(id).documents();
  Numbers numbers;
  CHECK_THROWS_AS(read_into(numbers, range), fc::PaginationError);
  CHECK(numbers == from_to(0, 10));
  CHECK(range.next() == crawl_path + "?skip=10");
}
