// SPDX-License-Identifier: MIT
// Time limits: what runs out, what does not, and what next() says then.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

/// Short, but nothing that a test expects to arrive has to arrive within it.
constexpr milliseconds brief{60};

fc::Job job_with(const std::string& base_url, const std::function<void(fc::ClientOptions&)>& set) {
  auto options = options_for(base_url);
  options.retry.max_attempts = 2;
  set(options);
  return fc::Client(options).batch_scrape_job(id);
}

/// A job in a time of its own, each of whose requests is tried twice.
fc::Job impatient_job(const Time& time, const std::string& base_url) {
  return job_with(base_url, [&](fc::ClientOptions& options) { time.rule(options); });
}

fc::ReadOptions with_time_limit(milliseconds limit) {
  fc::ReadOptions options;
  options.time_limit = limit;
  return options;
}

}  // namespace

TEST_CASE("A connection that does not come about is a TimeoutError after connect_timeout") {
  const support::SilentPort silent;
  const auto job = job_with("http://127.0.0.1:" + std::to_string(silent.port()),
                            [](fc::ClientOptions& options) { options.connect_timeout = brief; });
  const auto error = thrown<fc::TimeoutError>([&] { job.status(); });
  CHECK(contains(error.what(), "connect_timeout (60 ms)"));
  CHECK(error.attempts() == 2);
  CHECK_FALSE(error.request_sent());
}

TEST_CASE("An answer that stops coming is a TimeoutError after stall_timeout, wherever it stops") {
  const std::size_t sent = GENERATE(0U, 9U, 100U, 5000U);
  CAPTURE(sent);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send(support::to_bytes({200, PageText{0, 10}, {}, false}).substr(0, sent));
    connection.stall();
  });
  const auto job =
      job_with(server.base_url(), [](fc::ClientOptions& options) { options.stall_timeout = brief; });
  const auto error = thrown<fc::TimeoutError>([&] { job.status(); });
  CHECK(contains(error.what(), "stall_timeout (60 ms)"));
  CHECK(error.attempts() == 2);
  CHECK(error.request_sent());
  CHECK(server.wait_until_all_closed());
}

TEST_CASE("A stall on a kept connection is felt after stall_timeout, however long connect_timeout is") {
  const RawServer server([](RawConnection& connection, const RawRequest& request) {
    if (request.nth == 0) {
      connection.respond(200, std::string(PageText{0, 10}));
    } else {
      connection.stall();
    }
  });
  const auto job = job_with(server.base_url(), [](fc::ClientOptions& options) {
    options.connect_timeout = std::chrono::hours(1);
    options.stall_timeout = std::chrono::seconds(1);  // time enough for the first answer
    options.retry.max_attempts = 1;
  });
  CHECK(job.status().data.size() == 10);
  const auto error = thrown<fc::TimeoutError>([&] { job.status(); });
  CHECK(contains(error.what(), "stall_timeout (1000 ms)"));
  CHECK(server.connections() == 1);
}

TEST_CASE("An answer that never ends is a TimeoutError after request_timeout") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.send_head(200, {{"Content-Length", "1000000"}});
    while (connection.wait_for(milliseconds(1)) && connection.send(" ")) continue;
  });
  const auto job =
      job_with(server.base_url(), [](fc::ClientOptions& options) { options.request_timeout = brief; });
  const auto error = thrown<fc::TimeoutError>([&] { job.status(); });
  CHECK(contains(error.what(), "request_timeout (60 ms)"));
  CHECK(error.attempts() == 2);
}

TEST_CASE("A page whose answer stalls once is asked for again") {
  const RawServer server([](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    PageText page{skip, 10, next_at(skip + 10), "completed", 30};
    if (skip == 20) page.next.reset();
    const auto bytes = support::to_bytes({200, page, {}, false});
    if (request.nth == 1) {
      connection.send(bytes.substr(0, bytes.size() - 1));
      connection.stall();
    } else {
      connection.send(bytes);
    }
  });
  const auto job = job_with(server.base_url(), [](fc::ClientOptions& options) {
    options.stall_timeout = brief;
    options.retry.max_attempts = 10;  // a slow machine may take longer for the others too
  });
  CHECK(read(job.documents()) == from_to(0, 30));
  CHECK(server.request_count() >= 4);
}

TEST_CASE("An answer that comes slowly but steadily does not stall") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    const std::string body = PageText{0, 1};
    connection.send_head(200, {{"Content-Length", std::to_string(body.size())}});
    connection.drip(body, body.size() / 20 + 1, milliseconds(20));
  });
  const auto job = job_with(server.base_url(), [](fc::ClientOptions& options) {
    options.stall_timeout = milliseconds(200);
    options.retry.max_attempts = 10;
  });
  CHECK(job.status().data.size() == 1);
}

