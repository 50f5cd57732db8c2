// SPDX-License-Identifier: MIT
/// @file
/// What a range asks for next, and what it makes of the answer: logic alone, without network and clock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../base/time.hpp"
#include "address.hpp"
#include "cursor.hpp"
#include "debts.hpp"
#include "job_end.hpp"
#include "limit_check.hpp"
#include "look_again.hpp"
#include "page_place.hpp"
#include "pagination.hpp"
#include "search_limit.hpp"
#include "settling.hpp"
#include "taken_page.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Reads a listing from its start to its end. A repeat or a gap on the way means that documents may be
/// missing. They are owed: read again, as far back as they may be, until all have come or the time to settle
/// is over.
class ReadingPlan {
 public:
  enum class Step {
    read_on,     ///< ask for cursor(), then take()
    read_again,  ///< ask for cursor_again(), then take_again()
    wait,        ///< for pause(), then waited()
    end,
    fault,  ///< throw PaginationError(fault())
  };

  ReadingPlan(PageAddress address, JobCursors cursors, ResumePoint start, const ReadOptions& options,
              std::optional<std::uint64_t> limit, std::string secret)
      : address_(std::move(address)),
        cursors_(std::move(cursors)),
        start_(std::move(start)),
        follow_(options.follow),
        poll_interval_(options.poll_interval),
        limit_(limit),
        pagination_(address_.job, cursors_, start_.cursor, std::move(secret)),
        debts_(start_, options.already_have),
        again_(cursors_, limit),
        settling_(options.settle),
        end_(address_.was_added_to),
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
  [[nodiscard]] Milliseconds pause() const noexcept { return pause_; }
  void waited() noexcept { round_ = Round::waited; }

  [[nodiscard]] const Cursor& cursor() const noexcept { return pagination_.cursor(); }
  [[nodiscard]] Cursor cursor_again() const { return again_.cursor(); }
  /// True if the page at cursor() is not the last that is listed.
  [[nodiscard]] bool goes_on() const noexcept { return then_ == Then::go_on && !again_.active(); }
  [[nodiscard]] const std::string& fault() const noexcept { return pagination_.fault(); }
  [[nodiscard]] std::uint64_t extent() const noexcept { return debts_.listing.extent(); }

  /// Takes note of the page at cursor(). @throws what the user's functions throw; then nothing has changed.
  TakenPage take(const JobPage& page, TimePoint now) {
    const auto count = page.data.size();
    const bool has_place = cursor().skip.has_value();
    PagePlace at{cursor().skip.value_or(place_), to_drop_, {}};
    at.end = end_of_page(page, at.place, address_.job, has_place && debts_.listing.goes_by_place());
    TakenPage taken{cursor().token, at.place, {}, TokenCounts::yes};
    JobProgress progress = page;
    const bool was_all = then_ != Then::go_on;
    auto news = debts_.listing.look(page.data, at, was_all && debts_.counts_more());
    try {
      const auto state = end_.is_reached(page, now) ? JobState::ended : JobState::running;
      const auto listed = (std::max)(debts_.listing.extent(), at.place + count);
      then_ = pagination_.after({count, state, page.next}, listed);
    } catch (...) {
      debts_.listing.forget(news);
      throw;
    }
    repeat_at_ = news.repeated > 0 ? at.place + news.first_repeat : at.place;
    debts_.listing.take(news, at, count);
    if (has_place && may_have_gap(page, at.place)) debts_.set_doubtful(at.place);
    given_up_ = (std::min)(given_up_, debts_.listing.hidden());
    place_ = pagination_.stays() ? at.place : at.place + count;
    taken_here_ = pagination_.stays() ? (std::max)(to_drop_, std::uint64_t{count}) : 0;
    to_drop_ -= (std::min)(to_drop_, std::uint64_t{count});
    round_ = Round::begun;
    for (auto* limit : {&search_limit_, &round_limit_}) limit->add_page();
    ask_for_more(page, at.place);
    return finish(std::move(taken), std::move(progress), std::move(news));
  }

