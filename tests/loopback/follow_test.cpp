// SPDX-License-Identifier: MIT
// Following a job that runs: each document once, as it is finished, until the job has ended.

#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

using support::Job;

Job job_at_work(std::size_t count, std::size_t finished, std::size_t page_documents) {
  auto job = make_job(count, page_documents);
  job.status = "scraping";
  job.finished = finished;
  return job;
}

fc::ReadOptions live() {
  fc::ReadOptions options;
  options.follow = true;
  return options;
}

}  // namespace

TEST_CASE("Documents are delivered as they are finished, each once, until the job ends") {
  const auto [prefetch, parallel] =
      GENERATE(table<std::size_t, std::size_t>({{0, 1}, {1, 1}, {3, 1}, {1, 4}}));
  const std::size_t page_size = GENERATE(0U, 4U);
  const std::size_t step = GENERATE(1U, 4U, 7U, 30U);
  CAPTURE(prefetch, parallel, page_size, step);
  LoopbackServer server(job_at_work(50, 0, 10));
  const Time time;
  std::size_t finished = 0;
  Numbers numbers;
  time.on_sleep([&](milliseconds) {
    CHECK(numbers == from_to(0, finished));  // what is finished was delivered before anybody waits for more
    finished = (std::min)(finished + step, std::size_t{50});
    server.finish(id, finished);
    if (finished == 50) server.set_status(id, "completed");
  });
  auto options = live();
  options.prefetch = prefetch;
  options.parallel = parallel;
  if (page_size > 0) options.page_size = page_size;
  auto range = job_in(time, server).documents(options);
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 50));
  CHECK(range.progress().status == fc::JobStatus::completed);
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
  for (const auto wait : time.waits()) CHECK(wait == 2000);
}

TEST_CASE("A followed job that is completed already is read like any other") {
  const LoopbackServer server(make_job(250));
  const Time time;
  CHECK(read(job_in(time, server).documents(live())) == from_to(0, 250));
  CHECK(server.request_count() == 3);
  CHECK(time.waits().empty());
}

TEST_CASE("A status that nobody knows is followed too") {
  auto sent = job_at_work(10, 3, 10);
  sent.status = "paused";
  LoopbackServer server(std::move(sent));
  const Time time;
  time.on_sleep([&](milliseconds) { server.finish_all(id); });
  CHECK(read(job_in(time, server).documents(live())) == from_to(0, 10));
}

TEST_CASE("A job that ends while its last documents are listed late is read whole") {
  LoopbackServer server(job_at_work(20, 10, 10));
  const Time time;
  time.on_sleep([&](milliseconds) {
    if (time.waits().size() > 1) return;
    server.finish_all(id);
    server.update(id, [](Job& job) { job.late_answers = 3; });
  });
  auto range = job_in(time, server).documents(live());
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 20));
  CHECK(range.missing() == 0);
  CHECK(time.waits() == std::vector<std::int64_t>{2000, 250, 500, 1000});
}

TEST_CASE("A job that is cancelled by another program while it is followed ends the range") {
  LoopbackServer server(job_at_work(20, 10, 10));
  const Time time;
  const auto job = job_in(time, server);
  time.on_sleep([&](milliseconds) { job.cancel(); });
  auto range = job.documents(live());
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 10));
  CHECK(range.progress().status == fc::JobStatus::cancelled);
  CHECK_FALSE(range.next());
}

TEST_CASE("A follower that stops goes on in a new client, wherever it was") {
  LoopbackServer server(job_at_work(30, 0, 10));
  std::size_t finished = 0;
  const auto finish_some = [&](milliseconds) {
    finished = (std::min)(finished + 4, std::size_t{30});
    server.finish(id, finished);
    if (finished == 30) server.set_status(id, "completed");
  };
  Numbers numbers;
  std::optional<std::string> next = path;
  for (std::size_t round = 0; next; ++round) {
    REQUIRE(round < 30);
    const Time time;
    time.on_sleep(finish_some);
    auto options = live();
    options.from = *next;
    options.max_documents = 1 + round % 5;
    auto range = job_in(time, server).documents(options);
    read_into(numbers, range);
    next = range.next();
  }
  CHECK(numbers == from_to(0, 30));
}

TEST_CASE("max_documents ends a follower without waiting for what it does not want") {
  const LoopbackServer server(job_at_work(30, 10, 10));
  const Time time;
  auto options = live();
  options.max_documents = 10;
  auto range = job_in(time, server).documents(options);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 10));
  CHECK(time.waits().empty());
  CHECK(range.next() == server.base_url() + path + "?skip=10");
}

TEST_CASE("An outage during a poll is waited out like any other, and the follower goes on") {
  LoopbackServer server(job_at_work(30, 10, 10));
  const Time time;
  server.on_request([](const support::Request& request, std::size_t) -> std::optional<support::Response> {
    if (request.nth == 2 || request.nth == 3)
      return support::Response{502, "<html>restarting</html>", {}, false};
    return std::nullopt;
  });
  time.on_sleep([&](milliseconds wait) {
    if (wait == std::chrono::seconds(2)) server.finish_all(id);
  });
  CHECK(read(job_in(time, server).documents(live())) == from_to(0, 30));
}

TEST_CASE("pages() can be followed too, and gives no empty page while documents come") {
  LoopbackServer server(job_at_work(25, 5, 10));
  const Time time;
  time.on_sleep([&](milliseconds) { server.finish_all(id); });
  std::vector<Numbers> pages;
  for (const auto& page : kit::each(job_in(time, server).pages(live())))
    pages.push_back(numbers_of(page.data));
  CHECK(pages == std::vector<Numbers>{from_to(0, 5), from_to(5, 15), from_to(15, 25)});
}

TEST_CASE("A follower notices a server that ignores `skip`, and repeats nothing") {
  auto sent = job_at_work(30, 5, 10);
  sent.ignore_skip = true;
  const LoopbackServer server(std::move(sent));
  auto range = job_in(Time(), server).documents(live());
  Numbers numbers;
  CHECK_THROWS_AS(read_into(numbers, range), fc::PaginationError);
  CHECK(numbers == from_to(0, 5));
}
