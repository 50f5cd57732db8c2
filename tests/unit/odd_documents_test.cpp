// SPDX-License-Identifier: MIT
// What one document contains never costs the others of its page.
#include "odd_documents.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace fc = firecrawl;
using kit::contains;
using unit::decode;
using unit::decode_between_others;
using unit::depth_of;
using unit::json_of;
using unit::nested;
using unit::page_of;
using unit::page_with;
using unit::with_nlohmann;
using unit::with_scanner;

namespace {

const std::string huge_integer = std::string(400, '9');

}  // namespace

TEST_CASE("A number beyond double is text and the document says so") {
  for (const std::string& number :
       {std::string("1e400"), std::string("-1e400"), std::string("1.5E+400"), std::string("123.25e999999999"),
        huge_integer, "-" + huge_integer + ".5"}) {
    CAPTURE(number);
    const auto document = decode_between_others(
        R"({"markdown":"m","links":["a"],"price":)" + number + R"(,"json":{"a":[1,)" + number +
        R"(,2]},"metadata":{"title":"t","statusCode":200,"x":)" + number + R"(,"y":7}})");
    CHECK(document.markdown == "m");
    CHECK(document.links == std::vector<std::string>{"a"});
    CHECK(document.extra == nlohmann::json({{"price", number}}));
    CHECK(document.json["a"] == nlohmann::json({1, number, 2}));
    CHECK(document.metadata.title == "t");
    CHECK(document.metadata.status_code == 200);
    CHECK(document.metadata.extra == nlohmann::json({{"x", number}, {"y", 7}}));
    CHECK(document.warning ==
          "firecrawl-cpp: /price contains a number beyond double, which could not be kept as a number");
  }
}

TEST_CASE("A number beyond double in a typed field costs no other field") {
  const auto document = decode_between_others(
      R"({"markdown":"m","links":["a",1e400],"metadata":{"title":1e400,"statusCode":1e400,"url":"u"}})");
  CHECK(document.markdown == "m");
  CHECK(document.links == std::vector<std::string>{"a", "1e400"});
  CHECK(document.metadata.title == "1e400");
  CHECK_FALSE(document.metadata.status_code);
  CHECK(document.metadata.extra == json_of(R"({"statusCode":"1e400"})"));
  CHECK(document.metadata.url == "u");
  CHECK(contains(document.warning.value_or(""), "/links contains a number beyond double"));
}

TEST_CASE("Numbers that fit into a double are not a flaw") {
  const auto document = decode_between_others(R"({"a":1e308,"b":1e-400,"c":18446744073709551616,"d":-0})");
  CHECK_FALSE(document.warning);
  CHECK(document.extra == json_of(R"({"a":1e308,"b":1e-400,"c":18446744073709551616,"d":-0})"));
}

TEST_CASE("A number beyond double outside of the documents costs nothing") {
  const auto body =
      R"({"status":"completed","total":1e400,"completed":1,"creditsUsed":1e400,"expiresAt":1e400,
                        "next":"?skip=1","x":[1e400],"data":[{"markdown":"m"}],"y":-1e400})";
  CHECK(with_scanner(body) == with_nlohmann(body));
  const auto page = decode(body);
  CHECK(page.total == 0);
  CHECK(page.completed == 1);
  CHECK_FALSE(page.credits_used);
  CHECK_FALSE(page.expires_at);
  CHECK(page.next == "?skip=1");
  CHECK(page.extra == json_of(R"({"creditsUsed":"1e400","expiresAt":"1e400","x":["1e400"],"y":"-1e400"})"));
  CHECK(page.data.at(0).markdown == "m");
  CHECK_FALSE(page.data.at(0).warning);
  CHECK(contains(page.warning.value_or(""), "firecrawl-cpp: /total contains a number beyond double"));
  // What decides how a range goes on is never guessed.
  CHECK(unit::decode_error(page_with(R"("next":1e400)")).pointer() == "/next");
  CHECK(unit::decode_error(R"({"status":1e400})").pointer() == "/status");
  CHECK(unit::decode_error(R"({"status":"completed","data":1e400})").pointer() == "/data");
  CHECK(unit::decode_error("1e400 ").pointer().empty());
}

TEST_CASE("What only looks like a number beyond double is not JSON") {
  for (const char* bad :
       {"1e", "1e+", "1e400.5", "1e400e1", "01e400", "--1e400", "+1e400", "1.e400", ".1e400"}) {
    CAPTURE(bad);
    const auto body = page_of(R"([{"x":)" + std::string(bad) + "}]");
    CHECK_THROWS_AS(decode(body), fc::DecodeError);
    CHECK(with_scanner(body) == with_nlohmann(body));
  }
}

TEST_CASE("Of a page that only nlohmann takes each number is the right one") {
  const auto page =
      decode("\xEF\xBB\xBF" + page_of(R"([{"a":[1e400,0,-1,"1e400",2.5,-2e400,0],"1e400":3}])"));
  CHECK(page.data.at(0).extra == json_of(R"({"a":["1e400",0,-1,"1e400",2.5,"-2e400",0],"1e400":3})"));
}

