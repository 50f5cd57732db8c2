// SPDX-License-Identifier: MIT
/// @file
/// From a CrawlRequest to the body of POST /v1/crawl or /v2/crawl, and the question of a preview.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "../../crawl.hpp"
#include "../../options.hpp"
#include "../../sitemap.hpp"
#include "../base/secrets.hpp"
#include "../base/urls.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"
#include "start.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A key, and the member that its value comes from and goes to.
template <class Member>
struct CrawlMember {
  const char* key;
  Member CrawlRequest::*member;
};
template <class Member>
CrawlMember(const char*, Member CrawlRequest::*) -> CrawlMember<Member>;

/// The members that both versions write alike.
inline constexpr auto crawl_members = std::make_tuple(
    CrawlMember{"includePaths", &CrawlRequest::include_paths},
    CrawlMember{"excludePaths", &CrawlRequest::exclude_paths}, CrawlMember{"limit", &CrawlRequest::limit},
    CrawlMember{"maxDiscoveryDepth", &CrawlRequest::max_discovery_depth},
    CrawlMember{"crawlEntireDomain", &CrawlRequest::crawl_entire_domain},
    CrawlMember{"allowExternalLinks", &CrawlRequest::allow_external_links},
    CrawlMember{"allowSubdomains", &CrawlRequest::allow_subdomains},
    CrawlMember{"ignoreQueryParameters", &CrawlRequest::ignore_query_parameters},
    CrawlMember{"deduplicateSimilarURLs", &CrawlRequest::deduplicate_similar_urls},
    CrawlMember{"regexOnFullURL", &CrawlRequest::regex_on_full_url},
    CrawlMember{"ignoreRobotsTxt", &CrawlRequest::ignore_robots_txt});

/// Those that v1 alone has, and v2 alone. v1 has an `ignoreSitemap` for the sitemap.
inline constexpr auto crawl_members_v1 = std::make_tuple(CrawlMember{"maxDepth", &CrawlRequest::max_depth});
inline constexpr auto crawl_members_v2 = std::make_tuple(
    CrawlMember{"sitemap", &CrawlRequest::sitemap}, CrawlMember{"prompt", &CrawlRequest::prompt},
    CrawlMember{"robotsUserAgent", &CrawlRequest::robots_user_agent});

/// The patterns of both fields together, as the server counts them.
inline void check_patterns(const CrawlRequest& request) {
  constexpr std::size_t most = 1000;
  constexpr std::size_t longest = 2000;
  constexpr std::size_t most_characters = 100'000;
  std::size_t patterns = 0;
  std::size_t characters = 0;
  const auto check_list = [&](const std::vector<std::string>& list, const std::string& name) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      check_length(list[i], name + "[" + std::to_string(i) + "]", longest);
      characters += utf16_length(list[i]);
    }
    patterns += list.size();
  };
  check_list(request.include_paths, "include_paths");
  check_list(request.exclude_paths, "exclude_paths");
  const auto check_sum = [](std::size_t number, const char* things, std::size_t at_most) {
    if (number <= at_most) return;
    throw refused_request("include_paths and exclude_paths have " + std::to_string(number) + " " + things +
                          " together, but at most " + std::to_string(at_most) + " are taken");
  };
  check_sum(patterns, "patterns", most);
  check_sum(characters, "characters", most_characters);
}

/// What one version takes and the other does not.
inline void check_version(const CrawlRequest& request, ApiVersion version) {
  if (version == ApiVersion::v2) {
    if (request.max_depth) {
      throw refused_request(
          "max_depth is set, which v2 does not take; use max_discovery_depth, or ApiVersion::v1");
    }
    return;
  }
  const auto refuse = [](const std::string& what) {
    return refused_request(what + ", which v1 does not take; use ApiVersion::v2");
  };
  if (request.prompt) throw refuse("prompt is set");
  if (request.robots_user_agent) throw refuse("robots_user_agent is set");
  if (request.sitemap == Sitemap::only) throw refuse("sitemap is \"only\"");
}

inline void check_crawl(const CrawlRequest& request, ApiVersion version) {
  check_url(request.url, "url");
  check_at_least(1, request.limit, "limit");
  check_at_least(0, request.max_depth, "max_depth");
  check_at_least(0, request.max_discovery_depth, "max_discovery_depth");
  check_range("delay", request.delay, 1, 60'000);
  check_patterns(request);
  if (request.prompt) check_length(*request.prompt, "prompt");
  check_sitemap(request.sitemap);
  check_version(request, version);
}

template <class... Members>
void write_members(Json& body, const CrawlRequest& request,
                   const std::tuple<CrawlMember<Members>...>& members) {
  const MemberWriter writer(body);
  const auto write = [&](const auto& each) { writer.put(each.key, request.*each.member); };
  std::apply([&](const auto&... each) { (write(each), ...); }, members);
}

/// The body, as JSON. @throws UsageError if the server would refuse the request
[[nodiscard]] inline Json encode(const CrawlRequest& request, ApiVersion version) {
  check_crawl(request, version);
  Json body = begin_body(request.extra);
  auto& scrape = body["scrapeOptions"];
  check_is_object(scrape, "the \"scrapeOptions\" of the extra members");
  if (scrape.is_null()) scrape = Json::object();
  write_scrape_options(scrape, request.scrape, version);
  if (scrape.empty()) body.erase("scrapeOptions");
  body["url"] = request.url;
  write_members(body, request, crawl_members);
  if (version == ApiVersion::v1) {
    write_members(body, request, crawl_members_v1);
    if (request.sitemap) body["ignoreSitemap"] = request.sitemap == Sitemap::skip;
  } else {
    write_members(body, request, crawl_members_v2);
  }
  if (request.delay) {
    const auto milliseconds = request.delay->count();
    body["delay"] =
        milliseconds % 1000 == 0 ? Json(milliseconds / 1000) : Json(static_cast<double>(milliseconds) / 1000);
  }
  write_start(body, request);
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
inline std::string encode_body(const CrawlRequest& request, ApiVersion version) {
  return in_call("start_crawl",
                 [&] { return write_body(encode(request, version), "say less in its texts"); });
}

/// The body of POST /v2/crawl/params-preview. @throws UsageError if the server would refuse the question
inline std::string encode_preview(const std::string& url, const std::string& prompt, ApiVersion version) {
  return in_call("preview_crawl", [&] {
    if (version == ApiVersion::v1)
      throw refused_request("v1 of the API has no such call; use ApiVersion::v2");
    check_url(url, "url");
    if (scheme_of(trimmed_url(url)).empty())
      throw refused_request("url is " + excerpt(url, 200) + ", but must begin with http:// or https://");
    if (prompt.empty()) throw refused_request("prompt is empty");
    check_length(prompt, "prompt");
    Json body = Json::object();
    body["url"] = url;
    body["prompt"] = prompt;
    return write_body(body, "say less in its texts");
  });
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
