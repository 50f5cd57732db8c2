// SPDX-License-Identifier: MIT
/// @file
/// From a MapRequest to the body of POST /v1/map or /v2/map, and from its answer to a MapResult.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../map.hpp"
#include "../../options.hpp"
#include "../../sitemap.hpp"
#include "../../transport.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "kept_value.hpp"
#include "list_answer.hpp"
#include "list_handler.hpp"
#include "members.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"
#include "scrape_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void check_map(const MapRequest& request) {
  check_url(request.url, "url");
  if (request.limit) check_count("limit", *request.limit, {1, 100'000});
  check_range("timeout", request.timeout, 1);
  check_integration(request.integration);
  if (request.location) check_location(*request.location);
  check_sitemap(request.sitemap);
}

/// v1 has two switches in place of the word.
inline void write_sitemap(Json& body, const std::string& sitemap, ApiVersion version) {
  if (version == ApiVersion::v2) {
    body["sitemap"] = sitemap;
  } else if (sitemap == Sitemap::only) {
    body["sitemapOnly"] = true;
  } else {
    body["ignoreSitemap"] = sitemap == Sitemap::skip;
  }
}

/// The body, as JSON. @throws UsageError if the server would refuse the request
[[nodiscard]] inline Json encode(const MapRequest& request, ApiVersion version) {
  check_map(request);
  Json body = begin_body(request.extra);
  const MemberWriter write(body);
  body["url"] = request.url;
  write.put("search", request.search);
  if (request.sitemap) write_sitemap(body, *request.sitemap, version);
  write.put("includeSubdomains", request.include_subdomains);
  write.put("ignoreQueryParameters", request.ignore_query_parameters);
  write.put("limit", request.limit);
  write.put("timeout", request.timeout);
  if (request.location) body["location"] = encode(*request.location);
  write.put("integration", request.integration);
  write.put("origin", request.origin);
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
inline std::string encode_body(const MapRequest& request, ApiVersion version) {
  return in_call("map", [&] { return write_body(encode(request, version), "ask for less"); });
}

/// Takes the entries of "links": a text in v1, an object in v2, and either in each of them.
class LinkEntries : public KeptValue {
 public:
  std::vector<MapLink> links;
  nlohmann::json others = nlohmann::json::array();  ///< entries that name no URL

  void begin_member(std::string_view key) {
    if (key != "links") return;
    links.clear();
    others.clear();
  }
  static bool begin_list(const ListPlace& place) { return place.outer == "links" && place.inner.empty(); }

  void end_entry() {
    auto entry = take();
    MapLink link;
    if (entry.is_string()) {
      link.url = std::move(entry.get_ref<std::string&>());
    } else if (entry.is_object()) {
      const MemberTaker members(entry);
      members.take("url", link.url);
      if (!link.url.empty()) {
        members.take("title", link.title);
        members.take("description", link.description);
        link.extra = std::move(entry);
      }
    }
    if (link.url.empty()) {
      add_element(others, std::move(entry));
    } else {
      links.push_back(std::move(link));
    }
  }
};

using LinkHandler = ListHandler<LinkEntries>;

/// What the answer comes to, without a view on whether it may be used.
[[nodiscard]] inline LinkHandler read_links(std::string_view body, JsonPath path = JsonPath::scanner_first,
                                            const std::function<void()>& throw_if_over = {}) {
  return read_json(body, looking_up<LinkHandler>(throw_if_over), path);
}

/// The result in an answer with status 2xx that was read.
/// @throws DecodeError if it is not one; ApiError if it says `"success": false`
inline MapResult take_map(LinkHandler read, const HttpResponse& response, const CallFacts& call) {
  auto body = take_list_body(read, response, call);
  if (!is_without_value(body, "links", response, call)) {
    throw make_decode_error(call, {"/links", "is " + kind_of(body["links"]) + ", where an array belongs"},
                            response);
  }
  body.erase("success");
  body.erase("links");
  MapResult result;
  result.links = std::move(read.entries.links);
  MemberTaker(body).take("warning", result.warning);
  if (!read.entries.others.empty()) body["links"] = std::move(read.entries.others);
  result.extra = std::move(body);
  read.notes().move_to(result.warning, result.extra);
  read.entries.notes.move_to(result.warning, result.extra);
  return result;
}

/// What POST /v1/map or /v2/map answers. @throws as take_map() does
inline MapResult decode_map(const HttpResponse& response, const CallFacts& call) {
  return take_map(read_links(response.body, JsonPath::scanner_first, call.throw_if_over), response, call);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
