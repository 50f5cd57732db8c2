// SPDX-License-Identifier: MIT
/// @file
/// The waits that servers ask for: from a Retry-After header, from JSON, from words. Never negative, never
/// more than about a year beyond what any clock can express, never undefined.
#include <firecrawl/detail/base/time.hpp>
#include <firecrawl/detail/call/retry.hpp>
#include <firecrawl/detail/json/sax.hpp>

#include "input.hpp"

namespace {

using namespace firecrawl::detail;

void check(const std::optional<Milliseconds>& wait) {
  if (!wait) return;
  fuzz::require(wait->count() >= 0, "no wait is negative");
  // What a caller does with it.
  const auto until = std::chrono::steady_clock::time_point(std::chrono::hours(24 * 365)) + *wait;
  fuzz::require(until.time_since_epoch() >= *wait, "a wait fits a time point");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto now = std::chrono::system_clock::from_time_t(1'893'456'000);
  firecrawl::HttpResponse response;
  response.status = 429;
  const auto header = input.part();
  if (!header.empty()) response.headers.push_back({"Retry-After", header});
  response.body = std::string(input.rest());
  const auto body = parse_json(response.body).value_or(nullptr);
  check(parse_retry_after(header, now));
  check(wait_in_text(response.body));
  check(server_wait(response, body, now));
  (void)parse_iso_time(header);

  firecrawl::RetryPolicy policy;
  policy.max_backoff = Milliseconds(static_cast<Milliseconds::rep>(input.number(60'000)));
  for (int attempt = 2; attempt < 100; ++attempt) {
    const auto wait = backoff(policy, attempt, 0.999);
    fuzz::require(wait >= Milliseconds(0) && wait <= policy.max_backoff, "a back-off stays within its limit");
  }
  return 0;
}
