// SPDX-License-Identifier: MIT
// Listings that move under the reader, over HTTP: documents that come late and in front of others, gaps that
// fill and gaps that never do, cursors of other names, servers that ignore `skip`.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"
#include "../support/moving_listing.hpp"

using namespace kit;

namespace {

using support::MovingPlan;

/// A job whose documents are listed from these requests on.
MovingPlan plan_of(const std::vector<std::size_t>& visible_at, std::size_t page = 100) {
  MovingPlan plan;
  plan.page = page;
  for (std::size_t i = 0; i < visible_at.size(); ++i)
    plan.documents.push_back({i, 0, visible_at[i], visible_at[i]});
  return plan;
}

support::Job moving_job(MovingPlan plan) {
  support::Job job;
  job.id = id;
  job.listing = std::make_shared<support::MovingListing>(std::move(plan));
  return job;
}

/// 250 documents, each ninth of which is listed some requests late; or has no value before that.
enum class Late { in_front, without_value };
MovingPlan late_plan(Late late) {
  auto plan = plan_of(std::vector<std::size_t>(250, 0), 20);
  for (std::size_t i = 4; i < plan.documents.size(); i += 9) {
    plan.documents[i].valued_at = 1 + i % 5;
    if (late == Late::in_front) plan.documents[i].visible_at = 1 + i % 5;
  }
  return plan;
}

Numbers sorted(Numbers numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace

TEST_CASE("A job whose documents come late is read whole however its pages are asked for") {
  const auto [prefetch, parallel] =
      GENERATE(table<std::size_t, std::size_t>({{0, 1}, {1, 1}, {3, 1}, {1, 4}}));
  const auto late = GENERATE(Late::in_front, Late::without_value);
  const bool follow = GENERATE(true, false);
  const std::size_t page_size = GENERATE(0U, 7U);
  CAPTURE(prefetch, parallel, static_cast<int>(late), follow, page_size);
  auto plan = late_plan(late);
  if (follow) plan.ended_at = 6;
  const LoopbackServer server(moving_job(plan));
  fc::ReadOptions options;
  options.prefetch = prefetch;
  options.parallel = parallel;
  options.follow = follow;
  if (page_size != 0) options.page_size = page_size;
  const Time time;
  auto range = job_in(time, server).documents(options);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(sorted(numbers) == from_to(0, 250));
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
}

TEST_CASE("pages() of a job whose documents come late give each document once") {
  const LoopbackServer server(moving_job(late_plan(Late::in_front)));
  const Time time;
  Numbers numbers;
  for (const auto& page : kit::each(job_in(time, server).pages())) {
    CHECK_FALSE(page.data.empty());
    for (const auto& document : page.data) numbers.push_back(number_of(document));
  }
  CHECK(sorted(numbers) == from_to(0, 250));
}

TEST_CASE("What never has a value is missing after `settle`, and next() is in front of it") {
  auto plan = plan_of(std::vector<std::size_t>(50, 0), 10);
  plan.documents[23].valued_at = support::never;
  const LoopbackServer server(moving_job(plan));
  const Time time;
  auto range = job_in(time, server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers.size() == 49);
  CHECK(range.missing() == 1);
  CHECK(range.next() == path + "?skip=20");
  CHECK(time.waited() == 5000);
}

TEST_CASE("A server that calls `skip` by another name is read whole though its listing moves") {
  auto plan = late_plan(Late::in_front);
  plan.takes_offset = true;
  const LoopbackServer server(moving_job(plan));
  const Time time;
  auto range = job_in(time, server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(sorted(numbers) == from_to(0, 250));
  CHECK(range.missing() == 0);
}

TEST_CASE("A server that ignores `skip` is found out whether or not its documents have ids") {
  const bool ids = GENERATE(true, false);
  const bool follow = GENERATE(true, false);
  CAPTURE(ids, follow);
  auto plan = plan_of({0, 0, 1});
  plan.ignores_skip = true;
  plan.ended_at = follow ? 100 : 0;
  auto job = moving_job(plan);
  if (!ids) job.document = [](std::size_t i) { return R"({"markdown":")" + std::to_string(i) + R"("})"; };
  const LoopbackServer server(std::move(job));
  const Time time;
  fc::ReadOptions options;
  options.follow = follow;
  auto range = job_in(time, server).documents(options);
  std::size_t count = 0;
  const auto read_all = [&] {
    for (const auto& document : kit::each(range)) count += document.markdown ? 1 : 0;
  };
  const auto error = thrown<fc::PaginationError>(read_all);
  CHECK(contains(error.what(), "ignores `skip`"));
  CHECK(count == 2);
}

TEST_CASE("A follower that stops and goes on with what it has repeats nothing and loses nothing") {
  auto plan = late_plan(Late::in_front);
  plan.ended_at = 9;
  const LoopbackServer server(moving_job(plan));
  std::set<std::size_t> kept;
  std::size_t delivered = 0;
  std::string token;
  std::int64_t missing = 0;
  for (int stretch = 0; stretch < 100; ++stretch) {
    const Time time;
    fc::ReadOptions options;
    options.follow = true;
    options.from = token;
    options.max_documents = 17;
    options.already_have = [&](const fc::Document& document) { return kept.count(number_of(document)) > 0; };
    auto range = job_in(time, server).documents(options);
    for (const auto& document : kit::each(range)) {
      ++delivered;
      kept.insert(number_of(document));
    }
    missing = range.missing();
    const auto next = range.next();
    if (!next) break;
    token = *next;
  }
  CHECK(delivered == 250);
  CHECK(kept.size() == 250);
  CHECK(missing == 0);
}
