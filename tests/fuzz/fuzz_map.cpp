// SPDX-License-Identifier: MIT
/// @file
/// The URLs of a site read by the scanner, and the same body read by nlohmann/json, come to the same links,
/// or to the same problem. Each link has a URL.
#include <algorithm>
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/map.hpp>
#include <firecrawl/map.hpp>
#include <string>
#include <string_view>

#include "input.hpp"
#include "outcome.hpp"

namespace {

using namespace firecrawl::detail;

auto map_from(std::string_view body, JsonPath path) {
  return fuzz::outcome_of(body, "https://a.example/v1/map", [&](const auto& response, const auto& call) {
    return take_map(read_links(body, path), response, call);
  });
}

bool same_link(const firecrawl::MapLink& a, const firecrawl::MapLink& b) {
  return a.url == b.url && a.title == b.title && a.description == b.description && a.extra == b.extra;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = fuzz::padded_body(data, size);
  const auto ours = map_from(body, JsonPath::scanner_first);
  const auto theirs = map_from(body, JsonPath::nlohmann_only);
  fuzz::require(ours.error == theirs.error, "scanner and nlohmann see the same problem");
  if (!ours.value) return 0;
  const auto& a = *ours.value;
  const auto& b = *theirs.value;
  fuzz::require(std::equal(a.links.begin(), a.links.end(), b.links.begin(), b.links.end(), same_link),
                "scanner and nlohmann read the same links");
  fuzz::require(a.warning == b.warning && a.extra == b.extra, "the same of all else");
  fuzz::require(a.extra.is_object(), "extra is an object");
  for (const auto& link : a.links) {
    fuzz::require(!link.url.empty(), "each link has a URL");
    fuzz::require(link.extra.is_object(), "the extra of a link is an object");
  }
  return 0;
}
