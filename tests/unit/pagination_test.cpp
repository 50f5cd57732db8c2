#include <cstddef>
#include <cstdint>
#include <firecrawl/detail/pagination.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/models.hpp>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using fc::JobStatus;
using fc::detail::JobCursors;
using fc::detail::make_cursor;
using Pagination = fc::detail::Pagination;
using Then = fc::detail::Pagination::Then;

namespace {

const std::string path = "/v1/batch/scrape/7e1f";

Pagination from_start() {
  const JobCursors cursors(path, std::nullopt);
  return Pagination("7e1f", cursors, cursors.first());
}

Pagination from(const std::string& query) {
  return Pagination("7e1f", JobCursors(path, std::nullopt), make_cursor(path + "?" + query, query));
}

fc::BatchScrapeStatus page(std::size_t documents, JobStatus status, std::optional<std::string> next = {},
                           std::int64_t completed = 0) {
  fc::BatchScrapeStatus page;
  page.data.resize(documents);
  page.status = status;
  page.next = std::move(next);
  page.completed = completed;
  return page;
}

std::string skip(int documents) { return "https://h/v1/batch/scrape/7e1f?skip=" + std::to_string(documents); }

const JobStatus all_statuses[] = {JobStatus::scraping, JobStatus::completed, JobStatus::failed,
                                  JobStatus::cancelled, JobStatus::unknown};
const JobStatus running[] = {JobStatus::scraping, JobStatus::unknown};
const JobStatus stopped[] = {JobStatus::failed, JobStatus::cancelled};

}  // namespace

TEST_CASE("Reading begins at the first page and counts from there") {
  const auto pages = from_start();
  CHECK(pages.cursor().token == path);
  CHECK(pages.listed() == 0U);
  CHECK(pages.missing() == 0);
  CHECK(from("skip=120").listed() == 120U);
  CHECK_FALSE(from("cursor=b").listed());
}

TEST_CASE("Documents with a next that advances are followed by the next page whatever the status") {
  for (const auto status : all_statuses) {
    auto pages = from_start();
    CHECK(pages.after(page(100, status, skip(100))) == Then::go_on);
    CHECK(pages.cursor().query == "skip=100");
    CHECK(pages.cursor().token == skip(100));
    CHECK(pages.listed() == 100U);
    CHECK(pages.after(page(100, status, skip(200))) == Then::go_on);
    CHECK(pages.cursor().skip == 200U);
  }
}

TEST_CASE("An empty page with a next that advances is passed over") {
  for (const auto status : all_statuses) {
    auto pages = from("skip=100");
    CHECK(pages.after(page(0, status, skip(150))) == Then::go_on);
    CHECK(pages.cursor().skip == 150U);
  }
}

TEST_CASE("Documents with a next that does not advance are delivered and then it is a fault") {
  for (const auto status : all_statuses) {
    for (const int to : {100, 99, 0}) {
      auto pages = from("skip=100");
      CHECK(pages.after(page(7, status, skip(to))) == Then::fault);
      CHECK(unit::contains(pages.fault(), "skip=100"));
      CHECK(unit::contains(pages.fault(), "does not advance: \"" + skip(to) + "\""));
      CHECK(pages.cursor().skip == 107U);
    }
  }
}

TEST_CASE("Documents with a next of another job are delivered and then it is a fault") {
  for (const auto status : all_statuses) {
    auto pages = from_start();
    CHECK(pages.after(page(3, status, "/v1/batch/scrape/other?skip=3")) == Then::fault);
    CHECK(unit::contains(pages.fault(), "names another job: \"/v1/batch/scrape/other?skip=3\""));
    CHECK(pages.cursor().token == path + "?skip=3");
  }
}

TEST_CASE("Documents with a next that says nothing are delivered and then it is a fault") {
  auto pages = from_start();
  CHECK(pages.after(page(3, JobStatus::scraping, "next page please")) == Then::fault);
  CHECK(unit::contains(pages.fault(), "does not advance: \"next page please\""));
}

