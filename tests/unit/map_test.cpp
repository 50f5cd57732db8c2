// SPDX-License-Identifier: MIT
// What a request for the URLs of a site looks like on the wire, and what is read of the answers of v1 and v2.
#include <chrono>
#include <firecrawl/detail/wire/map.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/map.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/scrape_options.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using fc::ApiVersion;
using kit::contains;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

const char* const site = "https://port.example";

struct MapRow {
  const char* name;
  std::function<void(fc::MapRequest&)> set;
  json v1;  ///< what is sent in addition to the URL
  json v2;
};

MapRow same_map(const char* name, std::function<void(fc::MapRequest&)> set, const json& sent) {
  return {name, std::move(set), sent, sent};
}

std::vector<MapRow> map_rows() {
  return {
      same_map(
          "nothing", [](auto&) {}, json::object()),
      same_map("search", [](auto& r) { r.search = "fees"; }, {{"search", "fees"}}),
      {"sitemap: include",
       [](auto& r) { r.sitemap = fc::Sitemap::include; },
       {{"ignoreSitemap", false}},
       {{"sitemap", "include"}}},
      {"sitemap: skip",
       [](auto& r) { r.sitemap = fc::Sitemap::skip; },
       {{"ignoreSitemap", true}},
       {{"sitemap", "skip"}}},
      {"sitemap: only",
       [](auto& r) { r.sitemap = fc::Sitemap::only; },
       {{"sitemapOnly", true}},
       {{"sitemap", "only"}}},
      same_map("include_subdomains", [](auto& r) { r.include_subdomains = false; },
               {{"includeSubdomains", false}}),
      same_map("ignore_query_parameters", [](auto& r) { r.ignore_query_parameters = true; },
               {{"ignoreQueryParameters", true}}),
      same_map("the least limit", [](auto& r) { r.limit = 1; }, {{"limit", 1}}),
      same_map("the largest limit", [](auto& r) { r.limit = 100'000; }, {{"limit", 100'000}}),
      same_map("timeout", [](auto& r) { r.timeout = milliseconds(1); }, {{"timeout", 1}}),
      same_map("location",
               [](auto& r) {
                 r.location = fc::Location{"DE", {"de"}};
               },
               {{"location", {{"country", "DE"}, {"languages", {"de"}}}}}),
      same_map("integration", [](auto& r) { r.integration = "n8n"; }, {{"integration", "n8n"}}),
      same_map("origin", [](auto& r) { r.origin = "tests"; }, {{"origin", "tests"}}),
      same_map("extra",
               [](auto& r) {
                 r.extra = {{"useIndex", false}, {"limit", 7}}, r.limit = 9;
               },
               {{"useIndex", false}, {"limit", 9}}),
  };
}

std::string refusal_of_map(const std::function<void(fc::MapRequest&)>& set,
                           ApiVersion version = ApiVersion::v2) {
  fc::MapRequest request(site);
  set(request);
  try {
    fc::detail::encode_body(request, version);
  } catch (const fc::UsageError& error) {
    return error.what();
  }
  return "taken";
}

fc::MapResult map_of(const std::string& body) {
  return fc::detail::decode_map(unit::answer(200, body), unit::call_facts());
}

fc::DecodeError map_error(const std::string& body) {
  return kit::thrown<fc::DecodeError>([&] { map_of(body); });
}

