// SPDX-License-Identifier: MIT
// How to scrape, field by field: what v1 and v2 are sent, and what either cannot say.
#include <chrono>
#include <firecrawl/detail/wire/scrape_options.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/scrape_options.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace fc = firecrawl;
using fc::ApiVersion;
using fc::ScrapeOptions;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

json written(const ScrapeOptions& options, ApiVersion version) {
  auto object = json::object();
  fc::detail::write_scrape_options(object, options, version);
  return object;
}

std::string refusal(const ScrapeOptions& options, ApiVersion version) {
  try {
    written(options, version);
  } catch (const fc::UsageError& error) {
    return error.what();
  }
  return "taken";
}

struct Row {
  const char* name;
  std::function<void(ScrapeOptions&)> set;
  json v1;  ///< what is sent; as text: a part of the refusal
  json v2;
};

fc::JsonOptions json_options() {
  fc::JsonOptions options;
  options.prompt = "the price";
  options.schema = {{"type", "object"}};
  return options;
}

fc::ChangeTrackingOptions tracking_options() {
  fc::ChangeTrackingOptions options;
  options.modes = {"json"};
  options.tag = "nightly";
  return options;
}

// Both versions are sent the same.
Row same(const char* name, std::function<void(ScrapeOptions&)> set, const json& sent) {
  return {name, std::move(set), sent, sent};
}

