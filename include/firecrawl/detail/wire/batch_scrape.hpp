// SPDX-License-Identifier: MIT
/// @file
/// From a BatchScrapeRequest to the body of POST /v1/batch/scrape or /v2/batch/scrape.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "../../batch_scrape.hpp"
#include "../../options.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"
#include "webhook.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void check_urls(const BatchScrapeRequest& request) {
  if (request.urls.empty()) throw refused_request("no URLs");
  for (std::size_t i = 0; i < request.urls.size(); ++i) {
    const auto name = [&] { return "urls[" + std::to_string(i) + "]"; };
    const auto url = trimmed_url(request.urls[i]);
    if (url.empty()) throw refused_request(name() + " is empty");
    const auto scheme = scheme_of(url);
    if (scheme.empty() || same_ignoring_case(scheme, "http") || same_ignoring_case(scheme, "https")) continue;
    // One invalid URL makes the server refuse them all, unless it may leave it out.
    if (!request.ignore_invalid_urls.value_or(false)) {
      throw refused_request(
          name() + " is " + excerpt(url, 200) +
          ", but only http and https can be scraped; with ignore_invalid_urls it is left out");
    }
  }
}

inline void check_labels(const BatchScrapeRequest& request) {
  if (request.idempotency_key && !is_uuid(*request.idempotency_key))
    throw refused_request("idempotency_key is not a UUID");
  if (request.append_to && !is_uuid(*request.append_to)) throw refused_request("append_to is not a UUID");
  check_integration(request.integration);
  if (request.max_concurrency && *request.max_concurrency < 1) {
    throw refused_request("max_concurrency is " + std::to_string(*request.max_concurrency) +
                          ", but must be at least 1");
  }
}

/// The body, as JSON. @throws UsageError if the server would refuse the request, or worse, take it for
/// something else
[[nodiscard]] inline Json encode(const BatchScrapeRequest& request, ApiVersion version) {
  check_urls(request);
  check_labels(request);
  check_is_object(request.extra, "the extra members");
  Json body = request.extra.is_null() ? Json::object() : request.extra;
  write_scrape_options(body, request.scrape, version);
  const MemberWriter write(body);
  write.put_unless_empty("urls", request.urls);
  write.put("zeroDataRetention", request.zero_data_retention);
  write.put("maxConcurrency", request.max_concurrency);
  write.put("ignoreInvalidURLs", request.ignore_invalid_urls);
  write.put("appendToId", request.append_to);
  if (request.webhook) {
    check_webhook(*request.webhook);
    body["webhook"] = encode(*request.webhook);
  }
  write.put("integration", request.integration);
  write.put("origin", request.origin);
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
inline std::string encode_body(const BatchScrapeRequest& request, ApiVersion version) {
  return in_call("start_batch_scrape", [&] {
    return write_body(encode(request, version),
                      "start the job with some of its " + std::to_string(request.urls.size()) +
                          " URLs, and add the others with further requests whose append_to is its id");
  });
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
