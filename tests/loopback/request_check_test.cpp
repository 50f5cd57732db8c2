// SPDX-License-Identifier: MIT
// How strictly the test servers look at what they are sent.
#include "support/request_check.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "support/api_routes.hpp"

namespace request_check {

using nlohmann::json;
using support::Call;
using support::Version;

/// What is said against the body: "path: message" of each issue.
inline std::vector<std::string> complaints(const char* shape, Version version, const char* body) {
  std::vector<std::string> list;
  for (const json& issue : support::issues_of(json::parse(body), shape, version)) {
    std::string path;
    for (const json& step : issue.at("path")) {
      if (!path.empty()) path += '.';
      path += step.is_string() ? step.get<std::string>() : step.dump();
    }
    list.push_back(path + ": " + issue.at("message").get<std::string>());
  }
  return list;
}

using Lines = std::vector<std::string>;

struct BodyCase {
  const char* shape;
  Version version;
  const char* body;
  const char* complaint;  ///< null: it is taken
};

constexpr auto in_v1 = Version::v1;
constexpr auto in_v2 = Version::v2;

constexpr BodyCase body_cases[] = {
    {"scrape", in_v1, R"({"url":"a.example"})", nullptr},
    {"scrape", in_v2, R"({"url":"https://127.0.0.1:3000/x?y#z"})", nullptr},
    {"scrape", in_v2, R"({"url":"ftp://a.example"})", "url: Invalid URL"},
    {"scrape", in_v2, R"({"url":7})", "url: Invalid input: expected string, received number"},
    {"scrape", in_v2, R"({})", "url: Invalid input: expected string, received undefined"},
    {"scrape", in_v2, R"([])", ": Invalid input: expected object, received array"},
    {"scrape", in_v2, R"({"url":"a.example","nonsense":1,"more":2})",
     R"(: Unrecognized keys: "more", "nonsense")"},
    // Null is never left out.
    {"scrape", in_v2, R"({"url":"a.example","waitFor":null})",
     "waitFor: Invalid input: expected number, received null"},
    {"scrape", in_v2, R"({"url":"a.example","mobile":"yes"})",
     "mobile: Invalid input: expected boolean, received string"},
    {"scrape", in_v2, R"({"url":"a.example","timeout":1000.5})",
     "timeout: Invalid input: expected int, received number"},
    {"scrape", in_v2, R"({"url":"a.example","timeout":999})",
     "timeout: Too small: expected number to be >=1000"},
    {"scrape", in_v2, R"({"url":"a.example","waitFor":60001})",
     "waitFor: Too big: expected number to be <=60000"},
    {"scrape", in_v2, R"({"url":"a.example","proxy":"best"})",
     R"(proxy: Invalid option: expected one of "basic"|"stealth"|"enhanced"|"auto")"},
    {"scrape", in_v2, R"({"url":"a.example","includeTags":["p",1]})",
     "includeTags.1: Invalid input: expected string, received number"},
    {"scrape", in_v2, R"({"url":"a.example","headers":{"Cookie":1}})",
     "headers.Cookie: Invalid input: expected string, received number"},
    {"scrape", in_v2, R"({"url":"a.example","location":{"country":"DE","city":"Bonn"}})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","redactPII":true})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","redactPII":{"mode":"fast","entities":["NAME"]}})",
     R"(redactPII.entities.0: Invalid option: expected one of "PERSON"|"EMAIL"|"PHONE"|"LOCATION"|"FINANCIAL"|"SECRET")"},
    // Rules over several members.
    {"scrape", in_v1, R"({"url":"a.example","timeout":2000,"waitFor":1000})", nullptr},
    {"scrape", in_v1, R"({"url":"a.example","timeout":2000,"waitFor":1001})",
     "waitFor: waitFor must not exceed half of timeout"},
    {"scrape", in_v2, R"({"url":"a.example","waitFor":59000,"actions":[{"type":"wait","selector":"p"}]})",
     nullptr},
    {"scrape", in_v2, R"({"url":"a.example","waitFor":59001,"actions":[{"type":"wait","selector":"p"}]})",
     "actions: Total wait time (waitFor + wait actions) cannot exceed 60 seconds"},
    {"scrape", in_v2, R"({"url":"a.example","actions":[{"type":"wait"}]})",
     "actions: Either 'milliseconds' or 'selector' must be provided, but not both."},
    {"scrape", in_v2, R"({"url":"a.example","actions":[{"type":"jump"}]})", "actions.0: Invalid input"},
    {"scrape", in_v2, R"({"url":"a.example","actions":["scrape"]})", "actions.0: Invalid input"},
    {"scrape", in_v1,
     R"({"url":"a.example","actions":[{"type":"screenshot","viewport":{"width":0,"height":1}}]})",
     nullptr},  // members of actions that are not known are left out
    {"scrape", in_v2,
     R"({"url":"a.example","actions":[{"type":"screenshot","viewport":{"width":0,"height":1}}]})",
     "actions.0: Invalid input"},
    {"scrape", in_v2,
     R"({"url":"a.example","actions":[{"type":"screenshot","viewport":{"width":1,"height":1}}]})", nullptr},
    // Formats: texts in v1, texts and objects in v2.
    {"scrape", in_v1, R"({"url":"a.example","formats":["screenshot@fullPage","rawHtml"]})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","formats":["screenshot@fullPage"]})", "formats.0: Invalid input"},
    {"scrape", in_v1, R"({"url":"a.example","formats":["images"]})", "formats.0: Invalid input"},
    {"scrape", in_v1, R"({"url":"a.example","formats":[{"type":"markdown"}]})", "formats.0: Invalid input"},
    {"scrape", in_v2, R"({"url":"a.example","formats":["images",{"type":"json","prompt":"x"}]})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","formats":[{"type":"json","promt":"x"}]})",
     "formats.0: Invalid input"},
    {"scrape", in_v2, R"({"url":"a.example","formats":["question"]})", "formats.0: Invalid input"},
    {"scrape", in_v2, R"({"url":"a.example","formats":["screenshot",{"type":"screenshot"}]})",
     "formats: You may only specify one screenshot format"},
    {"scrape", in_v2, R"({"url":"a.example","formats":["rawBase64","markdown"]})",
     "formats: The rawBase64 format cannot be combined with other formats"},
    {"scrape", in_v2, R"({"url":"a.example","formats":["changeTracking"]})",
     "formats: The changeTracking format requires the markdown format to be specified as well"},
    {"scrape", in_v1, R"({"url":"a.example","formats":["json"]})",
     "formats: When 'extract' or 'json' format is specified, corresponding options must be provided, and "
     "vice "
     "versa"},
    {"scrape", in_v1, R"({"url":"a.example","formats":["json"],"jsonOptions":{"prompt":"x"}})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","formats":["json"],"jsonOptions":{"prompt":"x"}})",
     R"(: Unrecognized key: "jsonOptions")"},
    {"scrape", in_v1, R"({"url":"a.example","parsePDF":false})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","parsePDF":false})", R"(: Unrecognized key: "parsePDF")"},
    {"scrape", in_v1, R"({"url":"a.example","minAge":1})", R"(: Unrecognized key: "minAge")"},
    {"scrape", in_v2, R"({"url":"a.example","parsers":["pdf",{"type":"pdf","maxPages":3}]})", nullptr},
    {"scrape", in_v2, R"({"url":"a.example","parsers":[{"type":"pdf","maxPages":0}]})",
     "parsers.0: Invalid input"},
    // The other calls, and the options within them.
    {"batch_scrape", in_v2, R"({"urls":[]})", "urls: Too small: expected array to have >=1 items"},
    {"batch_scrape", in_v2, R"({"urls":["a.example"],"appendToId":"abc"})", "appendToId: Invalid UUID"},
    {"batch_scrape", in_v2, R"({"urls":["a.example"],"integration":"mine"})",
     "integration: Invalid integration"},
    {"batch_scrape", in_v2, R"({"urls":["a.example"],"integration":"_mine","webhook":"https://b.example/"})",
     nullptr},
    {"batch_scrape", in_v2,
     R"({"urls":["a.example"],"webhook":{"url":"https://b.example/","events":["page"],"x":1}})",
     R"(webhook: Unrecognized key: "x")"},
    {"batch_scrape", in_v2,
     R"({"urls":["a.example"],"webhook":{"url":"b.example","headers":{"X-Firecrawl-Signature":"x"}}})",
     "webhook.headers: X-Firecrawl-Signature cannot be set"},
    {"crawl", in_v1, R"({"url":"a.example","maxDepth":2,"ignoreSitemap":true,"allowBackwardLinks":true})",
     nullptr},
    {"crawl", in_v2, R"({"url":"a.example","maxDepth":2})", R"(: Unrecognized key: "maxDepth")"},
    {"crawl", in_v1, R"({"url":"a.example","sitemap":"skip"})", R"(: Unrecognized key: "sitemap")"},
    {"crawl", in_v1, R"({"url":"a.example","prompt":"all"})", R"(: Unrecognized key: "prompt")"},
    {"crawl", in_v2, R"({"url":"a.example","sitemap":"none"})",
     R"(sitemap: Invalid option: expected one of "include"|"skip"|"only")"},
    {"crawl", in_v2, R"({"url":"a.example","delay":0})", "delay: Too small: expected number to be >0"},
    {"crawl", in_v2, R"({"url":"a.example","delay":0.5,"limit":3,"maxConcurrency":1})", nullptr},
    {"crawl", in_v2, R"({"url":"a.example","formats":["markdown"]})", R"(: Unrecognized key: "formats")"},
    {"crawl", in_v2, R"({"url":"a.example","scrapeOptions":{"formats":["markdown"],"url":"b.example"}})",
     R"(scrapeOptions: Unrecognized key: "url")"},
    {"crawl", in_v2, R"({"url":"a.example","scrapeOptions":{"timeout":1000,"waitFor":501}})",
     "scrapeOptions.waitFor: waitFor must not exceed half of timeout"},
    {"crawl_preview", in_v2, R"({"url":"https://a.example","prompt":"all","more":1})", nullptr},
    {"crawl_preview", in_v2, R"({"url":"a.example","prompt":"all"})", "url: URL must begin with a scheme"},
    {"map", in_v1, R"({"url":"a.example","sitemapOnly":true,"ignoreSitemap":false})", nullptr},
    {"map", in_v2, R"({"url":"a.example","sitemapOnly":true})", R"(: Unrecognized key: "sitemapOnly")"},
    {"map", in_v2, R"({"url":"a.example","limit":100001})", "limit: Too big: expected number to be <=100000"},
    {"map", in_v2, R"({"url":"a.example","search":"x","timeout":1,"includePaths":["x"]})", nullptr},
    {"search", in_v1, R"({"query":"x","limit":100,"tbs":"qdr:d"})", nullptr},
    {"search", in_v1, R"({"query":"x","sources":["web"]})", R"(: Unrecognized key: "sources")"},
    {"search", in_v2, R"({"query":"x","sources":["web",{"type":"news"}]})", "sources: Invalid input"},
    {"search", in_v2, R"({"query":"x","sources":["videos"]})", "sources.0: Invalid input"},
    {"search", in_v2, R"({"query":"x","categories":[{"type":"github"}]})", nullptr},
    {"search", in_v2, R"({"query":"x","includeDomains":["a.example"],"excludeDomains":["b.example"]})",
     "includeDomains: includeDomains and excludeDomains cannot both be specified"},
    {"search", in_v2,
     R"({"query":"x","scrapeOptions":{"formats":["markdown",{"type":"json","prompt":"x"}]}})", nullptr},
    {"search", in_v2, R"({"query":"x","scrapeOptions":{"formats":["branding"]}})",
     "scrapeOptions.formats.0: Invalid input"},
    {"extract", in_v2, "{}", ": Either 'urls' or 'prompt' must be provided."},
    {"extract", in_v1,
     R"({"urls":["https://a.example/*"],"schema":{"type":"object"},"enableWebSearch":true})", nullptr},
    {"extract", in_v2, R"({"prompt":"x","schema":{"type":"object","additionalProperties":true}})",
     "schema: Invalid JSON schema"},
    {"extract", in_v2, R"({"prompt":"x","scrapeOptions":{"parsePDF":true}})",
     R"(scrapeOptions: Unrecognized key: "parsePDF")"},
    {"agent", in_v2, R"({"prompt":"x","maxCredits":10.5,"strictConstrainToURLs":true,"urls":["a.example"]})",
     nullptr},
    {"agent", in_v2, R"({"urls":["a.example"]})",
     "prompt: Invalid input: expected string, received undefined"},
    {"agent", in_v2, R"({"prompt":"x","webhook":{"url":"b.example","events":["cancelled"]}})", nullptr},
    {"agent", in_v2, R"({"prompt":"x","webhook":{"url":"b.example","events":["page"]}})",
     R"(webhook.events.0: Invalid option: expected one of "started"|"action"|"completed"|"failed"|"cancelled")"},
    {"parse", in_v2, R"({"url":"a.example"})", R"(: Unrecognized key: "url")"},
};

}  // namespace request_check

