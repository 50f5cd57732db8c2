// SPDX-License-Identifier: MIT
// A document as a line of JSON.
#pragma once

#include <firecrawl/document.hpp>
#include <nlohmann/json.hpp>
#include <string>

// Everything under the names that the API uses.
inline std::string document_line(const firecrawl::Document& document) {
  // Text that is not UTF-8 does not stop the program.
  return nlohmann::json(document).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}
