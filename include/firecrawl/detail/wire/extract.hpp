// SPDX-License-Identifier: MIT
/// @file
/// From an ExtractRequest to the body of POST /v1/extract or /v2/extract.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "../../extract.hpp"
#include "../../options.hpp"
#include "data_request.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"
#include "webhook.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void check_extract(const ExtractRequest& request, ApiVersion version) {
  constexpr std::size_t most_urls = 10;
  if (request.urls.size() > most_urls) {
    throw refused_request("urls has " + std::to_string(request.urls.size()) + " URLs, but at most " +
                          std::to_string(most_urls) + " are taken");
  }
  if (request.urls.empty() && (!request.prompt || request.prompt->empty()))
    throw refused_request("neither urls nor prompt is set, and one of them is needed");
  // v2 leaves out what is not a URL, unless it is told not to.
  if (!request.ignore_invalid_urls.value_or(version == ApiVersion::v2)) check_data_urls(request.urls);
  if (request.prompt) check_length(*request.prompt, "prompt");
  if (request.system_prompt) check_length(*request.system_prompt, "system_prompt");
  check_data_schema(request.schema);
  check_is_object(request.extra, "the extra members");
}

/// The body, as JSON. @throws UsageError if the server would refuse the request
[[nodiscard]] inline Json encode(const ExtractRequest& request, ApiVersion version) {
  check_extract(request, version);
  Json body = request.extra.is_null() ? Json::object() : request.extra;
  const MemberWriter write(body);
  write.put_unless_empty("urls", request.urls);
  write.put("prompt", request.prompt);
  write.put("systemPrompt", request.system_prompt);
  if (!request.schema.is_null()) body["schema"] = request.schema;
  write.put("enableWebSearch", request.enable_web_search);
  write.put("allowExternalLinks", request.allow_external_links);
  write.put("showSources", request.show_sources);
  write.put("ignoreInvalidURLs", request.ignore_invalid_urls);
  write.put("includeSubdomains", request.include_subdomains);
  put_scrape_options(body, request.scrape, version);
  if (request.webhook) {
    check_webhook(*request.webhook);
    body["webhook"] = encode(*request.webhook);
  }
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
inline std::string encode_body(const ExtractRequest& request, ApiVersion version) {
  return in_call("start_extract",
                 [&] { return write_body(encode(request, version), "shorten the schema or the prompt"); });
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