  /// Takes note of the page at cursor_again(). @throws as take().
  TakenPage take_again(const JobPage& page, TimePoint now) {
    const auto count = page.data.size();
    const auto place = again_.place();
    PagePlace at{place.value_or(chain_place_), 0, {}};
    at.end = place_after(page.next, address_.job, at.place);
    TakenPage taken{place ? token_at(*place) : start_.cursor.token,
                    at.place,
                    {},
                    place ? TokenCounts::yes : TokenCounts::no};
    JobProgress progress = page;
    auto news = debts_.listing.look_again(page.data, at);
    std::optional<std::uint64_t> window;
    try {
      if (place)
        window = again_.advance((std::max)(at.place + count, at.end.value_or(0)) - at.place);
      else
        again_.follow(cursor_after(page.next, address_.job));
    } catch (...) {
      debts_.listing.forget(news);
      throw;
    }
    chain_place_ += count;
    // It goes on at the place where it began: of one entry that it was asked for it lists none.
    if (place && page.data.empty() && page.next && !at.end) lists_one_less_ = true;
    if (then_ == Then::poll && !follow_ && end_.is_reached(page, now)) then_ = Then::settle;
    auto& limit = looking_for_ == LookingFor::gaps ? round_limit_ : search_limit_;
    limit.count_page(news.added);
    debts_.listing.take_again(news, at, count);
    if (window) debts_.listing.close_window(*window);
    if (limit.is_reached()) again_.stop();
    if (window || !again_.active()) finish_looking();
    return finish(std::move(taken), std::move(progress), std::move(news));
  }

  [[nodiscard]] const JobProgress& progress() const noexcept { return debts_.progress(); }
  /// Documents that the server has counted or listed, and never shown; 0 before the end.
  [[nodiscard]] std::int64_t missing() const noexcept { return is_done() ? debts_.never_seen() : 0; }
  /// The lowest place at which a document that is owed may be.
  [[nodiscard]] std::optional<std::uint64_t> lowest_debt() const noexcept {
    return debts_.lowest_place(is_done());
  }
  /// The token of a place; of a range that began at a cursor without a number, the token of its start.
  [[nodiscard]] std::string token_at(std::uint64_t place) const {
    if (place == start_place() || !start_.cursor.skip) return start_.cursor.token;
    return place == 0 ? cursors_.first().token : cursors_.at_skip(place).token;
  }
  /// Where to go on after all that was taken; none if the job has ended and nothing is left.
  [[nodiscard]] std::optional<std::string> token_after_all() const {
    if (is_done() && has_ended(progress().status) && debts_.never_seen() == 0) return std::nullopt;
    return with_count(cursor().token, (std::max)(to_drop_, taken_here_));
  }

 private:
  /// What was done since the last page at cursor().
  enum class Round { begun, waited, gaps_read };
  enum class LookingFor { hidden, before_start, gaps };

  [[nodiscard]] std::uint64_t start_place() const noexcept { return start_.cursor.skip.value_or(0); }

  // True if nothing is left to ask.
  [[nodiscard]] bool is_done() const noexcept {
    if (again_.active() || then_ == Then::go_on || then_ == Then::fault) return false;
    if (settled_) return true;
    if (has_to_look_back() || debts_.listing.start_is_open()) return false;
    return then_ == Then::settle ? !debts_.any() : !follow_;
  }

  [[nodiscard]] bool has_to_look_back() const noexcept {
    return debts_.listing.hidden() > given_up_ && !search_limit_.is_reached();
  }

