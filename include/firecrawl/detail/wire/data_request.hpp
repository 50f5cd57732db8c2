// SPDX-License-Identifier: MIT
/// @file
/// What requests for data have in common: extract and agent.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "format_rules.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// @throws UsageError if one of the URLs is empty, or of a scheme that cannot be read.
inline void check_data_urls(const std::vector<std::string>& urls) {
  for (std::size_t i = 0; i < urls.size(); ++i)
    check_url(urls[i], ("urls[" + std::to_string(i) + "]").c_str());
}

/// @throws UsageError if no answer can be written by this schema, as far as that is known.
inline void check_data_schema(const Json& schema) {
  if (schema.is_null()) return;
  if (!schema.is_object()) throw refused_request("schema is not a JSON object");
  check_schema(schema, "schema");
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
