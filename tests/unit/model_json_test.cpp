// SPDX-License-Identifier: MIT
// The models as JSON, and back.
#include <firecrawl/job_models.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

namespace fc = firecrawl;
using nlohmann::json;
using unit::decode;
using unit::decode_document;
using unit::json_of;
using unit::page_of;

namespace {

template <class Model>
std::string described(const Model& model) {
  unit::Description out;
  out.add(model);
  return out.text;
}

// What is written is a document that the API might have sent, and that is read as the same one.
json written_and_read(const fc::Document& document) {
  const json written = document;
  CAPTURE(written);
  CHECK(described(written.get<fc::Document>()) == described(document));
  CHECK(described(decode_document(written.dump())) == described(document));
  CHECK(json(written.get<fc::Document>()) == written);
  return written;
}

// True for an ordinary text too: what the API sends is what is written.
void check_unchanged(const std::string& sent) {
  CAPTURE(sent);
  CHECK(written_and_read(decode_document(sent)) == json_of(sent));
  CHECK(described(json_of(sent).get<fc::Document>()) == described(decode_document(sent)));
}

const std::string full =
    R"({"markdown":"1","html":"2","rawHtml":"3","screenshot":"4","summary":"5","warning":"6","answer":"6a",
        "links":["7"],"images":["8","9"],"json":{"price":1.5},"changeTracking":{"a":[null]},
        "metadata":{"title":"a","description":"b","language":"c","sourceURL":"d","url":"e","error":"f",
        "scrapeId":"g","contentType":"h","statusCode":404,"ogImage":["i"],"none":null}})";

}  // namespace

TEST_CASE("A document is written as the API sent it") {
  check_unchanged(full);
  check_unchanged("{}");
  check_unchanged(R"({"markdown":"","links":["a","a"],"json":[]})");
  check_unchanged(R"({"json":false,"extract":{"b":2}})");
  check_unchanged(R"({"a":18446744073709551615,"b":-9223372036854775808,"c":0.1,"d":-0.0,"e":1e300,"f":""})");
  check_unchanged("{\"markdown\":\"\xF0\x9F\x98\x80 \\u0000\\n\"}");
}

TEST_CASE("A value that did not fit its field is written as it was sent") {
  check_unchanged(R"({"metadata":{"title":["One","Two"],"description":7,"language":[],"statusCode":"404"}})");
  check_unchanged(
      R"({"links":["a",null,{"href":"c"}],"images":"one","markdown":{"a":1},"screenshot":["s"]})");
  check_unchanged(R"({"metadata":"gone"})");
  check_unchanged(R"({"metadata":[{"title":"t"}],"warning":[1]})");
  check_unchanged(R"({"metadata":{"statusCode":404.5,"url":[["u"]]},"links":{}})");
}

TEST_CASE("What means nothing is left out") {
  CHECK(json(decode_document(R"({"markdown":null,"links":[],"json":null,"metadata":{"title":null}})")) ==
        json_of("{}"));
  CHECK(json(decode_document(R"({"extract":{"b":2}})")) == json_of(R"({"json":{"b":2}})"));
  CHECK(json(fc::Document()) == json_of("{}"));
}

TEST_CASE("A field wins over extra and over the value it was taken from once it is changed") {
  fc::Document document;
  document.markdown = "field";
  document.links = {"field"};
  document.json = 1;
  document.metadata.title = "field";
  document.metadata.status_code = 200;
  document.extra = json_of(R"({"markdown":"extra","links":["extra"],"json":2,"metadata":7,"other":"kept"})");
  document.metadata.extra = json_of(R"({"title":"extra","statusCode":"404","other":"kept"})");
  CHECK(json(document) == json_of(R"({"markdown":"field","links":["field"],"json":1,"other":"kept",
                    "metadata":{"title":"field","statusCode":200,"other":"kept"}})"));
  auto changed = decode_document(R"({"links":["a",7],"metadata":{"title":["One","Two"]}})");
  changed.metadata.title = "New";
  changed.links.push_back("b");
  CHECK(json(changed) == json_of(R"({"links":["a","b"],"metadata":{"title":"New"}})"));
}

