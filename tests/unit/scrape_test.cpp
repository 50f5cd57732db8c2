// SPDX-License-Identifier: MIT
// A single scrape: what is sent, which document comes of the answer, and what is an error.
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/detail/wire/scrape.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "describe.hpp"
#include "fake_server.hpp"
#include "odd_documents.hpp"

namespace fc = firecrawl;
namespace detail = firecrawl::detail;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::FakeServer;
using unit::json_of;

namespace {

std::string described(const fc::Document& document) {
  unit::Description description;
  description.add(document);
  return description.text;
}

fc::Document decode_answer(const std::string& body, detail::JsonPath path) {
  auto read = detail::read_status_body(body, path, detail::PageHandler::Scope::document);
  return detail::take_document(std::move(read), answer(200, body), unit::call_facts());
}

// The document of this answer: the same for both parsers, and in whatever pieces it comes.
fc::Document scraped(const std::string& body) {
  auto document = decode_answer(body, detail::JsonPath::scanner_first);
  CHECK(described(decode_answer(body, detail::JsonPath::nlohmann_only)) == described(document));
  for (const std::size_t cut : {std::size_t{0}, body.size() / 3, body.size() / 2, body.size() - 1}) {
    detail::PageDecoder decoder(detail::PageHandler::Scope::document);
    decoder.read(body.substr(0, cut));
    const auto pieces = detail::decode_scrape(answer(200, body), unit::call_facts(), std::move(decoder));
    CHECK(described(pieces) == described(document));
  }
  return document;
}

fc::DecodeError refused_answer(const std::string& body) {
  for (const auto path : {detail::JsonPath::scanner_first, detail::JsonPath::nlohmann_only})
    CHECK_THROWS_AS(decode_answer(body, path), fc::DecodeError);
  return thrown<fc::DecodeError>([&] { detail::decode_scrape(answer(200, body), unit::call_facts()); });
}

// The answer of the documentation.
const std::string tides =
    R"({"success":true,"data":{"markdown":"# Tide table","links":["https://port.example/a"],
 "metadata":{"title":"Tides","sourceURL":"https://port.example/","url":"https://port.example/","statusCode":200,
 "contentType":"text/html; charset=utf-8","proxyUsed":"basic","cacheState":"miss","creditsUsed":1,
 "scrapeId":"0198aa11-2222-7333-8444-555566667777","concurrencyLimited":false}}})";

std::string refusal(const std::string& url, const fc::ScrapeOptions& options = {}) {
  return thrown<fc::UsageError>([&] { detail::encode_scrape(url, options, fc::ApiVersion::v1); }).what();
}

}  // namespace

TEST_CASE("A scrape sends the URL and the options with it, and returns the document") {
  for (const auto version : {fc::ApiVersion::v1, fc::ApiVersion::v2}) {
    FakeServer server({answer(200, tides)});
    auto client_options = server.options();
    client_options.api_version = version;
    fc::ScrapeOptions options;
    options.formats = {"markdown", "links"};
    options.timeout = std::chrono::seconds(60);
    options.extra = {{"zeroDataRetention", true}, {"origin", "mine"}, {"url", "https://other.example"}};
    const auto document = fc::Client(client_options).scrape("https://port.example", options);
    CHECK(document.markdown == "# Tide table");
    CHECK(document.links.size() == 1);
    CHECK(document.metadata.status_code == 200);
    CHECK(document.metadata.scrape_id == "0198aa11-2222-7333-8444-555566667777");
    CHECK(document.metadata.extra.at("creditsUsed") == 1);
    CHECK(document.extra.empty());
    CHECK_FALSE(document.warning);

    REQUIRE(server.requests.size() == 1);
    const auto& request = server.requests.front();
    CHECK(request.method == "POST");
    CHECK(request.url ==
          std::string("http://fake.example/") + (version == fc::ApiVersion::v1 ? "v1" : "v2") + "/scrape");
    CHECK(json_of(request.body) == json_of(R"({"url":"https://port.example","formats":["markdown","links"],
      "timeout":60000,"zeroDataRetention":true,"origin":"mine"})"));
    CHECK(request.first_byte_timeout == std::chrono::seconds(90));
    CHECK_FALSE(request.idempotent);
    bool is_json = false;
    for (const auto& header : request.headers)
      is_json = is_json || (header.name == "Content-Type" && header.value == "application/json");
    CHECK(is_json);
  }
}

TEST_CASE("A scrape without options sends the URL alone, and may be worked for 330 seconds") {
  FakeServer server({answer(200, tides)});
  fc::Client(server.options()).scrape("port.example");
  CHECK(json_of(server.requests.at(0).body) == json_of(R"({"url":"port.example"})"));
  CHECK(server.requests.at(0).first_byte_timeout == std::chrono::seconds(330));
}

