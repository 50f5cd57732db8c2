// SPDX-License-Identifier: MIT
/// @file
/// The results of a search read by the scanner, and the same body read by nlohmann/json, come to the same
/// hits, or to the same problem.
#include <algorithm>
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/search.hpp>
#include <firecrawl/search.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "input.hpp"
#include "outcome.hpp"
#include "same_page.hpp"

namespace {

using namespace firecrawl::detail;

auto search_from(std::string_view body, JsonPath path) {
  return fuzz::outcome_of(body, "https://a.example/v1/search", [&](const auto& response, const auto& call) {
    return take_search(read_hits(body, path), response, call);
  });
}

bool same_hit(const firecrawl::SearchHit& a, const firecrawl::SearchHit& b) {
  return a.url == b.url && a.title == b.title && a.description == b.description && a.category == b.category &&
         a.date == b.date && a.image_url == b.image_url && a.position == b.position &&
         a.image_width == b.image_width && a.image_height == b.image_height &&
         fuzz::same(a.document, b.document) && a.extra == b.extra;
}

bool same_hits(const std::vector<firecrawl::SearchHit>& a, const std::vector<firecrawl::SearchHit>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_hit);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = fuzz::padded_body(data, size);
  const auto ours = search_from(body, JsonPath::scanner_first);
  const auto theirs = search_from(body, JsonPath::nlohmann_only);
  fuzz::require(ours.error == theirs.error, "scanner and nlohmann see the same problem");
  if (!ours.value) return 0;
  const auto& a = *ours.value;
  const auto& b = *theirs.value;
  fuzz::require(same_hits(a.web, b.web) && same_hits(a.news, b.news) && same_hits(a.images, b.images),
                "scanner and nlohmann read the same hits");
  fuzz::require(
      a.warning == b.warning && a.id == b.id && a.credits_used == b.credits_used && a.extra == b.extra,
      "the same of all else");
  for (const auto* list : {&a.web, &a.news, &a.images}) {
    for (const auto& hit : *list) {
      fuzz::require(hit.extra.is_object() && hit.document.extra.is_object(), "what is left is an object");
      fuzz::require(!hit.extra.contains("metadata") && !hit.document.extra.contains("position"),
                    "keys of a document stay with the document, and those of a hit with the hit");
    }
  }
  return 0;
}
