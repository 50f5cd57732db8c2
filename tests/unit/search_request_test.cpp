// SPDX-License-Identifier: MIT
// What a search looks like on the wire, and what either version is known to refuse.
#include <chrono>
#include <firecrawl/detail/wire/search.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/scrape_options.hpp>
#include <firecrawl/search.hpp>
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

struct SearchRow {
  const char* name;
  std::function<void(fc::SearchRequest&)> set;
  json v1;  ///< what is sent in addition to the query; as text: a part of the refusal
  json v2;
};

SearchRow same_search(const char* name, std::function<void(fc::SearchRequest&)> set, const json& sent) {
  return {name, std::move(set), sent, sent};
}

// Formats of what is scraped.
void scrape_as(fc::SearchRequest& request, std::vector<fc::Format> formats) {
  request.scrape = fc::ScrapeOptions();
  request.scrape->formats = std::move(formats);
}

std::vector<SearchRow> search_rows() {
  return {
      same_search(
          "nothing", [](auto&) {}, json::object()),
      same_search("the least limit", [](auto& r) { r.limit = 1; }, {{"limit", 1}}),
      same_search("the largest limit", [](auto& r) { r.limit = 100; }, {{"limit", 100}}),
      {"the web", [](auto& r) { r.sources = {"web"}; }, json::object(), {{"sources", {"web"}}}},
      {"sources",
       [](auto& r) {
         r.sources = {"web", "news", "images"};
       },
       "sources has \"news\", but v1 searches the web alone; use ApiVersion::v2",
       {{"sources", {"web", "news", "images"}}}},
      {"categories",
       [](auto& r) {
         r.categories = {"github", "research", "pdf"};
       },
       "categories is set, which v1 does not take; use ApiVersion::v2",
       {{"categories", {"github", "research", "pdf"}}}},
      {"developer",
       [](auto& r) { r.categories = {"developer"}; },
       "ApiVersion::v2",
       {{"categories", {"developer"}}}},
      {"include_domains",
       [](auto& r) {
         r.include_domains = {"a.example", "B.Example"};
       },
       "include_domains is set, which v1 does not take; use ApiVersion::v2",
       {{"includeDomains", {"a.example", "B.Example"}}}},
      {"exclude_domains",
       [](auto& r) { r.exclude_domains = {"a.example"}; },
       "exclude_domains is set, which v1 does not take; use ApiVersion::v2",
       {{"excludeDomains", {"a.example"}}}},
      same_search("tbs", [](auto& r) { r.tbs = "qdr:d"; }, {{"tbs", "qdr:d"}}),
      same_search("filter", [](auto& r) { r.filter = "f"; }, {{"filter", "f"}}),
      same_search("lang", [](auto& r) { r.lang = "de"; }, {{"lang", "de"}}),
      same_search("country", [](auto& r) { r.country = "de"; }, {{"country", "de"}}),
      same_search("location", [](auto& r) { r.location = "Hamburg"; }, {{"location", "Hamburg"}}),
      same_search("ignore_invalid_urls", [](auto& r) { r.ignore_invalid_urls = true; },
                  {{"ignoreInvalidURLs", true}}),
      same_search("timeout", [](auto& r) { r.timeout = milliseconds(5000); }, {{"timeout", 5000}}),
      same_search("integration", [](auto& r) { r.integration = "_ours"; }, {{"integration", "_ours"}}),
      same_search("origin", [](auto& r) { r.origin = "tests"; }, {{"origin", "tests"}}),
      same_search("extra",
                  [](auto& r) {
                    r.extra = {{"safe", true}, {"limit", 7}}, r.limit = 9;
                  },
                  {{"safe", true}, {"limit", 9}}),
      same_search("scrape without formats", [](auto& r) { r.scrape = fc::ScrapeOptions(); },
                  {{"scrapeOptions", json::object()}}),
      same_search("scrape",
                  [](auto& r) {
                    scrape_as(r, {"markdown", "html", "rawHtml", "links"});
                    r.scrape->only_main_content = true;
                  },
                  {{"scrapeOptions",
                    {{"formats", {"markdown", "html", "rawHtml", "links"}}, {"onlyMainContent", true}}}}),
      {"a whole screenshot",
       [](auto& r) { scrape_as(r, {"screenshot@fullPage"}); },
       {{"scrapeOptions", {{"formats", {"screenshot@fullPage"}}}}},
       {{"scrapeOptions", {{"formats", json::array({{{"type", "screenshot"}, {"fullPage", true}}})}}}}},
      {"formats of v2",
       [](auto& r) {
         scrape_as(r, {"images", {"question", {{"question", "Why?"}}}, {"highlights", {{"query", "x"}}}});
       },
       "v1 does not have; use ApiVersion::v2",
       {{"scrapeOptions",
         {{"formats", json::array({"images",
                                   {{"type", "question"}, {"question", "Why?"}},
                                   {{"type", "highlights"}, {"query", "x"}}})}}}}},
      {"formats that both have",
       [](auto& r) {
         scrape_as(r, {"summary", "product", "menu"});
       },
       {{"scrapeOptions", {{"formats", {"summary", "product", "menu"}}}}},
       {{"scrapeOptions", {{"formats", {"summary", "product", "menu"}}}}}},
      {"min_age",
       [](auto& r) { scrape_as(r, {"markdown"}), r.scrape->min_age = milliseconds(5); },
       "min_age is set, which v1 does not take",
       {{"scrapeOptions", {{"formats", {"markdown"}}, {"minAge", 5}}}}},
      {"parse_pdf",
       [](auto& r) { scrape_as(r, {"markdown"}), r.scrape->parse_pdf = true; },
       {{"scrapeOptions", {{"formats", {"markdown"}}, {"parsePDF", true}}}},
       {{"scrapeOptions", {{"formats", {"markdown"}}, {"parsers", {"pdf"}}}}}},
      {"json",
       [](auto& r) {
         scrape_as(r, {"json"});
         r.scrape->json_options = fc::JsonOptions();
         r.scrape->json_options->prompt = "the price";
       },
       {{"scrapeOptions", {{"formats", {"json"}}, {"jsonOptions", {{"prompt", "the price"}}}}}},
       {{"scrapeOptions", {{"formats", json::array({{{"type", "json"}, {"prompt", "the price"}}})}}}}},
  };
}

