// SPDX-License-Identifier: MIT
// Cancelling from another thread, and time limits, in each state that a call or a range can be in, with a
// real server: the call ends, and the client is good for another one. All that the client waits for would
// take an hour, so that a call that ends was ended; that no wait is left after it is proven without a
// stopwatch in unit/promptness_test.cpp. With FIRECRAWL_TABLE set it is printed how long that takes, some
// milliseconds on an idle machine.
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "support/job_answers.hpp"
#include "support/kit/signal.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;
using Clock = std::chrono::steady_clock;
using Limit = std::optional<milliseconds>;
/// The last argument is set by a call that is busy with something else than the network.
using Call = std::function<void(const fc::Job&, const fc::CancellationToken&, Limit, Signal&)>;

constexpr std::size_t job_size = 5;

/// What shows that a client is in the state in which it is to be cancelled.
enum class Sign {
  pump,   ///< it is about to wait for the network
  told,   ///< the server has sent what it sends, or the reader says so
  first,  ///< it is about to wait once one answer has come
  second  ///< or two
};

/// A way to be busy for a long time: what the server does, and what the client. The server sets the signal in
/// the states whose sign it is.
struct State {
  const char* name;
  std::function<void(support::RawConnection&, const support::RawRequest&, std::uint16_t port, Signal&)>
      answer;
  Call call;
  Sign sign;
  bool silent = false;  ///< the connection never comes about
};

fc::ReadOptions options_of(const fc::CancellationToken& token, Limit limit) {
  fc::ReadOptions options;
  options.cancel = token;
  options.time_limit = limit;
  options.poll_interval = std::chrono::hours(1);
  options.settle = std::chrono::hours(1);
  return options;
}

void read_all(const fc::Job& job, const fc::ReadOptions& options) {
  for (const auto& document : kit::each(job.documents(options))) (void)document;
}

void read_documents(const fc::Job& job, const fc::CancellationToken& token, Limit limit, Signal&) {
  read_all(job, options_of(token, limit));
}
void follow(const fc::Job& job, const fc::CancellationToken& token, Limit limit, Signal&) {
  auto options = options_of(token, limit);
  options.follow = true;
  read_all(job, options);
}
void read_in_parallel(const fc::Job& job, const fc::CancellationToken& token, Limit limit, Signal&) {
  auto options = options_of(token, limit);
  options.parallel = 4;
  options.page_size = 1;
  read_all(job, options);
}
void wait_for_end(const fc::Job& job, const fc::CancellationToken& token, Limit limit, Signal&) {
  fc::WaitOptions options;
  options.cancel = token;
  options.time_limit = limit;
  options.poll_interval = std::chrono::hours(1);
  (void)job.wait(options);
}
// A reader that spends its time with the first document, until it is cancelled or its time is over.
void read_slowly(const fc::Job& job, const fc::CancellationToken& token, Limit limit, Signal& busy) {
  for (const auto& document : kit::each(job.documents(options_of(token, limit)))) {
    (void)document;
    Signal cancelled;
    const fc::CancellationCallback callback(token, [&] { cancelled.set(); });
    busy.set();
    if (limit) {
      std::this_thread::sleep_for(*limit);
    } else {
      REQUIRE(cancelled.wait());
    }
  }
}

void stall(support::RawConnection& connection, const support::RawRequest&, std::uint16_t, Signal& busy) {
  busy.set();
  connection.stall();
}
void stall_in_body(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port,
                   Signal& busy) {
  const auto bytes = support::to_bytes(support::status_response(make_job(job_size), request, port));
  connection.send(std::string_view(bytes).substr(0, bytes.size() / 2));
  busy.set();
  connection.stall();
}
void refuse(support::RawConnection& connection, const support::RawRequest&, std::uint16_t, Signal&) {
  connection.respond(503, "", {{"Retry-After", "3600"}});
}
void limit_rate(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port,
                Signal&) {
  if (request.nth == 0) {
    connection.respond(support::status_response(make_job(job_size, 1), request, port));
  } else {
    connection.respond(429, "", {{"Retry-After", "3600"}});
  }
}
void run_on(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port,
            Signal&) {
  auto job = make_job(job_size);
  job.status = "scraping";
  job.finished = 0;
  connection.respond(support::status_response(job, request, port));
}
void list_late(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t,
               Signal&) {
  connection.respond(support::late_response(make_job(job_size), request));
}
void answer_well(support::RawConnection& connection, const support::RawRequest& request, std::uint16_t port,
                 Signal&) {
  connection.respond(support::status_response(make_job(job_size), request, port));
}

