// SPDX-License-Identifier: MIT
#include <cstddef>
#include <string>
#include <string_view>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::repeated;
using unit::decode;
using unit::decode_error;
using unit::page_of;
using unit::page_with;

TEST_CASE("A value of the wrong kind is an error that names its place") {
  struct Row {
    std::string body;
    const char* pointer;
    const char* says;
  };
  const Row rows[] = {
      {R"({"status":7,"data":[]})", "/status", "is a number, where text belongs"},
      {R"({"status":["completed"],"data":[]})", "/status", "is an array, where text belongs"},
      {page_with(R"("total":"12")"), "/total", "is a string, where an integer belongs"},
      {page_with(R"("total":1.5)"), "/total", "is a number, where an integer belongs"},
      {page_with(R"("total":9223372036854775808)"), "/total", "is a number, where an integer belongs"},
      {page_with(R"("completed":true)"), "/completed", "is a boolean, where an integer belongs"},
      {page_with(R"("completed":{"n":1})"), "/completed", "is an object, where an integer belongs"},
      {page_with(R"("next":7)"), "/next", "is a number, where text or null belongs"},
      {page_with(R"("next":["?skip=1"])"), "/next", "is an array, where text or null belongs"},
      {page_with(R"("next":{"url":"?skip=1"})"), "/next", "is an object, where text or null belongs"},
      {page_of("{}"), "/data", "is an object, where an array belongs"},
      {page_of(R"({"list":[{}]})"), "/data", "is an object, where an array belongs"},
      {page_of(R"("text")"), "/data", "is a string, where an array belongs"},
      {page_of("0"), "/data", "is a number, where an array belongs"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.body);
    const auto error = decode_error(row.body);
    CHECK(error.pointer() == row.pointer);
    CHECK(error.body() == row.body);
    CAPTURE(error.what());
    CHECK(contains(error.what(), std::string(row.pointer) + " " + row.says));
  }
}

TEST_CASE("A body without its status is an error that names what is missing") {
  CHECK(decode_error("{}").pointer() == "/status");
  CHECK(decode_error(R"({"data":[]})").pointer() == "/status");
  CHECK(decode_error(R"({"status":null,"data":[]})").pointer() == "/status");
  CHECK(decode_error(R"({"success":true,"data":[]})").pointer() == "/status");
  CHECK(contains(decode_error("{}").what(), "/status is missing"));
}

TEST_CASE("A body that is not an object is an error with its first bytes") {
  CHECK(contains(decode_error("null").what(),
                 "its body is null, where an object belongs; it begins with: null"));
  CHECK(contains(decode_error("[]").what(), "its body is an array"));
  CHECK(contains(decode_error("7 ").what(), "its body is a number"));
  CHECK(contains(decode_error(R"("completed")").what(), "its body is a string"));
  const auto html = decode_error("<!DOCTYPE html>\n<html><body>Bad gateway</body></html>");
  CHECK(contains(html.what(), "is not JSON"));
  CHECK(contains(html.what(), "it begins with: <!DOCTYPE html> <html><body>Bad gateway"));
  CHECK(html.body() == "<!DOCTYPE html>\n<html><body>Bad gateway</body></html>");
  CHECK(html.pointer().empty());
  const auto empty = decode_error("");
  CHECK(contains(empty.what(), "it is empty"));
  CHECK(empty.body().empty());
}

TEST_CASE("An error says which call was answered so") {
  CHECK(contains(decode_error("{}").what(),
                 "GET https://firecrawl.example/team/v1/batch/scrape/7e1f: the answer has status 200, but "));
}

TEST_CASE("Broken JSON is an error that names the place up to which it could be read") {
  CHECK(decode_error(R"({"status":"completed","data":[{"markdown":"a"},{"metadata":{"title":tru}}]})")
            .pointer() == "/data/1/metadata/title");
  CHECK(decode_error(R"({"status":"completed","data":[{"links":["a",]}]})").pointer() == "/data/0/links");
  CHECK(decode_error(R"({"status":"completed","data":[{},{},})").pointer() == "/data/2");
  CHECK(decode_error(R"({"status":"completed","a/b~c":01})").pointer() == "/a~1b~0c");
  for (const char* body :
       {R"({"status":"completed","data":[]}x)", R"({"status":"completed","data":[],})",
        R"({status:"completed","data":[]})", R"({"status":'completed',"data":[]})",
        R"({"status":"completed""data":[]})", R"({"status":"completed","data":[{}{}]})",
        R"({"status":"completed","data":[]]})", R"({"status":"completed","data":[NaN]})",
        R"({"status":"completed","data":[],"n":+1})", R"({"status":"completed","data":[],"n":.5})",
        R"({"status":"completed","data":[],"n":1.})", "{\"status\":\"comp\nleted\",\"data\":[]}",
        R"({"status":"\x","data":[]})", R"({"status":"\u12g4","data":[]})", R"(//
{"status":"completed","data":[]})"}) {
    CAPTURE(body);
    CHECK_THROWS_AS(decode(body), fc::DecodeError);
  }
}

