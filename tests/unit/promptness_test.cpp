// SPDX-License-Identifier: MIT
// A cancellation, and the end of a time limit, are felt within 100 ms. Proven without a stopwatch: a wait is
// ended by the cancellation, none comes after it, and none is longer than what is left of the limit.
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/job.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"
#include "slow_line.hpp"

namespace fc = firecrawl;
using std::chrono::hours;
using std::chrono::milliseconds;
using unit::answer;
using unit::SlowLine;

namespace {

using Call =
    std::function<void(const fc::Job&, const fc::CancellationToken&, std::optional<milliseconds> limit)>;

// A way to wait for a long time: what the server does, and what the client.
struct State {
  const char* name;
  fc::HttpResponse answer;
  std::size_t stalls_at;
  Call call;
};

fc::ReadOptions options_of(const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  fc::ReadOptions options;
  options.cancel = token;
  options.time_limit = limit;
  options.poll_interval = hours(1);
  options.settle = hours(1);
  options.follow = true;
  return options;
}

void read(const fc::Job& job, const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  for (const auto& document : job.documents(options_of(token, limit))) (void)document;
}
void read_pages(const fc::Job& job, const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  for (const auto& page : job.pages(options_of(token, limit))) (void)page;
}
void read_in_parallel(const fc::Job& job, const fc::CancellationToken& token,
                      std::optional<milliseconds> limit) {
  auto options = options_of(token, limit);
  options.parallel = 4;
  options.page_size = 10;
  for (const auto& document : job.documents(options)) (void)document;
}
void wait(const fc::Job& job, const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  fc::WaitOptions options;
  options.cancel = token;
  options.time_limit = limit;
  options.poll_interval = hours(1);
  job.wait(options);
}

std::vector<State> all_states() {
  const auto page = [](const std::string& status) {
    return answer(200, R"({"status":")" + status + R"(","completed":9,"total":9,"data":[{"markdown":"a"}]})");
  };
  const auto busy = answer(503, "", {{"Retry-After", "100"}});
  const auto whole = SlowLine::whole;
  return {
      {"waiting for the head", page("completed"), 0, read},
      {"waiting for the head, by pages", page("completed"), 0, read_pages},
      {"waiting for the head, four at once", page("completed"), 0, read_in_parallel},
      {"in a body", page("completed"), 30, read},
      {"backing off", busy, whole, read},
      {"between polls of a range", page("scraping"), whole, read},
      {"settling", page("completed"), whole, read},
      {"wait(), waiting for the head", page("completed"), 0, wait},
      {"wait(), in a body", page("completed"), 30, wait},
      {"wait(), backing off", busy, whole, wait},
      {"wait(), between polls", page("scraping"), whole, wait},
  };
}

// Reads until `token` is cancelled, or `limit` is over. Returns what was thrown.
template <class E>
E outcome(SlowLine& line, const State& state, const fc::CancellationToken& token,
          std::optional<milliseconds> limit) {
  line.stalls_at = [&](std::size_t) { return state.stalls_at; };
  const auto job = fc::Client(line.options()).batch_scrape_job("7e1f");
  return kit::thrown<E>([&] { state.call(job, token, limit); });
}

}  // namespace

TEST_CASE("A cancellation ends the wait at hand, and nothing is waited for after it") {
  for (const auto& state : all_states()) {
    CAPTURE(state.name);
    fc::CancellationSource source;
    SlowLine line([&](const fc::HttpRequest&) { return state.answer; }, 10'000);
    std::size_t waits = 0;
    line.on_wait = [&](milliseconds ready_to_wait) {
      if (ready_to_wait < milliseconds(1)) return;
      ++waits;
      CHECK_FALSE(source.cancelled());
      source.cancel();
      CHECK(line.wakes == 1);
    };
    outcome<fc::CancelledError>(line, state, source.token(), {});
    CHECK(waits == 1);
  }
}

TEST_CASE("A limit of time is felt at its moment, whatever is waited for") {
  constexpr milliseconds limit(1234);
  for (const auto& state : all_states()) {
    CAPTURE(state.name);
    SlowLine line([&](const fc::HttpRequest&) { return state.answer; }, 10'000);
    const auto begin = line.now;
    outcome<fc::TimeLimitError>(line, state, {}, limit);
    CHECK(line.now - begin == limit);
  }
}
