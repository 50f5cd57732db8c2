// SPDX-License-Identifier: MIT
// Text that was cut between the halves of an emoji, as servers written in JavaScript send it.
#include <cstddef>
#include <firecrawl/detail/wire/small_answers.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace detail = firecrawl::detail;
using unit::decode;
using unit::decode_document;
using unit::document_with;
using unit::page_with;
using unit::scanner_takes;
using unit::with_nlohmann;
using unit::with_scanner;

namespace {

const std::string odd = "\xEF\xBF\xBD";              // U+FFFD
const std::string emoji = "\xF0\x9F\x98\x80";        // U+1F600
const std::string byte_order_mark = "\xEF\xBB\xBF";  // nlohmann takes it, the scanner does not

struct Row {
  std::string sent;
  std::string read;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {R"(\ud83d)", odd},
      {R"(\ude00)", odd},
      {R"(\uD800)", odd},
      {R"(\uDBFF)", odd},
      {R"(\uDC00)", odd},
      {R"(\uDFFF)", odd},
      {R"(\ud83d\ude00)", emoji},
      {R"(\ud83dx)", odd + "x"},
      {R"(\ud83d\n)", odd + "\n"},
      {R"(\ud83d\")", odd + "\""},
      {R"(\ud83d\\)", odd + "\\"},
      {R"(\ud83d\\ude00)", odd + "\\ude00"},
      {R"(\ud83d\u0041)", odd + "A"},
      {R"(\ud83d\u00e9)", odd + "\xC3\xA9"},
      {R"(\ud83d\ud83d)", odd + odd},
      {R"(\ud83d\ud83d\ude00)", odd + emoji},
      {R"(\ude00\ud83d)", odd + odd},
      {R"(\ude00\ud83d\ude00)", odd + emoji},
      {R"(\ud83d\ude00\ude00)", emoji + odd},
      {R"(\ud83d\udbff\ue000)", odd + odd + "\xEE\x80\x80"},
      {R"(\\ud83d)", "\\ud83d"},
      {R"(\\\ud83d)", "\\" + odd},
      {R"(\\\\ud83d)", "\\\\ud83d"},
      {"\\ud83d" + emoji, odd + emoji},
      {"\xC3\xA9\\ude00\xC3\xA9", "\xC3\xA9" + odd + "\xC3\xA9"},
  };
  return all;
}

}  // namespace

TEST_CASE("Half a pair of surrogates becomes the replacement character and pairs stay") {
  for (const auto& row : rows()) {
    CAPTURE(row.sent);
    CHECK(decode_document(R"({"markdown":")" + row.sent + R"("})").markdown == row.read);
    const auto document = decode_document(R"({"links":["a",")" + row.sent + R"("],"metadata":{"title":")" +
                                          row.sent + R"(","x":[")" + row.sent + R"("]},"k)" + row.sent +
                                          R"(":{"j)" + row.sent + R"(":1}})");
    CHECK(document.links == std::vector<std::string>{"a", row.read});
    CHECK(document.metadata.title == row.read);
    CHECK(document.metadata.extra["x"][0] == row.read);
    CHECK(document.extra["k" + row.read]["j" + row.read] == 1);
    const auto page =
        decode(page_with(R"("next":"?skip=1&a=)" + row.sent + R"(","error":")" + row.sent + '"'));
    CHECK(page.next == "?skip=1&a=" + row.read);
    CHECK(page.error == row.read);
  }
}

TEST_CASE("Half a pair of surrogates at any place is read alike by the scanner and by nlohmann") {
  const std::string blanks(160, ' ');  // with these after it, the scanner looks at 64 bytes at once
  for (const auto& row : rows()) {
    for (std::size_t before = 0; before <= 130; before += before > 70 ? 7 : 1) {
      for (const std::size_t behind : {0U, 1U, 80U}) {
        const std::string body =
            document_with(std::string(before, 'a') + row.sent + std::string(behind, 'b'));
        CAPTURE(body);
        REQUIRE(scanner_takes(body));
        REQUIRE(with_scanner(body) == with_nlohmann(body));
        REQUIRE(with_scanner(body + blanks) == with_nlohmann(body + blanks));
        REQUIRE(decode(body).data[0].markdown ==
                std::string(before, 'a') + row.read + std::string(behind, 'b'));
      }
    }
  }
}

TEST_CASE("Half a pair of surrogates is read alike however the page is cut into pieces") {
  for (const auto& row : rows()) {
    const std::string body = document_with("a" + row.sent + "b" + row.sent);
    const auto whole = with_scanner(body);
    for (std::size_t first = 0; first < body.size(); ++first) {
      detail::PageDecoder decoder;
      decoder.read(std::string(body.substr(0, first)));
      decoder.read(std::string(body.substr(0, first + 1)));
      CAPTURE(row.sent, first);
      REQUIRE(unit::describe(decoder.finish(body)) == whole);
    }
  }
}

TEST_CASE("A page that only nlohmann takes may contain half a pair as well") {
  for (const auto& row : rows()) {
    const auto body = byte_order_mark + document_with(row.sent);
    CAPTURE(row.sent);
    CHECK_FALSE(scanner_takes(body));
    CHECK(decode(body).data.at(0).markdown == row.read);
  }
}

TEST_CASE("Half a pair in a small answer and in an error is replaced as well") {
  for (const auto& before : {std::string(), byte_order_mark}) {
    const auto errors = detail::decode_errors(
        unit::answer(200, before + R"({"errors":[{"id":"1","error":"x\ud83d"}],"robotsBlocked":["\ude00"]})"),
        unit::call_facts());
    CHECK(errors.failed.at(0).error == "x" + odd);
    CHECK(errors.robots_blocked.at(0) == odd);
    CHECK(detail::parse_json(before + R"({"error":"\ud83d\u0041","\ude00":[]})") ==
          nlohmann::json({{"error", odd + "A"}, {odd, nlohmann::json::array()}}));
  }
  const auto refused = kit::thrown<firecrawl::ApiError>(
      [] { decode(R"({"success":false,"error":"No \ud83d","details":{"a":"\ude00"}})"); });
  CHECK(kit::contains(refused.what(), "No " + odd));
  CHECK(refused.details() == nlohmann::json({{"a", odd}}));
}

TEST_CASE("What is not an escape or not UTF-8 stays an error next to half a pair") {
  for (const char* bad : {R"(\ud83d\u12g4)", R"(\ud83d\q)", R"(\ud8)", R"(\ud83d\u)", "\\ud83d\xED\xA0\xBD",
                          "\xED\xA0\xBD", "\xED\xB8\x80", "\xED\xA0\xBD\xED\xB8\x80"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(decode(document_with(bad)), firecrawl::DecodeError);
    CHECK(with_scanner(document_with(bad)) == with_nlohmann(document_with(bad)));
  }
}

TEST_CASE("Outside of a string nothing is taken for half a pair") {
  for (const char* bad : {R"({"status":\ud83d,"data":[]})", R"(\ud83d)", R"({\ud83d"status":"completed"})"})
    CHECK_THROWS_AS(decode(bad), firecrawl::DecodeError);
}
