// SPDX-License-Identifier: MIT
/// @file
/// Small answers, of an account, of crawls, of runs that end in data, of starts: each comes to its value or
/// to a DecodeError or an ApiError, which does not have the key; what has no field is an object.
#include <cmath>
#include <firecrawl/detail/wire/account.hpp>
#include <firecrawl/detail/wire/crawl_answers.hpp>
#include <firecrawl/detail/wire/data_job.hpp>
#include <firecrawl/detail/wire/raw_request.hpp>
#include <firecrawl/detail/wire/small_answers.hpp>
#include <string>

#include "input.hpp"
#include "outcome.hpp"

namespace {

using namespace firecrawl::detail;

template <class Decode>
auto decoded(const std::string& body, const Decode& decode) {
  auto outcome = fuzz::outcome_of(body, "https://a.example/v2/x", decode);
  fuzz::require(outcome.value.has_value() == outcome.error.empty(), "a value or an error");
  fuzz::require(outcome.error.find(fuzz::key) == std::string::npos, "the key is in no error");
  return outcome.value;
}

void decode_one(std::size_t kind, const std::string& body) {
  switch (kind) {
    case 0:
      if (const auto usage = decoded(body, decode_usage)) {
        fuzz::require(std::isfinite(usage->remaining) && std::isfinite(usage->plan), "counts are numbers");
        fuzz::require(usage->extra.is_object(), "extra is an object");
      }
      break;
    case 1:
      if (const auto periods = decoded(body, decode_history)) {
        for (const auto& period : *periods) fuzz::require(std::isfinite(period.used), "counts are numbers");
      }
      break;
    case 2:
      (void)decoded(body, decode_queue);
      break;
    case 3:
      (void)decoded(body, decode_concurrency);
      break;
    case 4:
      if (const auto crawls = decoded(body, decode_crawls)) {
        for (const auto& crawl : *crawls) fuzz::require(crawl.extra.is_object(), "extra is an object");
      }
      break;
    case 5: {
      const auto request = decoded(body, [](const auto& response, const auto& call) {
        return decode_preview(response, call, "https://a.example");
      });
      if (request) fuzz::require(request->extra.is_object() && !request->url.empty(), "a request for a URL");
      break;
    }
    case 6:
      if (const auto status = decoded(body, decode_data_status)) {
        fuzz::require(!status->status_text.empty() && status->extra.is_object(), "there is a status");
      }
      break;
    case 7:
      if (const auto started = decoded(body, decode_started)) {
        fuzz::require(job_id_fault(started->id).empty(), "the id is one that can be asked for");
        fuzz::require(started->extra.is_object(), "extra is an object");
      }
      break;
    case 8:
      (void)decoded(body, decode_errors);
      break;
    default:
      (void)decoded(body, decode_raw);
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto kind = input.number(10);
  decode_one(kind, std::string(input.rest()));
  return 0;
}
