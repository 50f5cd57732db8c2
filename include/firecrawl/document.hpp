// SPDX-License-Identifier: MIT
/// @file
/// Document: a scraped page. Needs nlohmann/json, but not curl.
///
/// All are values: copy, move, compare their members, hand them to other threads as you like.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"

#if NLOHMANN_JSON_VERSION_MAJOR < 3 || (NLOHMANN_JSON_VERSION_MAJOR == 3 && NLOHMANN_JSON_VERSION_MINOR < 9)
#error "firecrawl needs nlohmann/json 3.9.1 or newer"
#endif

FIRECRAWL_BEGIN_NAMESPACE

/// What a scraped page says of itself. Every key without a field, and every value that did not fit its field
/// (a title that is an array, a statusCode that is text), is in `extra` as sent.
///
/// @code
/// for (const fc::Document& document : job.documents()) {
///   const fc::Metadata& metadata = document.metadata;
///   std::cout << metadata.status_code.value_or(0) << ' ' << metadata.title.value_or("no title") << '\n';
///   if (metadata.extra.contains("ogImage")) std::cout << metadata.extra["ogImage"] << '\n';
/// }
/// @endcode
struct Metadata {
  std::optional<std::string> title;                 ///< the page's title
  std::optional<std::string> description;           ///< the page's description of itself
  std::optional<std::string> language;              ///< the page's language, such as "en"
  std::optional<std::string> source_url;            ///< "sourceURL": the URL that was asked for
  std::optional<std::string> url;                   ///< the URL that answered, after redirects
  std::optional<int> status_code;                   ///< "statusCode": the page's own HTTP status
  std::optional<std::string> error;                 ///< why the page could not be scraped whole
  std::optional<std::string> scrape_id;             ///< "scrapeId"
  std::optional<std::string> content_type;          ///< "contentType"
  nlohmann::json extra = nlohmann::json::object();  ///< all the rest, as sent; an object
};

/// One scraped page. Which fields are there depends on the formats that the job asked for. Every key without
/// a field, and every value that did not fit its field, is in `extra` as sent.
///
/// @code
/// for (const fc::Document& document : job.documents()) {
///   if (document.markdown) std::cout << *document.markdown << '\n';
///   for (const std::string& link : document.links) std::cout << link << '\n';
/// }
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape-get
struct Document {
  std::optional<std::string> markdown;    ///< the page as Markdown
  std::optional<std::string> html;        ///< the page as HTML, cleaned
  std::optional<std::string> raw_html;    ///< "rawHtml": the page as HTML, as it came
  std::optional<std::string> screenshot;  ///< a picture of the page: a URL, or a data: URL
  std::optional<std::string> summary;     ///< a summary of the page, written by a model
  std::optional<std::string> answer;      ///< the answer to the question of the format "question"
  /// A warning of the server about this page. Begins with "firecrawl-cpp: ", or has that after the server's
  /// own words, if the library could not keep all of the document: it says what is missing, and why.
  std::optional<std::string> warning;
  std::vector<std::string> links;   ///< URLs that the page links to
  std::vector<std::string> images;  ///< URLs of the page's images
  nlohmann::json json;              ///< the value of "json", or of v1's "extract"; null if there is none
  Metadata metadata;                ///< what the page says of itself
  nlohmann::json extra = nlohmann::json::object();  ///< all the rest, as sent; an object
};

/// Writes a document as the API does; the body is in model_json.hpp.
inline void to_json(nlohmann::json& json, const Document& document);
/// Reads a document as the API writes it; the body is in model_json.hpp.
inline void from_json(const nlohmann::json& json, Document& document);

FIRECRAWL_END_NAMESPACE
