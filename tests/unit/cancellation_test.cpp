// SPDX-License-Identifier: MIT
#include <atomic>
#include <firecrawl/cancellation.hpp>
#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;

TEST_CASE("A token says whether its source was cancelled") {
  fc::CancellationSource source;
  const auto token = source.token();
  const fc::CancellationToken copy = token;
  CHECK_FALSE(token.cancelled());
  CHECK_FALSE(source.cancelled());
  source.cancel();
  CHECK(source.cancelled());
  CHECK(token.cancelled());
  CHECK(copy.cancelled());
  CHECK(source.token().cancelled());
  source.cancel();
  CHECK(token.cancelled());
}

TEST_CASE("A default token is never cancelled and calls nobody") {
  const fc::CancellationToken token;
  int calls = 0;
  const fc::CancellationCallback callback(token, [&] { ++calls; });
  CHECK_FALSE(token.cancelled());
  CHECK(calls == 0);
}

TEST_CASE("Sources do not cancel each other but copies of one are the same") {
  fc::CancellationSource one;
  const fc::CancellationSource other;
  fc::CancellationSource copy = one;
  copy.cancel();
  CHECK(one.token().cancelled());
  CHECK_FALSE(other.token().cancelled());
}

TEST_CASE("A cancellation is felt while a long answer is read") {
  std::string values = "0";
  for (int i = 0; i < 10'000; ++i) values += ",0";
  const auto call_ends = [](int status, const std::string& body, const auto& call) {
    unit::FakeServer server({unit::answer(status, body)});
    auto options = server.options();
    firecrawl::CancellationSource source;
    options.on_event = [&](const firecrawl::RequestEvent&) { source.cancel(); };  // as the answer is complete
    CHECK_THROWS_AS(call(firecrawl::Client(options), source.token()), firecrawl::CancelledError);
  };
  call_ends(200, R"({"success":true,"links":["https://a.example"]})",
            [](const auto& client, const auto& token) { client.map({"https://a.example"}, token); });
  call_ends(200, R"({"success":true,"data":{"web":[{"url":"https://a.example"}]}})",
            [](const auto& client, const auto& token) { client.search({"tides"}, token); });
  for (const int status : {200, 400}) {
    call_ends(status, R"({"success":true,"a":[)" + values + "]}", [](const auto& client, const auto& token) {
      client.request("GET", "/v2/monitor", nullptr, token);
    });
  }
}

TEST_CASE("A token outlives its source") {
  auto source = std::make_unique<fc::CancellationSource>();
  const auto kept = source->token();
  source->cancel();
  source.reset();
  CHECK(kept.cancelled());
}

TEST_CASE("A callback is called at the cancellation and not after it is gone") {
  fc::CancellationSource source;
  int first = 0;
  int second = 0;
  const fc::CancellationCallback kept(source.token(), [&] { ++first; });
  {
    const fc::CancellationCallback gone(source.token(), [&] { ++second; });
  }
  CHECK(first == 0);
  source.cancel();
  CHECK(first == 1);
  CHECK(second == 0);
}

TEST_CASE("A callback finds its token cancelled") {
  fc::CancellationSource source;
  const auto token = source.token();
  bool cancelled = false;
  const fc::CancellationCallback callback(token, [&] { cancelled = token.cancelled(); });
  source.cancel();
  CHECK(cancelled);
}

TEST_CASE("A callback of a token that is cancelled already is called at once") {
  fc::CancellationSource source;
  source.cancel();
  int calls = 0;
  const fc::CancellationCallback callback(source.token(), [&] { ++calls; });
  CHECK(calls == 1);
}

TEST_CASE("Cancelling from another thread is seen and calls back on that thread") {
  fc::CancellationSource source;
  std::thread::id called_on;
  const fc::CancellationCallback callback(source.token(), [&] { called_on = std::this_thread::get_id(); });
  std::thread other([&] { source.cancel(); });
  const auto id = other.get_id();
  other.join();
  CHECK(source.token().cancelled());
  CHECK(called_on == id);
}

TEST_CASE("Callbacks may come and go while another thread cancels") {
  for (int round = 0; round < 50; ++round) {
    fc::CancellationSource source;
    std::atomic<int> after_the_end{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 20; ++j) {
          auto alive = std::make_unique<std::atomic<bool>>(true);
          auto* const flag = alive.get();
          {
            const fc::CancellationCallback callback(source.token(), [&after_the_end, flag] {
              if (!*flag) ++after_the_end;
            });
          }
          *flag = false;
        }
      });
    }
    threads.emplace_back([&] { source.cancel(); });
    for (auto& thread : threads) thread.join();
    CHECK(after_the_end == 0);
    CHECK(source.cancelled());
  }
}
