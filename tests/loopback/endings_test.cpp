// SPDX-License-Identifier: MIT
// Every range ends, and says how: jobs that ended badly, counts that never fit, servers that go in circles.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

using support::Job;

/// A job that has ended, or not, and lists `listed` of its 100 documents.
Job stopped_job(const std::string& status, std::size_t listed) {
  auto job = make_job(100, 10);
  job.status = status;
  job.finished = listed;
  // Once a cancelled job has finished what was in flight, its total is what it has.
  if (status == "cancelled") job.total = static_cast<std::int64_t>(listed);
  return job;
}

/// Answers each query from a table; the key is what is after the path.
RawServer::Handler pages_by_query(std::map<std::string, PageText> pages) {
  return [pages = std::move(pages)](RawConnection& connection, const RawRequest& request) {
    const auto page = pages.find(request.query);
    if (page == pages.end()) {
      connection.respond(404, R"({"success":false,"error":"no such page"})");
    } else {
      connection.respond(200, std::string(page->second));
    }
  };
}

}  // namespace

TEST_CASE("A cancelled or failed job whose `next` never ends is read in a handful of requests") {
  const std::string status = GENERATE("cancelled", "failed");
  const std::size_t prefetch = GENERATE(0U, 1U, 3U);
  const std::size_t listed = GENERATE(0U, 7U, 30U);
  CAPTURE(status, prefetch, listed);
  const LoopbackServer server(stopped_job(status, listed));
  {
    fc::ReadOptions options;
    options.prefetch = prefetch;
    auto range = job_at(server).documents(options);
    Numbers numbers;
    read_into(numbers, range);
    CHECK(numbers == from_to(0, listed));
    CHECK(range.progress().status_text == status);
    CHECK(range.missing() == 0);
    CHECK_FALSE(range.next());
  }
  CHECK(requests_at_the_end(server).size() <= listed / 10 + 2);
}

TEST_CASE(
    "A cancelled job that counts more than it lists is not asked again, and what is missing is reported") {
  auto sent = stopped_job("cancelled", 7);
  sent.completed = 9;
  const LoopbackServer server(std::move(sent));
  auto range = job_at(server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 7));
  CHECK(range.missing() == 2);
  CHECK(range.next() == server.base_url() + path + "?skip=7");
  CHECK(server.request_count() == 2);
}

TEST_CASE("A completed job that counts its failed pages ends, though its `next` never does") {
  auto sent = make_job(30, 10);
  sent.total = 35;
  sent.completed = 30;
  const LoopbackServer server(std::move(sent));
  auto range = job_at(server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 30));
  CHECK(range.progress().total == 35);
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
  CHECK(server.request_count() == 4);
}

TEST_CASE("A job that is scraping is read as far as it is, and next() names where more will come") {
  const std::string status = GENERATE("scraping", "paused");
  CAPTURE(status);
  LoopbackServer server(stopped_job(status, 25));
  auto range = job_at(server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 25));
  CHECK(range.progress().status_text == status);
  CHECK(range.progress().status == (status == "paused" ? fc::JobStatus::unknown : fc::JobStatus::scraping));
  CHECK(server.request_count() == 4);
  const auto next = range.next();
  REQUIRE(next == server.base_url() + path + "?skip=25");

  server.finish_all(id);
  fc::ReadOptions options;
  options.from = *next;
  CHECK(read(job_at(server).documents(options)) == from_to(25, 100));
}

TEST_CASE("A job without documents yields its one page once from pages(), and no document") {
  const std::string status = GENERATE("completed", "scraping", "cancelled");
  CAPTURE(status);
  auto sent = make_job(0);
  sent.status = status;
  const LoopbackServer server(std::move(sent));
  std::size_t pages = 0;
  for (const auto& page : kit::each(job_at(server).pages())) {
    ++pages;
    CHECK(page.status_text == status);
    CHECK(page.data.empty());
  }
  CHECK(pages == 1);
  CHECK(read(job_at(server).documents()).empty());
  CHECK(server.request_count() == 2);
}

TEST_CASE("A job that could not start is a page that says why") {
  auto sent = make_job(0);
  sent.status = "failed";
  sent.error = "All URLs were invalid";
  const LoopbackServer server(std::move(sent));
  std::size_t pages = 0;
  for (const auto& page : kit::each(job_at(server).pages())) {
    ++pages;
    CHECK(page.status == fc::JobStatus::failed);
    CHECK(page.error == "All URLs were invalid");
  }
  CHECK(pages == 1);
  CHECK(server.request_count() == 1);
}

TEST_CASE("An empty page whose `next` advances is passed over, and its places are owed") {
  const auto server = RawServer(pages_by_query({{"", {0, 2, "?skip=2", "completed", 8}},
                                                {"skip=2", {2, 0, "?skip=5", "completed", 8}},
                                                {"skip=5", {5, 0, "?skip=6", "completed", 8}},
                                                {"skip=6", {6, 2, std::nullopt, "completed", 8}}}));
  std::vector<std::size_t> pages;
  std::size_t progress = 0;
  fc::ReadOptions options;
  options.settle = milliseconds(0);
  options.on_progress = [&](const fc::JobProgress&) { ++progress; };
  auto range = job_at(server).pages(options);
  for (const auto& page : kit::each(range)) pages.push_back(page.data.size());
  CHECK(pages == std::vector<std::size_t>{2, 2});
  CHECK(progress == 4);
  CHECK(range.missing() == 4);
  CHECK(range.next() == path + "?skip=2");
}

