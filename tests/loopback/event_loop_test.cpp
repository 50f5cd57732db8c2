// SPDX-License-Identifier: MIT
// Ranges in an event loop, over the network: how often they have to be asked, how long a step takes, which
// descriptors there are to wait for.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/firecrawl.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "../catch.hpp"
#include "curl_descriptors.hpp"
#include "support/kit.hpp"

using namespace kit;

namespace {

using Clock = std::chrono::steady_clock;

// The time that this thread has worked: a machine that is busy with other things does not count.
milliseconds worked() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return milliseconds(time.tv_sec * 1000 + time.tv_nsec / 1'000'000);
}

// A loop that takes notes.
struct Notes {
  Numbers documents;
  std::size_t steps = 0;
  std::size_t most_descriptors = 0;
  milliseconds longest_step{0};
  milliseconds worked{0};
  Signal waits;  // set before the first wait

  void read(fc::DocumentRange& range) {
    const auto begin = ::worked();
    while (!range.done()) {
      const auto before = ::worked();
      const auto* document = range.try_next();
      longest_step = (std::max)(longest_step, ::worked() - before);
      ++steps;
      if (document != nullptr) {
        documents.push_back(number_of(*document));
      } else if (!range.done()) {
        const auto set = range.wait_set();
        most_descriptors = (std::max)(most_descriptors, set.sockets.size());
        waits.set();
        poll_descriptors(
            set, std::chrono::ceil<milliseconds>((std::max)(set.until - Clock::now(), Clock::duration(0))));
      }
    }
    worked = ::worked() - begin;
  }
};

fc::ClientOptions real_time(const std::string& base_url) {
  fc::ClientOptions options;
  options.api_key = key;
  options.base_url = base_url;
  return options;
}

}  // namespace

TEST_CASE("A server that falls silent costs a few steps, until it is a timeout") {
  const std::string body = PageText{0, 100, {}, "completed", 0, 1000};
  RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send_head(200, {{"Content-Length", std::to_string(body.size())}});
    connection.send(std::string_view(body).substr(0, body.size() / 2));
    connection.stall();
  });
  auto options = real_time(server.base_url());
  options.stall_timeout = milliseconds(700);
  options.retry.max_attempts = 1;
  auto range = fc::Client(options).batch_scrape_job(id).documents();
  Notes notes;
  const auto begin = Clock::now();
  CHECK_THROWS_AS(notes.read(range), fc::TimeoutError);
  CHECK(Clock::now() - begin >= milliseconds(700));
  CHECK(notes.steps < 20);
  CHECK(notes.most_descriptors == 1 + descriptors_of_curl());
  CHECK(range.next() == path);
}

TEST_CASE("A server that is not there yet costs a few steps") {
  Signal go;
  RawServer server([&](RawConnection& connection, const RawRequest&) {
    go.wait();
    connection.respond(200, std::string(PageText{0, 3}));
  });
  auto range = fc::Client(real_time(server.base_url())).batch_scrape_job(id).documents();
  REQUIRE(range.try_next() == nullptr);
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds(500));
    go.set();
  });
  Notes notes;
  notes.read(range);
  later.join();
  CHECK(notes.documents == from_to(0, 3));
  CHECK(notes.steps < 20);
}

TEST_CASE("A page that drips costs no more steps than it has pieces") {
  const std::string body = PageText{0, 10};
  constexpr std::size_t pieces = 20;
  RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send_head(200, {{"Content-Length", std::to_string(body.size())}});
    connection.drip(body, body.size() / pieces + 1, milliseconds(20));
  });
  auto range = fc::Client(real_time(server.base_url())).batch_scrape_job(id).documents();
  Notes notes;
  notes.read(range);
  CHECK(notes.documents == from_to(0, 10));
  CHECK(notes.steps < 3 * pieces);
}

