// SPDX-License-Identifier: MIT
// Wherever a reader stops and however, another program goes on from range.next(): nothing lost, nothing
// twice.

#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;
using namespace std::string_literals;

namespace {

constexpr std::size_t all = 12;

enum class Stop { by_break, by_limit, by_exception, by_cancellation };

struct Stopped {
  Numbers numbers;
  std::optional<std::string> next;
};

struct ReaderFailed {};

/// Reads `count` documents of the job, and stops.
Stopped read_some(const std::string& base_url, Stop how, std::size_t count, std::size_t page_size) {
  const fc::Client client(options_for(base_url));
  fc::CancellationSource source;
  fc::ReadOptions options;
  if (page_size > 0) options.page_size = page_size;
  options.cancel = source.token();
  if (how == Stop::by_limit) options.max_documents = count;
  auto range = client.batch_scrape_job(id).documents(options);
  Stopped stopped;
  try {
    if (count == 0 && how == Stop::by_cancellation) source.cancel();
    for (auto at = range.begin(); at != range.end(); ++at) {
      if (stopped.numbers.size() == count && how == Stop::by_break) break;
      if (stopped.numbers.size() == count && how == Stop::by_exception) throw ReaderFailed();
      stopped.numbers.push_back(number_of(*at));
      if (stopped.numbers.size() == count && how == Stop::by_cancellation) source.cancel();
    }
  } catch (const ReaderFailed&) {
    CHECK(how == Stop::by_exception);
  } catch (const fc::CancelledError&) {
    CHECK(how == Stop::by_cancellation);
  }
  stopped.next = range.next();
  return stopped;
}

/// The token that there has to be when `count` documents were delivered, in pages of `page` documents.
std::optional<std::string> token_at(const std::string& base_url, std::size_t count, std::size_t page,
                                    std::size_t page_size, bool looked_on) {
  if (count == all) return std::nullopt;
  // Whoever looks at the document after the last one of a page has begun the page after it.
  const auto pages_begun = looked_on || count == 0 ? count / page : (count - 1) / page;
  const auto skip = pages_begun * page;
  const std::string limit = page_size == 0 ? "" : "limit=" + std::to_string(page_size);
  const auto at = [&](std::size_t n) {
    if (n == 0) return path + (limit.empty() ? "" : "?" + limit);
    return base_url + path + "?skip=" + std::to_string(n) + (limit.empty() ? "" : "&" + limit);
  };
  const auto delivered = count - skip;
  if (delivered == page) return at(skip + page);
  return at(skip) + (delivered == 0 ? "" : "#" + std::to_string(delivered));
}

}  // namespace

TEST_CASE("After any number of documents, stopped in any way, a new client goes on exactly after them") {
  const auto how = GENERATE(Stop::by_break, Stop::by_limit, Stop::by_exception, Stop::by_cancellation);
  const std::size_t page_size = GENERATE(0U, 1U, 3U, 5U, 12U, 50U);
  const std::size_t next_page_size = GENERATE(0U, 4U);
  const LoopbackServer server(make_job(all, 5));
  const std::size_t page = page_size == 0 || page_size > 5 ? 5 : page_size;
  for (std::size_t count = how == Stop::by_limit ? 1 : 0; count <= all; ++count) {
    CAPTURE(static_cast<int>(how), page_size, next_page_size, count);
    auto stopped = read_some(server.base_url(), how, count, page_size);
    CHECK(stopped.numbers == from_to(0, count));
    const bool looked_on = how == Stop::by_break || how == Stop::by_exception;
    CHECK(stopped.next == token_at(server.base_url(), count, page, page_size, looked_on));
    if (!stopped.next) continue;
    fc::ReadOptions options;
    options.from = *stopped.next;
    if (next_page_size > 0) options.page_size = next_page_size;
    auto range = job_at(server).documents(options);
    read_into(stopped.numbers, range);
    CHECK(stopped.numbers == from_to(0, all));
    CHECK_FALSE(range.next());
  }
}

TEST_CASE(
    "A reader that stops after every few documents, each time with another page size, reads all of them") {
  const std::size_t step = GENERATE(1U, 2U, 3U, 7U);
  CAPTURE(step);
  const LoopbackServer server(make_job(60, 8));
  Numbers numbers;
  std::optional<std::string> next = path;
  for (std::size_t round = 0; next; ++round) {
    REQUIRE(round <= 60);
    fc::ReadOptions options;
    options.from = *next;
    if (round % 6 > 0) options.page_size = round % 6;
    options.max_documents = step;
    auto range = job_at(server).documents(options);
    read_into(numbers, range);
    next = range.next();
  }
  CHECK(numbers == from_to(0, 60));
}

TEST_CASE("A token that was saved inside the loop counts the document at hand") {
  const LoopbackServer server(make_job(7, 3));
  auto range = job_at(server).documents();
  std::size_t read_so_far = 0;
  for (const auto& document : kit::each(range)) {
    CHECK(number_of(document) == read_so_far);
    ++read_so_far;
    const auto saved = range.next();
    CHECK(saved.has_value() == (read_so_far < 7));
    if (!saved) continue;
    fc::ReadOptions options;
    options.from = *saved;
    CHECK(read(job_at(server).documents(options)) == from_to(read_so_far, 7));
  }
  CHECK(read_so_far == 7);
}

TEST_CASE("pages() goes on within a page that was read in part") {
  const LoopbackServer server(make_job(25, 10));
  fc::ReadOptions options;
  options.from = path + "#4";
  std::vector<Numbers> pages;
  for (const auto& page : kit::each(job_at(server).pages(options))) pages.push_back(numbers_of(page.data));
  CHECK(pages == std::vector<Numbers>{from_to(4, 10), from_to(10, 20), from_to(20, 25)});
}

TEST_CASE("The same range goes on where it stopped when it is begun again") {
  const LoopbackServer server(make_job(12, 5));
  auto range = job_at(server).documents();
  Numbers numbers;
  while (numbers.size() < 12) {
    for (const auto& document : kit::each(range)) {
      numbers.push_back(number_of(document));
      if (numbers.size() % 4 == 0) break;
    }
  }
  CHECK(numbers == from_to(0, 12));
  CHECK(range.begin() == range.end());
  CHECK(server.request_count() == 3);
}

TEST_CASE("A token of another job, or that is none, is refused before any request") {
  const LoopbackServer server(make_job(12));
  const auto job = job_at(server);
  for (const std::string& token :
       {"/v1/batch/scrape/another-job?skip=3"s, "https://api.example/v1/batch/scrape/another-job"s,
        path + "#x"s, path + "#"s, path + "#-1"s, "no token"s, "ftp://host"s + path, path + "?skip=1\n"s,
        "/v1/crawl/" + id + "?skip=1", "#3"s}) {
    CAPTURE(token);
    fc::ReadOptions options;
    options.from = token;
    CHECK_THROWS_AS(job.documents(options), fc::UsageError);
    CHECK_THROWS_AS(job.pages(options), fc::UsageError);
    CHECK_THROWS_AS(job.page(token), fc::UsageError);
  }
  CHECK(server.connections() == 0);
}
