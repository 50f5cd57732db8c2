// SPDX-License-Identifier: MIT
// A document that contains more values than it may loses some of them. The others lose none.
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"
#include "odd_documents.hpp"

using kit::contains;
using kit::repeated;
using unit::decode;
using unit::decode_between_others;
using unit::depth_of;
using unit::json_of;
using unit::nested;

TEST_CASE("A document of too many values loses the member that contains them and no more", "[million]") {
  struct Row {
    std::string member;
    const char* place;
  };
  const Row rows[] = {
      {R"("json":[)" + repeated(500'000, "[],") + "0]", "/json"},
      {R"("json":{"a":[1,[)" + repeated(1'100'000, "0,") + "0],2]}", "/json"},
      {R"("links":[)" + repeated(600'000, R"("",)") + R"(""])", "/links"},
      {R"("images":[1,)" + repeated(600'000, "7,") + R"(""])", "/images"},
      {R"("other":[)" + repeated(600'000, "{},") + "0]", "/other"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.place);
    const auto document = decode_between_others(R"({"markdown":"m","before":[1],)" + row.member +
                                                R"(,"after":[2],"metadata":{"title":"t"}})");
    CHECK(document.markdown == "m");
    CHECK(document.metadata.title == "t");
    CHECK(document.json.is_null());
    CHECK(document.links.empty());
    CHECK(document.images.empty());
    CHECK(document.extra == json_of(R"({"before":[1],"after":[2]})"));
    CHECK(document.warning ==
          "firecrawl-cpp: " + std::string(row.place) + " was left out, since there are too many values");
  }
}

TEST_CASE("What was left out counts in no depth") {
  for (const auto& member :
       {R"("links":[)" + repeated(600'000, R"("",)") + R"(""])",
        R"("json":)" + std::string(100, '[') + repeated(600'000, "0,") + "0" + std::string(100, ']')}) {
    const auto document = decode_between_others("{" + member + R"(,"k":)" + nested(253) + "}");
    CHECK(depth_of(document.extra["k"]) == 253);
    CHECK_FALSE(contains(document.warning.value_or(""), "deeper"));
  }
}

TEST_CASE("A document of too many keys keeps as many as there may be values", "[million]") {
  std::string keys;
  for (int i = 0; i < 600'000; ++i) keys += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":0";
  const auto document = decode_between_others(R"({"metadata":{)" + keys + R"(,"title":"t"},"markdown":"m"})");
  CHECK(document.metadata.extra.size() == 500'000);
  CHECK(document.metadata.title == "t");
  CHECK(document.markdown == "m");
  CHECK(contains(document.warning.value_or(""), "/metadata/500000 was left out"));
}

TEST_CASE("An entry that is not an object and contains too many values is an empty document") {
  const auto document = decode_between_others("[" + repeated(600'000, "0,") + "0]");
  CHECK(document.extra.empty());
  CHECK(
      contains(document.warning.value_or(""), "an array, where a document belongs; this entry was left out"));
}

TEST_CASE("Documents that contain too many values together cost the page neither its text nor its end") {
  const std::string many = R"({"markdown":"m","k":[)" + repeated(400'000, "0,") + "0]}";
  const auto page = decode(R"({"status":"completed","data":[)" + many + "," + many + "," + many +
                           R"(,{"markdown":"n","k":[1]}],"next":"?skip=4","x":[1,2]})");
  REQUIRE(page.data.size() == 4);
  CHECK(page.data[1].extra["k"].size() == 400'001);
  CHECK_FALSE(page.data[1].warning);
  CHECK(page.data[2].markdown == "m");
  CHECK(page.data[2].extra.empty());
  CHECK(page.data[2].warning);
  CHECK(page.data[3].extra == json_of(R"({"k":[1]})"));
  CHECK(page.next == "?skip=4");
  CHECK(page.extra == json_of(R"({"x":[1,2]})"));
}

TEST_CASE("What the documents contain and what the body contains are counted apart") {
  const auto page = decode(R"({"status":"completed","data":[{"k":[)" + repeated(400'000, "0,") +
                           R"(0]}],"x":[)" + repeated(900'000, "0,") + "0]}");
  CHECK(page.data.at(0).extra["k"].size() == 400'001);
  CHECK(page.extra["x"].size() == 900'001);
  CHECK_FALSE(page.warning);
}