TEST_CASE("While a job is not asked, no descriptor is waited for") {
  LoopbackServer server(make_job(3));
  server.update(id, [](support::Job& job) { job.status = "scraping"; });
  fc::ReadOptions options;
  options.poll_interval = milliseconds(300);
  auto range = fc::Client(real_time(server.base_url())).batch_scrape_job(id).follow(options);
  for (std::size_t documents = 0; documents < 3;) {
    if (range.try_next() != nullptr)
      ++documents;
    else
      wait_for(range.wait_set());
  }
  std::size_t pauses = 0;
  std::size_t steps = 0;
  for (const auto end = Clock::now() + std::chrono::seconds(20); pauses < 3 && Clock::now() < end; ++steps) {
    REQUIRE(range.try_next() == nullptr);
    const auto set = range.wait_set();
    if (set.sockets.empty() && set.until > Clock::now() + milliseconds(100)) ++pauses;
    poll_descriptors(
        set, std::chrono::ceil<milliseconds>((std::max)(set.until - Clock::now(), Clock::duration(0))));
  }
  CHECK(pauses == 3);
  CHECK(steps < 30);
}

TEST_CASE("The time that a reader takes for a document is its own, and no stall") {
  Signal go;
  LoopbackServer server(make_job(20, 10));
  server.on_request([&](const support::Request& request, std::size_t) -> std::optional<Response> {
    if (skip_of(request) == 10) go.wait();
    return std::nullopt;
  });
  auto options = real_time(server.base_url());
  options.stall_timeout = milliseconds(400);
  options.retry.max_attempts = 1;
  auto range = fc::Client(options).batch_scrape_job(id).documents();
  for (std::size_t documents = 0; documents < 10;) {
    if (range.try_next() != nullptr)
      ++documents;
    else
      wait_for(range.wait_set());
  }
  REQUIRE(server.wait_for_requests(2));
  std::this_thread::sleep_for(milliseconds(600));
  CHECK(range.try_next() == nullptr);  // no TimeoutError
  go.set();
  Notes notes;
  notes.read(range);
  CHECK(notes.documents == from_to(10, 20));
}

TEST_CASE("A loop that never asks what to wait for feels a stall as well") {
  RawServer server([](RawConnection& connection, const RawRequest&) { connection.stall(); });
  auto options = real_time(server.base_url());
  options.stall_timeout = milliseconds(300);
  options.retry.max_attempts = 1;
  auto range = fc::Client(options).batch_scrape_job(id).documents();
  const auto frames = [&] {
    for (const auto end = Clock::now() + std::chrono::seconds(20); Clock::now() < end;) {
      if (range.try_next() != nullptr) return;
      std::this_thread::sleep_for(milliseconds(10));
    }
  };
  CHECK_THROWS_AS(frames(), fc::TimeoutError);
}

TEST_CASE("A cancellation from another thread ends the wait of a loop") {
  RawServer server([](RawConnection& connection, const RawRequest&) { connection.stall(); });
  fc::CancellationSource source;
  fc::ReadOptions reading;
  reading.cancel = source.token();
  auto range = fc::Client(real_time(server.base_url())).batch_scrape_job(id).documents(reading);
  Notes notes;
  std::thread canceller([&] {
    server.wait_for_requests(1);
    notes.waits.wait();
    source.cancel();
  });
  CHECK_THROWS_AS(notes.read(range), fc::CancelledError);
  canceller.join();
  CHECK(notes.most_descriptors == 2 + descriptors_of_curl());
}

// Measured, since a step is short for the sake of the program around it. On a machine that is slow, or with a
// sanitizer, it may be longer, but is a small part of what a page takes.
TEST_CASE("Each step is short, however large a page is") {
  const auto compression = GENERATE(support::Compression::none, support::Compression::gzip);
  auto job = make_job(40, 10);
  job.compression = compression;
  job.document = [](std::size_t i) { return support::make_large_document(i, std::size_t{1} << 20); };
  LoopbackServer server(job);
  auto range = fc::Client(real_time(server.base_url())).batch_scrape_job(id).documents();
  Notes notes;
  notes.read(range);
  CHECK(notes.documents == from_to(0, 40));
  const auto part_of_a_page = notes.worked / 4 / 3;
  CAPTURE(notes.longest_step.count(), notes.worked.count(), notes.steps);
  CHECK(notes.longest_step <= (std::max)(milliseconds(20), part_of_a_page));
}
