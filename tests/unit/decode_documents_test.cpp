// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"

using unit::decode;
using unit::decode_document;
using unit::decode_metadata;
using unit::json_of;
using unit::page_of;
using Strings = std::vector<std::string>;

TEST_CASE("A null entry is an empty document so that positions stay true") {
  const auto page = decode(page_of(R"([null,{"markdown":"b"},null])"));
  REQUIRE(page.data.size() == 3);
  CHECK_FALSE(page.data[0].markdown);
  CHECK(page.data[0].extra.is_object());
  CHECK(page.data[1].markdown == "b");
  CHECK_FALSE(page.data[2].markdown);
}

TEST_CASE("A document may contain nothing at all") {
  const auto document = decode_document("{}");
  CHECK_FALSE(document.markdown);
  CHECK(document.links.empty());
  CHECK(document.json.is_null());
  CHECK(document.extra == nlohmann::json::object());
  CHECK_FALSE(document.metadata.title);
  CHECK(document.metadata.extra == nlohmann::json::object());
}

TEST_CASE("Every field of a document has its key") {
  const auto document = decode_document(
      R"({"markdown":"1","html":"2","rawHtml":"3","screenshot":"4","summary":"5","warning":"6","answer":"6a","links":["7"],
          "images":["8","9"],"json":{"price":1.5},"metadata":{"title":"a","description":"b","language":"c",
          "sourceURL":"d","url":"e","error":"f","scrapeId":"g","contentType":"h","statusCode":404}})");
  CHECK(document.markdown == "1");
  CHECK(document.html == "2");
  CHECK(document.raw_html == "3");
  CHECK(document.screenshot == "4");
  CHECK(document.summary == "5");
  CHECK(document.warning == "6");
  CHECK(document.answer == "6a");
  CHECK(document.links == Strings{"7"});
  CHECK(document.images == Strings{"8", "9"});
  CHECK(document.json == json_of(R"({"price":1.5})"));
  CHECK(document.extra.empty());
  const auto& metadata = document.metadata;
  CHECK(metadata.title == "a");
  CHECK(metadata.description == "b");
  CHECK(metadata.language == "c");
  CHECK(metadata.source_url == "d");
  CHECK(metadata.url == "e");
  CHECK(metadata.error == "f");
  CHECK(metadata.scrape_id == "g");
  CHECK(metadata.content_type == "h");
  CHECK(metadata.status_code == 404);
  CHECK(metadata.extra.empty());
}

TEST_CASE("A null in a field is none and is not kept") {
  const auto document = decode_document(
      R"({"markdown":null,"links":null,"json":null,"extract":null,"metadata":{"title":null,"statusCode":null,"other":null}})");
  CHECK_FALSE(document.markdown);
  CHECK(document.links.empty());
  CHECK(document.json.is_null());
  CHECK(document.extra.empty());
  CHECK_FALSE(document.metadata.title);
  CHECK_FALSE(document.metadata.status_code);
  CHECK(document.metadata.extra == json_of(R"({"other":null})"));
}

TEST_CASE("Metadata that is missing or null or no object does not fail a page") {
  CHECK(decode_document(R"({"metadata":null})").extra.empty());
  CHECK(decode_document(R"({"metadata":"gone"})").extra == json_of(R"({"metadata":"gone"})"));
  CHECK(decode_document(R"({"metadata":[{"title":"t"}]})").extra ==
        json_of(R"({"metadata":[{"title":"t"}]})"));
  CHECK_FALSE(decode_document(R"({"metadata":[{"title":"t"}]})").metadata.title);
}

TEST_CASE("A title that is an array gives its first string and stays whole in extra") {
  const auto metadata = decode_metadata(R"({"title":["One","Two"],"description":["D"],"language":[7,"en"]})");
  CHECK(metadata.title == "One");
  CHECK(metadata.description == "D");
  CHECK(metadata.language == "en");
  CHECK(metadata.extra == json_of(R"({"title":["One","Two"],"description":["D"],"language":[7,"en"]})"));
}

