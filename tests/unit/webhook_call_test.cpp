// SPDX-License-Identifier: MIT
// What a server posts to a webhook: each field of each type of event, and what is none.

#include <firecrawl/error.hpp>
#include <firecrawl/webhook.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/basics.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using nlohmann::json;

namespace {

const std::string call_id = "01a214ea-5aba-732c-a49e-dcfe3f6f9d54";
const std::string event_id = "8c4acd8c-44c0-4fed-afb1-3984678f315e";

/// A call of this type, with this data, and other members after them.
std::string call_text(const std::string& type, const std::string& data, const std::string& more = "") {
  return R"({"success":true,"type":")" + type + R"(","id":")" + call_id + R"(","webhookId":")" + event_id +
         R"(","data":)" + data + more + "}";
}

fc::DecodeError webhook_error(const std::string& body) {
  return thrown<fc::DecodeError>([&] { (void)fc::parse_webhook(body); });
}

}  // namespace

TEST_CASE("A page that was scraped comes as a document, with all that was posted") {
  const auto call = fc::parse_webhook(
      R"({"success":true,"type":"batch_scrape.page","id":"01a214ea-5aba-732c-a49e-dcfe3f6f9d54",)"
      R"("webhookId":"8c4acd8c-44c0-4fed-afb1-3984678f315e","data":[{"markdown":"# Page 0","links":["a"],)"
      R"("metadata":{"title":["t","u"],"sourceURL":"http://site.example/p/0","statusCode":200,"proxyUsed":"basic"},)"
      R"("agent_hints":[1]}],"metadata":{"who":"rt"},"newer":7})");
  CHECK(call.success);
  CHECK(call.type == "batch_scrape.page");
  CHECK(call.id == call_id);
  CHECK(call.webhook_id == event_id);
  CHECK_FALSE(call.error);
  CHECK(call.metadata == json{{"who", "rt"}});
  CHECK(call.extra == json{{"newer", 7}});
  REQUIRE(call.data.size() == 1);
  const auto& document = call.data.front();
  CHECK(document.markdown == "# Page 0");
  CHECK(document.links == std::vector<std::string>{"a"});
  CHECK(document.metadata.title == "t");
  CHECK(document.metadata.source_url == "http://site.example/p/0");
  CHECK(document.metadata.status_code == 200);
  CHECK(document.metadata.extra.at("title") == json::array({"t", "u"}));
  CHECK(document.metadata.extra.at("proxyUsed") == "basic");
  CHECK(document.extra.contains("agent_hints"));
  CHECK_FALSE(document.warning);
  REQUIRE(call.raw_data.is_array());
  CHECK(call.raw_data.at(0).at("markdown") == "# Page 0");
  CHECK(call.raw_data.at(0).at("metadata").at("title") == json::array({"t", "u"}));
}

