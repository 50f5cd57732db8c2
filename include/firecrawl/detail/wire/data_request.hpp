// SPDX-License-Identifier: MIT
/// @file
/// What requests for data have in common: extract and agent.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// @throws UsageError if one of the URLs is empty, or of a scheme that cannot be read.
inline void check_data_urls(const std::vector<std::string>& urls) {
  for (std::size_t i = 0; i < urls.size(); ++i) {
    const auto name = "urls[" + std::to_string(i) + "]";
    const auto url = trimmed_url(urls[i]);
    if (url.empty()) throw refused_request(name + " is empty");
    const auto scheme = scheme_of(url);
    if (scheme.empty() || same_ignoring_case(scheme, "http") || same_ignoring_case(scheme, "https")) continue;
    throw refused_request(name + " is " + excerpt(url, 200) + ", but only http and https can be read");
  }
}

/// @throws UsageError if no answer can be written by this schema, as far as that is known.
inline void check_data_schema(const Json& schema) {
  if (schema.is_null()) return;
  if (!schema.is_object()) throw refused_request("schema is not a JSON object");
  if (schema.contains("properties") || !schema.contains("additionalProperties")) return;
  if (schema["additionalProperties"] == true)
    throw refused_request("schema has additionalProperties, but no properties, which is not taken");
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
