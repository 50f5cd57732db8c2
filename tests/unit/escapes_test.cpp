// SPDX-License-Identifier: MIT
// Escapes in strings: read by the scanner itself, since a page whose text it leaves to nlohmann/json is read
// several times slower.
#include <cstddef>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

using unit::page_of;
using unit::scanner_takes;

namespace {

std::string page_with_text(const std::string& text) { return page_of(R"([{"markdown":")" + text + R"("}])"); }

}  // namespace

TEST_CASE("The scanner reads every short escape without help") {
  for (const char* escape : {R"(\")", R"(\\)", R"(\/)", R"(\b)", R"(\f)", R"(\n)", R"(\r)", R"(\t)"}) {
    CAPTURE(escape);
    CHECK(scanner_takes(page_with_text(escape)));
  }
}

TEST_CASE("The scanner reads a pair of surrogates without help, near the end of the text and far from it") {
  for (const std::size_t blanks : {0U, 1U, 200U}) {
    CAPTURE(blanks);
    CHECK(scanner_takes(page_with_text(R"(\ud83d\ude00 and more)") + std::string(blanks, ' ')));
  }
}

TEST_CASE("Halves of pairs in any order are read alike by the scanner and by nlohmann") {
  for (const char* text :
       {R"(\udc00\udc00)", R"(\ud800\ud800)", R"(\udc00\ud800)", R"(\ud800\udc00\udc00)"}) {
    for (const std::size_t blanks : {0U, 200U}) {
      const auto page = page_with_text(text) + std::string(blanks, ' ');
      CAPTURE(text, blanks);
      CHECK(unit::with_scanner(page) == unit::with_nlohmann(page));
    }
  }
}
