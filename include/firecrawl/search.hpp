// SPDX-License-Identifier: MIT
/// @file
/// @ingroup search
/// SearchRequest and SearchResults: a search of the web, and the pages that it found. All are plain values,
/// which may be copied to and read from any thread.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/search
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "impl/models.hpp"
#include "scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What to search for, and whether the pages that are found are scraped. Only what is set is sent. Each field
/// is the API's own of that name, in camelCase there.
///
/// @code
/// fc::SearchRequest request("tide tables");
/// request.limit = 3;
/// request.scrape = fc::ScrapeOptions();
/// request.scrape->formats = {"markdown"};
/// for (const fc::SearchHit& hit : client.search(request).web) {
///   std::cout << hit.url << '\n' << hit.document.markdown.value_or("") << '\n';
/// }
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/search
struct SearchRequest {
  std::string query;                  ///< the words to search for
  std::optional<std::int64_t> limit;  ///< the most hits of each source; 1 to 100; none: v1 5, v2 10
  std::vector<std::string> sources;   ///< v2: "web", "news", "images"; empty: the web
  /// v2: "github", "research", "pdf", or "developer", which must be the only one.
  std::vector<std::string> categories;
  std::vector<std::string> include_domains;  ///< v2: hosts to search, without scheme and path
  std::vector<std::string> exclude_domains;  ///< v2: hosts to leave out; not together with include_domains
  std::optional<std::string> tbs;            ///< a time, such as "qdr:d" for the last day
  std::optional<std::string> filter;         ///< a filter of the search engine
  std::optional<std::string> lang;           ///< a language, such as "en"
  std::optional<std::string> country;        ///< a country, such as "de"
  std::optional<std::string> location;       ///< a place in words, such as "Hamburg, Germany"
  std::optional<bool> ignore_invalid_urls;   ///< hits that cannot be scraped are left out
  std::optional<std::chrono::milliseconds> timeout;  ///< how long the server may take; at least 1 ms
  /// How to scrape each hit; none: hits alone. Here the server has no format of its own choice: without
  /// formats nothing is scraped.
  std::optional<ScrapeOptions> scrape;
  /// A name that the server counts its users by: one that it knows, such as "n8n" or "zapier", or one of your
  /// own that begins with "_".
  std::optional<std::string> integration;
  std::optional<std::string> origin;  ///< a name that it counts programs by
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();

  /// Nothing is set.
  SearchRequest();
  /// The short form: `client.search("tide tables")`.
  SearchRequest(std::string words);  // NOLINT(google-explicit-constructor)
  /// The same, from text in the program.
  SearchRequest(const char* words);  // NOLINT(google-explicit-constructor)
};

/// A page, a piece of news or an image that a search found.
struct SearchHit {
  std::string url;                           ///< its URL; empty if the server names none
  std::optional<std::string> title;          ///< its title
  std::optional<std::string> description;    ///< what it is about; of news: "snippet"
  std::optional<std::string> category;       ///< the category of the request that it belongs to
  std::optional<std::string> date;           ///< of news: when, in the search engine's words ("2 days ago")
  std::optional<std::string> image_url;      ///< "imageUrl": its picture
  std::optional<std::int64_t> position;      ///< its place among the hits of its source, from 1
  std::optional<std::int64_t> image_width;   ///< "imageWidth", in pixels
  std::optional<std::int64_t> image_height;  ///< "imageHeight", in pixels
  /// What was scraped: all keys of a document. Empty if nothing was; of a hit that could not be scraped,
  /// `document.metadata.error` says why.
  Document document;
  /// Keys that neither a hit nor a document has, and values that did not fit the fields of a hit, as sent; an
  /// object.
  nlohmann::json extra = nlohmann::json::object();
};

/// What a search found. A source that was not asked, or has no hit, is empty.
///
/// @code
/// fc::SearchResults found = client.search("tide tables");
/// for (const fc::SearchHit& hit : found.web) std::cout << hit.title.value_or("") << ' ' << hit.url << '\n';
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/search
struct SearchResults {
  std::vector<SearchHit> web;                ///< pages; all hits of v1
  std::vector<SearchHit> news;               ///< v2: news
  std::vector<SearchHit> images;             ///< v2: images
  std::optional<std::string> warning;        ///< a warning of the server, such as that nothing was found
  std::optional<std::string> id;             ///< the id of the search
  std::optional<std::int64_t> credits_used;  ///< "creditsUsed": what it cost; none if the server does not say
  /// Keys without a field, as sent, and under their own names the sources that have no field.
  nlohmann::json extra = nlohmann::json::object();
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/search.ipp"
#endif
