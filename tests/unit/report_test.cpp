// SPDX-License-Identifier: MIT
// Which document belongs to which URL of a request.
#include <firecrawl/report.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace fc = firecrawl;

namespace {

fc::Document document_of(const std::string& url, int status_code) {
  fc::Document document;
  document.metadata.source_url = url;
  document.metadata.status_code = status_code;
  return document;
}

// The status codes of the documents that the URLs got; 0 if none.
std::vector<int> codes(const std::vector<std::string>& asked, const std::vector<fc::Document>& documents) {
  fc::detail::ReportBuilder builder(asked);
  for (const auto& document : documents) builder.add(document);
  std::vector<int> codes;
  for (const auto& outcome : builder.finish({}, 0).urls) codes.push_back(outcome.status_code.value_or(0));
  return codes;
}

}  // namespace

TEST_CASE("A document belongs to the URL that is written as its own is, else to one that is nearly so") {
  CHECK(codes({"https://a.example/p", "https://a.example/p/"},
              {document_of("https://a.example/p/", 404), document_of("https://a.example/p", 200)}) ==
        std::vector<int>{200, 404});
  CHECK(codes({"https://A.example/p#top", "https://a.example/q"},
              {document_of("https://a.example/p", 200), document_of("https://a.example/Q", 404)}) ==
        std::vector<int>{200, 0});
  CHECK(codes({"https://A.example?q=X", "https://a.example?q=x"},
              {document_of("https://a.example?q=x", 200), document_of("https://a.example?q=X", 404)}) ==
        std::vector<int>{404, 200});
  CHECK(codes({"https://a.example?q=X"}, {document_of("https://a.example?q=x", 404)}) == std::vector<int>{0});
  CHECK(codes({"https://a.example", "https://a.example"},
              {document_of("https://a.example/", 200), document_of("https://a.example", 201)}) ==
        std::vector<int>{200, 201});
}

TEST_CASE("A document belongs to the URL that its server has made of the one that was asked for") {
  const std::vector<std::string> asked = {
      "a.example",                   // no scheme
      "https://a.example:443/port",  // the port that it is anyway
      "http://a.example:80/port",
      " https://a.example/blank\n",    // blanks around it
      "https://a.example/\u00E4",      // letters and their escapes
      "https://b\u00FCcher.example/",  // and those of DNS
      "https://a.example/?q=1",        // a path or none
  };
  const std::vector<fc::Document> documents = {
      document_of("https://a.example?q=1", 207),    document_of("https://xn--bcher-kva.example", 206),
      document_of("https://a.example/%C3%A4", 205), document_of("https://a.example/blank", 204),
      document_of("http://a.example/port", 203),    document_of("https://a.example/port", 202),
      document_of("http://a.example/", 201),
  };
  CHECK(codes(asked, documents) == std::vector<int>{201, 202, 203, 204, 205, 206, 207});
}

TEST_CASE("A URL that is asked for twice in two forms gets two documents") {
  CHECK(codes({"a.example", "http://a.example:80/", "http://a.example"},
              {document_of("http://a.example", 200), document_of("http://a.example", 201)}) ==
        std::vector<int>{201, 0, 200});
}

TEST_CASE("A document names its URL as asked for, or as it came to be, or not at all") {
  auto redirected = document_of("https://a.example", 200);
  redirected.metadata.url = "https://b.example/after-a-redirect";
  fc::Document of_url;
  of_url.metadata.url = "https://c.example";
  of_url.metadata.status_code = 201;
  of_url.metadata.error = "half of it";
  const fc::Document nameless;

  fc::detail::ReportBuilder builder({"https://a.example", "https://c.example"});
  for (const auto& document : {redirected, of_url, nameless}) builder.add(document);
  builder.add(document_of("https://d.example", 202));
  fc::JobProgress progress;
  progress.total = 7;
  const auto report = builder.finish(progress, 3);
  CHECK(report.urls.at(0).status_code == 200);
  CHECK_FALSE(report.urls.at(0).error);
  CHECK(report.urls.at(1).status_code == 201);
  CHECK(report.urls.at(1).error == "half of it");
  CHECK(report.unasked == std::vector<std::string>{"https://d.example"});
  CHECK(report.progress.total == 7);
  CHECK(report.missing_documents == 3);
}
