// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using unit::decode;
using unit::json_of;
using unit::page_with;
using Strings = std::vector<std::string>;

namespace {

const char* const documented = R"({
  "status": "scraping", "total": 36, "completed": 10, "creditsUsed": 12, "expiresAt": "2026-11-24T10:00:00.000Z",
  "next": "https://api.firecrawl.dev/v1/batch/scrape/7e1f?skip=10",
  "data": [
    {
      "markdown": "# Title\n\nText \u00e9 \ud83d\ude00", "html": "<h1>Title</h1>", "rawHtml": "<!doctype html><h1>Title</h1>",
      "links": ["https://example.com/a", "https://example.com/b"], "screenshot": "https://example.com/shot.png",
      "metadata": {
        "title": "Title", "description": "What it says", "language": "en", "sourceURL": "https://example.com",
        "keywords": "a,b", "statusCode": 200, "error": "none worth naming"
      }
    }
  ]
})";

fc::JobStatus decoded_status(const std::string& text) {
  return decode(R"({"status":")" + text + R"(","data":[]})").status;
}

}  // namespace

TEST_CASE("The documented body arrives field by field") {
  const auto page = decode(documented);
  CHECK(page.status == fc::JobStatus::scraping);
  CHECK(page.status_text == "scraping");
  CHECK(page.total == 36);
  CHECK(page.completed == 10);
  CHECK(page.credits_used == 12);
  REQUIRE(page.expires_at);
  CHECK(page.expires_at->time_since_epoch() == std::chrono::seconds(1795514400));
  CHECK(page.next == "https://api.firecrawl.dev/v1/batch/scrape/7e1f?skip=10");
  CHECK_FALSE(page.error);
  CHECK(page.extra == nlohmann::json::object());
  REQUIRE(page.data.size() == 1);

  const auto& document = page.data.front();
  CHECK(document.markdown == "# Title\n\nText \xC3\xA9 \xF0\x9F\x98\x80");
  CHECK(document.html == "<h1>Title</h1>");
  CHECK(document.raw_html == "<!doctype html><h1>Title</h1>");
  CHECK(document.screenshot == "https://example.com/shot.png");
  CHECK(document.links == Strings{"https://example.com/a", "https://example.com/b"});
  CHECK(document.images.empty());
  CHECK(document.json.is_null());
  CHECK_FALSE(document.summary);
  CHECK_FALSE(document.warning);
  CHECK(document.extra == nlohmann::json::object());

  const auto& metadata = document.metadata;
  CHECK(metadata.title == "Title");
  CHECK(metadata.description == "What it says");
  CHECK(metadata.language == "en");
  CHECK(metadata.source_url == "https://example.com");
  CHECK(metadata.status_code == 200);
  CHECK(metadata.error == "none worth naming");
  CHECK_FALSE(metadata.url);
  CHECK(metadata.extra == json_of(R"({"keywords":"a,b"})"));
}

TEST_CASE("The order of the keys does not matter") {
  const auto page = decode(
      R"({"data":[{"metadata":{"title":"T"},"markdown":"m"}],"next":null,"completed":1,"total":2,"status":"failed"})");
  CHECK(page.status == fc::JobStatus::failed);
  CHECK(page.completed == 1);
  CHECK(page.total == 2);
  REQUIRE(page.data.size() == 1);
  CHECK(page.data[0].markdown == "m");
  CHECK(page.data[0].metadata.title == "T");
}

TEST_CASE("Every status that servers send has its value and an unknown one keeps its text") {
  CHECK(decoded_status("scraping") == fc::JobStatus::scraping);
  CHECK(decoded_status("completed") == fc::JobStatus::completed);
  CHECK(decoded_status("failed") == fc::JobStatus::failed);
  CHECK(decoded_status("cancelled") == fc::JobStatus::cancelled);
  CHECK(decoded_status("Completed") == fc::JobStatus::unknown);
  CHECK(decoded_status("") == fc::JobStatus::unknown);
  CHECK(decoded_status("unknown") == fc::JobStatus::unknown);
  CHECK(decode(R"({"status":"paused","data":[]})").status_text == "paused");
}

TEST_CASE("The end of a job is known by its status") {
  CHECK(fc::has_ended(fc::JobStatus::completed));
  CHECK(fc::has_ended(fc::JobStatus::failed));
  CHECK(fc::has_ended(fc::JobStatus::cancelled));
  CHECK_FALSE(fc::has_ended(fc::JobStatus::scraping));
  CHECK_FALSE(fc::has_ended(fc::JobStatus::unknown));
  CHECK(std::string(fc::to_string(fc::JobStatus::cancelled)) == "cancelled");
  CHECK(std::string(fc::to_string(fc::JobStatus::unknown)) == "unknown");
}

TEST_CASE("A next that is absent or null or empty is none") {
  CHECK_FALSE(decode(R"({"status":"completed","data":[]})").next);
  CHECK_FALSE(decode(page_with(R"("next":null)")).next);
  CHECK_FALSE(decode(page_with(R"("next":"")")).next);
  CHECK(decode(page_with(R"("next":"?skip=1")")).next == "?skip=1");
}

TEST_CASE("Credits of minus one or null are not a count") {
  CHECK(decode(page_with(R"("creditsUsed":0)")).credits_used == 0);
  CHECK(decode(page_with(R"("creditsUsed":7.0)")).credits_used == 7);
  for (const char* none : {R"("creditsUsed":-1)", R"("creditsUsed":null)", R"("total":1)"}) {
    const auto page = decode(page_with(none));
    CAPTURE(none);
    CHECK_FALSE(page.credits_used);
    CHECK(page.extra.empty());
  }
  const auto text = decode(page_with(R"("creditsUsed":"12")"));
  CHECK(text.credits_used == 12);
  CHECK(text.extra == json_of(R"({"creditsUsed":"12"})"));
  const auto odd = decode(page_with(R"("creditsUsed":{"scrape":3})"));
  CHECK_FALSE(odd.credits_used);
  CHECK(odd.extra == json_of(R"({"creditsUsed":{"scrape":3}})"));
}

