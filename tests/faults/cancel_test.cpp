// Cancelling from another thread, and time limits, in each state that a call or a range can be in, with a
// real server: the call ends, and the client is good for another one. That no wait is left after it is proven
// without a stopwatch in unit/promptness_test.cpp. How long it takes here depends on the machine, and is
// bounded loosely; with FIRECRAWL_TABLE set the figures are printed, some milliseconds on an idle one.
#include <atomic>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "support/job_answers.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;
using Clock = std::chrono::steady_clock;
using Call =
    std::function<void(const fc::Job&, const fc::CancellationToken&, std::optional<milliseconds> limit)>;

constexpr auto generous = std::chrono::seconds(1);
constexpr std::size_t job_size = 5;

/// A way to be busy for a long time: what the server does, and what the client.
struct State {
  const char* name;
  std::function<void(support::RawConnection&, const support::RawRequest&, std::uint16_t port)> answer;
  Call call;
  bool silent = false;  ///< the connection never stands
};

fc::ReadOptions options_of(const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  fc::ReadOptions options;
  options.cancel = token;
  options.time_limit = limit;
  options.poll_interval = std::chrono::minutes(1);
  options.settle = std::chrono::minutes(1);
  return options;
}

void read_all(const fc::Job& job, const fc::ReadOptions& options) {
  for (const auto& document : job.documents(options)) (void)document;
}

void read_documents(const fc::Job& job, const fc::CancellationToken& token,
                    std::optional<milliseconds> limit) {
  read_all(job, options_of(token, limit));
}
void follow(const fc::Job& job, const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  auto options = options_of(token, limit);
  options.follow = true;
  read_all(job, options);
}
void read_in_parallel(const fc::Job& job, const fc::CancellationToken& token,
                      std::optional<milliseconds> limit) {
  auto options = options_of(token, limit);
  options.parallel = 4;
  options.page_size = 1;
  read_all(job, options);
}
void wait_for_end(const fc::Job& job, const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  fc::WaitOptions options;
  options.cancel = token;
  options.time_limit = limit;
  options.poll_interval = std::chrono::minutes(1);
  (void)job.wait(options);
}
// A reader that spends its time with the documents: 2 ms with each.
void read_slowly(const fc::Job& job, const fc::CancellationToken& token, std::optional<milliseconds> limit) {
  for (;;) {
    for (const auto& document : job.documents(options_of(token, limit))) {
      (void)document;
      std::this_thread::sleep_for(milliseconds(2));
    }
  }
}

support::Job small_job() {
  support::Job job;
  job.id = id;
  job.count = job_size;
  return job;
}

void stall(support::RawConnection& connection, const support::RawRequest&, std::uint16_t) {
  connection.stall();
}
void stall_in_body(support::RawConnection& connection, const support::RawRequest& request,
                   std::uint16_t port) {
  const auto bytes = support::to_bytes(support::status_response(small_job(), request, port));
  connection.send(std::string_view(bytes).substr(0, bytes.size() / 2));
  connection.stall();
}
void refuse(support::RawConnection& connection, const support::RawRequest&, std::uint16_t) {
  connection.respond(503, "", {{"Retry-After", "60"}});
}
void limit_rate(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port) {
  if (request.nth == 0) {
    auto job = small_job();
    job.page_documents = 1;
    connection.respond(support::status_response(job, request, port));
  } else {
    connection.respond(429, "", {{"Retry-After", "60"}});
  }
}
void run_on(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port) {
  auto job = small_job();
  job.status = "scraping";
  job.finished = 0;
  connection.respond(support::status_response(job, request, port));
}
void list_late(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t) {
  connection.respond(support::late_response(small_job(), request));
}
void answer_well(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port) {
  auto job = small_job();
  job.count = 100;
  connection.respond(support::status_response(job, request, port));
}

std::vector<State> all_states() {
  return {
      {"connecting", nullptr, read_documents, true},
      {"waiting for the head", stall, read_documents},
      {"in a body", stall_in_body, read_documents},
      {"backing off", refuse, read_documents},
      {"held by a 429, four at once", limit_rate, read_in_parallel},
      {"between polls of a range", run_on, follow},
      {"settling", list_late, read_documents},
      {"between two documents", answer_well, read_slowly},
      {"wait(), between polls", run_on, wait_for_end},
      {"wait(), in a body", stall_in_body, wait_for_end},
      {"wait(), connecting", nullptr, wait_for_end, true},
  };
}

