// SPDX-License-Identifier: MIT
// Cancelling, from any thread and in any state, ends what is under way, and loses nothing.

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

/// Cancels from a thread of its own, once it is told that the state to be cancelled in is reached.
class Canceller {
 public:
  Canceller()
      : thread_([this] {
          reached_.wait();
          source_.cancel();
        }) {}
  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;
  ~Canceller() {
    reached_.set();
    thread_.join();
  }
  void reached() { reached_.set(); }
  fc::CancellationToken token() const { return source_.token(); }

 private:
  fc::CancellationSource source_;
  Signal reached_;
  std::thread thread_;
};

fc::ReadOptions cancelled_by(const Canceller& canceller) {
  fc::ReadOptions options;
  options.cancel = canceller.token();
  options.settle = std::chrono::hours(1);
  options.poll_interval = std::chrono::hours(1);
  return options;
}

/// Reads until the cancellation, which must come: all that the client waits for would take an hour.
Numbers read_until_cancelled(fc::DocumentRange& range) {
  Numbers numbers;
  CHECK_THROWS_AS(read_into(numbers, range), fc::CancelledError);
  return numbers;
}

}  // namespace

TEST_CASE("Cancelling ends the wait for a connection") {
  const support::SilentPort silent;
  Canceller canceller;
  const fc::Client client(waiting_options_for("http://127.0.0.1:" + std::to_string(silent.port())));
  auto range = client.batch_scrape_job(id).documents(cancelled_by(canceller));
  bool waited = false;
  std::thread watcher([&] {
    waited = silent.wait_for_attempt();
    canceller.reached();
  });
  CHECK(read_until_cancelled(range).empty());
  watcher.join();
  CHECK(waited);  // the client was waiting for its connection when it was cancelled
  CHECK(range.next() == path);
}

TEST_CASE("Cancelling ends a transfer, wherever it is") {
  const std::size_t sent = GENERATE(0U, 9U, 100U, 5000U);
  CAPTURE(sent);
  Canceller canceller;
  RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto bytes =
        support::to_bytes({200, PageText{skip_of(request), 10, next_at(10), "completed", 20}, {}, false});
    if (request.nth == 0) {
      connection.send(bytes);
    } else {
      connection.send(bytes.substr(0, sent));
      canceller.reached();
      connection.stall();
    }
  });
  const fc::Client client(waiting_options_for(server.base_url()));
  auto range = client.batch_scrape_job(id).documents(cancelled_by(canceller));
  const auto numbers = read_until_cancelled(range);
  // The second page may stall, and be cancelled, while the first is read.
  CHECK(numbers == from_to(0, numbers.size()));
  CHECK(numbers.size() <= 10);
  const std::string delivered = numbers.empty() ? "" : "#" + std::to_string(numbers.size());
  CHECK(range.next() == (numbers.size() == 10 ? next_at(10) : path + delivered));
}

TEST_CASE("Cancelling ends a back-off") {
  const bool told = GENERATE(false, true);
  CAPTURE(told);
  Canceller canceller;
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.respond(503, "", told ? support::Headers{{"Retry-After", "1000"}} : support::Headers{});
  });
  auto options = waiting_options_for(server.base_url());
  options.on_event = [&](const fc::RequestEvent&) { canceller.reached(); };
  auto range = fc::Client(options).batch_scrape_job(id).documents(cancelled_by(canceller));
  CHECK(read_until_cancelled(range).empty());
  CHECK(range.next() == path);
  CHECK(server.request_count() == 1);
}

TEST_CASE("Cancelling ends the wait between two polls, and the wait for late documents") {
  const std::string status = GENERATE("scraping", "completed");
  CAPTURE(status);
  auto sent = make_job(10);
  sent.status = status;
  sent.finished = 4;
  sent.completed = 10;
  sent.total = 4;
  const LoopbackServer server(std::move(sent));
  Canceller canceller;
  auto options = cancelled_by(canceller);
  options.follow = true;
  std::size_t pages = 0;
  const std::size_t pages_before_the_wait = status == "scraping" ? 2 : 1;
  options.on_progress = [&](const fc::JobProgress&) {
    if (++pages == pages_before_the_wait) canceller.reached();
  };
  auto client_options = waiting_options_for(server.base_url());
  auto range = fc::Client(client_options).batch_scrape_job(id).documents(options);
  Numbers numbers;
  CHECK_THROWS_AS(read_into(numbers, range), fc::CancelledError);
  CHECK(numbers == from_to(0, numbers.size()));
  CHECK(range.next().has_value());
}

