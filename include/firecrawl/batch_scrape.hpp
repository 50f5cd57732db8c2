// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// BatchScrapeRequest: what starts a job. All are plain values, which may be copied to and read from any
/// thread.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "impl/webhook_models.hpp"
#include "scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// The URLs of a job, and how to scrape them. Only what is set is sent: the server refuses keys that it does
/// not know. Each field is the API's own of that name, in camelCase there.
///
/// @code
/// fc::BatchScrapeRequest request;
/// request.urls = {"https://a.example", "https://b.example"};
/// request.scrape.formats = {"markdown", "links"};
/// request.scrape.only_main_content = true;
/// request.scrape.location = fc::Location{"DE", {"de-DE"}};
/// fc::StartedJob started = client.start_batch_scrape(request);
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape
struct BatchScrapeRequest {
  std::vector<std::string> urls;                ///< the URLs to scrape; the same one twice is scraped twice
  ScrapeOptions scrape;                         ///< how each page is scraped
  std::optional<bool> zero_data_retention;      ///< the server keeps nothing; not open to every account
  std::optional<std::int64_t> max_concurrency;  ///< pages scraped at the same time, at most; at least 1
  std::optional<bool> ignore_invalid_urls;  ///< leave invalid URLs out and say which, instead of refusing all
  /// "appendToId": the id (a UUID) of a running job to add to; v2, hosted v1.
  std::optional<std::string> append_to;
  std::optional<Webhook> webhook;  ///< where the server reports to
  /// A name that the server counts its users by: one that it knows, such as "n8n" or "zapier", or one of your
  /// own that begins with "_".
  std::optional<std::string> integration;
  std::optional<std::string> origin;  ///< a name that it counts programs by
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();

  /// A UUID, sent as `x-idempotency-key`. v1 of the hosted service refuses one that it has seen (409): it
  /// does not give back the first job. v2 ignores it: the same key starts a second job. A server of your own
  /// without a database answers any key on v1 with 500, or ends its process.
  std::optional<std::string> idempotency_key;

  /// Nothing is set.
  BatchScrapeRequest();
  /// The short form: these URLs, with the server's defaults. One URL is a batch of one:
  /// {"https://a.example"}.
  BatchScrapeRequest(std::initializer_list<std::string> list);
  /// URLs that are at hand: `client.start_batch_scrape(urls)`.
  BatchScrapeRequest(std::vector<std::string> list);  // NOLINT(google-explicit-constructor)
  /// The same, with options: `client.start_batch_scrape({urls, options})`.
  BatchScrapeRequest(std::vector<std::string> list, ScrapeOptions options);
  /// The short form with a pair of braces more: {{"https://a.example", "https://b.example"}}. (To std::string
  /// the inner list would be one text, from the first pointer to the second.)
  BatchScrapeRequest(std::initializer_list<std::initializer_list<const char*>> lists);
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/batch_scrape.ipp"
#endif