TEST_CASE("The last documents of a job that has ended are the end") {
  for (const auto status : stopped) {
    auto pages = from("skip=100");
    CHECK(pages.after(page(20, status, {}, 500)) == Then::end);
    CHECK(pages.missing() == 380);
  }
  auto pages = from("skip=100");
  CHECK(pages.after(page(20, JobStatus::completed, {}, 120)) == Then::end);
  CHECK(pages.missing() == 0);
}

TEST_CASE("A completed job that has listed fewer documents than it counts is asked again at its end") {
  auto pages = from("skip=100");
  CHECK(pages.after(page(20, JobStatus::completed, {}, 125)) == Then::settle);
  CHECK(pages.missing() == 5);
  CHECK(pages.cursor().token == path + "?skip=120");
  CHECK(pages.after(page(0, JobStatus::completed, {}, 125)) == Then::settle);
  CHECK(pages.cursor().skip == 120U);
  CHECK(pages.after(page(5, JobStatus::completed, {}, 125)) == Then::end);
  CHECK(pages.missing() == 0);
}

TEST_CASE("A completed job that lists nothing at first is asked again") {
  auto pages = from_start();
  CHECK(pages.after(page(0, JobStatus::completed, {}, 3)) == Then::settle);
  CHECK(pages.missing() == 3);
  CHECK(pages.cursor().token == path);
  CHECK(pages.after(page(3, JobStatus::completed, {}, 3)) == Then::end);
}

TEST_CASE("More documents than a job counts are no fault") {
  auto pages = from_start();
  CHECK(pages.after(page(5, JobStatus::completed, {}, 3)) == Then::end);
  CHECK(pages.missing() == 0);
}

TEST_CASE("The last documents of a job that runs are followed by those to come") {
  for (const auto status : running) {
    auto pages = from("skip=100");
    CHECK(pages.after(page(20, status, {}, 120)) == Then::running);
    CHECK(pages.cursor().token == path + "?skip=120");
  }
}

TEST_CASE("An empty page that does not advance is the end of a job that has ended") {
  for (const auto status : stopped) {
    for (const auto& next : {std::optional<std::string>(), std::optional<std::string>(skip(100)),
                             std::optional<std::string>("garbage")}) {
      auto pages = from("skip=100");
      CHECK(pages.after(page(0, status, next, 100)) == Then::end);
      CHECK(pages.missing() == 0);
      CHECK(pages.cursor().skip == 100U);
    }
  }
  auto pages = from("skip=100");
  CHECK(pages.after(page(0, JobStatus::completed, skip(100), 103)) == Then::settle);
  CHECK(pages.missing() == 3);
}

TEST_CASE("An empty page that does not advance leaves a job that runs where it is") {
  for (const auto status : running) {
    for (const auto& next : {std::optional<std::string>(), std::optional<std::string>(skip(100)),
                             std::optional<std::string>(skip(0))}) {
      auto pages = from("skip=100");
      CHECK(pages.after(page(0, status, next, 100)) == Then::running);
      CHECK(pages.cursor().skip == 100U);
    }
  }
}

TEST_CASE("A page that begins like the one before is not delivered") {
  auto pages = from_start();
  auto first = page(2, JobStatus::completed, skip(2), 4);
  first.data[0].metadata.scrape_id = "a";
  auto other = page(2, JobStatus::completed, skip(4), 6);
  other.data[0].metadata.scrape_id = "b";
  CHECK(pages.after(first) == Then::go_on);
  CHECK(pages.after(other) == Then::go_on);
  const auto error = unit::caught<fc::PaginationError>([&] { pages.after(other); });
  CHECK(unit::contains(error.what(), "skip=4"));
  CHECK(unit::contains(error.what(), "this server ignores `skip`"));
  // A page in between that is empty changes nothing.
  auto gap = from_start();
  CHECK(gap.after(first) == Then::go_on);
  CHECK(gap.after(page(0, JobStatus::completed, skip(3), 6)) == Then::go_on);
  CHECK_THROWS_AS(gap.after(first), fc::PaginationError);
}

