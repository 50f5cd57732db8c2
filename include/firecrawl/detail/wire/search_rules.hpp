// SPDX-License-Identifier: MIT
/// @file
/// The server's rules for a search.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "../../options.hpp"
#include "../../scrape_options.hpp"
#include "../../search.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// True for a host name as a search takes it: labels with a point between them, and nothing else.
[[nodiscard]] inline bool is_host_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > 253) return false;
  std::size_t labels = 0;
  while (true) {
    const auto end = name.find('.');
    const auto label = name.substr(0, end);
    const bool has_size = !label.empty() && label.size() <= 63;
    const bool is_plain = std::all_of(label.begin(), label.end(), [](char c) {
      return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-';
    });
    if (!has_size || !is_plain || label.front() == '-' || label.back() == '-') return false;
    ++labels;
    if (end == std::string_view::npos) return labels >= 2 && label.size() >= 2;
    name.remove_prefix(end + 1);
  }
}

inline void check_domains(const std::vector<std::string>& domains, const char* field) {
  for (std::size_t i = 0; i < domains.size(); ++i) {
    if (is_host_name(trimmed_url(domains[i]))) continue;
    throw refused_request(std::string(field) + "[" + std::to_string(i) + "] is \"" +
                          excerpt(domains[i], 200) +
                          "\", but must be a host name alone, such as \"docs.example.com\"");
  }
}

/// True for the category "developer", by whichever of its names.
[[nodiscard]] inline bool is_developer_category(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 7> names{"developer", "repo",        "code",           "docs",
                                                  "devdex",    "repo_search", "developer_index"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

inline void check_categories(const std::vector<std::string>& categories) {
  const auto found = std::find_if(categories.begin(), categories.end(), is_developer_category);
  if (found == categories.end() || categories.size() == 1) return;
  throw refused_request("categories has \"" + *found + "\", which must be the only one");
}

/// Formats that v2 has, and a search of v2 does not. Of v1 no such rule is known.
[[nodiscard]] inline bool is_no_search_format(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 7> none{
      "branding", "audio", "video", "rawBase64", "changeTracking", "attributes", "deterministicJson"};
  return std::find(none.begin(), none.end(), name) != none.end();
}

inline void check_search_formats(const ScrapeOptions& scrape, ApiVersion version) {
  if (version == ApiVersion::v1) return;
  for (const auto& format : scrape.formats) {
    if (is_no_search_format(format.type))
      throw refused_request("scrape.formats has \"" + format.type + "\", which a search does not take");
  }
}

/// What v1 cannot say.
inline void check_v1_search(const SearchRequest& request) {
  const auto refuse = [](const char* field) {
    throw refused_request(std::string(field) + " is set, which v1 does not take; use ApiVersion::v2");
  };
  for (const auto& source : request.sources) {
    if (source == "web") continue;
    throw refused_request("sources has \"" + excerpt(source, 100) +
                          "\", but v1 searches the web alone; use ApiVersion::v2");
  }
  if (!request.categories.empty()) refuse("categories");
  if (!request.include_domains.empty()) refuse("include_domains");
  if (!request.exclude_domains.empty()) refuse("exclude_domains");
}

/// @throws UsageError if this version of the API would refuse the search
inline void check_search(const SearchRequest& request, ApiVersion version) {
  if (trimmed_url(request.query).empty()) throw refused_request("query is empty");
  if (request.limit) check_count("limit", *request.limit, {1, 100});
  check_range("timeout", request.timeout, 1);
  check_integration(request.integration);
  if (version == ApiVersion::v1) check_v1_search(request);
  check_categories(request.categories);
  check_domains(request.include_domains, "include_domains");
  check_domains(request.exclude_domains, "exclude_domains");
  if (!request.include_domains.empty() && !request.exclude_domains.empty())
    throw refused_request("include_domains and exclude_domains are set, but only one of them may be");
  if (request.scrape) check_search_formats(*request.scrape, version);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