std::string refusal_of_search(const std::function<void(fc::SearchRequest&)>& set, ApiVersion version) {
  fc::SearchRequest request("tides");
  set(request);
  try {
    fc::detail::encode_body(request, version);
  } catch (const fc::UsageError& error) {
    return error.what();
  }
  return "taken";
}

}  // namespace

TEST_CASE("Each field of a SearchRequest is what each version calls it, or refused by its name") {
  for (const auto& row : search_rows()) {
    INFO(row.name);
    fc::SearchRequest request("tides");
    row.set(request);
    for (const auto version : {ApiVersion::v1, ApiVersion::v2}) {
      json expected = version == ApiVersion::v1 ? row.v1 : row.v2;
      if (expected.is_string()) {
        CHECK_THAT(refusal_of_search(row.set, version),
                   Catch::Matchers::ContainsSubstring(expected.get<std::string>()));
        continue;
      }
      expected["query"] = "tides";
      CHECK(fc::detail::encode(request, version) == expected);
    }
  }
}

TEST_CASE("A SearchRequest that either version would refuse is refused with its field and the rule") {
  for (const auto version : {ApiVersion::v1, ApiVersion::v2}) {
    const auto refusal = [&](const auto& set) { return refusal_of_search(set, version); };
    CHECK(refusal([](auto& r) { r.query = ""; }) == "search: query is empty");
    CHECK(refusal([](auto& r) { r.query = " \t"; }) == "search: query is empty");
    for (const std::int64_t limit : {std::int64_t{0}, std::int64_t{101}, INT64_MIN}) {
      CHECK(refusal([&](auto& r) { r.limit = limit; }) ==
            "search: limit is " + std::to_string(limit) + ", but must be 1 to 100");
    }
    CHECK(refusal([](auto& r) { r.timeout = milliseconds(0); }) ==
          "search: timeout is 0 ms, but must be at least 1 ms");
    CHECK(contains(refusal([](auto& r) { r.integration = "ours"; }), "integration is \"ours\""));
    CHECK(contains(refusal([](auto& r) { r.extra = "x"; }), "extra members are not a JSON object"));
    CHECK(contains(refusal([](auto& r) { r.query = "\xFF"; }), "query is not UTF-8"));
    CHECK(refusal([](auto& r) { scrape_as(r, {"of a newer server"}); }) == "taken");
    CHECK(contains(refusal([](auto& r) {
                     scrape_as(r, {"markdown"});
                     r.scrape->wait_for = milliseconds(600), r.scrape->timeout = milliseconds(1000);
                   }),
                   "wait_for is 600 ms, but must be at most half of timeout"));
  }
  for (const char* format :
       {"branding", "rawBase64", "changeTracking", "audio", "video", "attributes", "deterministicJson"}) {
    CHECK(refusal_of_search([&](auto& r) { scrape_as(r, {format}); }, ApiVersion::v2) ==
          "search: scrape.formats has \"" + std::string(format) + "\", which a search does not take");
  }
  CHECK(refusal_of_search([](auto& r) { scrape_as(r, {"branding"}); }, ApiVersion::v1) == "taken");
}

