// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <firecrawl/detail/job/pagination.hpp>
#include <optional>
#include <string>
#include <utility>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using fc::detail::after_page;
using fc::detail::Documents;
using fc::detail::JobCursors;
using fc::detail::JobState;
using fc::detail::make_cursor;
using fc::detail::NextSays;
using fc::detail::page_rules;
using fc::detail::Pagination;
using fc::detail::Then;

namespace {

const std::string path = "/v1/batch/scrape/7e1f";

Pagination from_start() {
  const JobCursors cursors(path, std::nullopt);
  return Pagination({fc::JobKind::batch_scrape, "7e1f"}, cursors, cursors.first());
}

Pagination from(const std::string& query) {
  return Pagination({fc::JobKind::batch_scrape, "7e1f"}, JobCursors(path, std::nullopt),
                    make_cursor(path + "?" + query, query));
}

// Gives a page to `pages`; what is listed after it is counted from the page's place.
Then take(Pagination& pages, std::size_t documents, JobState state,
          const std::optional<std::string>& next = {}) {
  const auto place = pages.cursor().skip.value_or(0);
  return pages.after({documents, state, next}, place + documents);
}

std::string skip(int documents) { return "https://h/v1/batch/scrape/7e1f?skip=" + std::to_string(documents); }

const JobState states[] = {JobState::running, JobState::ended};

// A `next` of the page at skip=100 that says so.
std::optional<std::string> next_that(NextSays says) {
  switch (says) {
    case NextSays::nothing:
      return std::nullopt;
    case NextSays::advances:
      return skip(107);
    case NextSays::stays:
      return skip(100);
    case NextSays::other_job:
      return "/v1/batch/scrape/other?skip=107";
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("The table has one row for each kind of page") {
  for (const auto documents : {Documents::some, Documents::none}) {
    for (const auto state : states) {
      for (const auto next : {NextSays::nothing, NextSays::advances, NextSays::stays, NextSays::other_job}) {
        int rows = 0;
        for (const auto& rule : page_rules)
          rows += rule.documents == documents && rule.state == state && rule.next == next ? 1 : 0;
        CHECK(rows == 1);
      }
    }
  }
}

TEST_CASE("A page is followed by what the table says") {
  for (const auto& rule : page_rules) {
    CAPTURE(static_cast<int>(rule.documents), static_cast<int>(rule.state), static_cast<int>(rule.next));
    CHECK(after_page(rule.documents, rule.state, rule.next) == rule.then);
    auto pages = from("skip=100");
    const std::size_t documents = rule.documents == Documents::some ? 7 : 0;
    CHECK(take(pages, documents, rule.state, next_that(rule.next)) == rule.then);
    CHECK(pages.fault().empty() == (rule.then != Then::fault));
    // Where the next question goes: to `next`, or to the place after the documents.
    CHECK(pages.cursor().skip == (rule.next == NextSays::advances ? 107U : 100U + documents));
  }
}

TEST_CASE("The table is that of the promise") {
  using D = Documents;
  using N = NextSays;
  for (const auto state : states) {
    const auto at_the_end = state == JobState::ended ? Then::settle : Then::poll;
    CHECK(after_page(D::some, state, N::advances) == Then::go_on);
    CHECK(after_page(D::some, state, N::stays) == Then::fault);
    CHECK(after_page(D::some, state, N::other_job) == Then::fault);
    CHECK(after_page(D::some, state, N::nothing) == at_the_end);
    CHECK(after_page(D::none, state, N::advances) == Then::go_on);
    CHECK(after_page(D::none, state, N::stays) == at_the_end);
    CHECK(after_page(D::none, state, N::other_job) == Then::fault);
    CHECK(after_page(D::none, state, N::nothing) == at_the_end);
  }
}

TEST_CASE("Reading begins at the first page") {
  CHECK(from_start().cursor().token == path);
  CHECK(from_start().cursor().skip == 0U);
}

TEST_CASE("A next that advances gives the token as sent") {
  auto pages = from_start();
  CHECK(take(pages, 100, JobState::running, skip(100)) == Then::go_on);
  CHECK(pages.cursor().query == "skip=100");
  CHECK(pages.cursor().token == skip(100));
}

TEST_CASE("A next that does not advance is named") {
  for (const int to : {100, 99, 0}) {
    auto pages = from("skip=100");
    CHECK(take(pages, 7, JobState::ended, skip(to)) == Then::fault);
    CHECK(kit::contains(pages.fault(), "skip=100"));
    CHECK(kit::contains(pages.fault(), "does not advance: \"" + skip(to) + "\""));
  }
  auto pages = from_start();
  CHECK(take(pages, 3, JobState::running, "next page please") == Then::fault);
  CHECK(kit::contains(pages.fault(), "does not advance: \"next page please\""));
}

TEST_CASE("A next of another job is named") {
  auto pages = from_start();
  CHECK(take(pages, 3, JobState::running, "/v1/batch/scrape/other?skip=3") == Then::fault);
  CHECK(kit::contains(pages.fault(), "names another job: \"/v1/batch/scrape/other?skip=3\""));
  CHECK(pages.cursor().token == path + "?skip=3");
}

TEST_CASE("Cursors without numbers are followed until one comes again") {
  auto pages = from_start();
  CHECK(take(pages, 1, JobState::running, path + "?cursor=b") == Then::go_on);
  CHECK(pages.cursor().query == "cursor=b");
  CHECK(take(pages, 1, JobState::running, path + "?cursor=c") == Then::go_on);
  CHECK(take(pages, 1, JobState::running, path + "?cursor=b") == Then::fault);
  CHECK(kit::contains(pages.fault(), "does not advance"));
  auto back = from_start();
  CHECK(take(back, 1, JobState::running, path + "?cursor=b") == Then::go_on);
  CHECK(take(back, 1, JobState::running, path) == Then::fault);
  auto self = from("cursor=b");
  CHECK(take(self, 1, JobState::ended, path + "?cursor=b") == Then::fault);
}

TEST_CASE("A number after a cursor without one has to be greater than the last one") {
  auto pages = from_start();
  CHECK(take(pages, 3, JobState::running, skip(3)) == Then::go_on);
  CHECK(take(pages, 1, JobState::running, path + "?cursor=b") == Then::go_on);
  auto on = pages;
  CHECK(take(on, 1, JobState::running, skip(5)) == Then::go_on);
  auto repeat = pages;
  CHECK(take(repeat, 1, JobState::running, skip(3)) == Then::fault);
  CHECK(take(pages, 1, JobState::running, skip(0)) == Then::fault);
}

TEST_CASE("Without numbers a poll repeats the cursor") {
  auto pages = from("cursor=b");
  CHECK(take(pages, 2, JobState::running) == Then::poll);
  CHECK(pages.stays());
  CHECK(pages.cursor().query == "cursor=b");
  CHECK(take(pages, 3, JobState::ended) == Then::settle);
}

TEST_CASE("The limit of the first request stays with the cursors of the library's own") {
  const JobCursors cursors(path, 50U);
  Pagination pages({fc::JobKind::batch_scrape, "7e1f"}, cursors, cursors.first());
  CHECK(take(pages, 20, JobState::running) == Then::poll);
  CHECK(pages.cursor().query == "skip=20&limit=50");
  pages.change(JobCursors(path, 2U));
  CHECK(pages.cursor().query == "skip=20&limit=2");
}
