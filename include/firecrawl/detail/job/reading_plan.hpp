/// @file
/// What a range asks for next, and what it makes of the answer: logic alone, without network and clock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../base/time.hpp"
#include "address.hpp"
#include "cursor.hpp"
#include "job_end.hpp"
#include "listing.hpp"
#include "look_again.hpp"
#include "page_place.hpp"
#include "pagination.hpp"
#include "settling.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Reads a listing from its start to its end. A repeat or a gap on the way is a debt: what is owed is read
/// again, as far back as it may be, until it is paid or the time to settle is over.
class ReadingPlan {
 public:
  enum class Step {
    read_on,     ///< ask for cursor(), then take()
    read_again,  ///< ask for cursor_again(), then take_again()
    wait,        ///< for pause(), then waited()
    end,
    fault,  ///< throw PaginationError(fault())
  };

  /// What came of a page.
  struct Taken {
    std::string token;               ///< of the page
    std::uint64_t place = 0;         ///< documents of the listing before it
    std::vector<std::size_t> fresh;  ///< the indices of the documents to deliver
    bool counts = true;              ///< whether these are places after the token
  };

  ReadingPlan(PageAddress address, JobCursors cursors, ResumePoint start, const ReadOptions& options,
              std::optional<std::uint64_t> limit, std::string secret)
      : address_(std::move(address)),
        cursors_(std::move(cursors)),
        start_(std::move(start)),
        follow_(options.follow),
        poll_interval_(options.poll_interval),
        limit_(limit),
        pagination_(address_.id, cursors_, start_.cursor, std::move(secret)),
        listing_(start_.cursor.skip, start_.delivered, options.already_have),
        again_(cursors_, limit),
        settling_(options.settle),
        end_(address_.was_added_to),
        has_counted_(start_.cursor.skip.has_value()),
        place_(start_place()),
        to_drop_(start_.delivered) {}

  /// The next step. It is the same until that step is done.
  Step next(TimePoint now) {
    if (again_.active() && looking_for_ == LookingFor::gaps && settling_.is_over(now)) again_.stop();
    for (;;) {
      if (again_.active()) return Step::read_again;
      if (then_ == Then::fault) return Step::fault;
      if (is_done()) return Step::end;
      if (look_back()) continue;
      if (then_ == Then::go_on) return Step::read_on;
      if (const auto step = next_of_round(now)) return *step;
    }
  }

  /// How long to wait, from the moment at which next() said so first.
  Milliseconds pause() const noexcept { return pause_; }
  void waited() noexcept { round_ = Round::waited; }

  const Cursor& cursor() const noexcept { return pagination_.cursor(); }
  Cursor cursor_again() const { return again_.cursor(); }
  /// True if the page at cursor() is not the last that is listed.
  bool goes_on() const noexcept { return then_ == Then::go_on && !again_.active(); }
  const std::string& fault() const noexcept { return pagination_.fault(); }
  std::uint64_t extent() const noexcept { return listing_.extent(); }

  /// Takes note of the page at cursor(). @throws what the user's functions throw; then nothing has changed.
  Taken take(const JobPage& page, TimePoint now) {
    const auto count = page.data.size();
    const bool has_place = cursor().skip.has_value();
    PagePlace at{cursor().skip.value_or(place_), to_drop_, {}};
    at.end = end_of_page(page, at.place, address_.id, has_place && listing_.goes_by_place());
    Taken taken{cursor().token, at.place, {}, true};
    JobProgress progress = page;
    auto news = listing_.look(page.data, at);
    try {
      const auto state = end_.is_reached(page, now) ? JobState::ended : JobState::running;
      then_ = pagination_.after({count, state, page.next}, (std::max)(listing_.extent(), at.place + count));
    } catch (...) {
      listing_.forget(news);
      throw;
    }
    repeat_at_ = news.repeated > 0 ? at.place + news.first_repeat : at.place;
    listing_.take(news, at, count);
    if (has_place && may_have_gap(page, at.place))
      doubtful_ = (std::min)(doubtful_.value_or(at.place), at.place);
    given_up_ = (std::min)(given_up_, listing_.hidden());
    place_ = pagination_.stays() ? at.place : at.place + count;
    taken_here_ = pagination_.stays() ? (std::max)(to_drop_, std::uint64_t{count}) : 0;
    to_drop_ -= (std::min)(to_drop_, std::uint64_t{count});
    round_ = Round::begun;
    ask_for_more(page, at.place);
    return finish(std::move(taken), std::move(progress), std::move(news));
  }