TEST_CASE("A body that was cut at any byte is known as unfinished") {
  const std::string whole =
      R"({"success":true,"status":"completed","total":12,"expiresAt":"2026-11-24T10:00:00.000Z","x":[1,-2,3.5,1e5,true,false,null],)"
      "\"data\":[null,{\"markdown\":\"a\\n\\u00e9\\ud83d\\ude00\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\","
      "\"links\":[\"b\"],"
      "\"metadata\":{\"title\":\"c\",\"d\":{}}}] } ";
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    const auto cut = whole.substr(0, size);
    CAPTURE(cut);
    CHECK(fc::detail::is_unfinished_json(cut));
    CHECK(decode_error(cut).body() == fc::detail::to_valid_utf8(cut));
  }
  CHECK_FALSE(fc::detail::is_unfinished_json(whole));
  CHECK_FALSE(fc::detail::is_unfinished_json(whole.substr(0, whole.size() - 1)));
}

TEST_CASE("A body that is broken but not cut is not taken for unfinished") {
  for (const char* body : {"<html>", "{\"status\":x", "{\"a\":1}}", "null", "[1]", "{\"a\":\"\x80\"",
                           "{\"a\":\"\\x\"", "{\"a\":01", "\xFF"}) {
    CAPTURE(body);
    CHECK_FALSE(fc::detail::is_unfinished_json(body));
  }
  CHECK(fc::detail::is_unfinished_json(""));
  CHECK(fc::detail::is_unfinished_json("["));
  CHECK(fc::detail::is_unfinished_json("{\"status\":7"));
  CHECK(fc::detail::is_unfinished_json("  \n"));
}

TEST_CASE("Text that is not UTF-8 is an error wherever it is") {
  for (const char* bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3\x28", "\xE0\x80\x80", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xE2\x82", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF0\x9F\x98", "\xFE", "\xFF"}) {
    CAPTURE(bad);
    const auto error =
        decode_error(page_of(std::string(R"([{"markdown":"text )") + bad + R"( more text"}])"));
    CHECK(error.pointer() == "/data/0/markdown");
    CHECK_THROWS_AS(decode(page_with(std::string("\"") + bad + "\":1")), fc::DecodeError);
    CHECK_THROWS_AS(decode(page_with(std::string(R"("x":[")") + bad + "\"]")), fc::DecodeError);
  }
}

TEST_CASE("A body that never ends is an error however deep it is") {
  CHECK_THROWS_AS(decode(std::string(100'000, '[')), fc::DecodeError);
  CHECK_THROWS_AS(decode(page_of(repeated(100'000, R"([{"a":)"))), fc::DecodeError);
}

TEST_CASE("A body that contains very many values is an error before it fills the memory") {
  const auto many = decode_error(page_with(R"("x":[)" + repeated(1'000'001, "0,") + "0]"));
  CHECK(many.pointer() == "/x");
  CHECK(contains(many.what(), "contains more than 1000000 values"));
  CHECK(many.body().size() == 4096);
  CHECK(decode_error(page_of("[" + repeated(100'000, "null,") + "null]")).pointer() == "/data");
  CHECK(decode_error(page_of("[" + repeated(100'000, "{},") + "{}]")).pointer() == "/data");
  CHECK(decode(page_of("[" + repeated(99'999, "{},") + "{}]")).data.size() == 100'000);
}

TEST_CASE("A refusal with status 200 is an ApiError with the words of the server") {
  const auto error = kit::thrown<fc::ApiError>([] {
    decode(R"({"success":false,"error":"Job is being archived","code":"ARCHIVING","details":[1]})");
  });
  CHECK(error.http_status() == 200);
  CHECK(error.code() == "ARCHIVING");
  CHECK(error.details() == unit::json_of("[1]"));
  CHECK(contains(error.what(), "Job is being archived"));
  CHECK_THROWS_AS(decode(R"({"success":false})"), fc::ApiError);
  CHECK_THROWS_AS(decode(R"({"success":false,"data":[]})"), fc::ApiError);
  // What is not a plain refusal stays a body that could not be decoded.
  CHECK_THROWS_AS(decode(R"({"success":false,"status":7})"), fc::DecodeError);
  CHECK_THROWS_AS(decode(R"({"success":"false"})"), fc::DecodeError);
}

TEST_CASE("The key is in no error of the decoder even if the message ends in the middle of it") {
  for (std::size_t at = 0; at<4200; at += at> 330 && at < 4060 ? 500 : 1) {
    const auto error = decode_error(std::string(at, 'x') + unit::test_key + " and more of the same");
    CAPTURE(at, error.what());
    CHECK_FALSE(contains(error.what(), unit::test_key.substr(0, 6)));
    CHECK_FALSE(contains(error.body(), unit::test_key.substr(0, 6)));
    CHECK(error.body().size() <= 4096);
  }
}

TEST_CASE("An error of the decoder has a token past the page only if it was given one") {
  CHECK_FALSE(decode_error("{}").next());
  const fc::DecodeError given("what", {"/data", "body", "/v1/batch/scrape/7e1f?skip=100"});
  CHECK(given.next() == "/v1/batch/scrape/7e1f?skip=100");
  CHECK(given.body() == "body");
}

TEST_CASE("A message stays short however long the text was that could not be read") {
  const std::string large(100'000, 'x');
  const auto value = decode_error(page_of(R"([{"markdown":")" + large + "\xFF\"}]"));
  CHECK(value.pointer() == "/data/0/markdown");
  CHECK(std::string(value.what()).size() < 1500);
  const auto key = decode_error(page_with("\"\\n" + large + "\":nul"));
  CHECK(key.pointer() == "/\n" + large);
  CHECK(std::string(key.what()).size() < 1500);
  CHECK_FALSE(contains(key.what(), "\n"));
}
