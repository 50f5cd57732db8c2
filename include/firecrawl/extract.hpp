// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// ExtractRequest: what starts an extract.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/extract
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "impl/webhook_models.hpp"
#include "scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What to look for on which pages: a model reads them and answers as JSON. Only what is set is sent. Each
/// field is the API's own of that name, in camelCase there.
///
/// The service keeps this call for those who have it, and names scraping with the format "json" as what
/// replaces it; for research across a site there is AgentRequest.
///
/// @code
/// fc::ExtractRequest request;
/// request.urls = {"https://port.example/*"};
/// request.prompt = "The fee of the harbour, and its currency";
/// request.schema = {{"type", "object"}, {"properties", {{"fee", {{"type", "number"}}}}}};
/// fc::DataJob job = client.start_extract(request);
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/extract
struct ExtractRequest {
  std::vector<std::string> urls;      ///< at most 10; "https://a.example/*" is a whole site
  std::optional<std::string> prompt;  ///< what to look for, at most 10000 characters; needed without `urls`
  std::optional<std::string> system_prompt;  ///< how to go about it, at most 10000 characters
  nlohmann::json schema;                     ///< the JSON schema of the answer, an object; null: none
  std::optional<bool> enable_web_search;     ///< look for pages on the web, too
  std::optional<bool> allow_external_links;  ///< follow links to other sites
  std::optional<bool> show_sources;          ///< say which page said what: "sources" of DataJobStatus::extra
  std::optional<bool> ignore_invalid_urls;   ///< leave invalid URLs out, as v2 does by itself
  std::optional<bool> include_subdomains;    ///< read subdomains, too
  std::optional<ScrapeOptions> scrape;       ///< how each page is scraped
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();
  std::optional<Webhook> webhook;  ///< where the server reports to: `started`, `completed`, `failed`
};

FIRECRAWL_END_NAMESPACE