std::vector<State> all_states() {
  return {
      {"connecting", nullptr, read_documents, Sign::pump, true},
      {"waiting for the head", stall, read_documents, Sign::told},
      {"in a body", stall_in_body, read_documents, Sign::told},
      {"backing off", refuse, read_documents, Sign::first},
      {"held by a 429, four at once", limit_rate, read_in_parallel, Sign::second},
      {"between polls of a range", run_on, follow, Sign::first},
      {"settling", list_late, read_documents, Sign::first},
      {"between two documents", answer_well, read_slowly, Sign::told},
      {"wait(), between polls", run_on, wait_for_end, Sign::first},
      {"wait(), in a body", stall_in_body, wait_for_end, Sign::told},
      {"wait(), connecting", nullptr, wait_for_end, Sign::pump, true},
  };
}

/// A client and a server that is in this state until it is healed.
class Stage {
 public:
  explicit Stage(const State& state)
      : state_(state),
        server_([this](auto& connection, const auto& request) { answer(connection, request); }) {
    auto options = waiting_options_for(server_.base_url());
    options.on_event = [this](const fc::RequestEvent&) {
      ++answers_;
      if (kit::reads_polled()) look_for_sign();  // no session is pumped while only the time is waited for
    };
    options.transport = std::make_shared<ChangingTransport>(
        std::make_shared<fc::CurlTransport>(),
        [this](fc::HttpRequest& request) {
          if (!state_.silent || healed_) return;
          request.url = "http://127.0.0.1:" + std::to_string(silent_.port()) + path;
        },
        [this] { look_for_sign(); });
    client_ = std::make_unique<fc::Client>(options);
  }

  /// Makes the state's call, with the client of this stage.
  void call(const fc::CancellationToken& token, Limit limit) { state_.call(job(), token, limit, busy_); }

  /// Blocks until the client is in the state.
  void wait_until_busy() { REQUIRE(busy_.wait()); }

  void require_usable() {
    healed_ = true;
    auto range = job().documents();
    REQUIRE(read(range).documents == from_to(0, job_size));
  }

 private:
  fc::Job job() const { return client_->batch_scrape_job(id); }
  void look_for_sign() {
    if (state_.sign == Sign::pump || (state_.sign == Sign::first && answers_ >= 1) ||
        (state_.sign == Sign::second && answers_ >= 2))
      busy_.set();
  }
  void answer(support::RawConnection& connection, const support::RawRequest& request) {
    if (healed_) {
      connection.respond(support::status_response(make_job(job_size), request, server_.port()));
    } else {
      state_.answer(connection, request, server_.port(), busy_);
    }
  }

  const State& state_;
  Signal busy_;
  std::atomic<bool> healed_{false};
  std::atomic<int> answers_{0};
  support::SilentPort silent_;
  support::RawServer server_;
  std::unique_ptr<fc::Client> client_;
};

}  // namespace

TEST_CASE("A cancellation from another thread is felt in each state", "[cancel]") {
  for (const auto& state : all_states()) {
    INFO(state.name);
    Stage stage(state);
    fc::CancellationSource source;
    Clock::time_point felt;
    std::string outcome = "the end";
    std::thread reader([&] {
      try {
        stage.call(source.token(), std::nullopt);
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
    report_late("cancel", state.name, felt - cancelled);
    stage.require_usable();
  }
}

TEST_CASE("A time limit is felt in each state", "[cancel]") {
  constexpr milliseconds limit(150);
  for (const auto& state : all_states()) {
    INFO(state.name);
    Stage stage(state);
    const auto begin = Clock::now();
    std::string outcome = "the end";
    try {
      stage.call({}, limit);
    } catch (const fc::Error& error) {
      outcome = name_of(error);
    }
    const auto late = Clock::now() - begin - limit;
    CHECK(outcome == "TimeLimitError");
    CHECK(late >= Clock::duration::zero());  // how late depends on the machine
    report_late("time_limit", state.name, late);
    stage.require_usable();
  }
}

TEST_CASE("A call that was cancelled before it began sends nothing", "[cancel]") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, "{}"); });
  fc::CancellationSource source;
  source.cancel();
  const auto job = fc::Client(options_for(server.base_url())).batch_scrape_job(id);
  Signal unused;
  CHECK_THROWS_AS(job.status(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.progress(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.errors(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(job.cancel(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(read_documents(job, source.token(), std::nullopt, unused), fc::CancelledError);
  CHECK_THROWS_AS(wait_for_end(job, source.token(), std::nullopt, unused), fc::CancelledError);
  CHECK(server.request_count() == 0);
}
