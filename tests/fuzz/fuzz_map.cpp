// SPDX-License-Identifier: MIT
/// @file
/// The URLs of a site read by the scanner, and the same body read by nlohmann/json, come to the same links,
/// or to the same problem. Each link has a URL.
#include <algorithm>
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/map.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/map.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "input.hpp"

namespace {

using namespace firecrawl::detail;

struct MapOutcome {
  std::optional<firecrawl::MapResult> result;
  std::string error;
};

MapOutcome map_from(std::string_view body, JsonPath path) {
  MapOutcome outcome;
  firecrawl::HttpResponse response;
  response.status = 200;
  response.body = body;
  try {
    outcome.result =
        take_map(read_links(body, path), response, {"POST", "https://a.example/v1/map", 1, "fc-key"});
  } catch (const firecrawl::DecodeError& error) {
    outcome.error = error.what() + error.pointer();
  } catch (const firecrawl::ApiError& error) {
    outcome.error = error.what();
  }
  return outcome;
}

bool same_link(const firecrawl::MapLink& a, const firecrawl::MapLink& b) {
  return a.url == b.url && a.title == b.title && a.description == b.description && a.extra == b.extra;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const bool is_padded = input.number(2) != 0;
  std::string body(input.rest());
  // If enough follows, the scanner looks at 64 bytes at once.
  if (is_padded) body.append(160, ' ');
  const auto ours = map_from(body, JsonPath::scanner_first);
  const auto theirs = map_from(body, JsonPath::nlohmann_only);
  fuzz::require(ours.error == theirs.error, "scanner and nlohmann see the same problem");
  if (!ours.result) return 0;
  const auto& a = *ours.result;
  const auto& b = *theirs.result;
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
