/// @file
/// How a range goes on after each page, and when it ends: logic alone, without network and clock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "../error.hpp"
#include "../models.hpp"
#include "cursor.hpp"
#include "page_request.hpp"
#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// clang-format off
/// | page      | status  | next                      | then                                            |
/// | documents | any     | advances                  | deliver, go on                                  |
/// | documents | any     | does not, or other job    | deliver, then PaginationError                   |
/// | documents | ended   | none                      | deliver, settle if completed, end               |
/// | documents | running | none                      | deliver; snapshot: end; follow: poll            |
/// | empty     | any     | advances                  | go on                                           |
/// | empty     | any     | names another job         | PaginationError                                 |
/// | empty     | ended   | none, or does not advance | settle if completed, end                        |
/// | empty     | running | none, or does not advance | snapshot: end; follow: poll                     |
/// | begins with the scrapeId that the page before had | PaginationError: this server ignores `skip`     |
///
/// "Advances": to a greater skip; without one, to a cursor that was not seen before.
// clang-format on
class Pagination {
 public:
  enum class Then {
    go_on,    ///< to cursor(), at once
    running,  ///< the job runs on; more may come at cursor()
    settle,   ///< completed, but more is counted than was listed
    end,
    fault,  ///< deliver, then throw PaginationError(fault())
  };

  /// @param secret blanked out where a `next` repeats it.
  Pagination(std::string job_id, JobCursors cursors, Cursor start, std::string secret = {})
      : job_id_(std::move(job_id)),
        secret_(std::move(secret)),
        cursors_(std::move(cursors)),
        cursor_(std::move(start)),
        listed_(cursor_.skip),
        behind_(cursor_.skip),
        furthest_(cursor_.skip) {}

  /// The page to ask for next.
  const Cursor& cursor() const noexcept { return cursor_; }
  /// How many documents the job has listed so far; none where the server's cursors do not tell.
  std::optional<std::uint64_t> listed() const noexcept { return listed_; }
  /// Documents counted as completed and not listed, as of the last page of a job that has ended.
  std::int64_t missing() const noexcept { return missing_; }
  const std::string& fault() const noexcept { return fault_; }
  /// True where the last page has left cursor() where it was, so that its documents would come again.
  bool stays() const noexcept { return stays_; }

  /// Takes note of the page that came from cursor(), and moves cursor() on. Where it throws, nothing has
  /// changed: the page was not taken, and may come again.
  /// @throws PaginationError where the page repeats the one before, and must not be delivered.
  Then after(const BatchScrapeStatus& page) {
    check_repeat(page);
    const std::size_t documents = page.data.size();
    auto first_id = page.data.empty() ? first_id_ : page.data.front().metadata.scrape_id;
    const auto behind = cursor_.skip ? cursor_.skip : behind_;
    auto listed = behind;
    if (listed) *listed += documents;

    NextLink next;
    if (page.next) next = read_next(*page.next, job_id_);
    const bool other_job = page.next && next.kind == NextLink::Kind::other_job;
    if (page.next && next.kind == NextLink::Kind::page && is_new(next.cursor)) {
      take(std::move(first_id), listed, listed, std::move(next.cursor));
      stays_ = false;
      return Then::go_on;
    }
    std::string fault;
    if (other_job || (page.next && documents > 0)) {
      fault = "`next` of the page at " + shown(cursor_.token) +
              (other_job ? " names another job: \"" : " does not advance: \"") + shown(*page.next) + "\"";
    }
    // To the place behind the documents of this page, which no `next` names. A server whose own cursors have
    // no `skip` knows none: there the same page is asked for again.
    const bool counts = cursor_.skip.has_value();
    take(std::move(first_id), listed, counts ? listed : behind,
         counts && documents > 0 ? cursors_.at_skip(*listed) : cursor_);
    stays_ = !counts;
    if (!fault.empty()) fault_ = std::move(fault);
    if (!fault_.empty()) return Then::fault;
    if (!has_ended(page.status)) return Then::running;
    const auto counted = static_cast<std::uint64_t>((std::max)(std::int64_t{0}, page.completed));
    missing_ = listed_ && counted > *listed_ ? static_cast<std::int64_t>(counted - *listed_) : 0;
    return missing_ > 0 && page.status == JobStatus::completed ? Then::settle : Then::end;
  }

 private:
  void check_repeat(const BatchScrapeStatus& page) const {
    if (page.data.empty()) return;
    const auto& id = page.data.front().metadata.scrape_id;
    if (id && id == first_id_ && !stays_) {
      throw PaginationError("the page at " + shown(cursor_.token) +
                            " begins with the same scrapeId as the page before: this server ignores `skip`");
    }
  }

  // The last thing that may throw, and then nothing has changed.
  bool is_new(const Cursor& next) {
    if (next.skip && furthest_) return *next.skip > *furthest_;
    seen_.insert(cursor_.query);
    return seen_.insert(next.query).second;
  }

  void take(std::optional<std::string> first_id, std::optional<std::uint64_t> listed,
            std::optional<std::uint64_t> behind, Cursor next) noexcept {
    first_id_ = std::move(first_id);
    listed_ = listed;
    behind_ = behind;
    if (next.skip) furthest_ = next.skip;
    cursor_ = std::move(next);
  }

  std::string shown(const std::string& link) const { return excerpt(link, 200, secret_); }

  std::string job_id_;
  std::string secret_;
  JobCursors cursors_;
  Cursor cursor_;
  std::optional<std::uint64_t> listed_;
  std::optional<std::uint64_t> behind_;    // documents before cursor()
  std::optional<std::uint64_t> furthest_;  // the greatest skip of all cursors so far
  std::int64_t missing_ = 0;
  std::string fault_;
  std::optional<std::string> first_id_;  // the scrapeId that the page before began with
  std::set<std::string> seen_;           // only where the server's cursors are no numbers
  bool stays_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