// A result as text, to the last bit.
std::string description_of_map(const std::string& body, fc::detail::JsonPath path) {
  try {
    const auto result =
        fc::detail::take_map(fc::detail::read_links(body, path), unit::answer(200, body), unit::call_facts());
    auto text = json(result.warning.value_or("none")).dump() + result.extra.dump();
    for (const auto& link : result.links) {
      text += "\n" + json(link.url).dump() + json(link.title.value_or("none")).dump() +
              json(link.description.value_or("none")).dump() + link.extra.dump();
    }
    return text;
  } catch (const fc::Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("Each field of a MapRequest is what each version calls it") {
  for (const auto& row : map_rows()) {
    INFO(row.name);
    fc::MapRequest request(site);
    row.set(request);
    for (const auto version : {ApiVersion::v1, ApiVersion::v2}) {
      json expected = version == ApiVersion::v1 ? row.v1 : row.v2;
      expected["url"] = site;
      CHECK(fc::detail::encode(request, version) == expected);
      CHECK(json::parse(fc::detail::encode_body(request, version)) == expected);
    }
  }
}

TEST_CASE("A MapRequest that the server would refuse is refused with its field and the rule") {
  for (const auto version : {ApiVersion::v1, ApiVersion::v2}) {
    const auto refusal = [&](const auto& set) { return refusal_of_map(set, version); };
    CHECK(refusal([](auto& r) { r.url = ""; }) == "map: url is empty");
    CHECK(refusal([](auto& r) { r.url = " \n"; }) == "map: url is empty");
    CHECK(contains(refusal([](auto& r) { r.url = "ftp://a.example"; }), "url is ftp://a.example, but only"));
    CHECK(refusal([](auto& r) { r.url = "port.example/tides"; }) == "taken");
    for (const std::int64_t limit : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{100'001}, INT64_MAX}) {
      CHECK(refusal([&](auto& r) { r.limit = limit; }) ==
            "map: limit is " + std::to_string(limit) + ", but must be 1 to 100000");
    }
    CHECK(refusal([](auto& r) { r.timeout = milliseconds(0); }) ==
          "map: timeout is 0 ms, but must be at least 1 ms");
    CHECK(contains(refusal([](auto& r) { r.timeout = milliseconds(-5); }), "timeout is -5 ms"));
    CHECK(refusal([](auto& r) { r.sitemap = "none"; }) ==
          "map: sitemap is \"none\", but must be \"include\", \"skip\" or \"only\"");
    CHECK(contains(refusal([](auto& r) { r.integration = "ours"; }), "integration is \"ours\""));
    CHECK(contains(refusal([](auto& r) {
                     r.location = fc::Location{"Germany", {}};
                   }),
                   "location.country is"));
    CHECK(contains(refusal([](auto& r) { r.extra = {1}; }), "extra members are not a JSON object"));
    CHECK(contains(refusal([](auto& r) { r.search = "\xFF"; }), "search is not UTF-8"));
  }
}

TEST_CASE("The URLs of a site come as texts on v1 and as objects on v2, and either is read in both") {
  const auto v1 = map_of(R"({"success":true,"links":["https://a.example/1","https://a.example/2"]})");
  REQUIRE(v1.links.size() == 2);
  CHECK(v1.links[0].url == "https://a.example/1");
  CHECK(v1.links[1].url == "https://a.example/2");
  CHECK_FALSE(v1.links[0].title);
  CHECK(v1.links[0].extra == json::object());
  CHECK(v1.extra == json::object());
  CHECK_FALSE(v1.warning);

  const auto v2 = map_of(
      R"({"success":true,"id":"0198","links":[{"url":"https://a.example/1","title":"One","description":"1."},
          {"url":"https://a.example/2"},"https://a.example/3"],"warning":"few"})");
  REQUIRE(v2.links.size() == 3);
  CHECK(v2.links[0].title == "One");
  CHECK(v2.links[0].description == "1.");
  CHECK_FALSE(v2.links[1].title);
  CHECK(v2.links[2].url == "https://a.example/3");
  CHECK(v2.warning == "few");
  CHECK(v2.extra == json{{"id", "0198"}});
}

TEST_CASE("A link with odd values is a link, and what did not fit is kept") {
  const auto result = map_of(
      R"({"success":true,"links":[{"url":"a","title":7,"description":null,"score":0.5},
          {"title":["x","y"],"url":["b","c"],"big":1e400}]})");
  REQUIRE(result.links.size() == 2);
  CHECK(result.links[0].url == "a");
  CHECK_FALSE(result.links[0].title);
  CHECK(result.links[0].extra == json{{"title", 7}, {"score", 0.5}});
  CHECK(result.links[1].url == "b");
  CHECK(result.links[1].title == "x");
  CHECK(result.links[1].extra == json{{"url", {"b", "c"}}, {"title", {"x", "y"}}, {"big", "1e400"}});
  CHECK(contains(result.warning.value_or(""), "firecrawl-cpp: a number beyond double"));
}

