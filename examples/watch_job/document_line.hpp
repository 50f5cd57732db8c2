// A document as a line of JSON.
#pragma once

#include <firecrawl/models.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

template <class Value>
void put(nlohmann::json& object, const char* key, const std::optional<Value>& value) {
  if (value) object[key] = *value;
}

// Everything under the names that the API uses.
inline std::string document_line(const firecrawl::Document& document) {
  nlohmann::json line = document.extra;
  put(line, "markdown", document.markdown);
  put(line, "html", document.html);
  put(line, "rawHtml", document.raw_html);
  put(line, "screenshot", document.screenshot);
  put(line, "summary", document.summary);
  put(line, "warning", document.warning);
  if (!document.links.empty()) line["links"] = document.links;
  if (!document.images.empty()) line["images"] = document.images;
  if (!document.json.is_null()) line["json"] = document.json;

  nlohmann::json metadata = document.metadata.extra;
  put(metadata, "title", document.metadata.title);
  put(metadata, "description", document.metadata.description);
  put(metadata, "language", document.metadata.language);
  put(metadata, "sourceURL", document.metadata.source_url);
  put(metadata, "url", document.metadata.url);
  put(metadata, "statusCode", document.metadata.status_code);
  put(metadata, "error", document.metadata.error);
  put(metadata, "scrapeId", document.metadata.scrape_id);
  put(metadata, "contentType", document.metadata.content_type);
  line["metadata"] = std::move(metadata);
  // Text that is no UTF-8 is no reason to stop.
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}
