// SPDX-License-Identifier: MIT
// One client, many threads. Meant to be run under ThreadSanitizer; the assertions are true everywhere.
#include <atomic>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/documents.hpp"
#include "support/kit.hpp"
#include "threads.hpp"

namespace {

using namespace kit;
using namespace threads;

/// Reads all documents, and looks whether each came once and in order.
void read_all(fc::DocumentRange range, std::size_t documents) {
  std::size_t read = 0;
  for (const auto& document : range) require(document.metadata.scrape_id == support::scrape_id(read++));
  require(read == documents && !range.next());
}

}  // namespace

TEST_CASE("One client serves sixteen threads with calls of all kinds") {
  LoopbackServer server(make_job(40, 7));
  auto options = options_for(server.base_url());
  options.retry.max_attempts = 20;  // every tenth is refused, which may be the same request time and again
  std::mutex mutex;
  std::size_t events = 0;
  options.on_event = [&](const fc::RequestEvent&) {
    const std::lock_guard<std::mutex> lock(mutex);
    ++events;
  };
  server.on_request([](const support::Request& request, std::size_t nth) -> std::optional<Response> {
    if (nth % 10 != 3 || request.method != "GET") return std::nullopt;
    Response refusal;
    refusal.status = 503;
    return refusal;
  });
  const fc::Client client(options);
  const auto job = client.batch_scrape_job(id);
  const auto failures = run_threads(thread_count, [&](std::size_t thread) {
    for (std::size_t round = 0; round < 6; ++round) {
      fc::ReadOptions pages;
      switch ((thread + round) % 6) {
        case 0:
          read_all(job.documents(), 40);
          break;
        case 1:
          pages.parallel = 4;
          read_all(job.documents(pages), 40);
          break;
        case 2:
          require(job.progress().completed == 40);
          break;
        case 3:
          require(job.wait().status == fc::JobStatus::completed);
          break;
        case 4: {
          const auto copy = job;
          require(copy.status().data.size() == 7);
          require(copy.errors().failed.empty());
          break;
        }
        default: {
          const auto started = client.start_batch_scrape({"https://a.example", "https://b.example"});
          read_all(started.job.documents(), 2);
          started.job.cancel();
          break;
        }
      }
    }
  });
  CHECK(failures == Messages{});
  CHECK(events == server.request_count());
}

TEST_CASE("Sixteen threads make their first clients at once") {
  LoopbackServer server(make_job(3, 2));
  const auto failures = run_threads(thread_count, [&](std::size_t) {
    const fc::Client client(options_for(server.base_url()));
    read_all(client.batch_scrape_job(id).documents(), 3);
  });
  CHECK(failures == Messages{});
}

TEST_CASE("A client may go away while its ranges live, on another thread too") {
  LoopbackServer server(make_job(30, 3));
  const auto failures = run_threads(thread_count, [&](std::size_t) {
    auto client = std::make_unique<fc::Client>(options_for(server.base_url()));
    auto range = client->batch_scrape_job(id).documents();
    auto it = range.begin();
    require(it != range.end() && it->metadata.scrape_id == support::scrape_id(0));
    std::thread other([owned = std::move(client)] {});
    other.join();
    std::size_t read = 0;
    for (; it != range.end(); ++it) require(it->metadata.scrape_id == support::scrape_id(read++));
    require(read == 30);
  });
  CHECK(failures == Messages{});
}

TEST_CASE("A range may be handed to another thread between two documents") {
  LoopbackServer server(make_job(30, 3));
  const fc::Client client(options_for(server.base_url()));
  const auto failures = run_threads(thread_count, [&](std::size_t) {
    auto range = client.batch_scrape_job(id).documents();
    std::size_t read = 0;
    for (auto it = range.begin(); it != range.end(); ++it) {
      if (read == 10) break;
      ++read;
    }
    std::thread other([moved = std::move(range), read]() mutable {
      for (const auto& document : moved) require(document.metadata.scrape_id == support::scrape_id(read++));
      require(read == 30);
    });
    other.join();
  });
  CHECK(failures == Messages{});
}

TEST_CASE("A source is cancelled at any moment of what it cancels") {
  // No two rounds cancel while as many requests are under way.
  RawServer server([](auto& connection, const auto&) { connection.stall(); });
  const fc::Client client(options_for(server.base_url()));
  for (std::size_t round = 0; round + 2 < thread_count; ++round) {
    fc::CancellationSource source;
    std::atomic<std::size_t> felt{0};
    const auto before = server.request_count();
    const auto failures = run_threads(thread_count, [&](std::size_t thread) {
      if (thread < 2) {  // twice, from two threads, does no harm
        require(server.wait_for_requests(before + round));
        source.cancel();
        if (thread == 0) return;
      }
      try {
        (void)client.batch_scrape_job(id).status(source.token());
      } catch (const fc::CancelledError&) {
        ++felt;
      }
    });
    CHECK(failures == Messages{});
    CHECK(felt == thread_count - 1);
  }
}

TEST_CASE("Tokens and callbacks come and go while the source is cancelled") {
  for (int round = 0; round < 200; ++round) {
    auto source = std::make_unique<fc::CancellationSource>();
    std::atomic<std::size_t> calls{0};
    const auto token = source->token();
    const auto failures = run_threads(4, [&](std::size_t thread) {
      if (thread == 0) {
        source->cancel();
        return;
      }
      for (int i = 0; i < 20; ++i) {
        const fc::CancellationCallback callback(token, [&] { ++calls; });
      }
    });
    CHECK(failures == Messages{});
    CHECK(token.cancelled());
    source.reset();
    CHECK(token.cancelled());
  }
}
