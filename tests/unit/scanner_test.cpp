// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace detail = firecrawl::detail;
using unit::document_with;
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
