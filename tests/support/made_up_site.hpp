// SPDX-License-Identifier: MIT
/// @file
/// The web that the test servers scrape: every URL is a page of it, and has what every format asks for.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace support {

/// Page `index` of the site that `start` is on: `start` itself, then https://host/page/1 and so on.
std::string site_url(const std::string& start, std::size_t index);

/// The number that ends the URL's path, and is in the page's title; 0 if none does.
std::size_t page_number(const std::string& url);

/// A page and what tells it apart.
struct SitePage {
  std::string url;
  std::size_t number = 0;  ///< in its title
  std::string scrape_id;   ///< metadata.scrapeId
};

/// What a scrape of the page brings, in the formats that `options` (those of a scrape, v1 or v2) asks for. A
/// URL that ends in /404 is a page that was answered so.
nlohmann::ordered_json scraped_page(const SitePage& page, const nlohmann::json& options);

/// A value that fits a JSON schema, as far as its types and properties say.
nlohmann::json sample_of(const nlohmann::json& schema);

/// What a scrape of one page with these options costs, in credits.
std::size_t price_of(const nlohmann::json& options);

/// The names of the formats that are asked for: markdown if none is. For a search, `fallback` is empty.
std::vector<std::string> asked_formats(const nlohmann::json& options,
                                       const std::vector<std::string>& fallback = {"markdown"});

}  // namespace support