TEST_CASE("A document that could not be kept whole is written and read as what was kept") {
  const std::string deep = std::string(300, '[') + std::string(300, ']');
  const std::string documents[] = {
      R"({"a":1e400,"metadata":{"title":-1e400,"statusCode":1e400},"links":["a",1e400],"warning":"w"})",
      R"({"json":)" + deep + "}",
      R"({"metadata":{"x":)" + deep + "}}",
      R"({"warning":["a",7],"x":1e400})",
      R"({"markdown":"x\ud83d","k\ude00":1})",
  };
  for (const auto& sent : documents) {
    written_and_read(decode_document(sent));
  }
  for (const char* entry : {R"("text")", "7", "[[1],{}]", "null", "1e400"})
    written_and_read(decode(page_of("[" + std::string(entry) + "]")).data.front());
}

TEST_CASE("A value of any depth can be read and what is too deep is left out") {
  json deep = 7;
  for (int i = 0; i < 1000; ++i) deep = json::array({std::move(deep)});
  const auto document = json({{"json", deep}, {"markdown", "m"}}).get<fc::Document>();
  CHECK(document.markdown == "m");
  CHECK(kit::contains(document.warning.value_or(""), "/json is nested deeper than 256 levels"));
  written_and_read(document);
}

TEST_CASE("What is not a document is a DecodeError and null is an empty one") {
  fc::Document document;
  document.markdown = "before";
  for (const char* value : {"7", "[]", R"("text")", "true", R"([{"markdown":"m"}])"}) {
    CAPTURE(value);
    CHECK_THROWS_AS(json_of(value).get<fc::Document>(), fc::DecodeError);
    CHECK_THROWS_AS(json_of(value).get_to(document), fc::DecodeError);
  }
  CHECK(document.markdown == "before");
  json(nullptr).get_to(document);
  CHECK(described(document) == described(fc::Document()));
  // As the documents of a webhook's call are.
  const auto list = json_of(R"([{"markdown":"a"},null,{"markdown":"b"}])").get<std::vector<fc::Document>>();
  CHECK(list.at(2).markdown == "b");
}

TEST_CASE("A page is written as the API sent it and read as the same page") {
  for (
      const std::string& sent :
      {R"({"status":"completed","total":3,"completed":2,"creditsUsed":5,"expiresAt":"2026-11-24T10:00:00.123Z",
            "next":"https://x.example/v1/batch/scrape/7e1f?skip=2","error":"e","warning":"w","id":"7e1f",
            "data":[)" +
           full + R"(,{},{"markdown":"m"}]})",
       std::string(
           R"({"status":"paused","total":0,"completed":0,"data":[],"creditsUsed":"5","expiresAt":"soon"})"),
       std::string(
           R"({"status":"failed","total":-1,"completed":9007199254740993,"data":[],"error":{"code":7}})")}) {
    CAPTURE(sent);
    const auto page = decode(sent);
    const json written = page;
    CHECK(written == json_of(sent));
    CHECK(described(decode(written.dump())) == described(page));
  }
}

TEST_CASE("A status of any text is written as it was sent") {
  for (const char* status : {"", "unknown", "completed", "Completed", "\xC3\xA9"}) {
    const auto page = decode(R"({"data":[],"status":")" + std::string(status) + "\"}");
    CHECK(json(page).at("status") == status);
  }
}

TEST_CASE("The counts are written as the API sends them") {
  fc::JobProgress progress = decode(
      R"({"status":"scraping","total":3,"completed":2,"creditsUsed":5,"expiresAt":"2026-11-24T10:00:00Z","x":1,
          "next":"?skip=2","warning":"w","data":[{}]})");
  CHECK(json(progress) == json_of(R"({"status":"scraping","total":3,"completed":2,"creditsUsed":5,
                                      "expiresAt":"2026-11-24T10:00:00.000Z","warning":"w"})"));
  progress = {};
  progress.status = fc::JobStatus::failed;
  CHECK(json(progress) == json_of(R"({"status":"failed","total":0,"completed":0})"));
}
