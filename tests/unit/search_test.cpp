// SPDX-License-Identifier: MIT
// What is read of the answers to a search: v1's list, v2's sources, and hits that are merged with documents.
#include <cstddef>
#include <firecrawl/detail/wire/search.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/search.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace fc = firecrawl;
using kit::contains;
using nlohmann::json;

namespace {

fc::SearchResults results_of(const std::string& body) {
  return fc::detail::decode_search(unit::answer(200, body), unit::call_facts());
}

fc::DecodeError search_error(const std::string& body) {
  return kit::thrown<fc::DecodeError>([&] { results_of(body); });
}

fc::SearchHit hit_of(const std::string& hit) {
  auto results = results_of(R"({"success":true,"data":{"web":[)" + hit + "]}}");
  if (results.web.size() != 1) throw std::logic_error("there is not one hit");
  return results.web.front();
}

void describe_hits(unit::Description& out, const std::vector<fc::SearchHit>& hits) {
  out.add(std::uint64_t{hits.size()});
  for (const auto& hit : hits) {
    out.add(std::string_view(hit.url));
    for (const auto* field : {&hit.title, &hit.description, &hit.category, &hit.date, &hit.image_url})
      out.add(*field);
    for (const auto* number : {&hit.position, &hit.image_width, &hit.image_height})
      out.add(static_cast<std::uint64_t>(number->value_or(-77)));
    out.add(hit.document);
    out.add(hit.extra);
  }
}

// Results as text, to the last bit.
std::string description_of_search(const std::string& body, fc::detail::JsonPath path) {
  unit::Description out;
  try {
    const auto results = fc::detail::take_search(fc::detail::read_hits(body, path), unit::answer(200, body),
                                                 unit::call_facts());
    for (const auto* list : {&results.web, &results.news, &results.images}) describe_hits(out, *list);
    out.add(results.warning);
    out.add(results.id);
    out.add(static_cast<std::uint64_t>(results.credits_used.value_or(-1)));
    out.add(results.extra);
  } catch (const fc::Error& error) {
    return error.what();
  }
  return out.text;
}

}  // namespace

TEST_CASE("The hits of v2 come by source, each with its own fields") {
  const auto results = results_of(
      R"({"success":true,"id":"0198","creditsUsed":2,"warning":"slow","data":{
          "web":[{"url":"https://port.example/","title":"Tides","description":"When","position":1,"category":"github"}],
          "news":[{"title":"New pier","url":"https://n.example/1","snippet":"Soon","date":"2 days ago",
                   "imageUrl":"https://n.example/1.png","position":2}],
          "images":[{"title":"Pier","imageUrl":"https://i.example/p.png","imageWidth":800,"imageHeight":600,
                     "url":"https://i.example/p","position":1}]}})");
  CHECK(results.id == "0198");
  CHECK(results.credits_used == 2);
  CHECK(results.warning == "slow");
  CHECK(results.extra == json::object());
  REQUIRE(results.web.size() == 1);
  const auto& web = results.web[0];
  CHECK(web.url == "https://port.example/");
  CHECK(web.title == "Tides");
  CHECK(web.description == "When");
  CHECK(web.position == 1);
  CHECK(web.category == "github");
  CHECK(web.extra == json::object());
  CHECK(json(web.document) == json::object());
  REQUIRE(results.news.size() == 1);
  const auto& news = results.news[0];
  CHECK(news.description == "Soon");
  CHECK(news.date == "2 days ago");
  CHECK(news.image_url == "https://n.example/1.png");
  CHECK(news.extra == json::object());
  REQUIRE(results.images.size() == 1);
  const auto& image = results.images[0];
  CHECK(image.image_url == "https://i.example/p.png");
  CHECK(image.image_width == 800);
  CHECK(image.image_height == 600);
  CHECK(image.url == "https://i.example/p");
}

TEST_CASE("A list of hits is the web, on v1 and from early servers of v2") {
  const auto results = results_of(
      R"({"success":true,"data":[{"url":"a","title":"A","description":"d"},{"url":"b"}],"id":"0198"})");
  REQUIRE(results.web.size() == 2);
  CHECK(results.web[1].url == "b");
  CHECK(results.news.empty());
  CHECK_FALSE(results.credits_used);
}

TEST_CASE("A search that found nothing is empty whichever way the server says so") {
  for (const char* data :
       {"[]", "{}", "null", R"({"web":[]})", R"({"web":null,"news":null})", R"({"web":[],"images":[]})"}) {
    CAPTURE(data);
    const auto results = results_of(R"({"success":true,"warning":"No search results found","data":)" +
                                    std::string(data) + "}");
    CHECK(results.web.empty());
    CHECK(results.news.empty());
    CHECK(results.images.empty());
    CHECK(results.warning == "No search results found");
    CHECK(results.extra == json::object());
  }
  CHECK(results_of(R"({"success":true})").web.empty());
}