/// A client and a server that is in this state until it is healed.
class Stage {
 public:
  explicit Stage(const State& state)
      : state_(state),
        server_([this](auto& connection, const auto& request) { answer(connection, request); }) {
    fc::ClientOptions options;
    options.api_key = key;
    options.base_url = server_.base_url();
    options.transport = std::make_shared<ChangingTransport>(
        std::make_shared<fc::CurlTransport>(), [this](fc::HttpRequest& request) {
          if (!state_.silent || healed_) return;
          request.url = "http://127.0.0.1:" + std::to_string(silent_.port()) + path;
        });
    client_ = std::make_unique<fc::Client>(options);
  }

  fc::Job job() const { return client_->batch_scrape_job(id); }

  /// Blocks until the client is most likely where it should be.
  void wait_until_busy() const {
    if (!state_.silent) REQUIRE(server_.wait_for_requests(1));
    std::this_thread::sleep_for(milliseconds(60));
  }

  void require_usable() {
    healed_ = true;
    auto range = job().documents();
    REQUIRE(read(range).documents == from_to(0, job_size));
  }

 private:
  void answer(support::RawConnection& connection, const support::RawRequest& request) {
    if (healed_) {
      connection.respond(support::status_response(small_job(), request, server_.port()));
    } else {
      state_.answer(connection, request, server_.port());
    }
  }

  const State& state_;
  std::atomic<bool> healed_{false};
  support::SilentPort silent_;
  support::RawServer server_;
  std::unique_ptr<fc::Client> client_;
};

void report(const char* what, const char* state, Clock::duration late) {
  if (std::getenv("FIRECRAWL_TABLE") == nullptr) return;
  const auto ms = std::chrono::duration<double, std::milli>(late).count();
  std::cout << "| " << what << " | " << state << " | " << ms << " ms |\n";
}

}  // namespace

TEST_CASE("a cancellation from another thread is felt in each state", "[cancel]") {
  for (const auto& state : all_states()) {
    INFO(state.name);
    Stage stage(state);
    fc::CancellationSource source;
    Clock::time_point felt;
    std::string outcome = "the end";
    std::thread reader([&] {
      try {
        state.call(stage.job(), source.token(), std::nullopt);
      } catch (const fc::Error& error) {
        outcome = name_of(error);
      }
      felt = Clock::now();
    });
    stage.wait_until_busy();
    const auto cancelled = Clock::now();
    source.cancel();
    reader.join();
    CHECK(outcome == "CancelledError");
    CHECK(felt - cancelled < generous);
    report("cancel", state.name, felt - cancelled);
    stage.require_usable();
  }
}

TEST_CASE("a time limit is felt in each state", "[cancel]") {
  constexpr milliseconds limit(150);
  for (const auto& state : all_states()) {
    INFO(state.name);
    Stage stage(state);
    const auto begin = Clock::now();
    std::string outcome = "the end";
    try {
      state.call(stage.job(), {}, limit);
    } catch (const fc::Error& error) {
      outcome = name_of(error);
    }
    const auto late = Clock::now() - begin - limit;
    CHECK(outcome == "TimeLimitError");
    CHECK(late >= Clock::duration::zero());
    CHECK(late < generous);
    report("time_limit", state.name, late);
    stage.require_usable();
  }
}

TEST_CASE("a call that was cancelled before it began sends nothing", "[cancel]") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, "{}"); });
  fc::CancellationSource source;
  source.cancel();
  const auto job = fc::Client(options_for(server.base_url())).batch_scrape_job(id);
  CHECK_THROWS_AS(job.status(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.progress(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.errors(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.cancel(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(read_documents(job, source.token(), std::nullopt), fc::CancelledError);
  CHECK_THROWS_AS(wait_for_end(job, source.token(), std::nullopt), fc::CancelledError);
  CHECK(server.request_count() == 0);
}
