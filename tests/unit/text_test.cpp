#include <cstddef>
#include <firecrawl/detail/text.hpp>
#include <string>

#include "../catch.hpp"

using firecrawl::detail::excerpt;
using firecrawl::detail::find_control;
using firecrawl::detail::parse_number;
using firecrawl::detail::redact;

TEST_CASE("A number is read only where the whole text is one that 64 bits hold") {
  CHECK(parse_number("0") == 0U);
  CHECK(parse_number("007") == 7U);
  CHECK(parse_number("18446744073709551615") == 18446744073709551615U);
  for (const char* text :
       {"", " 1", "1 ", "+1", "-1", "0x1", "1.0", "1e3", "18446744073709551616", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
}

TEST_CASE("Control characters are found wherever they stand") {
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

TEST_CASE("An excerpt blanks a secret out also where its end falls into it") {
  CHECK(excerpt("ask  fc-1 or fc-1", 50, "fc-1") == "ask [key] or [key]");
  CHECK(excerpt("ask fc-12345678 again", 8, "fc-12345678") == "ask [key...");
  CHECK(excerpt("ask fc-12345678", 9, "fc-12345678") == "ask [key]");
  CHECK(excerpt("two  blanks", 50, "o  b") == "tw[key]lanks");
  CHECK(redact("ask fc-12345678 again", "fc-12345678", 6) == "ask [k");
  CHECK(redact("abc", "x", 2) == "ab");
}

TEST_CASE("A secret is blanked out wherever it stands") {
  CHECK(redact("key", "key") == "[key]");
  CHECK(redact("fc-1 and fc-1fc-1", "fc-1") == "[key] and [key][key]");
  CHECK(redact("nothing here", "fc-1") == "nothing here");
  CHECK(redact("no secret", "") == "no secret");
  CHECK(redact("a key", "e") == "a k[key]y");
}
