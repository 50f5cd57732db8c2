// SPDX-License-Identifier: MIT
// Limits are exact: never one document more, never a page fetched for nothing.

#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

/// The ways to overlap pages, as (prefetch, parallel).
struct Overlap {
  std::size_t prefetch;
  std::size_t parallel;
};

Overlap any_overlap() { return GENERATE(Overlap{0, 1}, Overlap{1, 1}, Overlap{3, 1}, Overlap{1, 4}); }

fc::ReadOptions options_with(const Overlap& overlap) {
  fc::ReadOptions options;
  options.prefetch = overlap.prefetch;
  options.parallel = overlap.parallel;
  return options;
}

}  // namespace

TEST_CASE(
    "max_documents = 120 over pages of 100 sends 2 requests, and a new client goes on with number 121") {
  const auto overlap = any_overlap();
  const std::size_t page_size = GENERATE(0U, 100U);
  CAPTURE(overlap.prefetch, overlap.parallel, page_size);
  const LoopbackServer server(make_job(250));
  std::optional<std::string> next;
  {
    auto options = options_with(overlap);
    if (page_size > 0) options.page_size = page_size;
    options.max_documents = 120;
    auto range = job_at(server).documents(options);
    Numbers numbers;
    read_into(numbers, range);
    CHECK(numbers == from_to(0, 120));
    next = range.next();
  }
  CHECK(requests_at_the_end(server).size() == 2);
  const std::string limit = page_size == 0 ? "" : "&limit=100";
  REQUIRE(next == server.base_url() + path + "?skip=100" + limit + "#20");

  auto options = options_with(overlap);
  options.from = *next;
  auto range = job_at(server).documents(options);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(120, 250));
  CHECK_FALSE(range.next());
}

TEST_CASE("max_documents that ends with a page asks for no page more") {
  const auto overlap = any_overlap();
  const std::size_t page_size = GENERATE(0U, 10U);
  const std::size_t wanted = GENERATE(1U, 9U, 10U, 11U, 30U, 31U);
  CAPTURE(overlap.prefetch, overlap.parallel, page_size, wanted);
  const LoopbackServer server(make_job(100, 10));
  {
    auto options = options_with(overlap);
    if (page_size > 0) options.page_size = page_size;
    options.max_documents = wanted;
    CHECK(read(job_at(server).documents(options)) == from_to(0, wanted));
  }
  CHECK(requests_at_the_end(server).size() == (wanted + 9) / 10);
}

TEST_CASE("max_documents counts from where the range starts") {
  const auto overlap = any_overlap();
  const LoopbackServer server(make_job(100, 10));
  {
    auto options = options_with(overlap);
    options.from = next_at(20) + "#7";
    options.max_documents = 13;
    auto range = job_at(server).documents(options);
    Numbers numbers;
    read_into(numbers, range);
    CHECK(numbers == from_to(27, 40));
    CHECK(range.next() == server.base_url() + path + "?skip=40");
  }
  CHECK(targets_at_the_end(server) == std::vector<std::string>{next_at(20), next_at(30)});
}

TEST_CASE("max_documents trims the last page of pages()") {
  const LoopbackServer server(make_job(250));
  fc::ReadOptions options;
  options.max_documents = 120;
  auto range = job_at(server).pages(options);
  std::vector<std::size_t> sizes;
  for (const auto& page : kit::each(range)) sizes.push_back(page.data.size());
  CHECK(sizes == std::vector<std::size_t>{100, 20});
  CHECK(range.next() == server.base_url() + path + "?skip=100#20");
}

TEST_CASE("max_pages is exact, and next() names the page after") {
  const auto overlap = any_overlap();
  const std::size_t pages = GENERATE(1U, 2U, 5U, 10U);
  CAPTURE(overlap.prefetch, overlap.parallel, pages);
  const LoopbackServer server(make_job(100, 10));
  std::optional<std::string> next;
  {
    auto options = options_with(overlap);
    options.page_size = 10;
    options.max_pages = pages;
    auto range = job_at(server).documents(options);
    Numbers numbers;
    read_into(numbers, range);
    CHECK(numbers == from_to(0, 10 * pages));
    next = range.next();
  }
  CHECK(requests_at_the_end(server).size() == pages);
  CHECK(next.has_value() == (pages < 10));
  if (!next) return;
  fc::ReadOptions options;
  options.from = *next;
  CHECK(read(job_at(server).documents(options)) == from_to(10 * pages, 100));
}

TEST_CASE("max_pages counts pages with documents only") {
  support::RawServer server([](support::RawConnection& connection, const support::RawRequest& request) {
    const auto skip = skip_of(request);
    // The page at 2 has no document, but goes on.
    if (skip == 2) {
      connection.respond(200, std::string(PageText{2, 0, next_at(3), "completed", 6}));
    } else {
      connection.respond(200, std::string(PageText{skip, 2, next_at(skip + 2), "completed", 6}));
    }
  });
  fc::ReadOptions options;
  options.max_pages = 2;
  auto range = job_at(server).documents(options);
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == Numbers{0, 1, 3, 4});
  CHECK(range.next() == path + "?skip=2");  // one place was passed over, and is owed
}

TEST_CASE("page_size is sent as limit, and stays in every request") {
  const LoopbackServer server(make_job(25));
  {
    fc::ReadOptions options;
    options.page_size = 10;
    CHECK(read(job_at(server).documents(options)) == from_to(0, 25));
  }
  CHECK(targets_at_the_end(server) ==
        std::vector<std::string>{path + "?limit=10", path + "?skip=10&limit=10", path + "?skip=20&limit=10"});
}

TEST_CASE("A range that is resumed with another page_size asks for that from the first page on") {
  const LoopbackServer server(make_job(25));
  {
    fc::ReadOptions options;
    options.from = path + "?limit=10#3";
    options.page_size = 2;
    options.max_documents = 4;
    options.prefetch = 0;
    CHECK(read(job_at(server).documents(options)) == from_to(3, 7));
  }
  // The first page has nothing that is new: what was delivered reaches beyond it.
  CHECK(targets_at_the_end(server) == std::vector<std::string>{path + "?limit=2", path + "?skip=2&limit=2",
                                                               path + "?skip=4&limit=2",
                                                               path + "?skip=6&limit=2"});
}

TEST_CASE("The documents of an unread page are not asked for by a loop that stops early") {
  const LoopbackServer server(make_job(100, 10));
  {
    fc::ReadOptions options;
    options.prefetch = 0;
    auto range = job_at(server).documents(options);
    for (const auto& document : kit::each(range)) {
      if (number_of(document) == 9) break;
    }
    CHECK(range.next() == server.base_url() + path + "?skip=10");
  }
  CHECK(requests_at_the_end(server).size() == 1);
}
