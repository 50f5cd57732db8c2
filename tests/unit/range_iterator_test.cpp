// SPDX-License-Identifier: MIT
// What a reader may do with the elements of a range.
#include <cstddef>
#include <firecrawl/client.hpp>
#include <utility>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;

namespace {

unit::FakeJob job_of_fifteen() {
  unit::FakeJob job;
  job.documents = 15;
  return job;
}

}  // namespace

TEST_CASE("A page may be taken apart and looked at again, and counts as delivered whole") {
  unit::FakeServer server(job_of_fifteen());
  auto pages = fc::Client(server.options()).batch_scrape_job("7e1f").pages();
  auto page = pages.begin();
  const auto documents = std::move(page->data);
  CHECK(page->status == fc::JobStatus::completed);
  CHECK(documents.size() == 10);
  CHECK(pages.next() == "https://inside.example/v1/batch/scrape/7e1f?skip=10");
  CHECK((++page)->data.size() == 5);
  page->data.clear();
  CHECK(page->completed == 15);
  CHECK(pages.next() == std::nullopt);
}

TEST_CASE("A document may be moved from and looked at again") {
  unit::FakeServer server(job_of_fifteen());
  auto documents = fc::Client(server.options()).batch_scrape_job("7e1f").documents();
  std::size_t read = 0;
  for (auto it = documents.begin(); it != documents.end(); ++it) {
    const fc::Document taken = std::move(*it);
    CHECK(taken.markdown == std::to_string(read++));
    CHECK(it->links.empty());
  }
  CHECK(read == 15);
  CHECK(documents.next() == std::nullopt);
}

TEST_CASE("it++ gives the element and goes on to the next") {
  unit::FakeServer server(job_of_fifteen());
  auto documents = unit::job_on(server).documents();
  auto it = documents.begin();
  CHECK((*it++).markdown == "0");
  CHECK((*it++).markdown == "1");
  CHECK(it->markdown == "2");
}