TEST_CASE("A `next` that goes back, or stays, is a PaginationError after the documents") {
  const std::string back = GENERATE("?skip=0", "?skip=2", "?skip=1");
  const std::size_t prefetch = GENERATE(0U, 2U);
  CAPTURE(back, prefetch);
  const auto server =
      RawServer(pages_by_query({{"", {0, 2, "?skip=2"}}, {"skip=2", {2, 2, back, "completed", 9}}}));
  fc::ReadOptions options;
  options.prefetch = prefetch;
  auto range = job_at(server).documents(options);
  Numbers numbers;
  const auto error = thrown<fc::PaginationError>([&] { read_into(numbers, range); });
  CHECK(numbers == from_to(0, 4));
  CHECK(contains(error.what(), back));
  CHECK(range.next() == path + "?skip=4");
  CHECK(server.request_count() == 2);
}

TEST_CASE("Cursors that are not numbers are followed, until one comes again") {
  const std::size_t prefetch = GENERATE(0U, 1U, 5U);
  const auto server = RawServer(pages_by_query(
      {{"", {0, 2, "?cursor=a"}}, {"cursor=a", {2, 2, "?cursor=b"}}, {"cursor=b", {4, 2, "?cursor=a"}}}));
  fc::ReadOptions options;
  options.prefetch = prefetch;
  auto range = job_at(server).documents(options);
  Numbers numbers;
  CHECK_THROWS_AS(read_into(numbers, range), fc::PaginationError);
  CHECK(numbers == from_to(0, 6));
  // What is asked ahead is asked before it is known to be a circle.
  CHECK(server.request_count() <= 3 + prefetch);
}

TEST_CASE("A `next` that names another job is a PaginationError after the documents") {
  auto sent = make_job(25, 10);
  sent.next_job_id = "another-job";
  const LoopbackServer server(std::move(sent));
  auto range = job_at(server).documents();
  Numbers numbers;
  const auto error = thrown<fc::PaginationError>([&] { read_into(numbers, range); });
  CHECK(numbers == from_to(0, 10));
  CHECK(contains(error.what(), "names another job: \""));
  CHECK(contains(error.what(), "another-job"));
  CHECK(range.next() == path + "?skip=10");
  CHECK(server.request_count() == 1);
}

TEST_CASE("If the server ignores `skip`, its first page comes, then a PaginationError that says so") {
  const auto [prefetch, parallel] =
      GENERATE(table<std::size_t, std::size_t>({{0, 1}, {1, 1}, {3, 1}, {1, 4}}));
  const std::size_t page_size = GENERATE(0U, 10U);
  CAPTURE(prefetch, parallel, page_size);
  auto sent = make_job(100, 10);
  sent.ignore_skip = true;
  sent.ignore_limit = true;
  const LoopbackServer server(std::move(sent));
  fc::ReadOptions options;
  options.prefetch = prefetch;
  options.parallel = parallel;
  if (page_size > 0) options.page_size = page_size;
  auto range = job_at(server).documents(options);
  Numbers numbers;
  const auto error = thrown<fc::PaginationError>([&] { read_into(numbers, range); });
  CHECK(numbers == from_to(0, 10));
  CHECK(contains(error.what(), "skip"));
  CHECK(contains(error.what(), "ignores"));
}

TEST_CASE("Null entries are empty documents, so that positions stay true") {
  auto sent = make_job(25, 10);
  sent.document = [](std::size_t i) { return i % 3 == 1 ? "null" : support::make_document(i); };
  const LoopbackServer server(std::move(sent));
  std::size_t position = 0;
  for (const auto& document : kit::each(job_at(server).documents())) {
    if (position % 3 == 1) {
      CHECK_FALSE(document.metadata.scrape_id);
      CHECK_FALSE(document.markdown);
    } else {
      CHECK(number_of(document) == position);
    }
    ++position;
  }
  CHECK(position == 25);
  fc::ReadOptions options;
  options.from = path + "#13";
  options.max_documents = 3;
  const Numbers numbers = read(job_at(server).documents(options));
  REQUIRE(numbers.size() == 3);
  CHECK(numbers[1] == 14);
}

TEST_CASE("`next` may be null if there is none") {
  auto sent = make_job(25, 10);
  sent.null_next = true;
  const LoopbackServer server(std::move(sent));
  CHECK(read(job_at(server).documents()) == from_to(0, 25));
}

TEST_CASE("Counts that shrink or lie end nothing and add nothing") {
  auto sent = make_job(25, 10);
  sent.completed = 3;
  const LoopbackServer server(std::move(sent));
  auto range = job_at(server).documents();
  Numbers numbers;
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 25));
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
}
