// SPDX-License-Identifier: MIT
// Limits of 0: a limit that was computed, as `wanted - have`, and came to nothing.

#include <cstddef>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::job_with;
using unit::texts_in;

TEST_CASE("A limit of 0 delivers nothing, sends nothing, and says where to go on") {
  FakeServer server{FakeServer::Answer(job_with(25))};
  fc::ReadOptions options;
  const bool by_pages = GENERATE(false, true);
  const std::string from = GENERATE("", "?skip=10#3");
  CAPTURE(by_pages, from);
  options.from = from;
  options.parallel = GENERATE(1U, 4U);
  if (by_pages) {
    options.max_pages = 0;
  } else {
    options.max_documents = 0;
  }

  auto documents = job_on(server).documents(options);
  CHECK(texts_in(documents).empty());
  CHECK(documents.next() == (from.empty() ? "/v1/batch/scrape/7e1f" : from));
  auto pages = job_on(server).pages(options);
  CHECK(pages.begin() == pages.end());
  CHECK(server.requests.empty());
}

TEST_CASE("Without limits all is read") {
  FakeServer server{FakeServer::Answer(job_with(25))};
  auto documents = job_on(server).documents(fc::ReadOptions());
  CHECK(texts_in(documents).size() == 25);
  CHECK(server.requests.front().url == "http://fake.example/v1/batch/scrape/7e1f");
}

TEST_CASE("A page_size of 0 is refused before a request is sent") {
  FakeServer server{FakeServer::Answer(job_with(25))};
  fc::ReadOptions options;
  options.page_size = 0;
  const auto error = thrown<fc::UsageError>([&] { (void)job_on(server).documents(options); });
  CHECK(contains(error.what(), "page_size is 0"));
  CHECK(server.requests.empty());
}