  /// Takes note of the page at cursor_again(). @throws as take().
  Taken take_again(const JobPage& page, TimePoint now) {
    const auto count = page.data.size();
    const auto place = again_.place();
    PagePlace at{place.value_or(chain_place_), 0, {}};
    at.end = place_after(page.next, address_.id, at.place);
    Taken taken{place ? token_at(*place) : start_.cursor.token, at.place, {}, place.has_value()};
    JobProgress progress = page;
    auto news = listing_.look_again(page.data, at);
    std::optional<std::uint64_t> window;
    try {
      if (place)
        window = again_.advance((std::max)(at.place + count, at.end.value_or(0)) - at.place);
      else
        again_.follow(cursor_after(page.next, address_.id));
    } catch (...) {
      listing_.forget(news);
      throw;
    }
    chain_place_ += count;
    if (then_ == Then::poll && !follow_ && end_.is_reached(page, now)) then_ = Then::settle;
    listing_.take_again(news, at, count);
    if (window) listing_.close_window(*window);
    if (window || !again_.active()) finish_looking();
    return finish(std::move(taken), std::move(progress), std::move(news));
  }

  const JobProgress& progress() const noexcept { return progress_; }
  /// Documents that the server has counted or listed, and never shown; 0 before the end.
  std::int64_t missing() const noexcept { return is_done() ? never_seen() : 0; }
  /// The lowest place at which a document that is owed may be.
  std::optional<std::uint64_t> lowest_debt() const noexcept {
    const auto debt = listing_.lowest_debt();
    if (debt || !has_counted_ || never_seen() == 0) return debt;
    return listing_.has_moved() && is_done() ? listing_.floor() : doubtful_;
  }
  /// The token of a place; of a range that began at a cursor without a number, the token of its start.
  std::string token_at(std::uint64_t place) const {
    if (place == start_place() || !start_.cursor.skip) return start_.cursor.token;
    return place == 0 ? cursors_.first().token : cursors_.at_skip(place).token;
  }
  /// Where to go on after all that was taken; none if the job has ended and nothing is left.
  std::optional<std::string> token_after_all() const {
    if (is_done() && has_ended(progress_.status) && never_seen() == 0) return std::nullopt;
    return with_count(cursor().token, (std::max)(to_drop_, taken_here_));
  }

 private:
  /// What was done since the last page at cursor().
  enum class Round { begun, waited, gaps_read };
  enum class LookingFor { hidden, before_start, gaps };

  std::uint64_t start_place() const noexcept { return start_.cursor.skip.value_or(0); }

  // True if nothing is left to ask.
  bool is_done() const noexcept {
    if (again_.active() || then_ == Then::go_on || then_ == Then::fault) return false;
    if (settled_) return true;
    if (listing_.hidden() > given_up_ || listing_.start_is_open()) return false;
    return then_ == Then::settle ? !is_owed() : !follow_;
  }

  // Documents in front of others are there already: they are read at once.
  bool look_back() {
    if (listing_.hidden() > given_up_) {
      looking_for_ = LookingFor::hidden;
      read_back((std::min)(repeat_at_, listing_.extent()));
    } else if (then_ != Then::go_on && listing_.start_is_open()) {
      looking_for_ = LookingFor::before_start;
      chain_place_ = 0;
      again_.read_chain(cursors_.first());
    }
    return again_.active();
  }

  void read_back(std::uint64_t from) {
    chain_place_ = 0;
    if (start_.cursor.skip && cursor().skip)
      again_.read_back(listing_.floor(), from, listing_.extent(), limit_again());
    else
      again_.read_chain(has_counted_ ? cursors_.first() : start_.cursor);
  }

  // While settling: documents are hidden that were not found, or, once in a while, what was taken for a gap
  // may be one of them. Without places nothing but reading shows whether something has come.
  bool reads_all_again() noexcept {
    if (listing_.hidden() > 0) return true;
    if (!cursor().skip && has_counted_ && counts_more()) return listing_.has_moved() || !start_.cursor.skip;
    return listing_.owed() > 0 && !listing_.goes_by_place() && ++rounds_ == 2;
  }

  LookAgain::Limit limit_again() const noexcept {
    return listing_.goes_by_place() ? LookAgain::Limit::exact : LookAgain::Limit::one_more;
  }

