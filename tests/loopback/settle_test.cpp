// SPDX-License-Identifier: MIT
// A completed job that counts documents which it has not listed yet.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

using support::Job;
using Waits = std::vector<std::int64_t>;

/// A completed job that counts 10 documents, and lists the first `listed` of them.
Job late_job(std::size_t listed) {
  auto job = make_job(10);
  job.completed = 10;
  job.finished = listed;
  job.total = static_cast<std::int64_t>(listed);  // no `next` leads further
  return job;
}

}  // namespace

TEST_CASE("A completed job that lists its documents only when asked again is read whole") {
  const std::size_t late_answers = GENERATE(1U, 3U, 5U);
  CAPTURE(late_answers);
  auto sent = make_job(25, 10);
  sent.late_answers = late_answers;
  const LoopbackServer server(std::move(sent));
  const Time time;
  auto range = job_in(time, server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 25));
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
  const Waits waits = {250, 500, 1000, 2000, 1250};
  CHECK(time.waits() == Waits(waits.begin(), waits.begin() + static_cast<std::ptrdiff_t>(late_answers)));
}

TEST_CASE("pages() of a job that lists late gives no empty page") {
  auto sent = make_job(25, 10);
  sent.late_answers = 2;
  const LoopbackServer server(std::move(sent));
  std::vector<std::size_t> sizes;
  for (const auto& page : kit::each(job_in(Time(), server).pages())) sizes.push_back(page.data.size());
  CHECK(sizes == std::vector<std::size_t>{10, 10, 5});
}

TEST_CASE("What never comes is missing after `settle`, and next() names where it would be") {
  LoopbackServer server(late_job(7));
  const Time time;
  auto range = job_in(time, server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 7));
  CHECK(range.missing() == 3);
  CHECK(time.waits() == Waits{250, 500, 1000, 2000, 1250});
  CHECK(server.request_count() == 6);
  const auto next = range.next();
  REQUIRE(next == path + "?skip=7");

  server.update(id, [](Job& job) { job.finished = 10; });
  fc::ReadOptions options;
  options.from = *next;
  auto rest = job_in(time, server).documents(options);
  read_into(numbers, rest);
  CHECK(numbers == from_to(0, 10));
  CHECK(rest.missing() == 0);
  CHECK_FALSE(rest.next());
}

TEST_CASE("A job that counts documents and never lists one is missing all of them") {
  const LoopbackServer server(late_job(0));
  const Time time;
  auto range = job_in(time, server).documents();
  CHECK(range.begin() == range.end());
  CHECK(range.missing() == 10);
  CHECK(range.next() == path);
  CHECK(time.waited() == 5000);
}

TEST_CASE("The time to settle begins again whenever documents arrive") {
  LoopbackServer server(late_job(1));
  const Time time;
  std::size_t sleeps = 0;
  // A document each time when the wait has nearly run out.
  time.on_sleep([&](milliseconds) {
    if (++sleeps % 4 == 0) server.update(id, [](Job& job) { job.finished = *job.finished + 1; });
  });
  auto range = job_in(time, server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 10));
  CHECK(range.missing() == 0);
  CHECK(time.waited() == 9 * 3750);
}

TEST_CASE("settle = 0 asks no second time") {
  const LoopbackServer server(late_job(7));
  const Time time;
  fc::ReadOptions options;
  options.settle = milliseconds(0);
  auto range = job_in(time, server).documents(options);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 7));
  CHECK(range.missing() == 3);
  CHECK(range.next() == path + "?skip=7");
  CHECK(server.request_count() == 1);
  CHECK(time.waits().empty());
}

TEST_CASE("A healthy job is not waited for") {
  const LoopbackServer server(make_job(250));
  const Time time;
  CHECK(read(job_in(time, server).documents()) == from_to(0, 250));
  CHECK(time.waits().empty());
}

TEST_CASE("A reader that has all it wants does not wait for what is late") {
  const LoopbackServer server(late_job(7));
  const Time time;
  fc::ReadOptions options;
  options.max_documents = 7;
  auto range = job_in(time, server).documents(options);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 7));
  CHECK(range.next() == path + "?skip=7");
  CHECK(time.waits().empty());
  CHECK(server.request_count() == 1);
}

TEST_CASE("Late documents are asked for in the page size of the range") {
  LoopbackServer server(late_job(4));
  const Time time;
  time.on_sleep([&](milliseconds) { server.update(id, [](Job& job) { job.finished = 10; }); });
  {
    fc::ReadOptions options;
    options.page_size = 6;
    CHECK(read(job_in(time, server).documents(options)) == from_to(0, 10));
  }
  CHECK(targets_at_the_end(server) == std::vector<std::string>{path + "?limit=6", path + "?skip=4&limit=6"});
}