TEST_CASE("A value without a string in it leaves a text field empty and is kept") {
  for (const char* odd : {"[]", "[1,null]", "7", "true", R"({"text":"x"})", "[[\"x\"]]", "1.5"}) {
    const auto metadata = decode_metadata(std::string(R"({"title":)") + odd + "}");
    CAPTURE(odd);
    CHECK_FALSE(metadata.title);
    CHECK(metadata.extra == json_of(std::string(R"({"title":)") + odd + "}"));
    const auto document = decode_document(std::string(R"({"markdown":)") + odd + "}");
    CHECK_FALSE(document.markdown);
    CHECK(document.extra == json_of(std::string(R"({"markdown":)") + odd + "}"));
  }
}

TEST_CASE("A status code that is text gives its number and stays in extra as sent") {
  const auto metadata = decode_metadata(R"({"statusCode":"404"})");
  CHECK(metadata.status_code == 404);
  CHECK(metadata.extra == json_of(R"({"statusCode":"404"})"));
}

TEST_CASE("A status code that is not a number of its kind is kept and not guessed") {
  for (const char* odd : {R"("4o4")", R"("")", R"(" 404")", R"("-1")", "404.5", "2147483648", "[200]", "true",
                          "99999999999999999999", R"("99999999999999999999")", R"("18446744073709551615")",
                          "-2147483649", "{}"}) {
    const auto metadata = decode_metadata(std::string(R"({"statusCode":)") + odd + "}");
    CAPTURE(odd);
    CHECK_FALSE(metadata.status_code);
    CHECK(metadata.extra == json_of(std::string(R"({"statusCode":)") + odd + "}"));
  }
  CHECK(decode_metadata(R"({"statusCode":-1})").status_code == -1);
  CHECK(decode_metadata(R"({"statusCode":200.0})").status_code == 200);
}

TEST_CASE("Metadata of any key and any kind is kept under its own name") {
  const std::string odd =
      R"({"ogLocaleAlternate":["de","fr"],"keywords":["a","b"],"viewport":null,"numPages":3,"cached":true,
          "postprocessorsUsed":[],"nested":{"a":{"b":[1,2,{"c":"d"}]}},"concurrencyQueueDurationMs":0.25,"":"empty"})";
  CHECK(decode_metadata(odd).extra == json_of(odd));
}

TEST_CASE("Links that are not all strings give the strings and stay whole in extra") {
  const auto mixed = decode_document(R"({"links":["a",null,"b",{"href":"c"}],"images":[["x"]]})");
  CHECK(mixed.links == Strings{"a", "b"});
  CHECK(mixed.images.empty());
  CHECK(mixed.extra == json_of(R"({"links":["a",null,"b",{"href":"c"}],"images":[["x"]]})"));
  const auto one = decode_document(R"({"links":"a"})");
  CHECK(one.links == Strings{"a"});
  CHECK(one.extra == json_of(R"({"links":"a"})"));
  CHECK(decode_document(R"({"links":{"a":"b"}})").extra == json_of(R"({"links":{"a":"b"}})"));
  CHECK(decode_document(R"({"links":[]})").extra.empty());
}

TEST_CASE("The json of a document may be any value") {
  for (const char* value : {R"({"a":[1,2]})", "[1,2]", R"("text")", "7", "-7", "1.5", "false", "{}", "[]"}) {
    CAPTURE(value);
    CHECK(decode_document(std::string(R"({"json":)") + value + "}").json == json_of(value));
    CHECK(decode_document(std::string(R"({"extract":)") + value + "}").json == json_of(value));
  }
}

