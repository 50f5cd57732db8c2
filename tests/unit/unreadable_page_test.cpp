// SPDX-License-Identifier: MIT
// A page that is not JSON: the range names it, and the error names the way past it.
#include <cstddef>
#include <firecrawl/client.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::thrown;
using unit::answer;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::numbers;
using unit::texts_in;
using Strings = std::vector<std::string>;

namespace {

const std::string path = "/v1/batch/scrape/7e1f";

// 30 documents, of which the page at `skip` is broken: within its documents, or from its beginning.
FakeServer::Answer job_with_a_broken_page(std::size_t skip, bool has_head) {
  return [=, job = FakeJob{"completed", 30, 10, 0, true}](const fc::HttpRequest& request) {
    if (request.url.find("skip=" + std::to_string(skip)) == std::string::npos) return job(request);
    if (!has_head) return answer(200, "<html>no JSON</html>");
    const std::string next = skip == 20 ? ""
                                        : R"("next":"https://inside.example)" + path +
                                              "?skip=" + std::to_string(skip + 10) + R"(",)";
    return answer(200, R"({"status":"completed","completed":30,"total":30,)" + next + R"("data":[no JSON)");
  };
}

// Reads until the DecodeError, and returns it.
fc::DecodeError error_of(fc::DocumentRange& range, const Strings& before) {
  Strings texts;
  auto error = thrown<fc::DecodeError>([&] {
    for (const auto& document : range) texts.push_back(*document.markdown);
  });
  CHECK(texts == before);
  return error;
}

}  // namespace

TEST_CASE("The way past a page that cannot be read is what its head names as next") {
  FakeServer server(job_with_a_broken_page(10, true));
  auto range = job_on(server).documents();
  const auto error = error_of(range, numbers(0, 10));
  CHECK(range.next() == "https://inside.example" + path + "?skip=10");
  REQUIRE(error.next() == "https://inside.example" + path + "?skip=20");
  fc::ReadOptions rest;
  rest.from = *error.next();
  auto others = job_on(server).documents(rest);
  CHECK(texts_in(others) == numbers(20, 30));
}

TEST_CASE("The way past a page without a head is a page size further") {
  FakeServer server(job_with_a_broken_page(10, false));
  fc::ReadOptions options;
  options.page_size = 10;
  auto range = job_on(server).documents(options);
  CHECK(error_of(range, numbers(0, 10)).next() == path + "?skip=20&limit=10");
}

TEST_CASE("The way past a last page is the end of what is counted") {
  FakeServer server(job_with_a_broken_page(20, true));
  auto range = job_on(server).documents();
  const auto error = error_of(range, numbers(0, 20));
  REQUIRE(error.next() == path + "?skip=30");
  fc::ReadOptions rest;
  rest.from = *error.next();
  auto others = job_on(server).documents(rest);
  CHECK(texts_in(others).empty());
}

TEST_CASE("No way is named past a page of which nothing is known") {
  FakeServer server(job_with_a_broken_page(10, false));
  auto range = job_on(server).documents();
  CHECK_FALSE(error_of(range, numbers(0, 10)).next());
}
