// SPDX-License-Identifier: MIT
// A document as it is stored.
#pragma once

#include <firecrawl/document.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace harvest {

struct Row {
  std::optional<std::string> scrape_id;
  std::optional<std::string> url;
  std::optional<int> status_code;
  std::optional<std::string> title;
  std::optional<std::string> markdown;
  std::string document;  // all of it, as JSON under the names of the API
};

inline Row make_row(const firecrawl::Document& document) {
  const firecrawl::Metadata& metadata = document.metadata;
  // Text that is not UTF-8 does not stop the program.
  return {metadata.scrape_id,
          metadata.source_url ? metadata.source_url : metadata.url,
          metadata.status_code,
          metadata.title,
          document.markdown,
          nlohmann::json(document).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace harvest