using namespace request_check;

TEST_CASE("The test servers take and refuse bodies as the real one does") {
  for (const BodyCase& one : body_cases) {
    CAPTURE(one.shape, one.version == in_v1 ? 1 : 2, one.body);
    const Lines said = complaints(one.shape, one.version, one.body);
    if (one.complaint == nullptr) {
      CHECK(said == Lines());
    } else {
      REQUIRE_FALSE(said.empty());
      CHECK(said.front() == one.complaint);
    }
  }
}

TEST_CASE("A list of options is refused as a whole where the server's is one thing") {
  const json issues =
      support::issues_of(json::parse(R"({"url":"a.example","formats":["nonsense"]})"), "scrape", in_v2);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].at("code") == "invalid_union");
  CHECK(issues[0].at("errors").size() > 15);
  CHECK(issues[0].at("errors")[0][0].at("message") == "Invalid input: expected \"markdown\"");
}

TEST_CASE("A refusal of the test servers has the envelope of the real one") {
  support::Request request;
  std::optional<support::Response> refusal;
  SECTION("malformed") {
    request.body = R"({"url":")";
    support::read_body(request, "scrape", in_v2, refusal);
    REQUIRE(refusal);
    CHECK(refusal->body ==
          R"({"success":false,"code":"BAD_REQUEST_INVALID_JSON","error":"Bad request, malformed JSON"})");
  }
  SECTION("a key that is not known") {
    request.body = R"({"url":"a.example","nonsense":1})";
    support::read_body(request, "scrape", in_v1, refusal);
    REQUIRE(refusal);
    CHECK(json::parse(refusal->body).at("error") ==
          "Unrecognized key in body -- please review the v2 API documentation for request body changes");
  }
  SECTION("a search") {
    request.body = "{}";
    support::read_body(request, "search", in_v2, refusal);
    REQUIRE(refusal);
    CHECK(json::parse(refusal->body).at("error") == "Invalid request body");
    CHECK_FALSE(json::parse(refusal->body).contains("code"));
  }
  SECTION("too large") {
    request.body.assign(10'485'761, ' ');
    support::read_body(request, "scrape", in_v2, refusal);
    REQUIRE(refusal);
    CHECK(refusal->status == 413);
    return;
  }
  CHECK(refusal->status == 400);
}

