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

using unit::page_of;
using unit::page_with;
using unit::with_nlohmann;
using unit::with_scanner;

namespace {

const std::vector<std::string>& fixtures() {
  static const std::vector<std::string> texts = {
      R"({"success":true,"status":"scraping","completed":2,"total":4,"creditsUsed":-1,"expiresAt":"2026-11-24T10:00:00.000Z","next":"https://x.example/v1/batch/scrape/7e1f?skip=2","data":[{"markdown":"# A\n","metadata":{"title":["a","b"],"statusCode":200}},null]})",
      R"({"status":"completed","data":[{"links":["a","b",3],"json":{"a":[1,{"b":null}],"c":-0.25},"extract":[],"images":[]}],"warning":"w\u00e9"})",
      R"( { "status" : "failed" , "error" : "no" , "success" : false , "data" : [ ] , "x" : [ [ ] , { } , 1e5 , 12345678901234567890 ] } )",
      "{\"data\":[{\"html\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 and plain text behind "  // prose: keep
      "it\",\"metadata\":{\"statusCode\":\"404\",\"k\":true}}],"
      "\"status\":\"completed\",\"status\":\"odd\"}",
      R"([1,2.5,"\ud83d\ude00"])",
  };
  return texts;
}

// What mutations put in: pieces that mean something to a parser.
const std::vector<std::string>& pieces() {
  static const std::vector<std::string> texts = {"{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 ",",
                                                 ":",
                                                 "\"",
                                                 "\\",
                                                 "\\\"",
                                                 "\\n",
                                                 "\\u",
                                                 "\\u0041",
                                                 "\\ud83d",
                                                 "\\ude00",
                                                 "null",
                                                 "true",
                                                 "false",
                                                 "-",
                                                 "0",
                                                 ".5",
                                                 "e9",
                                                 "1e400",
                                                 "-0",
                                                 "99999999999999999999",
                                                 " ",
                                                 "\n",
                                                 std::string(1, '\0'),
                                                 "\x1F",
                                                 "\x7F",
                                                 "\x80",
                                                 "\xC3",
                                                 "\xE2\x82\xAC",
                                                 "\xED\xA0\x80",
                                                 "\xFF",
                                                 "\"data\":",
                                                 "\"status\":",
                                                 "\"next\":",
                                                 "\"metadata\":",
                                                 "\"links\":[",
                                                 "\"json\":",
                                                 "\"extract\":",
                                                 "{}",
                                                 "[]",
                                                 "{\"a\":",
                                                 "abcdefghijklmnop"};
  return texts;
}

class Mutator {
 public:
  std::string mutated(const std::string& original) {
    std::string text = original;
    for (auto left = 1 + below(3); left > 0; --left) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(random_()) % end; }

  void mutate(std::string& text) {
    const auto at = below(text.size() + 1);
    const auto length = below(8);
    switch (below(6)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text.erase(at, 1 + length);
        break;
      case 2:
        text.insert(at, pieces()[below(pieces().size())]);
        break;
      case 3:
        text.replace(at, length, pieces()[below(pieces().size())]);
        break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(static_cast<unsigned char>(below(256)));
        break;
      default:
        text.insert(below(text.size() + 1), text.substr(at, 4 * length));
        break;
    }
  }

  std::mt19937 random_{4711};
};

void check_alike(const std::string& body) {
  if (with_scanner(body) == with_nlohmann(body)) return;
  FAIL_CHECK("read differently: " << body << "\n  scanner: " << with_scanner(body)
                                  << "\n  nlohmann: " << with_nlohmann(body));
}

}  // namespace

TEST_CASE("Bodies of all kinds are read alike by the scanner and by nlohmann") {
  const std::string values[] = {"null",
                                "true",
                                "false",
                                "0",
                                "-1",
                                "1.5",
                                "1e3",
                                R"("")",
                                R"("text")",
                                R"("7")",
                                "[]",
                                "{}",
                                R"(["a"])",
                                R"([1,"a"])",
                                R"(["a",["b"]])",
                                R"(["a",{"b":1}])",
                                R"([null])",
                                R"({"a":1})",
                                R"({"a":{"b":[{"c":[]}]}})",
                                "[[[[]]]]",
                                "tru",
                                "nul",
                                "\"\\u00\"",
                                "{]",
                                "[}",
                                "{\"a\"}",
                                "[1,]",
                                "{\"a\":1,}",
                                "1 1",
                                "\"a\" \"b\"",
                                "",
                                "18446744073709551615",
                                "-9223372036854775808",
                                "99999999999999999999",
                                "1e400"};
  for (const auto& value : values) {
    for (const char* key : {"success", "status", "total", "completed", "creditsUsed", "expiresAt", "next",
                            "error", "data", "warning", ""}) {
      check_alike(page_with('"' + std::string(key) + "\":" + value));
      check_alike("{\"" + std::string(key) + "\":" + value + "}");
    }
    for (const char* key : {"markdown", "links", "images", "json", "extract", "metadata", "other"}) {
      check_alike(page_of("[{\"" + std::string(key) + "\":" + value + "}]"));
    }
    for (const char* key : {"title", "statusCode", "scrapeId", "other"}) {
      check_alike(page_of("[{\"metadata\":{\"" + std::string(key) + "\":" + value + "}}]"));
    }
    check_alike(page_of("[" + value + "]"));
    check_alike(page_of("[{}," + value + ",{}]"));
    check_alike(value);
    check_alike(value + "]");
  }
}

TEST_CASE("Bodies that were cut at any byte are read alike by the scanner and by nlohmann") {
  for (const auto& fixture : fixtures()) {
    for (std::size_t size = 0; size <= fixture.size(); ++size) check_alike(fixture.substr(0, size));
  }
}

TEST_CASE("Bodies nested to the limit and beyond are read alike by the scanner and by nlohmann") {
  for (const std::size_t levels : {250U, 254U, 255U, 256U, 257U, 300U}) {
    check_alike(page_with(R"("x":)" + std::string(levels, '[') + std::string(levels, ']')));
    check_alike(
        page_of("[{\"json\":" + std::string(levels - 3, '[') + "{}" + std::string(levels - 3, ']') + "}]"));
    check_alike(std::string(levels, '['));
  }
}

TEST_CASE(
    "Twenty thousand bodies that were damaged at random are read alike by the scanner and by nlohmann") {
  Mutator mutator;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < 20'000; ++i) {
    const auto body = mutator.mutated(fixtures()[i % fixtures().size()]);
    check_alike(body);
    if (unit::scanner_takes(body)) ++taken;
  }
  // Damage that breaks each and every body would compare nothing but error messages.
  CHECK(taken > 1000);
}