TEST_CASE("Entries that name no URL cost no other link, and are kept") {
  const auto result = map_of(
      R"({"links":["a",null,"",7,[["x"]],{},{"url":""},{"url":null,"title":"t"},{"url":7},"b",true,-1,1.5],
          "success":true})");
  REQUIRE(result.links.size() == 2);
  CHECK(result.links[0].url == "a");
  CHECK(result.links[1].url == "b");
  CHECK(result.extra == json{{"links", json::parse(R"([null,"",7,[["x"]],{},{},{"title":"t"},{"url":7},
                                                       true,-1,1.5])")}});
}

TEST_CASE("An answer without links has none if the server says that it succeeded") {
  for (const char* body :
       {R"({"success":true})", R"({"success":true,"links":null})", R"({"links":null})", R"({"links":[]})"}) {
    CAPTURE(body);
    CHECK(map_of(body).links.empty());
    CHECK(map_of(body).extra == json::object());
  }
  CHECK(map_error("{}").pointer() == "/links");
  CHECK(map_error(R"({"hello":"world"})").pointer() == "/links");
  CHECK(contains(map_error(R"({"links":"x"})").what(), "/links is a string, where an array belongs"));
  CHECK(contains(map_error(R"({"success":true,"links":{"a":["b"]}})").what(), "/links is an object"));
}

TEST_CASE("What is not an object is not a map") {
  for (const char* body :
       {"[]", "7", "null", "true", "-1", "1.5", "1e400", R"("text")", R"(["https://a.example"])"}) {
    CAPTURE(body);
    CHECK(contains(map_error(body).what(), "where an object belongs"));
  }
  CHECK(contains(map_error("<html>").what(), "is not JSON"));
  CHECK(contains(map_error("").what(), "it is empty"));
  const auto cut = map_error(R"({"success":true,"links":["a",{"url":"b)");
  CHECK(cut.pointer() == "/links/1");
}

TEST_CASE("A map that says success false is a refusal with its code and words") {
  const auto error = kit::thrown<fc::ApiError>(
      [] { map_of(R"({"links":["a"],"success":false,"code":"MAP_FAILED","error":"no sitemap"})"); });
  CHECK(error.http_status() == 200);
  CHECK(error.code() == "MAP_FAILED");
  CHECK(contains(error.what(), "no sitemap"));
}

TEST_CASE("Links that come twice are those that come last, and other lists are no links") {
  const auto result = map_of(
      R"({"links":["a",7],"success":true,"agent_hints":["x",{"links":["n"]}],"more":{"links":["m"]},"links":["b"]})");
  REQUIRE(result.links.size() == 1);
  CHECK(result.links[0].url == "b");
  CHECK(result.extra == json::parse(R"({"agent_hints":["x",{"links":["n"]}],"more":{"links":["m"]}})"));
}

TEST_CASE("Of two members with the links the last one counts, also if it has none") {
  CHECK(map_of(R"({"success":true,"links":["a",7],"links":null})").links.empty());
  CHECK(map_of(R"({"success":true,"links":["a",7],"links":null})").extra.empty());
}

TEST_CASE("What is nested too deeply in a map costs nothing but itself") {
  const std::string deep = kit::repeated(300, "[") + kit::repeated(300, "]");
  const auto result =
      map_of(R"({"success":true,"deep":)" + deep + R"(,"links":[{"url":"a","x":)" + deep + R"(},"b"]})");
  REQUIRE(result.links.size() == 2);
  CHECK(result.links[1].url == "b");
  CHECK(contains(result.warning.value_or(""), "nested deeper than 256 levels"));
  CHECK(result.extra["deep"].is_array());
  CHECK(result.links[0].extra["x"].is_array());
}

TEST_CASE("The scanner and nlohmann read the same map") {
  for (const char* body :
       {R"({"success":true,"links":["a\u00e9\ud800","b",{"url":"c","title":"\n","x":[1,2.5,-3,1e5,null]}]})",
        R"({"links":[],"success":true,"a":{"b":{"c":[{}]}}})", R"({"links":[[],{},"a",[{"url":"x"}]]})",
        R"({"links":{"links":[1]},"success":true})", R"({"success":false,"error":"no"})", R"([{"links":[]}])",
        R"({"links":["a"],"links":7})", R"({"links":7,"links":["a"]})", R"({"links":[1e999,{"url":1e999}]})",
        "\xEF\xBB\xBF{\"links\":[\"a\"]}", R"({"links":["a",]})", R"({"links":["a")",
        R"({"data":{"x":[]}})"}) {
    CAPTURE(body);
    CHECK(description_of_map(body, fc::detail::JsonPath::scanner_first) ==
          description_of_map(body, fc::detail::JsonPath::nlohmann_only));
  }
}
