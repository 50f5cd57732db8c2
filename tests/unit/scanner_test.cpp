// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <firecrawl/detail/json/blocks.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace detail = firecrawl::detail;
using unit::page_of;
using unit::page_with;
using unit::scanner_takes;
using unit::with_nlohmann;
using unit::with_scanner;

namespace {

std::string number_in_a_page(const std::string& number) { return page_with(R"("n":)" + number); }

// Checks that both parsers say the same of a number, to the last bit.
void check_number(const std::string& number) {
  const auto body = number_in_a_page(number);
  CAPTURE(number);
  CHECK(with_scanner(body) == with_nlohmann(body));
}

std::string document_with(const std::string& markdown) {
  return page_of(R"([{"markdown":")" + markdown + R"("}])");
}

// After a text, so that the scanner may look at 64 bytes at once up to its last byte.
const std::string blanks(160, ' ');

}  // namespace

TEST_CASE("The scanner reads ordinary bodies without help") {
  CHECK(scanner_takes(
      R"({"success":true,"status":"completed","total":1,"data":[{"markdown":"a\nb","x":[1,-2,0.5,{}]},null]})"));
  CHECK(scanner_takes(document_with("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \\u00e9 \\ud83d\\ude00")));
  CHECK(scanner_takes(number_in_a_page("123456789012345678")));
  CHECK(scanner_takes(number_in_a_page("-18446744073709551615.25e-3")));
}

TEST_CASE("The scanner leaves to its judge what it is not sure of") {
  for (const char* body : {"",
                           " ",
                           "{",
                           "[1]x",
                           "{}}",
                           R"({"a":01})",
                           R"({"a":+1})",
                           R"({"a":1.})",
                           R"({"a":1e})",
                           R"({"a":-})",
                           R"({"a":--1})",
                           R"({"a":1-1})",
                           R"({"a":.5})",
                           R"({"a":tru})",
                           R"({"a":nulL})",
                           R"({"a":"\x"})",
                           R"({"a":"\u12"})",
                           R"({"a" 1})",
                           R"({"a":1,})",
                           R"({,"a":1})",
                           R"({"a":[1,]})",
                           R"({"a":[,1]})",
                           R"({"a":1 "b":2})",
                           R"([1 2])",
                           "{\"a\":\"\n\"}",
                           R"({"a":'b'})",
                           "\xEF\xBB\xBF{}",
                           R"({"a":Infinity})"}) {
    CAPTURE(body);
    CHECK_FALSE(scanner_takes(body));
  }
}

TEST_CASE("Integers of every length have the value and the kind that nlohmann gives them") {
  for (const char* sign : {"", "-"}) {
    for (std::size_t digits = 1; digits <= 25; ++digits) {
      check_number(sign + std::string(digits, '9'));
      check_number(sign + ("1" + std::string(digits - 1, '0')));
      check_number(sign + std::string("123456789012345678901234567890").substr(0, digits));
    }
  }
  for (const char* edge :
       {"0", "-0", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551615", "18446744073709551616", "999999999999999999",
        "1000000000000000000", "00", "-00", "01", "-01", "-", "- 1", "1 2"}) {
    check_number(edge);
  }
}

TEST_CASE("Decimals have the bits that nlohmann gives them") {
  for (const char* number : {"0.0",
                             "-0.0",
                             "0.1",
                             "0.2",
                             "0.3",
                             "1.1",
                             "-0.1",
                             "123456789.12345",
                             "123456789.123456",
                             "12345678.1234567",
                             "99999999999999.9",
                             "9999999999999.99",
                             "999999999999999.9",
                             "0.000000000000001",
                             "0.00000000000001",
                             "0.12345678901234",
                             "0.123456789012345",
                             "0.1234567890123456",
                             "9007199254740993.0",
                             "900719925474099.3",
                             "4503599627370497.5",
                             "0.30000000000000004",
                             "1.7976931348623157",
                             "2.2250738585072014",
                             "5.0",
                             "1.50",
                             "100.00",
                             "00.1",
                             "-.1",
                             "1.",
                             "1..2",
                             "1.2.3"}) {
    check_number(number);
  }
}

TEST_CASE("Exponents have the bits that nlohmann gives them") {
  for (const char* number : {"1e0",
                             "1E5",
                             "1e+5",
                             "1e-5",
                             "-1e5",
                             "1.5e3",
                             "0e0",
                             "-0e0",
                             "0.0e10",
                             "1e22",
                             "1e23",
                             "1e308",
                             "1e309",
                             "-1e400",
                             "1e400",
                             "5e-324",
                             "2e-324",
                             "1e-400",
                             "2.2250738585072011e-308",
                             "1.7976931348623159e308",
                             "1e",
                             "1e+",
                             "1e-",
                             "1ee5",
                             "1e5.5",
                             "e5",
                             "1e05",
                             "1e0000000000000000000000000000001",
                             "123456789012345678901234567890e-20"}) {
    check_number(number);
  }
}

TEST_CASE("Numbers at random have the bits that nlohmann gives them") {
  std::mt19937 random(20261124);
  const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
  for (int i = 0; i < 4000; ++i) {
    std::string number = below(3) == 0 ? "-" : "";
    const auto digits = [&](std::uint32_t count) {
      for (std::uint32_t d = 0; d < count; ++d) number += static_cast<char>('0' + below(10));
    };
    digits(1 + below(17));
    if (below(4) != 0) {
      number += '.';
      digits(below(17));
    }
    if (below(6) == 0) {
      number += below(2) == 0 ? "e" : "E-";
      digits(1 + below(3));
    }
    const auto body = number_in_a_page(number);
    if (with_scanner(body) != with_nlohmann(body)) FAIL_CHECK("differs at " << number);
  }
}

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