TEST_CASE("If json and extract both come json has the field and extract is kept") {
  for (const char* both :
       {R"({"json":{"a":1},"extract":{"b":2}})", R"({"extract":{"b":2},"json":{"a":1}})"}) {
    const auto document = decode_document(both);
    CAPTURE(both);
    CHECK(document.json == json_of(R"({"a":1})"));
    CHECK(document.extra == json_of(R"({"extract":{"b":2}})"));
  }
  CHECK(decode_document(R"({"json":null,"extract":{"b":2}})").json == json_of(R"({"b":2})"));
  CHECK(decode_document(R"({"extract":{"b":2},"json":null})").json == json_of(R"({"b":2})"));
}

TEST_CASE("The json of one document does not reach the next") {
  const auto page = decode(page_of(R"([{"json":1,"x":1,"links":["a"]},{"extract":2},{}])"));
  CHECK(page.data[0].json == 1);
  CHECK(page.data[1].json == 2);
  CHECK(page.data[1].extra.empty());
  CHECK(page.data[2].json.is_null());
  CHECK(page.data[2].links.empty());
}

TEST_CASE("Keys of a document without a field are kept as sent") {
  const std::string document =
      R"({"changeTracking":{"previousScrapeAt":null,"changeStatus":"new","visibility":"visible","json":{"markdown":"m"}},
          "actions":{"screenshots":["s"],"scrapes":[{"url":"u","html":"h"}],"javascriptReturns":[{"type":"number","value":4}]},
          "attributes":[{"selector":"a","values":["b"]}],"highlights":[],"title":"not metadata","data":[1],
          "next":"x","status":7})";
  const auto decoded = decode_document(document);
  CHECK(decoded.extra == json_of(document));
  CHECK_FALSE(decoded.markdown);
  CHECK_FALSE(decoded.metadata.title);
}

TEST_CASE("A value in extra that comes twice is the last one") {
  CHECK(decode_document(R"({"x":{"a":1,"b":2},"x":{"c":3}})").extra == json_of(R"({"x":{"c":3}})"));
  CHECK(decode_document(R"({"x":{"a":{"b":1},"a":[2]}})").extra == json_of(R"({"x":{"a":[2]}})"));
  const auto nulled = decode_metadata(R"({"title":"a","title":null,"statusCode":200,"statusCode":null})");
  CHECK_FALSE(nulled.title);
  CHECK_FALSE(nulled.status_code);
  const auto odd = decode_metadata(R"({"title":"a","title":["b"]})");
  CHECK(odd.title == "b");
  CHECK(odd.extra == json_of(R"({"title":["b"]})"));
  const auto fitting = decode_metadata(
      R"({"title":["a"],"title":"b","statusCode":"404","statusCode":200,"url":[],"url":null})");
  CHECK(fitting.title == "b");
  CHECK(fitting.status_code == 200);
  CHECK(fitting.extra.empty());
  CHECK(decode_document(R"({"links":["a",1],"links":["b"],"metadata":7,"metadata":{"title":"t"}})")
            .extra.empty());
  const auto gone = decode_document(R"({"metadata":{"title":"t","x":1},"metadata":"gone"})");
  CHECK_FALSE(gone.metadata.title);
  CHECK(gone.metadata.extra.empty());
  CHECK(gone.extra == json_of(R"({"metadata":"gone"})"));
}

TEST_CASE("Text of all sorts comes through unharmed") {
  const std::string raw = "\xE2\x80\xA8 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB \xC3\x9F";
  CHECK(decode_document(R"({"markdown":")" + raw + R"("})").markdown == raw);
  CHECK(decode_document(R"({"markdown":"\u0000\u0001\u001f\u007f\"\\\/\b\f\n\r\t"})").markdown ==
        std::string("\0\x01\x1F\x7F\"\\/\b\f\n\r\t", 12));
  CHECK(decode_document(R"({"mark\u0064own":"by an escaped key"})").markdown == "by an escaped key");
  const std::string large(300'000, 'x');
  CHECK(decode_document(R"({"markdown":")" + large + R"("})").markdown == large);
}
