// SPDX-License-Identifier: MIT
// What the tests of odd documents share: an odd entry among others, which must come through.
#pragma once

#include <cstddef>
#include <firecrawl/document.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace unit {

inline std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

// How many arrays deep a value is, if each has only one element: the next.
inline std::size_t depth_of(const nlohmann::json& value) {
  const auto* at = &value;
  std::size_t depth = 0;
  for (; at->is_array(); at = &at->front()) {
    ++depth;
    if (at->empty()) break;
  }
  return depth;
}

// Between two ordinary documents, which must come through.
inline firecrawl::Document decode_between_others(const std::string& entry) {
  const std::string ordinary = R"({"markdown":"ordinary","links":["l"],"k":[1],"metadata":{"title":"t"}})";
  const auto body = page_of("[" + ordinary + "," + entry + "," + ordinary + "]");
  CHECK(with_scanner(body) == with_nlohmann(body));
  auto page = decode(body);
  REQUIRE(page.data.size() == 3);
  for (const auto* document : {&page.data.front(), &page.data.back()}) {
    CHECK(document->markdown == "ordinary");
    CHECK(document->links.size() == 1);
    CHECK(document->extra == json_of(R"({"k":[1]})"));
    CHECK(document->metadata.title == "t");
    CHECK_FALSE(document->warning);
  }
  CHECK(page.extra.empty());
  CHECK_FALSE(page.warning);
  return page.data[1];
}

}  // namespace unit
