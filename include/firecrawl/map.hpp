// SPDX-License-Identifier: MIT
/// @file
/// @ingroup map
/// MapRequest and MapResult: the URLs of a site. All are plain values, which may be copied to and read from
/// any thread.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/map
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "scrape_options.hpp"
#include "sitemap.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// A site whose URLs are asked for. Only what is set is sent. Each field is the API's own of that name, in
/// camelCase there.
///
/// @code
/// fc::MapRequest request("https://docs.example");
/// request.search = "billing";
/// request.limit = 500;
/// for (const fc::MapLink& link : client.map(request).links) std::cout << link.url << '\n';
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/map
struct MapRequest {
  std::string url;                    ///< where the site begins
  std::optional<std::string> search;  ///< the URLs that fit these words come first
  /// See Sitemap. v1 has two switches for it: "ignoreSitemap" and "sitemapOnly".
  std::optional<std::string> sitemap;
  std::optional<bool> include_subdomains;            ///< URLs of subdomains as well
  std::optional<bool> ignore_query_parameters;       ///< URLs that differ in their query alone are one
  std::optional<std::int64_t> limit;                 ///< the most URLs; 1 to 100000, 5000 if none is set
  std::optional<std::chrono::milliseconds> timeout;  ///< how long the server may take; at least 1 ms
  std::optional<Location> location;                  ///< where the site is to be seen from
  /// A name that the server counts its users by: one that it knows, such as "n8n" or "zapier", or one of your
  /// own that begins with "_".
  std::optional<std::string> integration;
  std::optional<std::string> origin;  ///< a name that it counts programs by
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();

  /// Nothing is set.
  MapRequest();
  /// The short form: `client.map("https://docs.example")`.
  MapRequest(std::string site);  // NOLINT(google-explicit-constructor)
  /// The same, from text in the program.
  MapRequest(const char* site);  // NOLINT(google-explicit-constructor)
};

/// A URL of a site.
struct MapLink {
  std::string url;                         ///< the URL; never empty
  std::optional<std::string> title;        ///< v2: its title, if the server knows it
  std::optional<std::string> description;  ///< v2: its description, if the server knows it
  /// Keys without a field, and values that did not fit their field, as sent; an object.
  nlohmann::json extra = nlohmann::json::object();
};

/// The URLs of a site, as far as the server found them.
///
/// @code
/// fc::MapResult site = client.map("https://docs.example");
/// if (site.warning) std::cerr << *site.warning << '\n';
/// for (const fc::MapLink& link : site.links) std::cout << link.url << '\n';
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/map
struct MapResult {
  std::vector<MapLink> links;          ///< in the order in which the server lists them
  std::optional<std::string> warning;  ///< a warning of the server
  /// Keys without a field, such as v2's "id", as sent. Entries of "links" that name no URL are here under
  /// that name, in a list.
  nlohmann::json extra = nlohmann::json::object();
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/map.ipp"
#endif