TEST_CASE("The time that a reader takes for a document counts against no timeout of the page that comes") {
  const auto [prefetch, parallel] = GENERATE(table<std::size_t, std::size_t>({{1, 1}, {1, 4}}));
  CAPTURE(prefetch, parallel);
  constexpr milliseconds limit{300};
  Signal late;
  Signal reading;
  RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    PageText page{skip, 10, next_at(skip + 10) + "&limit=10", "completed", 30};
    if (skip == 20) page.next.reset();
    const auto bytes = support::to_bytes({200, page, {}, false});
    if (skip != 10) {
      connection.send(bytes);
      return;
    }
    // Twice the limit passes while the reader is busy; then all is there at once.
    connection.send(bytes.substr(0, 700));
    reading.wait();
    connection.wait_for(2 * limit);
    connection.send(bytes.substr(700));
    late.set();
  });
  const auto job = job_with(server.base_url(), [&](fc::ClientOptions& options) {
    options.stall_timeout = limit;
    options.request_timeout = limit;
    options.connect_timeout = limit;
    options.retry.max_attempts = 10;
  });
  fc::ReadOptions options;
  options.prefetch = prefetch;
  options.parallel = parallel;
  options.page_size = 10;
  Numbers numbers;
  for (const auto& document : kit::each(job.documents(options))) {
    numbers.push_back(number_of(document));
    if (numbers.size() != 3) continue;
    reading.set();
    CHECK(late.wait());
  }
  CHECK(numbers == from_to(0, 30));
  std::size_t times = 0;
  for (const auto& request : server.requests()) times += skip_of(request) == 10 ? 1 : 0;
  CHECK(times == 1);
}

TEST_CASE("The time that a page takes to arrive counts against no timeout of the page that waits for it") {
  constexpr milliseconds limit{300};
  Signals asked;
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    asked.set(skip);
    PageText page{skip, 10, next_at(skip + 10), "completed", 20};
    page.document_bytes = 20'000;
    if (skip == 10) page.next.reset();
    const auto bytes = support::to_bytes({200, page, {}, false});
    connection.send(bytes.substr(0, 3000));
    if (skip == 0) {
      asked.wait(10);
      connection.drip(std::string_view(bytes).substr(3000), 10'000, limit / 10);
    } else {
      connection.send(bytes.substr(3000));
    }
  });
  const auto job = job_with(server.base_url(), [&](fc::ClientOptions& options) {
    options.stall_timeout = limit;
    options.retry.max_attempts = 10;
  });
  CHECK(read(job.documents()) == from_to(0, 20));
  std::size_t times = 0;
  for (const auto& request : server.requests()) times += skip_of(request) == 10 ? 1 : 0;
  CHECK(times == 1);
}

TEST_CASE("A time limit ends a transfer that hangs") {
  const std::size_t sent = GENERATE(0U, 100U, 5000U);
  CAPTURE(sent);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send(support::to_bytes({200, PageText{0, 10}, {}, false}).substr(0, sent));
    connection.stall();
  });
  auto range = job_at(server).documents(with_time_limit(brief));
  const auto error = thrown<fc::TimeLimitError>([&] { return range.begin() == range.end(); });
  CHECK(contains(error.what(), "time_limit of 60 ms"));
  CHECK(range.next() == path);
}

TEST_CASE("A time limit ends a back-off, and no request is sent for nothing") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.respond(503, "", {{"Retry-After", "100"}});
  });
  const Time time;
  auto range = impatient_job(time, server.base_url()).documents(with_time_limit(std::chrono::seconds(10)));
  CHECK_THROWS_AS(range.begin() == range.end(), fc::TimeLimitError);
  CHECK(time.waits() == std::vector<std::int64_t>{10'000});
  CHECK(server.request_count() == 1);
}

TEST_CASE("A time limit ends the wait between two polls") {
  auto sent = make_job(10);
  sent.status = "scraping";
  sent.finished = 4;
  const LoopbackServer server(std::move(sent));
  const Time time;
  auto options = with_time_limit(std::chrono::seconds(90));
  options.follow = true;
  options.poll_interval = std::chrono::seconds(60);
  auto range = impatient_job(time, server.base_url()).documents(options);
  Numbers numbers;
  CHECK_THROWS_AS(read_into(numbers, range), fc::TimeLimitError);
  CHECK(numbers == from_to(0, 4));
  CHECK(time.waited() == 90'000);
  CHECK(range.next() == server.base_url() + path + "?skip=4");
}

TEST_CASE("A time limit ends the wait for documents that are late") {
  auto sent = make_job(10);
  sent.late_answers = 100;
  const LoopbackServer server(std::move(sent));
  const Time time;
  auto range = impatient_job(time, server.base_url()).documents(with_time_limit(milliseconds(700)));
  CHECK_THROWS_AS(range.begin() == range.end(), fc::TimeLimitError);
  CHECK(time.waits() == std::vector<std::int64_t>{250, 450});
}

TEST_CASE("A time limit is felt between two documents of a page, and counts the reader's time") {
  const LoopbackServer server(make_job(10));
  const Time time;
  auto range = impatient_job(time, server.base_url()).documents(with_time_limit(std::chrono::seconds(10)));
  time.pass(std::chrono::hours(1));  // it runs from begin()
  Numbers numbers;
  const auto read_slowly = [&] {
    for (const auto& document : kit::each(range)) {
      numbers.push_back(number_of(document));
      time.pass(std::chrono::seconds(3));
    }
  };
  CHECK_THROWS_AS(read_slowly(), fc::TimeLimitError);
  CHECK(numbers == from_to(0, 4));
  CHECK(range.next() == path + "#4");
}

TEST_CASE("What is late for its time limit is there for a later range") {
  const LoopbackServer server(make_job(25, 10));
  const Time time;
  auto range = impatient_job(time, server.base_url()).documents(with_time_limit(std::chrono::seconds(1)));
  Numbers numbers;
  const auto read_slowly = [&] {
    for (const auto& document : kit::each(range)) {
      numbers.push_back(number_of(document));
      if (numbers.size() == 13) time.pass(std::chrono::seconds(2));
    }
  };
  CHECK_THROWS_AS(read_slowly(), fc::TimeLimitError);
  fc::ReadOptions options;
  options.from = range.next().value();
  auto rest = job_at(server).documents(options);
  read_into(numbers, rest);
  CHECK(numbers == from_to(0, 25));
}