TEST_CASE("What was scraped of a hit is its document") {
  const auto hit = hit_of(
      R"({"url":"https://a.example","title":"Hit","description":"d","position":3,"markdown":"# A","html":"<p>",
          "rawHtml":"<html>","links":["l"],"images":["i"],"screenshot":"s","summary":"m","json":{"price":7},
          "warning":"w","answer":"42",
          "metadata":{"title":"Page","statusCode":200,"sourceURL":"https://a.example","og:x":"y"},
          "actions":{"screenshots":[]},"branding":{"logo":null},"highlights":"h","changeTracking":{"a":1},
          "somethingNew":[1,{"a":"b"}]})");
  CHECK(hit.url == "https://a.example");
  CHECK(hit.title == "Hit");
  CHECK(hit.description == "d");
  CHECK(hit.position == 3);
  CHECK(hit.extra == json::parse(R"({"somethingNew":[1,{"a":"b"}]})"));
  const auto& document = hit.document;
  CHECK(document.markdown == "# A");
  CHECK(document.html == "<p>");
  CHECK(document.raw_html == "<html>");
  CHECK(document.links == std::vector<std::string>{"l"});
  CHECK(document.images == std::vector<std::string>{"i"});
  CHECK(document.screenshot == "s");
  CHECK(document.summary == "m");
  CHECK(document.json == json{{"price", 7}});
  CHECK(document.warning == "w");
  CHECK(document.answer == "42");
  CHECK(document.metadata.title == "Page");
  CHECK(document.metadata.status_code == 200);
  CHECK(document.metadata.extra == json{{"og:x", "y"}});
  CHECK(document.extra ==
        json::parse(R"({"actions":{"screenshots":[]},"branding":{"logo":null},"highlights":"h",
                                          "changeTracking":{"a":1}})"));
}

TEST_CASE("A hit whose scrape failed says why in the metadata of its document") {
  const auto hit = hit_of(R"({"url":"a","metadata":{"statusCode":500,"error":"timed out"}})");
  CHECK_FALSE(hit.document.markdown);
  CHECK(hit.document.metadata.error == "timed out");
}

TEST_CASE("A value that does not fit its field of a hit is kept as sent") {
  const auto hit = hit_of(
      R"({"url":["a","b"],"title":7,"description":null,"snippet":"s","category":{"c":1},"date":20261126,
          "imageUrl":"i","position":"4","imageWidth":1.5,"imageHeight":-3,"markdown":["m"],"metadata":"none"})");
  CHECK(hit.url == "a");
  CHECK_FALSE(hit.title);
  CHECK(hit.description == "s");
  CHECK_FALSE(hit.category);
  CHECK_FALSE(hit.date);
  CHECK(hit.position == 4);
  CHECK_FALSE(hit.image_width);
  CHECK(hit.image_height == -3);
  CHECK(hit.extra ==
        json::parse(R"({"url":["a","b"],"title":7,"category":{"c":1},"date":20261126,"position":"4",
                                     "imageWidth":1.5})"));
  CHECK(hit.document.markdown == "m");
  CHECK(hit.document.extra == json::parse(R"({"markdown":["m"],"metadata":"none"})"));
}

TEST_CASE("A hit with a description and a snippet has both") {
  const auto hit = hit_of(R"({"url":"a","snippet":"s","description":"d"})");
  CHECK(hit.description == "d");
  CHECK(hit.extra == json{{"snippet", "s"}});
}

TEST_CASE("Entries that are no hits cost no other one") {
  const auto results =
      results_of(R"({"success":true,"data":{"web":["x",null,7,[1],{"url":"a"},1e400],"news":[{}]}})");
  REQUIRE(results.web.size() == 6);
  CHECK(results.web[0].extra == json{{"value", "x"}});
  CHECK(contains(results.web[0].document.warning.value_or(""), "this entry is a string"));
  CHECK(results.web[1].extra == json::object());
  CHECK_FALSE(results.web[1].document.warning);
  CHECK(results.web[2].extra == json{{"value", 7}});
  CHECK(results.web[3].extra == json{{"value", json::array({1})}});
  CHECK(results.web[4].url == "a");
  CHECK(results.web[5].extra == json{{"value", "1e400"}});
  CHECK(results.news.size() == 1);
}

TEST_CASE("One hit that is too deep or beyond double costs no other one") {
  const std::string deep = kit::repeated(300, "[") + kit::repeated(300, "]");
  const auto results = results_of(R"({"success":true,"x":)" + deep + R"(,"data":{"web":[{"url":"a","json":)" +
                                  deep + R"(},{"url":"b","n":1e400},{"url":"c"}]}})");
  REQUIRE(results.web.size() == 3);
  CHECK(contains(results.web[0].document.warning.value_or(""), "deeper than 256"));
  CHECK(contains(results.web[1].document.warning.value_or(""), "beyond double"));
  CHECK(results.web[1].extra == json{{"n", "1e400"}});
  CHECK(results.web[2].url == "c");
  CHECK_FALSE(results.web[2].document.warning);
  CHECK(contains(results.warning.value_or(""), "firecrawl-cpp: what is nested deeper than 256"));
}