TEST_CASE("A page that failed has its URL, and why") {
  const auto call = fc::parse_webhook(
      R"({"success":false,"type":"crawl.page","id":"7e1f","webhookId":"c0ff",)"
      R"("data":[{"metadata":{"sourceURL":"http://site.example/empty"}}],"error":"All scraping engines failed"})");
  CHECK_FALSE(call.success);
  CHECK(call.error == "All scraping engines failed");
  REQUIRE(call.data.size() == 1);
  CHECK_FALSE(call.data.front().markdown);
  CHECK(call.data.front().metadata.source_url == "http://site.example/empty");
}

TEST_CASE("Documents are typed for crawls and batch scrapes, and for nothing else") {
  for (const char* type :
       {"crawl.started", "crawl.page", "crawl.completed", "crawl.failed", "crawl.newer",
        "batch_scrape.started", "batch_scrape.page", "batch_scrape.completed", "batch_scrape.failed"}) {
    CAPTURE(type);
    const auto call = fc::parse_webhook(call_text(type, R"([{"markdown":"a"},{"markdown":"b"}])"));
    CHECK(call.type == type);
    REQUIRE(call.data.size() == 2);
    CHECK(call.data[1].markdown == "b");
    CHECK(call.raw_data.size() == 2);
    CHECK(fc::parse_webhook(call_text(type, "[]")).data.empty());
  }
  for (const char* type :
       {"extract.started", "extract.completed", "extract.failed", "agent.started", "agent.action",
        "agent.completed", "agent.failed", "agent.cancelled", "monitor.page", "monitor.check.completed",
        "unheard.of", "crawl", "batch_scrape", "crawler.page", ""}) {
    CAPTURE(type);
    const auto call = fc::parse_webhook(call_text(type, R"([{"creditsUsed":12,"data":{"a":[1]}}])"));
    CHECK(call.type == type);
    CHECK(call.data.empty());
    CHECK(call.raw_data == json::parse(R"([{"creditsUsed":12,"data":{"a":[1]}}])"));
  }
}

TEST_CASE("Documents are typed wherever the type is in the body") {
  const auto call = fc::parse_webhook(R"({"data":[{"markdown":"a"}],"success":true,"type":"crawl.page"})");
  CHECK(call.data.at(0).markdown == "a");
}

TEST_CASE("The id of an event is spelled in two ways") {
  CHECK(fc::parse_webhook(R"({"webhookId":"a"})").webhook_id == "a");
  CHECK(fc::parse_webhook(R"({"webhook_id":"b"})").webhook_id == "b");
  const auto both = fc::parse_webhook(R"({"webhook_id":"b","webhookId":"a"})");
  CHECK(both.webhook_id == "a");
  CHECK(both.extra == json{{"webhook_id", "b"}});
  const auto odd = fc::parse_webhook(R"({"webhookId":7,"webhook_id":"b"})");
  CHECK(odd.webhook_id == "b");
  CHECK(odd.extra == json{{"webhookId", 7}});
}

TEST_CASE("What is missing or null leaves its field as it is") {
  for (const char* body :
       {"{}", R"({"success":null,"type":null,"id":null,"webhookId":null,"webhook_id":null,)"
              R"("data":null,"error":null,"metadata":null})"}) {
    const auto call = fc::parse_webhook(body);
    CHECK_FALSE(call.success);
    CHECK(call.type.empty());
    CHECK(call.id.empty());
    CHECK(call.webhook_id.empty());
    CHECK(call.data.empty());
    CHECK(call.raw_data == json::array());
    CHECK_FALSE(call.error);
    CHECK(call.metadata.is_null());
  }
  CHECK(fc::parse_webhook("{}").extra == json::object());
}

TEST_CASE("A value that does not fit its field is kept as sent") {
  const auto call = fc::parse_webhook(
      R"({"success":"yes","type":["crawl.page"],"id":{"a":1},"error":{"message":"no"},"metadata":"text"})");
  CHECK_FALSE(call.success);
  CHECK(call.type.empty());
  CHECK(call.id.empty());
  CHECK_FALSE(call.error);
  CHECK(call.metadata == "text");
  CHECK(call.extra == json{{"success", "yes"},
                           {"type", json::array({"crawl.page"})},
                           {"id", {{"a", 1}}},
                           {"error", {{"message", "no"}}}});
}

TEST_CASE("Data that is one object is one document, and other data is none") {
  const auto one = fc::parse_webhook(call_text("crawl.page", R"({"markdown":"a","links":["b"]})"));
  REQUIRE(one.data.size() == 1);
  CHECK(one.data[0].markdown == "a");
  CHECK(one.raw_data.at("links") == json::array({"b"}));
  for (const char* data : {"7", R"("text")", "true", "1e999"}) {
    CAPTURE(data);
    const auto call = fc::parse_webhook(call_text("crawl.page", data));
    CHECK(call.data.empty());
    CHECK(call.raw_data.is_primitive());
  }
}

TEST_CASE("If data comes twice, the last one counts") {
  const auto later = fc::parse_webhook(
      R"({"type":"crawl.page","data":[{"markdown":"a"},{"markdown":"b"}],"x":[[]],"data":[{"markdown":"c"}]})");
  REQUIRE(later.data.size() == 1);
  CHECK(later.data[0].markdown == "c");
  CHECK(later.raw_data.size() == 1);
  const auto scalar = fc::parse_webhook(R"({"type":"crawl.page","data":[{"markdown":"a"}],"data":7})");
  CHECK(scalar.data.empty());
  CHECK(scalar.raw_data == 7);
}

TEST_CASE("A member named data elsewhere is not the data") {
  const auto call = fc::parse_webhook(
      R"({"type":"crawl.page","metadata":{"data":[{"markdown":"no"}]},"data":[{"data":[1],"markdown":"a"}]})");
  REQUIRE(call.data.size() == 1);
  CHECK(call.data[0].markdown == "a");
  CHECK(call.data[0].extra == json{{"data", json::array({1})}});
  CHECK(call.metadata.at("data").size() == 1);
}

TEST_CASE("Odd documents come as far as they can be kept, with a warning") {
  const auto call = fc::parse_webhook(call_text(
      "crawl.page", R"([{"markdown":"a\ud800b"},7,null,{"n":1e999,"markdown":"c"},{"deep":)" +
                        kit::repeated(300, "[") + kit::repeated(300, "]") + R"(,"markdown":"d"}])"));
  REQUIRE(call.data.size() == 5);
  CHECK(call.data[0].markdown ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK_FALSE(call.data[0].warning);
  CHECK(call.data[1].extra.at("value") == 7);
  CHECK(contains(call.data[1].warning.value(), "this entry is a number"));
  CHECK_FALSE(call.data[2].warning);
  CHECK(contains(call.data[3].warning.value(), "beyond double"));
  CHECK(call.data[3].markdown == "c");
  CHECK(contains(call.data[4].warning.value(), "256 levels"));
  CHECK(call.data[4].markdown == "d");
  CHECK(call.raw_data.size() == 5);
  CHECK(call.raw_data[3].at("n") == "1e999");
}

TEST_CASE("What is nested too deeply outside of data is cut, too") {
  const auto call = fc::parse_webhook(
      call_text("agent.completed", kit::repeated(400, "[") + kit::repeated(400, "]"),
                R"(,"metadata":)" + kit::repeated(400, R"({"a":)") + "1" + kit::repeated(400, "}")));
  CHECK(call.id == call_id);
  int depth = 0;
  for (const json* value = &call.raw_data; value->is_array() && !value->empty(); value = &value->front())
    ++depth;
  CHECK(depth == 255);
  depth = 0;
  for (const json* value = &call.metadata; value->is_object(); value = &value->at("a")) ++depth;
  CHECK(depth == 255);
}

TEST_CASE("A body that is not a JSON object is not a call") {
  for (const char* body : {"", " ", "[]", "7", "null", "\"text\"", "<html>", "{", R"({"type":"crawl.page")",
                           R"({"type":"crawl.page"} x)", "success=true&type=crawl.page", "\xFF\xFE"}) {
    CAPTURE(body);
    CHECK(contains(webhook_error(body).what(), "parse_webhook: the body is"));
    CHECK(webhook_error(body).body() ==
          (std::string(body) == "\xFF\xFE" ? "\xEF\xBF\xBD\xEF\xBF\xBD" : body));
  }
  CHECK(contains(webhook_error("[]").what(), "is an array, where an object belongs; it begins with: []"));
  CHECK(contains(webhook_error("").what(), "it is empty"));
  CHECK(webhook_error("[" + std::string(10'000, ' ')).body().size() == 4096);
}

TEST_CASE("A body of more than a million values is refused", "[million]") {
  const auto many = "[" + kit::repeated(1'000'001, "0", ",") + "]";
  CHECK(contains(webhook_error(call_text("agent.completed", many)).what(), "more than 1000000 values"));
  const auto documents = "[" + kit::repeated(100'001, "0", ",") + "]";
  CHECK(contains(webhook_error(call_text("crawl.page", documents)).what(),
                 "/data contains more than 100000 documents"));
  CHECK(fc::parse_webhook(call_text("agent.completed", documents)).raw_data.size() == 100'001);
  CHECK(contains(webhook_error(call_text("agent.completed", "[]", R"(,"x":)" + many)).what(),
                 "1000000 values"));
}