TEST_CASE("Pages whose documents have no scrapeId are not taken for repeats") {
  auto pages = from_start();
  CHECK(pages.after(page(2, JobStatus::completed, skip(2))) == Then::go_on);
  CHECK(pages.after(page(2, JobStatus::completed, skip(4))) == Then::go_on);
}

TEST_CASE("Cursors without numbers are followed until one comes again") {
  auto pages = from_start();
  CHECK(pages.after(page(1, JobStatus::scraping, path + "?cursor=b")) == Then::go_on);
  CHECK(pages.cursor().query == "cursor=b");
  CHECK(pages.after(page(1, JobStatus::scraping, path + "?cursor=c")) == Then::go_on);
  CHECK(pages.after(page(1, JobStatus::scraping, path + "?cursor=b")) == Then::fault);
  CHECK(unit::contains(pages.fault(), "does not advance"));
  auto back = from_start();
  CHECK(back.after(page(1, JobStatus::scraping, path + "?cursor=b")) == Then::go_on);
  CHECK(back.after(page(1, JobStatus::scraping, path)) == Then::fault);
  auto self = from("cursor=b");
  CHECK(self.after(page(1, JobStatus::completed, path + "?cursor=b")) == Then::fault);
}

TEST_CASE("A number behind a cursor without one has to be greater than the last one") {
  auto pages = from_start();
  CHECK(pages.after(page(3, JobStatus::scraping, skip(3))) == Then::go_on);
  CHECK(pages.after(page(1, JobStatus::scraping, path + "?cursor=b")) == Then::go_on);
  auto on = pages;
  CHECK(on.after(page(1, JobStatus::scraping, skip(5))) == Then::go_on);
  CHECK(on.listed() == 5U);
  auto repeat = pages;
  CHECK(repeat.after(page(1, JobStatus::scraping, skip(3))) == Then::fault);
  CHECK(pages.after(page(1, JobStatus::scraping, skip(0))) == Then::fault);
}

TEST_CASE("Without numbers nothing is known to be missing and a poll repeats the cursor") {
  auto pages = from("cursor=b");
  CHECK(pages.after(page(2, JobStatus::scraping)) == Then::running);
  CHECK(pages.stays());
  CHECK(pages.cursor().query == "cursor=b");
  // The same documents come again, which is no fault of the server here.
  auto again = page(3, JobStatus::completed, {}, 50);
  again.data[0].metadata.scrape_id = "a";
  CHECK(pages.after(again) == Then::end);
  CHECK(pages.missing() == 0);
}

TEST_CASE("A page of the same documents is no repeat where its cursor had to stay") {
  auto pages = from("cursor=b");
  auto first = page(1, JobStatus::scraping);
  first.data[0].metadata.scrape_id = "a";
  CHECK(pages.after(first) == Then::running);
  CHECK(pages.after(first) == Then::running);
}

TEST_CASE("The limit of the first request stays with the cursors of the library's own") {
  const JobCursors cursors(path, 50U);
  Pagination pages("7e1f", cursors, cursors.first());
  CHECK(pages.after(page(20, JobStatus::scraping)) == Then::running);
  CHECK(pages.cursor().query == "skip=20&limit=50");
}

TEST_CASE("Counts and cursors at the end of their range do not overflow") {
  constexpr auto most = (std::numeric_limits<std::int64_t>::max)();
  constexpr auto least = (std::numeric_limits<std::int64_t>::min)();
  auto far = from("skip=9223372036854775808");
  CHECK(far.after(page(1, JobStatus::completed, {}, most)) == Then::end);
  CHECK(far.missing() == 0);
  auto negative = from_start();
  CHECK(negative.after(page(1, JobStatus::completed, {}, least)) == Then::end);
  CHECK(negative.missing() == 0);
  auto many = from_start();
  CHECK(many.after(page(1, JobStatus::completed, {}, most)) == Then::settle);
  CHECK(many.missing() == most - 1);
}
