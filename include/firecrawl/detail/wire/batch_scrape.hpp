// SPDX-License-Identifier: MIT
/// @file
/// From a BatchScrapeRequest to the body of POST /v1/batch/scrape or /v2/batch/scrape.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "../../batch_scrape.hpp"
#include "../../options.hpp"
#include "../base/urls.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"
#include "start.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void check_urls(const BatchScrapeRequest& request) {
  if (request.urls.empty()) throw refused_request("no URLs");
  for (std::size_t i = 0; i < request.urls.size(); ++i) {
    const auto fault = url_fault(request.urls[i]);
    if (fault.empty()) continue;
    const auto refusal = "urls[" + std::to_string(i) + "] " + fault;
    if (trimmed_url(request.urls[i]).empty()) throw refused_request(refusal);
    // One invalid URL makes the server refuse them all, unless it may leave it out.
    if (!request.ignore_invalid_urls.value_or(false))
      throw refused_request(refusal + "; with ignore_invalid_urls it is left out");
  }
}

/// The body, as JSON. @throws UsageError if the server would refuse the request, or worse, take it for
/// something else
[[nodiscard]] inline Json encode(const BatchScrapeRequest& request, ApiVersion version) {
  check_urls(request);
  check_uuid(request.append_to, "append_to");
  Json body = begin_body(request.extra);
  write_scrape_options(body, request.scrape, version);
  const MemberWriter write(body);
  write.put_unless_empty("urls", request.urls);
  write.put("ignoreInvalidURLs", request.ignore_invalid_urls);
  write.put("appendToId", request.append_to);
  write_start(body, request);
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
[[nodiscard]] inline std::string encode_body(const BatchScrapeRequest& request, ApiVersion version) {
  return in_call("start_batch_scrape", [&] {
    return write_body(encode(request, version),
                      "start the job with some of its " + std::to_string(request.urls.size()) +
                          " URLs, and add the others with further requests whose append_to is its id");
  });
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