  // Documents in front of others are there already: they are read at once.
  bool look_back() {
    if (has_to_look_back()) {
      looking_for_ = LookingFor::hidden;
      read_back((std::min)(repeat_at_, debts_.listing.extent()));
    } else if (then_ != Then::go_on && debts_.listing.start_is_open()) {
      looking_for_ = LookingFor::before_start;
      chain_place_ = 0;
      search_limit_.restart();
      again_.read_chain(cursors_.first());
    }
    return again_.active();
  }

  void read_back(std::uint64_t from) {
    chain_place_ = 0;
    if (start_.cursor.skip && cursor().skip)
      again_.read_back(debts_.listing.floor(), from, debts_.listing.extent(), limit_again());
    else
      again_.read_chain(debts_.has_counted() ? cursors_.first() : start_.cursor);
  }

  // While settling: documents are hidden that were not found, or, once in a while, what was taken for a gap
  // may be one of them. Without places nothing but reading shows whether something has come.
  bool reads_all_again() noexcept {
    if (debts_.listing.hidden() > 0) return true;
    if (!cursor().skip && debts_.has_counted() && debts_.counts_more())
      return debts_.listing.has_moved() || !start_.cursor.skip;
    return debts_.listing.owed() > 0 && !debts_.listing.goes_by_place() && ++rounds_ == 2;
  }

  [[nodiscard]] LookAgain::Limit limit_again() const noexcept {
    return debts_.listing.goes_by_place_in_part() && !lists_one_less_ ? LookAgain::Limit::exact
                                                                      : LookAgain::Limit::one_more;
  }

  // All that is listed was read: waits, reads again what is owed, asks what comes after it. None: ask again.
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
      round_limit_.restart();
      if (settles && reads_all_again())
        read_back(debts_.listing.extent());
      else
        again_.read_forward(debts_.listing.gaps(), limit_again());
      return std::nullopt;
    }
    if (!settles || !debts_.only_in_gaps()) return Step::read_on;
    round_ = Round::begun;
    return std::nullopt;
  }

  void ask_for_more(const JobPage& page, std::uint64_t place) {
    if (!limit_check_.is_too_small(limit_, page, place)) return;
    JobCursors larger(address_.path, 2);
    pagination_.change(larger);
    cursors_ = std::move(larger);
    limit_ = 2;
    then_ = Then::go_on;
  }

  void finish_looking() {
    if (looking_for_ == LookingFor::hidden && debts_.listing.hidden() == 0) again_.stop();
    if (again_.active()) return;
    if (looking_for_ == LookingFor::before_start) {
      debts_.listing.close_start();
      debts_.set_counted();
    }
    given_up_ = debts_.listing.hidden();
  }

  TakenPage finish(TakenPage taken, JobProgress progress, PageNews news) {
    // Not at each change of the counts, so that a server which makes them up is not asked for ever.
    if (debts_.set_progress(std::move(progress)) || !news.fresh.empty()) {
      settling_.restart();
      rounds_ = 0;
    }
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
  Debts debts_;
  LookAgain again_;
  Settling settling_;
  JobEnd end_;

  Then then_ = Then::go_on;
  Round round_ = Round::begun;
  LookingFor looking_for_ = LookingFor::hidden;
  bool settled_ = false;  // the time to ask is over
  Milliseconds pause_{};
  std::uint64_t place_;            // of the page at cursor(), as counted
  std::uint64_t chain_place_ = 0;  // of the page of a chain that is read again
  std::uint64_t repeat_at_ = 0;    // where the last page repeated others
  std::uint64_t given_up_ = 0;     // so many hidden documents were looked for everywhere
  std::uint64_t to_drop_;          // documents from cursor() on that an earlier range has delivered
  int rounds_ = 0;                 // of settling, since something came
  std::uint64_t taken_here_ = 0;   // documents from cursor() on that this range has taken
  bool lists_one_less_ = false;    // than it is asked for: see LookAgain::Limit
  LimitCheck limit_check_;
  SearchLimit search_limit_;  // of looking for what is hidden, or before the start
  SearchLimit round_limit_;   // of reading again while waiting, each time
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