TEST_CASE("Cancelling is felt between two documents of a page") {
  const LoopbackServer server(make_job(10));
  fc::CancellationSource source;
  fc::ReadOptions options;
  options.cancel = source.token();
  auto range = job_at(server).documents(options);
  Numbers numbers;
  const auto read_four = [&] {
    for (const auto& document : kit::each(range)) {
      numbers.push_back(number_of(document));
      if (numbers.size() == 4) source.cancel();
    }
  };
  CHECK_THROWS_AS(read_four(), fc::CancelledError);
  CHECK(numbers == from_to(0, 4));
  CHECK(range.next() == path + "#4");
}

TEST_CASE("Every call that takes a token is ended by it") {
  Canceller canceller;
  RawServer server([&](RawConnection& connection, const RawRequest&) {
    canceller.reached();
    connection.stall();
  });
  auto client_options = waiting_options_for(server.base_url());
  client_options.api_version = fc::ApiVersion::v2;
  const fc::Client client(client_options);
  const auto job = client.batch_scrape_job(id);
  const auto token = canceller.token();
  fc::WaitOptions wait;
  wait.cancel = token;
  const auto call = GENERATE_COPY(range(0, 11));
  CAPTURE(call);
  const std::vector<std::function<void()>> calls = {
      [&] { job.status(token); },
      [&] { job.page("?skip=3", token); },
      [&] { job.progress(token); },
      [&] { job.errors(token); },
      [&] { job.cancel(token); },
      [&] { job.wait(wait); },
      [&] {
        fc::ReadOptions options;
        options.cancel = token;
        for (auto& page : kit::each(job.pages(options))) page.data.clear();
      },
      [&] { client.start_batch_scrape({"https://a.example"}, token); },
      [&] { client.start_crawl("https://a.example", token); },
      [&] { client.active_crawls(token); },
      [&] { client.preview_crawl("https://a.example", "x", token); }};
  const auto error = thrown<fc::CancelledError>(calls.at(static_cast<std::size_t>(call)));
  CHECK(contains(error.what(), "cancelled"));
  CHECK(contains(error.what(), server.base_url() + "/v2/"));
}

TEST_CASE("Cancelling ends the wait between two looks of wait()") {
  auto sent = make_job(10);
  sent.status = "scraping";
  const LoopbackServer server(std::move(sent));
  Canceller canceller;
  fc::WaitOptions wait;
  wait.cancel = canceller.token();
  wait.poll_interval = std::chrono::hours(1);
  wait.on_progress = [&](const fc::JobProgress&) { canceller.reached(); };
  const fc::Client client(waiting_options_for(server.base_url()));
  CHECK_THROWS_AS(client.batch_scrape_job(id).wait(wait), fc::CancelledError);
  CHECK(server.request_count() == 1);
}

TEST_CASE("With a token that is cancelled already nothing is sent") {
  const LoopbackServer server(make_job(10));
  fc::CancellationSource source;
  source.cancel();
  fc::ReadOptions options;
  options.cancel = source.token();
  const auto job = job_at(server);
  auto range = job.documents(options);
  CHECK_THROWS_AS(range.begin(), fc::CancelledError);
  CHECK(range.next() == path);
  CHECK_THROWS_AS(job.status(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.progress(source.token()), fc::CancelledError);
  CHECK(server.connections() == 0);
}

TEST_CASE("A client whose transfer was cancelled reads the next job as ever") {
  RawServer server([](RawConnection& connection, const RawRequest& request) {
    const auto bytes = support::to_bytes({200, PageText{0, 10}, {}, false});
    connection.send(request.nth == 0 ? bytes.substr(0, 5000) : bytes);
    if (request.nth == 0) connection.stall();
  });
  const auto job = job_at(server);
  Canceller canceller;
  fc::ReadOptions options;
  options.cancel = canceller.token();
  auto range = job.documents(options);
  std::thread waiting([&] {
    server.wait_for_requests(1);
    canceller.reached();
  });
  CHECK_THROWS_AS(range.begin() == range.end(), fc::CancelledError);
  waiting.join();
  CHECK(read(job.documents()) == from_to(0, 10));
  CHECK(server.connections() == 2);  // what was cut off is not used again
}