TEST_CASE("Domains are host names, to search or to leave out") {
  const auto refusal = [](const std::string& domain) {
    return refusal_of_search([&](auto& r) { r.exclude_domains = {"a.example", domain}; }, ApiVersion::v2);
  };
  for (const std::string& domain :
       {std::string("docs.a.example"), std::string(" a.example "), std::string("A-1.example.co.uk"),
        std::string("xn--bcher-kva.example"), std::string("1.2.3.44"), std::string(63, 'a') + ".example"}) {
    CAPTURE(domain);
    CHECK(refusal(domain) == "taken");
  }
  for (const std::string& domain :
       {std::string(), std::string("localhost"), std::string("https://a.example"), std::string("a.example/x"),
        std::string("a.example:80"), std::string("*.example"), std::string("a..example"),
        std::string("-a.example"), std::string("a-.example"), std::string("a.e"), std::string(".example"),
        std::string("a.example."),
        std::string("b\xC3\xBC"
                    "cher.example"),
        std::string("a b.example"), std::string(64, 'a') + ".example",
        kit::repeated(60, "abcd.") + "example"}) {
    CAPTURE(domain);
    CHECK(contains(refusal(domain), "exclude_domains[1] is \""));
    CHECK(contains(refusal(domain), "but must be a host name alone"));
  }
  CHECK(contains(
      refusal_of_search([](auto& r) { r.include_domains = {"a.example"}, r.exclude_domains = {"b.example"}; },
                        ApiVersion::v2),
      "include_domains and exclude_domains are set, but only one of them may be"));
  CHECK(contains(refusal_of_search([](auto& r) { r.include_domains = {"a"}; }, ApiVersion::v2),
                 "include_domains[0] is \"a\""));
}

TEST_CASE("The category developer is alone, by whichever of its names") {
  for (const char* name : {"developer", "repo", "code", "docs", "devdex", "repo_search", "developer_index"}) {
    CAPTURE(name);
    CHECK(refusal_of_search([&](auto& r) { r.categories = {name}; }, ApiVersion::v2) == "taken");
    CHECK(refusal_of_search(
              [&](auto& r) {
                r.categories = {"github", name};
              },
              ApiVersion::v2) ==
          "search: categories has \"" + std::string(name) + "\", which must be the only one");
  }
  CHECK(refusal_of_search([](auto& r) { r.categories = {"github", "new"}; }, ApiVersion::v2) == "taken");
}

TEST_CASE("Searches and sites are written as one text") {
  const fc::SearchRequest from_text = "tides";
  CHECK(from_text.query == "tides");
  const fc::SearchRequest from_string = std::string("tides");
  CHECK(from_string.query == "tides");
  CHECK(fc::SearchRequest().query.empty());
}
