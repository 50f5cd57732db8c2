// SPDX-License-Identifier: MIT
// The memory that reading a job takes, as operator new sees it on the reader's thread: flat, whatever the
// job's size.
#include <cstddef>
#include <string>

#include "catch.hpp"
#include "failing.hpp"
#include "firecrawl/firecrawl.hpp"
#include "support/documents.hpp"
#include "support/kit.hpp"

namespace {

using namespace kit;

constexpr std::size_t page_documents = 50;
constexpr std::size_t large_document = 80'000;

/// The most memory, in pages, that was in use at a time while a job of so many pages was read. Each page is
/// larger than the one before it by `growth` bytes a document.
double peak_in_pages(std::size_t pages, fc::ReadOptions page_options,
                     std::size_t document_bytes = large_document, std::size_t growth = 0) {
  auto job = make_job(pages * page_documents, page_documents);
  job.document = [=](std::size_t i) {
    return support::make_large_document(i, document_bytes + i / page_documents * growth);
  };
  const LoopbackServer server(job);
  const auto job_read = job_at(server);
  failing::begin_peak();
  std::size_t read = 0;
  page_options.page_size = page_documents;
  for (const auto& document : job_read.documents(page_options)) {
    if (document.markdown) ++read;
  }
  REQUIRE(read == pages * page_documents);
  return static_cast<double>(failing::usage().peak) / static_cast<double>(page_documents * document_bytes);
}

// The body of a map with so many links, of about a hundred bytes each.
std::string map_body(std::size_t links) {
  std::string body = R"({"success":true,"links":[)";
  for (std::size_t i = 0; i < links; ++i) {
    body += i == 0 ? "" : ",";
    body += R"({"url":"https://port.example/tides/of/the/north/sea/)" + std::to_string(i) +
            R"(","title":"Tide table of the place","description":"High and low water"})";
  }
  return body + "]}";
}

}  // namespace

TEST_CASE("A range keeps two pages more than are in flight, whatever the job's size") {
  struct Row {
    std::size_t prefetch;
    std::size_t parallel;
    double in_flight;
  };
  for (const auto& row : {Row{0, 1, 1}, Row{1, 1, 2}, Row{3, 1, 4}, Row{0, 4, 4}}) {
    fc::ReadOptions options;
    options.prefetch = row.prefetch;
    options.parallel = row.parallel;
    const double most = (row.in_flight + 2) * 1.1;  // rooms are a little larger than what is in them
    for (const std::size_t pages : {6U, 24U}) {
      CAPTURE(row.prefetch, row.parallel, pages);
      CHECK(peak_in_pages(pages, options) < most);
    }
  }
}

TEST_CASE("pages that are each a little larger than the one before take no more memory than equal ones") {
  fc::ReadOptions options;
  options.prefetch = 0;
  options.parallel = 4;
  CHECK(peak_in_pages(24, options, 21'500, 10) < 6 * 1.1);  // a little more than one MiB a page
}

TEST_CASE("A map of a hundred thousand links takes less than 150 MB") {
  constexpr std::size_t links = 100'000;
  const auto body = map_body(links);
  const RawServer server(
      [&](RawConnection& connection, const RawRequest&) { connection.respond(200, body); });
  const fc::Client client(options_for(server.base_url()));
  failing::begin_peak();
  const auto result = client.map("https://port.example");
  CHECK(result.links.size() == links);
  CHECK(failing::usage().peak < 150'000'000);
}

TEST_CASE("A search takes the memory of its answer and of its documents") {
  constexpr std::size_t hits = 100;
  constexpr std::size_t hit_bytes = 100'000;
  std::string body = R"({"success":true,"data":{"web":[)";
  for (std::size_t i = 0; i < hits; ++i) {
    body += i == 0 ? "" : ",";
    body += R"({"url":"https://a.example","position":1,"markdown":")" + std::string(hit_bytes, 'x') + R"("})";
  }
  body += "]}}";
  const RawServer server(
      [&](RawConnection& connection, const RawRequest&) { connection.respond(200, body); });
  const fc::Client client(options_for(server.base_url()));
  failing::begin_peak();
  const auto results = client.search("tides");
  CHECK(results.web.size() == hits);
  CHECK(static_cast<double>(failing::usage().peak) < 2.2 * static_cast<double>(hits * hit_bytes));
}