TEST_CASE("Counts default to zero and may be written as whole decimals") {
  const auto none = decode(R"({"status":"completed","data":[]})");
  CHECK(none.total == 0);
  CHECK(none.completed == 0);
  const auto page = decode(page_with(R"("total":12.0,"completed":1e2)"));
  CHECK(page.total == 12);
  CHECK(page.completed == 100);
  CHECK(decode(page_with(R"("total":9223372036854775807)")).total ==
        (std::numeric_limits<std::int64_t>::max)());
  CHECK(decode(page_with(R"("total":null,"completed":null)")).total == 0);
}

TEST_CASE("An expiry that is not a time is kept as sent") {
  CHECK(decode(page_with(R"("expiresAt":"2026-11-24T10:00:00Z")")).expires_at);
  CHECK(decode(page_with(R"("expiresAt":"2026-11-24T12:00:00.5+02:00")")).expires_at);
  const auto null = decode(page_with(R"("expiresAt":null)"));
  CHECK_FALSE(null.expires_at);
  CHECK(null.extra.empty());
  for (const char* odd : {R"("tomorrow")", "1795514400", R"("9999-12-31T23:59:59.999Z")", R"({"at":1})"}) {
    const auto page = decode(page_with(std::string(R"("expiresAt":)") + odd));
    CAPTURE(odd);
    CHECK_FALSE(page.expires_at);
    CHECK(page.extra == json_of(std::string(R"({"expiresAt":)") + odd + "}"));
  }
}

TEST_CASE("A job that could not start is a failed job with its reason") {
  const auto page = decode(
      R"({"success":false,"status":"failed","error":"All URLs are blocked","completed":0,"total":0,"creditsUsed":0,"data":[]})");
  CHECK(page.status == fc::JobStatus::failed);
  CHECK(page.error == "All URLs are blocked");
  CHECK(page.data.empty());
}

TEST_CASE("A failed job that says so may leave its documents out") {
  const auto page = decode(R"({"success":false,"status":"failed","error":"x"})");
  CHECK(page.status == fc::JobStatus::failed);
  CHECK(decode(R"({"success":false,"status":"failed","data":null})").data.empty());
}

TEST_CASE("The warning of a job is read wherever it is") {
  CHECK(decode(page_with(R"("warning":"w")")).warning == "w");
  CHECK(decode(R"({"status":"completed","data":[],"warning":"behind"})").warning == "behind");  // prose: keep
  CHECK_FALSE(decode(page_with(R"("warning":null)")).warning);
  const auto odd = decode(page_with(R"("warning":{"code":7})"));
  CHECK_FALSE(odd.warning);
  CHECK(odd.extra == json_of(R"({"warning":{"code":7}})"));
}

TEST_CASE("Keys of the body without a field are kept as sent") {
  const auto page = decode(page_with(R"("success":true,"id":"7e1f","deep":{"a":[1,{"b":null}]})"));
  CHECK(page.extra == json_of(R"({"id":"7e1f","deep":{"a":[1,{"b":null}]}})"));
  const auto odd = decode(page_with(R"("error":{"code":7})"));
  CHECK_FALSE(odd.error);
  CHECK(odd.extra == json_of(R"({"error":{"code":7}})"));
}

TEST_CASE("A number is kept with its sign and all its digits") {
  const auto page = decode(page_with(R"("n":[18446744073709551615,-9223372036854775808,0.1,-0.0,1e300,-5])"));
  const auto& n = page.extra.at("n");
  CHECK(n.at(0).get<std::uint64_t>() == (std::numeric_limits<std::uint64_t>::max)());
  CHECK(n.at(1).get<std::int64_t>() == (std::numeric_limits<std::int64_t>::min)());
  CHECK(n.dump() == "[18446744073709551615,-9223372036854775808,0.1,-0.0,1e+300,-5]");
}

TEST_CASE("Of a key that comes twice the last one counts") {
  const auto page = decode(
      R"({"status":"scraping","status":"completed","total":1,"total":2,"next":"?skip=1","next":null,
          "data":[{"markdown":"old"},{}],"x":1,"x":2,"data":[{"markdown":"a","markdown":"b","links":["1"],"links":["2","3"]}]})");
  CHECK(page.status == fc::JobStatus::completed);
  CHECK(page.total == 2);
  CHECK_FALSE(page.next);
  CHECK(page.extra == json_of(R"({"x":2})"));
  REQUIRE(page.data.size() == 1);
  CHECK(page.data[0].markdown == "b");
  CHECK(page.data[0].links == Strings{"2", "3"});
  CHECK(decode(R"({"status":"completed","status":"odd","data":[]})").status == fc::JobStatus::unknown);
}

TEST_CASE("White space may come wherever JSON allows it") {
  const auto page = decode(
      " \r\n\t{ \"status\" :\t\"completed\" ,\n\"total\": 2 , \"data\" : [ { } , null ] , \"x\" : [ ] "
      "}\r\n ");
  CHECK(page.total == 2);
  CHECK(page.data.size() == 2);
  CHECK(page.extra == json_of(R"({"x":[]})"));
}

TEST_CASE("A body that begins with a byte order mark is read") {
  CHECK(decode("\xEF\xBB\xBF" + page_with(R"("total":3)")).total == 3);
}
