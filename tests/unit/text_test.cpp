// SPDX-License-Identifier: MIT
#include <cstddef>
#include <firecrawl/detail/base/secrets.hpp>
#include <firecrawl/detail/base/text.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "../catch.hpp"

using firecrawl::detail::excerpt;
using firecrawl::detail::find_control;
using firecrawl::detail::parse_number;
using firecrawl::detail::redact;
using firecrawl::detail::to_valid_utf8;

namespace {

// nlohmann's writer is the judge: it throws at what is not UTF-8.
bool is_utf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

std::string replaced(std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += "\xEF\xBF\xBD";
  return text;
}

// Each test of the three is between two letters, at the end of the text, and alone.
void check_replaced(std::string_view ill_formed, std::size_t times) {
  const std::string text(ill_formed);
  CAPTURE(nlohmann::json::binary({ill_formed.begin(), ill_formed.end()}).dump());
  CHECK(to_valid_utf8("a" + text + "b") == "a" + replaced(times) + "b");
  CHECK(to_valid_utf8("a" + text) == "a" + replaced(times));
  CHECK(to_valid_utf8(text) == replaced(times));
}

}  // namespace

TEST_CASE("A number is read only if the whole text is one that fits into 64 bits") {
  CHECK(parse_number("0") == 0U);
  CHECK(parse_number("007") == 7U);
  CHECK(parse_number("18446744073709551615") == 18446744073709551615U);
  for (const char* text :
       {"", " 1", "1 ", "+1", "-1", "0x1", "1.0", "1e3", "18446744073709551616", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
}

TEST_CASE("Control characters are found wherever they are") {
  CHECK(find_control("plain \xC3\xA9") == std::string::npos);
  CHECK(find_control("a\nb") == 1);
  CHECK(find_control(std::string("ab\0", 3)) == 2);
  CHECK(find_control("\x7F") == 0);
  CHECK(find_control("") == std::string::npos);
}

TEST_CASE("An excerpt is one line and says where it was cut") {
  CHECK(excerpt("", 10).empty());
  CHECK(excerpt("short", 10) == "short");
  CHECK(excerpt("exactly 10", 10) == "exactly 10");
  CHECK(excerpt("exactly 11!", 10) == "exactly 11...");
  CHECK(excerpt("  a \r\n\t b\x01 c  ", 50) == "a b c");
  CHECK(excerpt(" \n ", 50).empty());
}

TEST_CASE("An excerpt is never half a character") {
  const std::string text = "ab\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80xyz";
  for (std::size_t limit = 0; limit < text.size(); ++limit) {
    auto shown = excerpt(text, limit);
    CAPTURE(limit);
    REQUIRE(shown.size() >= 3);
    shown.resize(shown.size() - 3);
    CHECK(shown.size() <= limit);
    CHECK(text.compare(0, shown.size(), shown) == 0);
    const bool begins_a_character = (static_cast<unsigned char>(text[shown.size()]) & 0xC0U) != 0x80U;
    CHECK(begins_a_character);
  }
  CHECK(excerpt("\x80\x80\x80", 2).size() <= 5);
}

TEST_CASE("An excerpt blanks a secret out also if its end falls into it") {
  CHECK(excerpt("ask  fc-1 or fc-1", 50, "fc-1") == "ask [key] or [key]");
  CHECK(excerpt("ask fc-12345678 again", 8, "fc-12345678") == "ask [key...");
  CHECK(excerpt("ask fc-12345678", 9, "fc-12345678") == "ask [key]");
  CHECK(excerpt("two  blanks", 50, "o  b") == "tw[key]lanks");
  CHECK(redact("ask fc-12345678 again", "fc-12345678", 6) == "ask [k");
  CHECK(redact("abc", "x", 2) == "ab");
}

TEST_CASE("A secret is blanked out wherever it is") {
  CHECK(redact("key", "key") == "[key]");
  CHECK(redact("fc-1 and fc-1fc-1", "fc-1") == "[key] and [key][key]");
  CHECK(redact("nothing here", "fc-1") == "nothing here");
  CHECK(redact("no secret", "") == "no secret");
  CHECK(redact("a key", "e") == "a k[key]y");
}

TEST_CASE("A secret is blanked out however it is written") {
  const std::string secret = "ab/cd+e\"f==";
  for (const char* spelling :
       {"ab/cd+e\"f==", "ab\\/cd+e\\\"f==", "ab/cd+e\\\"f==", "ab%2Fcd%2Be%22f%3D%3D"}) {
    CAPTURE(spelling);
    const auto text = "Bearer " + std::string(spelling) + " and " + secret + ".";
    CHECK(redact(text, secret) == "Bearer [key] and [key].");
    CHECK(excerpt(text, 100, secret) == "Bearer [key] and [key].");
    for (std::size_t limit = 7; limit < text.size(); ++limit) {
      CHECK(redact(text, secret, limit).find("cd") == std::string::npos);
      CHECK(excerpt(text, limit, secret).find("cd") == std::string::npos);
    }
  }
}

TEST_CASE("Text that is UTF-8 stays as it is") {
  for (const std::string text :
       {"", "plain", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z"}) {
    CAPTURE(text);
    CHECK(to_valid_utf8(text) == text);
    CHECK(redact(text, "secret") == text);
    CHECK(excerpt(text, 100) == text);
  }
  CHECK(to_valid_utf8(std::string("a\0b", 3)) == std::string("a\0b", 3));
}

// Unicode 15, section 3.9: tables 3-7 (what is well-formed) and 3-8 to 3-11 (what is replaced by how many).
TEST_CASE("Each maximal subpart of what is not UTF-8 becomes one U+FFFD") {
  check_replaced("\x80", 1);
  check_replaced("\xBF\x80", 2);
  check_replaced("\xFF", 1);
  check_replaced("\xC0\xAF", 2);  // overlong forms
  check_replaced("\xC1\xBF", 2);
  check_replaced("\xE0\x80\xBF", 3);
  check_replaced("\xE0\x9F\xBF", 3);
  check_replaced("\xF0\x81\x82", 3);
  check_replaced("\xF0\x8F\xBF\xBF", 4);
  check_replaced("\xED\xA0\x80", 3);  // surrogates
  check_replaced("\xED\xBF\xBF", 3);
  check_replaced("\xF4\x90\x80\x80", 4);  // beyond U+10FFFF
  check_replaced("\xF4\x91\x92\x93", 4);
  check_replaced("\xF5\x80\x80\x80", 4);
  check_replaced("\xFF\xFE", 2);
  check_replaced("\xC3", 1);  // characters that are cut
  check_replaced("\xE1\x80", 1);
  check_replaced("\xE2\x82", 1);
  check_replaced("\xF0\x90\x80", 1);
  check_replaced("\xF1\x92\xF1", 2);
  check_replaced("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", 4);
}

TEST_CASE("Every pair and triple of bytes becomes UTF-8, and what is UTF-8 stays") {
  std::size_t wrong = 0;
  for (unsigned a = 0x7F; a < 0x100; ++a) {
    for (unsigned b = 0x7F; b < 0x100; ++b) {
      for (const unsigned c : {0x41U, 0x7FU, 0x80U, 0x8FU, 0x90U, 0x9FU, 0xA0U, 0xBFU, 0xC2U, 0xF0U}) {
        const std::string text{static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)};
        const auto valid = to_valid_utf8(text);
        if (!is_utf8(valid) || is_utf8(text) != (valid == text)) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("What is quoted from others is UTF-8 wherever it is cut, with a secret in it, too") {
  const std::string text = "ab\xC3\xA9 fc-1 \xE2\x82\xAC\xF0\x9F\x98\x80 \xE4 \xF0\x9F\x98 xyz";
  for (std::size_t limit = 0; limit < 60; ++limit) {
    CAPTURE(limit);
    CHECK(is_utf8(excerpt(text, limit, "fc-1")));
    CHECK(is_utf8(redact(text, "fc-1", limit)));
    CHECK(redact(text, "fc-1", limit).size() <= limit);
  }
  CHECK(redact(text, "fc-1") ==
        "ab\xC3\xA9 [key] \xE2\x82\xAC\xF0\x9F\x98\x80 " + replaced(1) + " " + replaced(1) + " xyz");
  CHECK(excerpt("Stra\xDF"
                "e",
                50) == "Stra" + replaced(1) + "e");
  CHECK(redact("ab\xE2\x82\xAC", "", 5) == "ab\xE2\x82\xAC");
  CHECK(redact("ab\xE2\x82\xAC", "", 4) == "ab");
  CHECK(redact("ab\xE4"
               "cd",
               "", 5) == "ab" + replaced(1));
}