TEST_CASE("The test servers know each call by its method, path and version") {
  CHECK(support::find_route("GET", "/v2/crawl/active").call == Call::active_crawls);
  CHECK(support::find_route("GET", "/v1/crawl/ongoing").call == Call::active_crawls);
  CHECK(support::find_route("GET", "/v1/crawl/a%2Fb").id == "a/b");
  CHECK(support::find_route("GET", "/v2/batch/scrape/x/errors").call == Call::job_errors);
  CHECK(support::find_route("GET", "/v2/batch/scrape/x/errors").id == "x");
  CHECK(support::find_route("DELETE", "/v2/crawl/x").call == Call::cancel_job);
  CHECK(support::find_route("DELETE", "/v2/agent/x").call == Call::cancel_agent);
  CHECK(support::find_route("DELETE", "/v2/extract/x").call == Call::none);
  CHECK(support::find_route("POST", "/v1/agent").call == Call::none);
  CHECK(support::find_route("POST", "/v2/crawl/params-preview").call == Call::preview_crawl);
  for (const char* path : {"/v1/crawl/params-preview", "/v2/crawl/", "/v2/crawl/x/y", "/v3/scrape", "/scrape",
                           "/v2/batch/scrape/", "/v2/scrapes"}) {
    CAPTURE(path);
    CHECK(support::find_route("POST", path).call == Call::none);
  }
  CHECK(support::find_route("PUT", "/v2/scrape").call == Call::none);
}