TEST_CASE("A scrape may be worked for as long as the server takes for its timeout") {
  using std::chrono::seconds;
  const auto limit_of = [](std::optional<std::chrono::milliseconds> timeout, nlohmann::json extra = nullptr) {
    FakeServer server({answer(200, tides)});
    fc::ScrapeOptions options;
    options.timeout = timeout;
    options.extra = std::move(extra);
    fc::Client(server.options()).scrape("port.example", options);
    return server.requests.at(0).first_byte_timeout;
  };
  CHECK(limit_of(seconds(20)) == seconds(50));
  CHECK(limit_of(seconds(30)) == seconds(150));  // raised by the server to 120
  CHECK(limit_of(std::nullopt, {{"timeout", 600'000}}) == seconds(630));
  CHECK(limit_of(std::nullopt, {{"timeout", "soon"}}) == seconds(330));
  const nlohmann::json agent = {{"agent", {{"model", "FIRE-1"}, {"prompt", "x"}}}};
  CHECK(limit_of(seconds(60), agent) == seconds(330));  // the server gives it 300
  CHECK(limit_of(seconds(400), agent) == seconds(430));
}

TEST_CASE("A scrape that the server would refuse is not sent") {
  CHECK(contains(refusal(""), "scrape: url is empty"));
  CHECK(contains(refusal(" \t"), "url is empty"));
  CHECK(contains(refusal("ftp://a.example"), "url is ftp://a.example, but only http and https"));
  CHECK(contains(refusal("file:///etc/hostname"), "only http and https"));
  CHECK(contains(refusal("https://a.example/\r\nX: y"), "control character (a line break?) at position 18"));
  CHECK(contains(refusal("https://a.example/\n"), "control character"));
  CHECK(contains(refusal("https://a.example/\xff"), "url is not UTF-8"));
  fc::ScrapeOptions options;
  options.timeout = std::chrono::milliseconds(999);
  CHECK(contains(refusal("https://a.example", options), "scrape: timeout is 999 ms"));
  options = {};
  options.extra = 7;
  CHECK(contains(refusal("https://a.example", options), "the extra members of the scrape options"));
  options.extra = {{"filler", std::string(std::size_t{11} << 20, 'x')}};
  CHECK(contains(refusal("https://a.example", options), "10 MB"));
}

TEST_CASE("A page that answers 404 is a document, and costs no error") {
  const auto document = scraped(
      R"({"success":true,"data":{"markdown":"gone","metadata":{"statusCode":404,"error":"Not Found"}}})");
  CHECK(document.metadata.status_code == 404);
  CHECK(document.metadata.error == "Not Found");
}

TEST_CASE("What is odd in a document costs a scrape no more than a page of documents") {
  using unit::nested;
  for (const std::string& odd : std::vector<std::string>{
           R"({})", R"({"markdown":null,"links":"one","metadata":null})",
           R"({"markdown":["a","b"],"links":["a",7,{"b":1}],"images":{},"warning":["w"]})",
           R"({"markdown":"a\ud800b\udc00","metadata":{"title":"\ud83d\ude00 \ud83d"}})",
           R"({"metadata":{"title":["t","u"],"statusCode":"404","x":{"y":[1,2,{}]}},"json":[1],"extract":2})",
           R"({"price":1e400,"json":{"a":[1,-1e400]},"metadata":{"statusCode":1e400}})",
           R"({"markdown":"first","markdown":"second","metadata":{"title":"a"},"metadata":{"url":"b"}})",
           R"({"success":false,"data":[{}],"status":7,"next":{},"total":"x","error":"e"})",
           R"({"json":)" + nested(300) + R"(,"markdown":"m","metadata":{"a":)" + nested(300) + "}}",
           R"({"links":[)" + kit::repeated(3000, R"("https://a.example/")", ",") + "]}"}) {
    CAPTURE(odd.substr(0, 200));
    const auto expected = unit::decode_document(odd);
    const auto document = scraped(R"({"success":true,"data":)" + odd + "}");
    CHECK(described(document) == described(expected));
  }
}

TEST_CASE("What the answer to a scrape says in addition to the document is kept with it") {
  const auto document = scraped(
      R"({"success":true,"scrape_id":"7e1f","agent_hints":["h"],"markdown":"m","extra":1,
          "data":{"markdown":"text","html":"<p>","agent_hints":["own"],"extra":2},"status":{"a":1},"error":null})");
  CHECK(document.markdown == "text");
  CHECK(document.extra ==
        json_of(R"({"agent_hints":["own"],"extra":2,"scrape_id":"7e1f","response.agent_hints":["h"],
                    "response.markdown":"m","response.extra":1,"status":{"a":1},"error":null})"));
  CHECK(described(nlohmann::json(document).get<fc::Document>()) == described(document));
}

TEST_CASE("The warning of the answer to a scrape becomes the document's") {
  const auto warning = [](const std::string& members, const std::string& document) {
    return scraped(R"({"success":true,)" + members + R"("data":)" + document + "}").warning;
  };
  CHECK(warning(R"("warning":"outer",)", "{}") == "outer");
  CHECK(warning(R"("warning":"outer",)", R"({"warning":"inner"})") == "inner; outer");
  CHECK(warning(R"("warning":"same",)", R"({"warning":"same"})") == "same");
  CHECK(warning(R"("warning":null,)", R"({"warning":"inner"})") == "inner");
  CHECK(warning(R"("warning":"",)", "{}") == std::nullopt);
  CHECK(warning(R"("warning":"outer",)", R"({"warning":["inner"]})") == R"(["inner"]; outer)");
  CHECK(warning(R"("x":1e400,)", "{}") ==
        "firecrawl-cpp: /x contains a number beyond double, which could not be kept as a number");
  const auto odd = scraped(R"({"warning":7,"data":{}})");
  CHECK_FALSE(odd.warning);
  CHECK(odd.extra == json_of(R"({"response.warning":7})"));
}

TEST_CASE("Keys after the document count, and of a key that comes twice the last one") {
  const auto document = scraped(
      R"({"data":{"markdown":"first","html":"x"},"data":7,"data":{"markdown":"last"},"warning":"w","success":true})");
  CHECK(document.markdown == "last");
  CHECK_FALSE(document.html);
  CHECK(document.warning == "w");
}

TEST_CASE("An answer to a scrape without a document is a DecodeError that says what there is") {
  const auto fault = [](const std::string& body) {
    const auto error = refused_answer(body);
    CHECK(contains(error.what(), "GET https://firecrawl.example"));
    return error.pointer() + " " + (contains(error.what(), "is missing") ? "missing" : "wrong");
  };
  CHECK(fault(R"({"success":true})") == "/data missing");
  CHECK(fault("{}") == "/data missing");
  for (const char* data : {"null", "7", "true", R"("text")", "[]", R"([{"markdown":"m"}])", "1e400"}) {
    CAPTURE(data);
    CHECK(fault(R"({"success":true,"data":)" + std::string(data) + "}") == "/data wrong");
  }
  CHECK(fault(R"({"data":{},"data":null})") == "/data wrong");
  CHECK(fault("") == " wrong");
  CHECK(fault("[]") == " wrong");
  CHECK(fault("null") == " wrong");
  CHECK(fault("<html>") == " wrong");
  CHECK(fault(R"({"data":{}}x)") == " wrong");
  CHECK(refused_answer(R"({"success":true,"data":{"markdown":"a)").pointer() == "/data/markdown");
}

TEST_CASE("A scrape that the server refuses with status 200 is an ApiError with its code") {
  for (const std::string& data : {std::string(), std::string(R"("data":null,)"), std::string(R"("data":{},)"),
                                  std::string(R"("data":[],)")}) {
    FakeServer server({answer(200, R"({"success":false,)" + data +
                                       R"("code":"SCRAPE_DNS_RESOLUTION_ERROR","error":"no such host"})")});
    const auto error =
        thrown<fc::ApiError>([&] { fc::Client(server.options()).scrape("https://nowhere.example"); });
    CHECK(error.http_status() == 200);
    CHECK(error.code() == "SCRAPE_DNS_RESOLUTION_ERROR");
    CHECK(contains(error.what(), "POST http://fake.example/v1/scrape: 200: no such host"));
    CHECK(server.requests.size() == 1);
  }
}

TEST_CASE("A coded 500 of a scrape speaks of the page and is not repeated") {
  FakeServer server(
      {answer(500, R"({"success":false,"code":"SCRAPE_ALL_ENGINES_FAILED","error":"no engine"})")});
  const auto error =
      thrown<fc::ServerError>([&] { fc::Client(server.options()).scrape("https://a.example"); });
  CHECK(error.code() == "SCRAPE_ALL_ENGINES_FAILED");
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A document that is still being worked for is asked for again with the same request") {
  FakeServer server({answer(408,
                            R"({"success":false,"code":"SCRAPE_TIMEOUT","error":"Timed out",
                                "details":{"state":"processing_continues","retryAfterSeconds":90}})"),
                     answer(200, tides)});
  const auto document = fc::Client(server.options()).scrape("https://port.example");
  CHECK(document.markdown == "# Tide table");
  CHECK(server.timeline == std::vector<std::string>{"POST /v1/scrape", "wait 90000", "POST /v1/scrape"});
  CHECK(server.requests.at(0).body == server.requests.at(1).body);

  FakeServer late({answer(408, R"({"success":false,"code":"SCRAPE_TIMEOUT","error":"Timed out"})")});
  const auto error =
      thrown<fc::ScrapeTimeoutError>([&] { fc::Client(late.options()).scrape("https://port.example"); });
  CHECK(error.code() == "SCRAPE_TIMEOUT");
  CHECK(late.requests.size() == 1);
}

TEST_CASE("The result of a scrape is read again by its id, as often as needed") {
  FakeServer server({answer(500, ""), answer(200, tides)});
  const auto document = fc::Client(server.options()).scrape_result("7e1f/a b");
  CHECK(document.markdown == "# Tide table");
  CHECK(server.timeline.front() == "GET /v1/scrape/7e1f%2Fa%20b");
  CHECK(server.requests.size() == 2);
  CHECK(server.requests.front().first_byte_timeout == std::chrono::milliseconds(0));
  const fc::Client client(server.options());
  for (const char* id : {"", ".", "..", "a\nb"}) {
    CAPTURE(id);
    CHECK(contains(thrown<fc::UsageError>([&] { client.scrape_result(id); }).what(), "the scrape id "));
  }
  CHECK(server.requests.size() == 2);
}
