// SPDX-License-Identifier: MIT
// What is read as one value: the bodies of errors and of small answers, which come from strangers too.
#include <cstddef>
#include <firecrawl/detail/json/sax.hpp>
#include <string>

#include "../catch.hpp"
#include "../support/kit/basics.hpp"

using firecrawl::detail::parse_json;
using kit::repeated;

TEST_CASE("One value may be nested 256 levels deep and no deeper") {
  CHECK(parse_json(std::string(256, '[') + std::string(256, ']')));
  CHECK_FALSE(parse_json(std::string(257, '[') + std::string(257, ']')));
  CHECK(parse_json(repeated(255, R"({"a":)") + "{}" + std::string(255, '}')));
  CHECK_FALSE(parse_json(repeated(256, R"({"a":)") + "{}" + std::string(256, '}')));
}

TEST_CASE("One value may contain a million others and no more, of whatever kind", "[million]") {
  for (const char* kind : {"0", "\"\"", "[]", "{}"}) {
    CAPTURE(kind);
    const std::string one(kind);
    CHECK(parse_json("[" + repeated(999'998, one + ",") + one + "]"));
    CHECK_FALSE(parse_json("[" + repeated(999'999, one + ",") + one + "]"));
  }
}