TEST_CASE("A document that is nested too deeply keeps all that is not") {
  for (const std::size_t levels : {254U, 255U, 300U, 100'000U}) {
    CAPTURE(levels);
    const auto document = decode_between_others(R"({"markdown":"m","json":)" + nested(levels) +
                                                R"(,"k":7,"metadata":{"title":"t"},"links":["a"]})");
    CHECK(document.markdown == "m");
    CHECK(document.extra == json_of(R"({"k":7})"));
    CHECK(document.metadata.title == "t");
    CHECK(document.links.size() == 1);
    // The body, its data and the document are three levels.
    CHECK(depth_of(document.json) == 253);
    CHECK(document.warning ==
          "firecrawl-cpp: /json is nested deeper than 256 levels; what is deeper was left out");
  }
  const auto deepest = decode_between_others(R"({"json":)" + nested(253) + "}");
  CHECK(depth_of(deepest.json) == 253);
  CHECK_FALSE(deepest.warning);
}

TEST_CASE("What is next to a value that is too deep is kept") {
  const auto document =
      decode_between_others(R"({"metadata":{"x":)" + std::string(252, '[') +
                            R"({"a":[1e400,"\"]}"]},7,[[]],8)" + std::string(252, ']') + R"(,"y":{"z":1}}})");
  const auto* inner = &document.metadata.extra["x"];
  for (int i = 1; i < 252; ++i) inner = &inner->front();
  CHECK(*inner == json_of("[null,7,null,8]"));
  CHECK(document.metadata.extra["y"] == json_of(R"({"z":1})"));
  CHECK(contains(document.warning.value_or(""), "firecrawl-cpp: /metadata/x is nested deeper"));
}

TEST_CASE("What is nested too deeply outside of the documents costs them nothing") {
  for (const std::size_t levels : {256U, 300U}) {
    const auto body =
        R"({"status":"completed","x":)" + nested(levels) + R"(,"next":"?skip=1","data":[{"markdown":"m"}]})";
    CHECK(with_scanner(body) == with_nlohmann(body));
    const auto page = decode(body);
    CHECK(page.next == "?skip=1");
    CHECK(page.data.at(0).markdown == "m");
    CHECK(depth_of(page.extra["x"]) == 255);
    CHECK(contains(page.warning.value_or(""), "firecrawl-cpp: /x is nested deeper than 256 levels"));
  }
}

TEST_CASE("An entry that is not an object is kept as a value with a warning") {
  struct Row {
    const char* entry;
    const char* kind;
  };
  for (const auto& row : {Row{R"("text")", "a string"}, Row{R"("")", "a string"}, Row{"7", "a number"},
                          Row{"true", "a boolean"}, Row{"[]", "an array"},
                          Row{R"([{"markdown":"m"},[1],"links"])", "an array"}}) {
    CAPTURE(row.entry);
    const auto document = decode_between_others(row.entry);
    CHECK_FALSE(document.markdown);
    CHECK(document.links.empty());
    CHECK(document.extra == nlohmann::json({{"value", json_of(row.entry)}}));
    CHECK(document.warning ==
          "firecrawl-cpp: this entry is " + std::string(row.kind) + ", where a document belongs");
  }
  const auto number = decode_between_others("1e400");
  CHECK(number.extra == json_of(R"({"value":"1e400"})"));
  CHECK(
      contains(number.warning.value_or(""), "this entry is a number, where a document belongs; this entry "));
  const auto deep = decode_between_others(nested(300));
  CHECK(depth_of(deep.extra["value"]) == 254);
}

TEST_CASE("The warning of the server stays in front of ours wherever it comes") {
  for (const char* entry :
       {R"({"warning":"slow page","a":1e400,"b":1e400})", R"({"a":1e400,"warning":"slow page","b":-1e400})",
        R"({"metadata":{},"a":1e400,"warning":"fast","b":-1e400,"warning":"slow page"})"}) {
    CHECK(
        decode_between_others(entry).warning ==
        "slow page; firecrawl-cpp: /a contains a number beyond double, which could not be kept as a number");
  }
  const auto both = decode_between_others(R"({"a":1e400,"b":)" + nested(300) + R"(,"warning":""})");
  CHECK(both.warning ==
        "firecrawl-cpp: /a contains a number beyond double, which could not be kept as a number; "
        "/b is nested deeper than 256 levels; what is deeper was left out");
  CHECK(contains(decode(page_with(R"("a":1e400,"warning":"w")")).warning.value_or(""),
                 "w; firecrawl-cpp: /a "));
}

TEST_CASE("A warning of the server that is not a text becomes text in front of ours") {
  const auto document = decode_between_others(R"({"warning":["a",{"b":1}],"x":1e400})");
  CHECK(contains(document.warning.value_or(""), R"(["a",{"b":1}]; firecrawl-cpp: /x )"));
  CHECK(document.extra == json_of(R"({"x":"1e400"})"));
}

TEST_CASE("A key of any length makes no long warning") {
  const auto document = decode_between_others("{\"" + std::string(100'000, 'k') + "\":1e400}");
  CHECK(document.warning.value_or("").size() < 300);
  CHECK(document.extra.size() == 1);
}