std::vector<Row> rows() {
  return {
      same(
          "nothing", [](auto&) {}, json::object()),
      same("formats",
           [](auto& o) {
             o.formats = {"markdown", "rawHtml"};
           },
           {{"formats", {"markdown", "rawHtml"}}}),
      {"formats of v2",
       [](auto& o) { o.formats = {"images"}; },
       "v1 does not have; use ApiVersion::v2",
       {{"formats", {"images"}}}},
      {"formats with options",
       [](auto& o) {
         o.formats = {{"screenshot", {{"fullPage", true}}}};
       },
       "ApiVersion::v2",
       {{"formats", json::array({{{"type", "screenshot"}, {"fullPage", true}}})}}},
      {"whole screenshots",
       [](auto& o) { o.formats = {"screenshot@fullPage"}; },
       {{"formats", {"screenshot@fullPage"}}},
       {{"formats", json::array({{{"type", "screenshot"}, {"fullPage", true}}})}}},
      same("only_main_content", [](auto& o) { o.only_main_content = false; }, {{"onlyMainContent", false}}),
      same("mobile", [](auto& o) { o.mobile = true; }, {{"mobile", true}}),
      same("skip_tls_verification", [](auto& o) { o.skip_tls_verification = false; },
           {{"skipTlsVerification", false}}),
      same("remove_base64_images", [](auto& o) { o.remove_base64_images = true; },
           {{"removeBase64Images", true}}),
      same("block_ads", [](auto& o) { o.block_ads = false; }, {{"blockAds", false}}),
      same("fast_mode", [](auto& o) { o.fast_mode = true; }, {{"fastMode", true}}),
      same("store_in_cache", [](auto& o) { o.store_in_cache = false; }, {{"storeInCache", false}}),
      {"parse_pdf", [](auto& o) { o.parse_pdf = true; }, {{"parsePDF", true}}, {{"parsers", {"pdf"}}}},
      {"not parse_pdf",
       [](auto& o) { o.parse_pdf = false; },
       {{"parsePDF", false}},
       {{"parsers", json::array()}}},
      same("include_tags", [](auto& o) { o.include_tags = {"main"}; }, {{"includeTags", {"main"}}}),
      same("exclude_tags",
           [](auto& o) {
             o.exclude_tags = {"nav", "#x"};
           },
           {{"excludeTags", {"nav", "#x"}}}),
      same("headers",
           [](auto& o) {
             o.headers = {{"Cookie", "a=b"}};
           },
           {{"headers", {{"Cookie", "a=b"}}}}),
      same("wait_for", [](auto& o) { o.wait_for = milliseconds(60'000); }, {{"waitFor", 60'000}}),
      same("timeout", [](auto& o) { o.timeout = milliseconds(1000); }, {{"timeout", 1000}}),
      same("max_age", [](auto& o) { o.max_age = milliseconds(0); }, {{"maxAge", 0}}),
      {"min_age",
       [](auto& o) { o.min_age = milliseconds(0); },
       "min_age is set, which v1 does not take; use ApiVersion::v2",
       {{"minAge", 0}}},
      same(
          "a negative min_age", [](auto& o) { o.min_age = milliseconds(-1); }, "min_age is -1 ms"),
      same("proxy", [](auto& o) { o.proxy = fc::ProxyMode::enhanced; }, {{"proxy", "enhanced"}}),
      same("location",
           [](auto& o) {
             o.location = fc::Location{"DE", {"de"}};
           },
           {{"location", {{"country", "DE"}, {"languages", {"de"}}}}}),
      same("actions", [](auto& o) { o.actions = {fc::Action::screenshot(true)}; },
           {{"actions", json::array({{{"type", "screenshot"}, {"fullPage", true}}})}}),
      {"a viewport",
       [](auto& o) {
         o.actions = {{"screenshot", {{"viewport", {{"width", 800}, {"height", 600}}}}}};
       },
       "actions[0] has a \"viewport\", which v1 does not take; use ApiVersion::v2",
       {{"actions",
         json::array({{{"type", "screenshot"}, {"viewport", {{"width", 800}, {"height", 600}}}}})}}},
      same(
          "a screenshot's quality",
          [](auto& o) {
            o.actions = {{"screenshot", {{"quality", 101}}}};
          },
          "actions[0]: \"quality\" is 101, but must be 1 to 100"),
      {"parsers",
       [](auto& o) {
         o.parsers = {"pdf", {{"type", "pdf"}, {"maxPages", 10}}};
       },
       "parsers is set, which v1 does not take; use parse_pdf, or ApiVersion::v2",
       {{"parsers", json::array({"pdf", {{"type", "pdf"}, {"maxPages", 10}}})}}},
      same(
          "a parser's pages",
          [](auto& o) {
            o.parsers = {{{"type", "pdf"}, {"maxPages", 0}}};
          },
          "parsers[0]: \"maxPages\" is 0, but must be 1 to 10000"),
      same(
          "a parser without a type",
          [](auto& o) {
            o.parsers = {"pdf", 7};
          },
          "parsers[1] is neither a text nor an object with a \"type\""),
      {"json_options",
       [](auto& o) { o.formats = {"json"}, o.json_options = json_options(); },
       {{"formats", {"json"}}, {"jsonOptions", {{"prompt", "the price"}, {"schema", {{"type", "object"}}}}}},
       {{"formats",
         json::array({{{"type", "json"}, {"prompt", "the price"}, {"schema", {{"type", "object"}}}}})}}},
      {"change_tracking_options",
       [](auto& o) {
         o.formats = {"markdown", "changeTracking"}, o.change_tracking_options = tracking_options();
       },
       {{"formats", {"markdown", "changeTracking"}},
        {"changeTrackingOptions", {{"modes", {"json"}}, {"tag", "nightly"}}}},
       {{"formats",
         json::array({"markdown", {{"type", "changeTracking"}, {"modes", {"json"}}, {"tag", "nightly"}}})}}},
      same(
          "a format of a PDF",
          [](auto& o) {
            o.actions = {{"pdf", {{"format", "A7"}}}};
          },
          "actions[0]: \"format\" is \"A7\", but must be \"A0\" to \"A6\""),
      same("a PDF",
           [](auto& o) {
             o.actions = {{"pdf", {{"format", "Ledger"}, {"landscape", true}, {"scale", 0.5}}}};
           },
           {{"actions",
             json::array({{{"type", "pdf"}, {"format", "Ledger"}, {"landscape", true}, {"scale", 0.5}}})}}),
      same("every click",
           [](auto& o) {
             o.actions = {{"click", {{"selector", "#x"}, {"all", true}}},
                          {"scroll", {{"direction", "up"}, {"selector", "#y"}}}};
           },
           {{"actions", json::array({{{"type", "click"}, {"selector", "#x"}, {"all", true}},
                                     {{"type", "scroll"}, {"direction", "up"}, {"selector", "#y"}}})}}),
      same(
          "a parser's mode",
          [](auto& o) {
            o.parsers = {{{"type", "pdf"}, {"mode", "slow"}}};
          },
          "parsers[0]: \"mode\" is \"slow\", but must be \"fast\", \"auto\" or \"ocr\""),
      {"all of a parser",
       [](auto& o) {
         o.parsers = {{{"type", "pdf"},
                       {"mode", "ocr"},
                       {"maxPages", 1},
                       {"pages", true},
                       {"blocks", true},
                       {"pageMarkers", false}}};
       },
       "parsers is set",
       {{"parsers", json::array({{{"type", "pdf"},
                                  {"mode", "ocr"},
                                  {"maxPages", 1},
                                  {"pages", true},
                                  {"blocks", true},
                                  {"pageMarkers", false}}})}}},
      {"formats that v1 has under the same names",
       [](auto& o) {
         o.formats = {"markdown", "html", "rawHtml", "links", "summary", "branding", "product", "menu"};
       },
       {{"formats", {"markdown", "html", "rawHtml", "links", "summary", "branding", "product", "menu"}}},
       {{"formats", {"markdown", "html", "rawHtml", "links", "summary", "branding", "product", "menu"}}}},
      {"formats of v2 that have options",
       [](auto& o) {
         o.formats = {
             "markdown",
             {"attributes", {{"selectors", json::array({{{"selector", "a"}, {"attribute", "href"}}})}}},
             {"question", {{"question", "Why?"}}},
             {"highlights", {{"query", "x"}}},
             {"query", {{"prompt", "p"}, {"mode", "directQuote"}}},
             {"changeTracking", {{"modes", {"git-diff"}}, {"tag", nullptr}}}};
       },
       "which v1 does not have; use ApiVersion::v2",
       {{"formats", json::array({"markdown",
                                 {{"type", "attributes"},
                                  {"selectors", json::array({{{"selector", "a"}, {"attribute", "href"}}})}},
                                 {{"type", "question"}, {"question", "Why?"}},
                                 {{"type", "highlights"}, {"query", "x"}},
                                 {{"type", "query"}, {"prompt", "p"}, {"mode", "directQuote"}},
                                 {{"type", "changeTracking"}, {"modes", {"git-diff"}}, {"tag", nullptr}}})}}},
      {"more formats of v2",
       [](auto& o) {
         o.formats = {"audio", "video", {"deterministicJson", {{"prompt", "p"}}}};
       },
       "which v1 does not have",
       {{"formats", json::array({"audio", "video", {{"type", "deterministicJson"}, {"prompt", "p"}}})}}},
      same("the body alone", [](auto& o) { o.formats = {"rawBase64"}; }, {{"formats", {"rawBase64"}}}),
      same(
          "the body and more",
          [](auto& o) {
            o.formats = {"markdown", "rawBase64"};
          },
          "formats has \"rawBase64\", which must be the only one"),
      {"a plain format with options",
       [](auto& o) {
         o.formats = {{"links", {{"all", true}}}};
       },
       "the format links has options", "the format links has options, which the server does not take"},
      same("members of the API that have no field",
           [](auto& o) {
             o.extra = {
                 {"onlyCleanContent", true}, {"redactPII", {{"mode", "fast"}}}, {"profile", {{"name", "p"}}}};
           },
           {{"onlyCleanContent", true}, {"redactPII", {{"mode", "fast"}}}, {"profile", {{"name", "p"}}}}),
      same("extra",
           [](auto& o) {
             o.extra = {{"lockdown", true}, {"mobile", 7}}, o.mobile = false;
           },
           {{"lockdown", true}, {"mobile", false}}),
      same(
          "extra that is not an object", [](auto& o) { o.extra = {1}; },
          "the extra members of the scrape options are not a JSON object"),
      {"the old name of json",
       [](auto& o) {
         o.formats = {"extract"}, o.extra = {{"extract", json::object()}};
       },
       {{"formats", {"extract"}}, {"extract", json::object()}},
       "the format extract is v1's; use \"json\", or ApiVersion::v1"},
  };
}

void check(const ScrapeOptions& options, ApiVersion version, const json& expected) {
  if (expected.is_string())
    CHECK_THAT(refusal(options, version), Catch::Matchers::ContainsSubstring(expected.get<std::string>()));
  else
    CHECK(written(options, version) == expected);
}

}  // namespace

TEST_CASE("Each field of ScrapeOptions is what each version calls it, or refused by its name") {
  for (const auto& row : rows()) {
    INFO(row.name);
    ScrapeOptions options;
    row.set(options);
    check(options, ApiVersion::v1, row.v1);
    check(options, ApiVersion::v2, row.v2);
  }
}

TEST_CASE("On v2 parse_pdf and parsers are one member, so only one of them may be set") {
  ScrapeOptions options;
  options.parse_pdf = true;
  options.parsers = {"pdf"};
  CHECK_THAT(refusal(options, ApiVersion::v2), Catch::Matchers::ContainsSubstring("leave parse_pdf out"));
}
