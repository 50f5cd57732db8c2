// SPDX-License-Identifier: MIT
// What options are if nobody sets them, as the README and the guides list them.
#include <chrono>
#include <cstddef>
#include <firecrawl/options.hpp>
#include <string>

#include "../catch.hpp"

namespace fc = firecrawl;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("The options of a client have the defaults that are documented") {
  const fc::ClientOptions options;
  CHECK(options.api_key.empty());
  CHECK(options.base_url == "https://api.firecrawl.dev");
  CHECK(options.api_version == fc::ApiVersion::v1);
  CHECK(options.connect_timeout == seconds(10));
  CHECK(options.stall_timeout == seconds(30));
  CHECK(options.request_timeout == seconds(300));
  CHECK(options.retry.max_attempts == 4);
  CHECK(options.retry.initial_backoff == milliseconds(500));
  CHECK(options.retry.max_backoff == seconds(30));
  CHECK(options.retry.max_retry_after == seconds(120));
  CHECK(options.max_response_bytes == std::size_t{256} * 1024 * 1024);
  CHECK(options.proxy.empty());
  CHECK(options.ca_file.empty());
  CHECK(options.user_agent.empty());
}

TEST_CASE("The options of a range and of a wait have the defaults that are documented") {
  const fc::ReadOptions range;
  CHECK(range.from.empty());
  CHECK_FALSE(range.max_pages);
  CHECK_FALSE(range.max_documents);
  CHECK_FALSE(range.page_size);
  CHECK(range.prefetch == 1);
  CHECK(range.parallel == 1);
  CHECK_FALSE(range.follow);
  CHECK(range.poll_interval == seconds(2));
  CHECK(range.settle == seconds(5));
  CHECK_FALSE(range.time_limit);
  const fc::WaitOptions wait;
  CHECK(wait.poll_interval == seconds(2));
  CHECK_FALSE(wait.time_limit);
}
