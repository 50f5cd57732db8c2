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

// The status codes of the documents that the URLs got; 0 where none.
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