TEST_CASE("Sources and keys without a field are kept under their own names") {
  const auto results = results_of(
      R"({"success":true,"scrapeIds":{"web":["1"]},"data":{"developer":[{"url":"d"}],"web":[{"url":"a"}],
          "tools":[1],"news":{"url":"odd"},"images":"odd","none":null},"creditsUsed":-1,"id":7,"agent_hints":["h"]})");
  CHECK(results.web.size() == 1);
  CHECK(results.news.empty());
  CHECK(results.images.empty());
  CHECK_FALSE(results.credits_used);
  CHECK_FALSE(results.id);
  CHECK(results.extra ==
        json::parse(R"({"scrapeIds":{"web":["1"]},"developer":[{"url":"d"}],"tools":[1],"news":{"url":"odd"},
                        "images":"odd","id":7,"agent_hints":["h"]})"));
}

TEST_CASE("What is not the answer to a search is not read as one") {
  CHECK(search_error("{}").pointer() == "/data");
  CHECK(search_error(R"({"hello":"world"})").pointer() == "/data");
  CHECK(contains(search_error(R"({"success":true,"data":"x"})").what(),
                 "/data is a string, where an object or an array belongs"));
  CHECK(search_error(R"({"data":7})").pointer() == "/data");
  for (const char* body : {"[]", "null", "7", "[{}]"}) {
    CAPTURE(body);
    CHECK(contains(search_error(body).what(), "where an object belongs"));
  }
  CHECK(search_error(R"({"success":true,"data":{"news":[{"url":"a"},{"url":)").pointer() == "/data/news/1");
  const auto refused = kit::thrown<fc::ApiError>(
      [] { results_of(R"({"success":false,"error":"no backend","code":"X","data":[]})"); });
  CHECK(refused.http_status() == 200);
  CHECK(refused.code() == "X");
  CHECK(contains(refused.what(), "no backend"));
}

TEST_CASE("A source that comes twice is what comes last") {
  const auto results = results_of(R"({"success":true,"data":{"web":[{"url":"a"}],"web":[{"url":"b"}]}})");
  REQUIRE(results.web.size() == 1);
  CHECK(results.web[0].url == "b");
}

TEST_CASE("Of two members with the hits the last one counts, whatever it is") {
  const auto sources =
      results_of(R"({"success":true,"data":{"web":[{"url":"a"}]},"data":{"news":[{"url":"b"}]}})");
  CHECK(sources.web.empty());
  CHECK(sources.news.size() == 1);
  const auto none = results_of(R"({"success":true,"data":[{"url":"a"}],"data":null})");
  CHECK(none.web.empty());
}

TEST_CASE("A search has a hundred thousand hits at most") {
  const auto hits = [](std::size_t count) {
    return R"({"success":true,"data":{"web":[)" + kit::repeated(count, "{}", ",") + R"(],"news":[{}]}})";
  };
  CHECK(results_of(hits(99'999)).web.size() == 99'999);
  CHECK(contains(search_error(hits(100'000)).what(), "/data/news/0 is one hit more than 100000"));
}

TEST_CASE("A hundred scraped hits come with their documents") {
  json list = json::array();
  for (int i = 0; i < 100; ++i) {
    list.push_back({{"url", "https://a.example/" + std::to_string(i)},
                    {"position", i + 1},
                    {"markdown", std::string(10'000, static_cast<char>('a' + i % 26))},
                    {"metadata", {{"statusCode", 200}, {"scrapeId", std::to_string(i)}}}});
  }
  const auto body = json{{"success", true}, {"data", {{"web", list}}}, {"creditsUsed", 120}}.dump();
  const auto results = results_of(body);
  REQUIRE(results.web.size() == 100);
  for (std::size_t i = 0; i < 100; ++i) {
    CHECK(results.web[i].position == static_cast<std::int64_t>(i + 1));
    CHECK(results.web[i].document.markdown == list[i]["markdown"].get<std::string>());
    CHECK(results.web[i].document.metadata.scrape_id == std::to_string(i));
  }
}

TEST_CASE("The scanner and nlohmann read the same results of a search") {
  for (const char* body :
       {R"({"success":true,"data":[{"url":"a\u00e9\ud800","markdown":"\n","x":[1,2.5,-3,1e5,null]}]})",
        R"({"data":{"web":[{},{"metadata":{"title":["a","b"]}}],"x":[[{}]],"news":[1,true]},"success":true})",
        R"({"data":{"web":[[],[{"url":"x"}],"s",1e999]}})", R"({"data":{"data":[1],"web":{"web":[]}}})",
        R"({"data":[{"url":"a"}],"data":{"web":[{"url":"b"}]}})",
        R"({"data":{"web":[{"url":"a"}]},"data":7})", R"({"success":false,"error":"no"})", R"([{"data":[]}])",
        "\xEF\xBB\xBF{\"data\":[{\"url\":\"a\"}]}", R"({"data":[{"url":"a"},]})",
        R"({"data":{"web":[{"url":"a")", R"({"other":{"web":[{}]},"data":[]})"}) {
    CAPTURE(body);
    CHECK(description_of_search(body, fc::detail::JsonPath::scanner_first) ==
          description_of_search(body, fc::detail::JsonPath::nlohmann_only));
  }
}
