// SPDX-License-Identifier: MIT
/// @file
/// How a range goes on after each page, and when it ends: logic alone, without network and clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "../base/secrets.hpp"
#include "cursor.hpp"
#include "link.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Whether a page lists documents, whatever a reader has seen of them before.
enum class Documents { some, none };

/// Whether a page's job is still going to list more.
enum class JobState { running, ended };

/// What the `next` of a page says. It advances to a greater `skip`; without one, to a cursor that was not
/// seen before.
enum class NextSays { nothing, advances, stays, other_job };

/// What a range does after a page. Its documents are delivered first.
enum class Then {
  go_on,   ///< ask for the page that `next` names, at once
  poll,    ///< snapshot: end; follow: ask again after a while
  settle,  ///< ask again for a while if the listing owes documents, then end
  fault,   ///< throw PaginationError
};

/// One row of the table below.
struct PageRule {
  Documents documents;
  JobState state;
  NextSays next;
  Then then;
};

/// Every kind of page, and what comes after it. A range whose `next` does not advance always ends or throws.
inline constexpr PageRule page_rules[] = {
    {Documents::some, JobState::running, NextSays::advances, Then::go_on},
    {Documents::some, JobState::ended, NextSays::advances, Then::go_on},
    {Documents::some, JobState::running, NextSays::stays, Then::fault},
    {Documents::some, JobState::ended, NextSays::stays, Then::fault},
    {Documents::some, JobState::running, NextSays::other_job, Then::fault},
    {Documents::some, JobState::ended, NextSays::other_job, Then::fault},
    {Documents::some, JobState::running, NextSays::nothing, Then::poll},
    {Documents::some, JobState::ended, NextSays::nothing, Then::settle},
    {Documents::none, JobState::running, NextSays::advances, Then::go_on},
    {Documents::none, JobState::ended, NextSays::advances, Then::go_on},
    {Documents::none, JobState::running, NextSays::stays, Then::poll},
    {Documents::none, JobState::ended, NextSays::stays, Then::settle},
    {Documents::none, JobState::running, NextSays::other_job, Then::fault},
    {Documents::none, JobState::ended, NextSays::other_job, Then::fault},
    {Documents::none, JobState::running, NextSays::nothing, Then::poll},
    {Documents::none, JobState::ended, NextSays::nothing, Then::settle},
};

/// The row of the table for such a page.
[[nodiscard]] constexpr Then after_page(Documents documents, JobState state, NextSays next) noexcept {
  for (const auto& rule : page_rules) {
    if (rule.documents == documents && rule.state == state && rule.next == next) return rule.then;
  }
  return Then::fault;
}

/// The cursor of the page to ask for next, moved on by each page.
class Pagination {
 public:
  /// What after() has to know of a page.
  struct Page {
    std::size_t documents;  ///< listed on it
    JobState state;
    const std::optional<std::string>& next;
  };

  /// @param secret blanked out if a `next` repeats it.
  Pagination(JobName job, JobCursors cursors, Cursor start, std::string secret = {})
      : job_(std::move(job)),
        secret_(std::move(secret)),
        cursors_(std::move(cursors)),
        cursor_(std::move(start)),
        furthest_(cursor_.skip) {}

  /// Asks for pages of another size from now on, the one at hand included.
  void change(JobCursors cursors) {
    if (cursor_.skip) cursor_ = cursors.at_skip(*cursor_.skip);
    cursors_ = std::move(cursors);
  }

  /// The page to ask for next.
  [[nodiscard]] const Cursor& cursor() const noexcept { return cursor_; }
  [[nodiscard]] const std::string& fault() const noexcept { return fault_; }
  /// True if the last page has not moved cursor(), so that its documents will come again.
  [[nodiscard]] bool stays() const noexcept { return stays_; }

  /// Takes note of the page that came from cursor(), and moves cursor() on. If it throws, nothing has
  /// changed: the page was not taken, and may come again.
  /// @param listed how many documents are before the page that comes after this one
  Then after(const Page& page, std::uint64_t listed) {
    NextLink next;
    if (page.next) next = read_next(*page.next, job_);
    const auto says = what_says(page, next);
    const auto then = after_page(page.documents > 0 ? Documents::some : Documents::none, page.state, says);
    if (says == NextSays::advances) {
      if (next.cursor.skip) furthest_ = next.cursor.skip;
      cursor_ = std::move(next.cursor);
      stays_ = false;
      return then;
    }
    std::string fault;
    if (then == Then::fault) {
      fault = "`next` of the page at " + shown(cursor_.token) +
              (says == NextSays::other_job ? " names another job: \"" : " does not advance: \"") +
              shown(*page.next) + "\"";
    }
    // To the place after the documents of this page, which no `next` names. A server whose own cursors have
    // no `skip` knows no such place: there the same page is asked for again.
    const bool has_place = cursor_.skip.has_value();
    if (has_place && page.documents > 0) {
      cursor_ = cursors_.at_skip(listed);
      furthest_ = cursor_.skip;
    }
    stays_ = !has_place;
    fault_ = std::move(fault);
    return then;
  }

 private:
  NextSays what_says(const Page& page, const NextLink& next) {
    if (!page.next) return NextSays::nothing;
    if (next.kind == NextLink::Kind::other_job) return NextSays::other_job;
    return next.kind == NextLink::Kind::page && is_new(next.cursor) ? NextSays::advances : NextSays::stays;
  }

  bool is_new(const Cursor& next) {
    if (next.skip && furthest_) return *next.skip > *furthest_;
    seen_.insert(cursor_.query);
    return seen_.insert(next.query).second;
  }

  [[nodiscard]] std::string shown(const std::string& link) const { return excerpt(link, 200, secret_); }

  JobName job_;
  std::string secret_;
  JobCursors cursors_;
  Cursor cursor_;
  std::optional<std::uint64_t> furthest_;  // the greatest skip of all cursors so far
  std::string fault_;
  std::set<std::string> seen_;  // only if the server's cursors are not numbers
  bool stays_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
