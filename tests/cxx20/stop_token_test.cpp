// SPDX-License-Identifier: MIT
// A std::stop_token may be given wherever a CancellationToken may.
#include <firecrawl/firecrawl.hpp>

#if defined(__cpp_lib_jthread)  // libc++ before 18 keeps it for those who ask for experiments

#include <chrono>
#include <memory>
#include <stop_token>
#include <utility>

#include "../support/kit/clock.hpp"
#include "catch.hpp"

namespace {

namespace fc = firecrawl;

fc::Client client_of(std::function<fc::HttpResponse(const fc::HttpRequest&)> answer) {
  fc::ClientOptions options;
  options.transport = fc::make_transport(std::move(answer));
  options.retry.initial_backoff = options.retry.max_backoff = std::chrono::hours(1);
  kit::clock_of(options).random = [] { return 1.0; };
  return fc::Client(std::move(options));
}

TEST_CASE("A stop that was requested before ends a call before its request") {
  int requests = 0;
  const auto client = client_of([&](const fc::HttpRequest&) {
    ++requests;
    return fc::HttpResponse{404, {}, "{}"};
  });
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(client.batch_scrape_job("job").status(source.get_token()), fc::CancelledError);
  CHECK(requests == 0);
}

TEST_CASE("A stop ends a wait of an hour at once") {
  std::stop_source source;
  const auto client = client_of([&](const fc::HttpRequest&) {
    source.request_stop();
    return fc::HttpResponse{503, {}, "{}"};
  });
  fc::ReadOptions options;
  options.cancel = source.get_token();
  auto range = client.batch_scrape_job("job").documents(options);
  CHECK_THROWS_AS(range.begin() == range.end(), fc::CancelledError);
}

TEST_CASE("A token of no source is never cancelled") {
  const fc::CancellationToken token = std::stop_token();
  CHECK_FALSE(token.cancelled());
}

TEST_CASE("A token outlives what it was made from") {
  auto source = std::make_unique<std::stop_source>();
  const fc::CancellationToken token = source->get_token();
  CHECK_FALSE(token.cancelled());
  source->request_stop();
  source.reset();
  CHECK(token.cancelled());
}

}  // namespace

#endif
