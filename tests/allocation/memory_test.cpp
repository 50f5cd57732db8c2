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
