// SPDX-License-Identifier: MIT
// The scanner's strings: special bytes, escapes and characters of several bytes at every place.
#include <cstddef>
#include <firecrawl/detail/json/blocks.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace detail = firecrawl::detail;
using unit::document_with;
using unit::with_nlohmann;
using unit::with_scanner;

namespace {

// After a text, so that the scanner may look at 64 bytes at once up to its last byte.
const std::string blanks(160, ' ');

}  // namespace

TEST_CASE("A special byte is found at every place of a block") {
  for (int value = 0; value < 256; ++value) {
    const bool special = value == '"' || value == '\\' || value < 0x20 || value >= 0x80;
    for (std::size_t at = 0; at <= 40; ++at) {
      std::string text(48, 'a');
      text[at] = static_cast<char>(static_cast<unsigned char>(value));
      const auto* const begin = text.data();
      const auto found = static_cast<std::size_t>(detail::find_special(begin, begin + text.size()) - begin);
      if (found != (special ? at : text.size()))
        FAIL_CHECK("byte " << value << " at " << at << " found at " << found);
    }
  }
}

TEST_CASE("Bytes around a special one are not taken for it") {
  // What a word trick would get wrong: 0x1F + 1, the neighbours of the quote and the backslash, 0x7F.
  const std::string text =
      " !#[]\x7F"
      "09azAZ~}{:,/'";
  for (std::size_t shift = 0; shift < 20; ++shift) {
    const std::string padded = std::string(shift, ' ') + text + text + text;
    CHECK(detail::find_special(padded.data(), padded.data() + padded.size()) ==
          padded.data() + padded.size());
  }
}

TEST_CASE("A string with one odd byte at any place is read as nlohmann reads it") {
  for (std::size_t at = 0; at <= 70; ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string text(74, 'a');
      text[at] = static_cast<char>(static_cast<unsigned char>(value));
      // The scanner looks at more bytes at once if there is an escape, and if more follow.
      const auto body = document_with((value % 2 != 0 ? R"(\t)" : "") + text) + (at > 40 ? blanks : "");
      // Most bytes are plain, and nlohmann's way is slow: each is compared at a few places, the odd ones at
      // all.
      const bool plain = value >= 0x20 && value < 0x80 && value != '"' && value != '\\';
      if (plain && at % 16 != static_cast<std::size_t>(value) % 16) continue;
      if (with_scanner(body) != with_nlohmann(body)) FAIL_CHECK("byte " << value << " at " << at);
    }
  }
}

TEST_CASE("An escape or a character of several bytes is read alike at every place") {
  const std::vector<std::string> pieces = {R"(\n)",
                                           R"(\")",
                                           R"(\\)",
                                           R"(\/)",
                                           R"(\u0041)",
                                           R"(\u0000)",
                                           R"(\u007f)",
                                           R"(\u0080)",
                                           R"(\u07ff)",
                                           R"(\u0800)",
                                           R"(\uffff)",
                                           R"(\ud7ff)",
                                           R"(\ue000)",
                                           R"(\ud83d\ude00)",
                                           R"(\uD800\uDC00)",
                                           R"(\uDBFF\uDFFF)",
                                           R"(\ud800)",
                                           R"(\udc00)",
                                           R"(\ud800\u0041)",
                                           R"(\ud800\n)",
                                           R"(\udbff\ue000)",
                                           R"(\uZZZZ)",
                                           R"(\u12 4)",
                                           R"(\q)",
                                           R"(\)",
                                           "\xC2\x80",
                                           "\xDF\xBF",
                                           "\xE0\xA0\x80",
                                           "\xED\x9F\xBF",
                                           "\xEE\x80\x80",
                                           "\xEF\xBF\xBF",
                                           "\xF0\x90\x80\x80",
                                           "\xF4\x8F\xBF\xBF",
                                           "\xC0\x80",
                                           "\xC3",
                                           "\xE0\x9F\xBF",
                                           "\xED\xA0\x80",
                                           "\xF0\x8F\xBF\xBF",
                                           "\xF4\x90\x80\x80",
                                           "\xF5\x80\x80\x80",
                                           "\xE2\x82",
                                           "\xF0\x9F\x98",
                                           "\xE2\x28\xA1",
                                           "\xF0\x28\x8C\xBC"};
  for (const auto& piece : pieces) {
    for (const std::size_t at :
         {0U, 1U, 7U, 12U, 13U, 14U, 15U, 16U, 30U, 31U, 32U, 58U, 59U, 60U, 61U, 62U, 63U, 64U, 65U, 127U}) {
      for (const std::size_t behind : {0U, 1U, 3U, 20U}) {
        for (const char* before : {"", R"(\t)", "\xC3\xA9"}) {
          const auto body = document_with(before + std::string(at, 'a') + piece + std::string(behind, 'b'));
          if (with_scanner(body) != with_nlohmann(body) ||
              with_scanner(body + blanks) != with_nlohmann(body + blanks))
            FAIL_CHECK("\"" << piece << "\" at " << at << ", " << behind << " after");
        }
      }
    }
  }
}

TEST_CASE("A string that ends with the text is unfinished at every length") {
  for (std::size_t size = 0; size <= 40; ++size) {
    for (const char* last :
         {"", "\\", "\\u", "\\u12", "\\ud83d", "\\ud83d\\ude", "\xC3", "\xE2\x82", "\xF0\x9F\x98"}) {
      const std::string body = R"({"status":")" + std::string(size, 'a') + last;
      CAPTURE(body);
      CHECK(detail::is_unfinished_json(body));
      CHECK(with_scanner(body) == with_nlohmann(body));
    }
  }
}
