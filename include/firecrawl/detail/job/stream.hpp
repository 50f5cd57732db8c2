// SPDX-License-Identifier: MIT
/// @file
/// A job's pages one after the other: fetched, cut to what the reader has not seen and wants, with a token
/// for where to go on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../../wait_set.hpp"
#include "../call/checks.hpp"
#include "../call/client_core.hpp"
#include "../call/driver.hpp"
#include "../call/retry.hpp"
#include "address.hpp"
#include "cursor.hpp"
#include "fetcher.hpp"
#include "link.hpp"
#include "reading_plan.hpp"
#include "skip_check.hpp"
#include "step_result.hpp"
#include "taken_page.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class PageStream {
 public:
  /// @throws UsageError if an option cannot be used, or `from` is not a token of this job.
  PageStream(SharedCore core, PageAddress address, ReadOptions options)
      : core_(std::move(core)),
        address_(std::move(address)),
        options_(std::move(options)),
        cursors_(address_.path, limit()),
        start_(find_start()),
        plan_(address_, cursors_, start_, options_, limit(), core_->options.api_key) {
    check_not_negative(options_.settle, "settle");
    check_not_negative(options_.time_limit, "time_limit");
    check_not_negative(options_.poll_interval, "poll_interval");
    if (options_.parallel == 0) throw UsageError("parallel is 0: one request at a time is 1");
    if (options_.page_size == std::size_t{0})
      throw UsageError("page_size is 0: a page has 1 document at least");
  }

  /// Opens the session, and starts the clock of the time limit. Once.
  void open() {
    if (fetcher_) return;
    driver_ = std::make_unique<Driver>(core_, options_.cancel, task(), options_.time_limit);
    fetcher_ = std::make_unique<PageFetcher>(*driver_, address_, options_.page_size.value_or(0));
  }

  /// Goes on to the next page that has documents to deliver, and those alone, as far as that goes without
  /// waiting; if a job has none at all, its last page, once. None at the end. Only after open().
  /// @throws whatever a range throws.
  StepResult try_load(std::optional<JobPage>& page) {
    try {
      for (int pages_without_news = 0;; ++pages_without_news) {
        driver_->throw_if_over();
        if (limit_reached()) return StepResult::ready;
        if (!step_) step_ = plan_.next(driver_->now());
        const bool end = *step_ == ReadingPlan::Step::end;
        const auto result = try_step(*step_, page);
        if (result != StepResult::ready) return result;
        step_.reset();
        if (page || end) return result;
        if (takes_small_steps_ && pages_without_news > 16) return StepResult::unfinished;
      }
    } catch (...) {
      step_.reset();
      pause_until_.reset();
      arrived_.reset();
      fetcher_->drop_aside();
      throw;
    }
  }

  /// Does every wait between two steps, on this thread. @throws CancelledError, TimeLimitError.
  void wait(StepResult result) {
    if (result == StepResult::waiting)
      driver_->pump(wake_at(), in_flight());
    else
      go_on();
  }
  /// Takes what has come, in place of a wait. @throws CancelledError, TimeLimitError.
  void go_on() {
    if (in_flight())
      driver_->pump_now();
    else
      driver_->throw_if_over();
  }
  /// What to wait for after a step that is waiting, if the wait is not ours.
  [[nodiscard]] WaitSet wait_set() { return driver_->wait_set(wake_at(), in_flight()); }
  /// The time on the user's clock.
  [[nodiscard]] TimePoint now() const { return core_->now(); }

  /// From now on each step is a small one.
  void take_small_steps() noexcept {
    takes_small_steps_ = true;
    fetcher_->take_small_steps();
  }

  /// Moves forward what was asked for ahead, and looks whether the reader has to stop.
  /// @throws CancelledError, TimeLimitError.
  void advance_requests() {
    driver_->throw_if_over();
    if (plan_.goes_on() && !limit_reached()) fetcher_->advance(plan_.cursor(), ask_ahead());
  }

  /// The reader has done with the page that load() returned last.
  void recycle(JobPage& page) noexcept {
    if (fetcher_) fetcher_->recycle(page);
  }

  /// The reader was given the first `count` documents of the page that load() returned last.
  void set_delivered(std::size_t count) noexcept { delivered_ = count; }

  [[nodiscard]] const JobProgress& progress() const noexcept { return plan_.progress(); }
  [[nodiscard]] std::int64_t missing() const noexcept { return plan_.missing(); }

  /// Where to go on, in front of all that is owed; none if the job has ended and nothing is left.
  [[nodiscard]] std::optional<std::string> resume_token() const {
    const bool has_page = delivered_ < in_hand_.fresh.size();
    const auto debt = plan_.lowest_debt();
    if (debt && (!has_page || *debt <= in_hand_.place)) return plan_.token_at(*debt);
    if (has_page)
      return with_count(in_hand_.token, in_hand_.counts == TokenCounts::yes ? in_hand_.fresh[delivered_] : 0);
    return plan_.token_after_all();
  }

 private:
  [[nodiscard]] std::string task() const {
    return redact("reading " + core_->endpoint.url(address_.path), core_->options.api_key);
  }

  [[nodiscard]] ResumePoint find_start() const {
    if (options_.from.empty()) return {cursors_.first(), 0};
    auto point = read_token(options_.from, address_.job, core_->options.api_key);
    if (options_.page_size) point.cursor.query = with_limit(point.cursor.query, *options_.page_size);
    return point;
  }

  // The `limit` that cursors of our own carry: the page size, or that of the token.
  [[nodiscard]] std::optional<std::uint64_t> limit() const {
    if (options_.page_size) return *options_.page_size;
    const auto text = query_parameter(Link(options_.from).query, "limit");
    return text ? parse_number(*text) : std::nullopt;
  }

  [[nodiscard]] bool limit_reached() const noexcept {
    return (options_.max_documents && documents_ >= *options_.max_documents) ||
           (options_.max_pages && pages_ >= *options_.max_pages);
  }

  [[nodiscard]] AskAhead ask_ahead() const {
    AskAhead ahead;
    ahead.prefetch = options_.prefetch;
    ahead.parallel = options_.parallel;
    if (options_.max_pages) ahead.pages = *options_.max_pages - pages_;
    // Without a number in the first cursor, any page after the next may be one too many.
    if (options_.max_documents) {
      const auto begin = start_.cursor.skip ? *start_.cursor.skip + start_.delivered : 0;
      ahead.end_skip = start_.cursor.skip
                           ? begin + (std::min)(std::uint64_t{*options_.max_documents}, UINT64_MAX - begin)
                           : 0;
    }
    return ahead;
  }

  [[nodiscard]] bool in_flight() const { return !pause_until_ && fetcher_->in_flight(); }
  [[nodiscard]] std::optional<TimePoint> wake_at() const {
    return pause_until_ ? pause_until_ : fetcher_->wake_at();
  }

  StepResult try_step(ReadingPlan::Step step, std::optional<JobPage>& page) {
    switch (step) {
      case ReadingPlan::Step::read_on:
        return read_on(page);
      case ReadingPlan::Step::read_again:
        return read_again(page);
      case ReadingPlan::Step::wait:
        return pause();
      case ReadingPlan::Step::end:
        page = std::exchange(empty_page_, std::nullopt);
        break;
      case ReadingPlan::Step::fault:
        throw PaginationError(task() + ": " + plan_.fault());
    }
    return StepResult::ready;
  }

  StepResult pause() {
    const auto now = driver_->now();
    if (!pause_until_) pause_until_ = now + bounded(plan_.pause());
    if (now < *pause_until_) return StepResult::waiting;
    pause_until_.reset();
    plan_.waited();
    return StepResult::ready;
  }

  StepResult read_on(std::optional<JobPage>& page) {
    if (!arrived_) {
      const auto result = fetcher_->try_fetch(plan_.cursor(), ask_ahead(), arrived_);
      if (result != StepResult::ready) return result;
      has_to_check_ = may_be_first_page_again(*arrived_);
    }
    if (has_to_check_) {
      const auto result = check_skip(*arrived_);
      if (result != StepResult::ready) return result;
    }
    auto arrived = std::move(*arrived_);
    arrived_.reset();
    if (options_.on_progress) options_.on_progress(arrived);
    auto taken = plan_.take(arrived, driver_->now());
    page = hand_out(std::move(arrived), std::move(taken));
    return StepResult::ready;
  }

  StepResult read_again(std::optional<JobPage>& page) {
    std::optional<JobPage> again;
    const auto result = fetcher_->try_fetch_aside(plan_.cursor_again(), again);
    if (result != StepResult::ready) return result;
    if (options_.on_progress) options_.on_progress(*again);
    auto taken = plan_.take_again(*again, driver_->now());
    page = hand_out(std::move(*again), std::move(taken));
    return result;
  }

  // The first page at a greater place: either the listing has moved that far, or the server ignores `skip`.
  [[nodiscard]] bool may_be_first_page_again(const JobPage& page) {
    if (page.data.empty() || skip_works_ || !plan_.cursor().skip) return false;
    if (plan_.extent() != start_.cursor.skip.value_or(0)) return skip_check_.is_like_first_page(page.data);
    skip_check_.set_first_page(page.data);
    return false;
  }

  // A server that ignores `skip` sends its first page also from places far beyond the listing's end.
  StepResult check_skip(const JobPage& page) {
    const auto counted = (std::max)({std::int64_t{0}, page.total, page.completed});
    const auto beyond = (std::max)(plan_.extent(), static_cast<std::uint64_t>(counted)) + 1'000'000;
    try {
      std::optional<JobPage> there;
      const auto result = fetcher_->try_fetch_aside(cursors_.at_skip(beyond, 2), there);
      if (result != StepResult::ready) return result;
      skip_works_ = !skip_check_.is_like_first_page(there->data);
    } catch (const ApiError& e) {
      // What passes says nothing of such a place. All else, and 500 too, is what servers answer that do not
      // ignore it.
      if (e.http_status() != 500 && is_transient_status(e.http_status())) throw;
      skip_works_ = true;
    }
    if (skip_works_) return StepResult::ready;
    throw PaginationError(task() + ": the page at " +
                          excerpt(plan_.cursor().token, 200, core_->options.api_key) +
                          " is the first page again: this server ignores `skip`");
  }

  // Cuts a page to what is to be delivered. None if that is nothing.
  std::optional<JobPage> hand_out(JobPage page, TakenPage taken) {
    in_hand_ = std::move(taken);
    delivered_ = 0;
    empty_page_.reset();
    if (page.data.empty()) {
      if (pages_ == 0 && start_.cursor.skip.value_or(0) == 0) empty_page_.emplace(std::move(page));
      return std::nullopt;
    }
    const auto& fresh = in_hand_.fresh;
    if (fresh.empty()) return std::nullopt;
    auto& data = page.data;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      if (fresh[i] != i) data[i] = std::move(data[fresh[i]]);
    }
    data.resize(fresh.size());
    if (options_.max_documents) data.resize((std::min)(data.size(), *options_.max_documents - documents_));
    documents_ += data.size();
    ++pages_;
    return page;
  }

  SharedCore core_;
  PageAddress address_;
  ReadOptions options_;
  JobCursors cursors_;
  ResumePoint start_;
  ReadingPlan plan_;
  SkipCheck skip_check_;
  bool skip_works_ = false;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<PageFetcher> fetcher_;  // after the driver, so that its requests end first

  // What is under way, between two steps.
  std::optional<ReadingPlan::Step> step_;
  std::optional<TimePoint> pause_until_;
  std::optional<JobPage> arrived_;  // its place is looked at
  bool has_to_check_ = false;       // whether it is the first page again
  bool takes_small_steps_ = false;

  std::optional<JobPage> empty_page_;
  TakenPage in_hand_;          // the page that was handed out last
  std::size_t delivered_ = 0;  // of its documents
  std::size_t documents_ = 0;  // handed out
  std::size_t pages_ = 0;      // handed out
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