  // All that is listed was read: waits, reads again what is owed, asks what comes after it. None if that is
  // decided anew.
  std::optional<Step> next_of_round(TimePoint now) {
    const bool settles = then_ == Then::settle;
    if (round_ == Round::begun) {
      const auto wait = settles ? settling_.next_wait(now) : poll_interval_;
      settled_ = !wait;
      pause_ = wait.value_or(Milliseconds(0));
      return settled_ ? Step::end : Step::wait;
    }
    if (round_ == Round::waited) {
      round_ = Round::gaps_read;
      looking_for_ = LookingFor::gaps;
      if (settles && reads_all_again())
        read_back(listing_.extent());
      else
        again_.read_forward(listing_.gaps(), limit_again());
      return std::nullopt;
    }
    if (!settles || !only_gaps()) return Step::read_on;
    round_ = Round::begun;
    return std::nullopt;
  }

  // Scrapes that were in flight when a job was cancelled still finish.
  bool is_unfinished() const noexcept {
    return progress_.total > progress_.completed &&
           (progress_.status == JobStatus::cancelled || listing_.has_moved());
  }
  bool counts_more() const noexcept {
    return (progress_.status == JobStatus::completed || listing_.has_moved()) &&
           static_cast<std::uint64_t>(never_seen()) > listing_.owed();
  }
  bool is_owed() const noexcept { return listing_.owed() > 0 || counts_more() || is_unfinished(); }
  bool only_gaps() const noexcept { return listing_.hidden() == 0 && !counts_more() && !is_unfinished(); }
  std::int64_t never_seen() const noexcept {
    return listing_.missing(has_counted_ ? progress_.completed : 0);
  }

  // Some servers read one entry less than `limit`: of one they leave nothing.
  void ask_for_more(const JobPage& page, std::uint64_t place) {
    const bool nothing = page.data.empty() && limit_ == 1U && page.completed > 0 &&
                         static_cast<std::uint64_t>(page.completed) > place;
    empty_pages_of_one_ = nothing ? empty_pages_of_one_ + 1 : 0;
    if (empty_pages_of_one_ < 2) return;
    limit_ = 2;
    cursors_ = JobCursors(address_.path, limit_);
    pagination_.change(cursors_);
    then_ = Then::go_on;
  }

  void finish_looking() {
    if (looking_for_ == LookingFor::hidden && listing_.hidden() == 0) again_.stop();
    if (again_.active()) return;
    if (looking_for_ == LookingFor::before_start) {
      listing_.close_start();
      has_counted_ = true;
    }
    given_up_ = listing_.hidden();
  }

  Taken finish(Taken taken, JobProgress progress, PageNews news) {
    // Not at each change of the counts, so that a server which makes them up is not asked for ever.
    const auto unfinished = progress.total - progress.completed;
    if (!news.fresh.empty() || unfinished < fewest_unfinished_) {
      settling_.restart();
      rounds_ = 0;
    }
    fewest_unfinished_ = (std::min)(fewest_unfinished_, unfinished);
    progress_ = std::move(progress);
    taken.fresh = std::move(news.fresh);
    return taken;
  }

  PageAddress address_;
  JobCursors cursors_;
  ResumePoint start_;
  bool follow_;
  Milliseconds poll_interval_;
  std::optional<std::uint64_t> limit_;
  Pagination pagination_;
  Listing listing_;
  LookAgain again_;
  Settling settling_;
  JobEnd end_;

  Then then_ = Then::go_on;
  Round round_ = Round::begun;
  LookingFor looking_for_ = LookingFor::hidden;
  bool settled_ = false;  // enough was asked
  Milliseconds pause_{};
  std::optional<std::uint64_t> doubtful_;  // the lowest place of a page that may have a gap
  bool has_counted_;               // the listing was read from its beginning, or from a place that is known
  std::uint64_t place_;            // of the page at cursor(), as counted
  std::uint64_t chain_place_ = 0;  // of the page of a chain that is read again
  std::uint64_t repeat_at_ = 0;    // where the last page repeated others
  std::uint64_t given_up_ = 0;     // so many hidden documents were looked for everywhere
  std::uint64_t to_drop_;          // documents from cursor() on that an earlier range has delivered
  int rounds_ = 0;                 // of settling, since something came
  int empty_pages_of_one_ = 0;     // one after the other, where documents should be
  std::uint64_t taken_here_ = 0;   // documents from cursor() on that this range has taken
  std::int64_t fewest_unfinished_ = (std::numeric_limits<std::int64_t>::max)();
  JobProgress progress_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
