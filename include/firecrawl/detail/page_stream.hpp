/// @file
/// A job's pages one after the other: fetched, counted, cut to what the reader wants, with a token for where
/// to go on.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../error.hpp"
#include "../models.hpp"
#include "../options.hpp"
#include "client_core.hpp"
#include "cursor.hpp"
#include "driver.hpp"
#include "page_fetcher.hpp"
#include "page_request.hpp"
#include "pagination.hpp"
#include "settling.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class PageStream {
 public:
  /// @throws UsageError where an option cannot be used, or `from` is no token of this job.
  PageStream(SharedCore core, PageAddress address, PageOptions options)
      : core_(std::move(core)),
        address_(std::move(address)),
        options_(std::move(options)),
        start_(find_start()),
        pagination_(address_.id, JobCursors(address_.path, limit()), start_.cursor, core_->options.api_key),
        settling_(options_.settle),
        to_drop_(start_.delivered) {
    check_not_negative(options_.settle, "settle");
    check_not_negative(options_.deadline, "deadline");
    check_not_negative(options_.poll_interval, "poll_interval");
    if (options_.parallel == 0) throw UsageError("parallel is 0: one request at a time is 1");
  }

  /// Opens the session, and starts the clock of the deadline. Once.
  void open() {
    if (fetcher_) return;
    driver_ = std::make_unique<Driver>(core_, options_.cancel, task(), options_.deadline, "deadline");
    fetcher_ = std::make_unique<PageFetcher>(*driver_, address_, options_.page_size);
  }

  /// The next page with documents; where a job has none at all, its last page, once. None at the end. What an
  /// earlier range has delivered is taken off, and what is beyond max_documents. @throws whatever a range
  /// throws.
  std::optional<BatchScrapeStatus> load() {
    open();
    while (then_ != Pagination::Then::end) {
      driver_->throw_if_over();
      if (limit_reached()) return std::nullopt;
      if (then_ == Pagination::Then::fault) throw PaginationError(task() + ": " + pagination_.fault());
      if (!wait()) break;
      auto page = fetcher_->fetch(pagination_.cursor(), ask_ahead());
      if (take(page)) return page;
    }
    return std::exchange(empty_page_, std::nullopt);
  }

  /// Moves forward what was asked for ahead, and looks whether the reader has to stop.
  /// @throws CancelledError, TimeoutError.
  void tend() {
    driver_->throw_if_over();
    if (then_ == Pagination::Then::go_on && !limit_reached())
      fetcher_->advance(pagination_.cursor(), ask_ahead());
  }

  /// The reader was given the first `count` documents of the page that load() returned last.
  void set_delivered(std::size_t count) noexcept { delivered_ = count; }

  const BatchScrapeProgress& progress() const noexcept { return progress_; }
  std::int64_t missing() const noexcept { return then_ == Pagination::Then::end ? pagination_.missing() : 0; }

  /// Where to go on; none where the job has ended and nothing is left.
  std::optional<std::string> resume_token() const {
    if (delivered_ < page_documents_) return with_count(page_token_, page_dropped_ + delivered_);
    const bool all =
        then_ == Pagination::Then::end && has_ended(progress_.status) && pagination_.missing() == 0;
    if (all) return std::nullopt;
    return with_count(pagination_.cursor().token, to_drop_);
  }

 private:
  using Then = Pagination::Then;

  std::string task() const { return redact("reading " + address_.path, core_->options.api_key); }

  ResumePoint find_start() const {
    if (options_.from.empty()) return {JobCursors(address_.path, limit()).first(), 0};
    auto point = read_token(options_.from, address_.id, core_->options.api_key);
    if (options_.page_size != 0) point.cursor.query = with_limit(point.cursor.query, options_.page_size);
    return point;
  }

  // The `limit` that cursors of our own carry: the page size, or that of the token.
  std::optional<std::uint64_t> limit() const {
    if (options_.page_size != 0) return options_.page_size;
    const auto text = query_parameter(Link(options_.from).query, "limit");
    return text ? parse_number(*text) : std::nullopt;
  }

  bool limit_reached() const noexcept {
    return (options_.max_documents != 0 && documents_ >= options_.max_documents) ||
           (options_.max_pages != 0 && pages_ >= options_.max_pages);
  }

  AskAhead ask_ahead() const {
    AskAhead ahead;
    ahead.prefetch = options_.prefetch;
    ahead.parallel = options_.parallel;
    if (options_.max_pages != 0) ahead.pages = options_.max_pages - pages_;
    // Without a number in the first cursor, any page after the next may be one too many.
    if (options_.max_documents != 0) {
      ahead.end_skip =
          start_.cursor.skip ? *start_.cursor.skip + start_.delivered + options_.max_documents : 0;
    }
    return ahead;
  }

  // Takes note of a page. Returns whether there is something in it to deliver.
  bool take(BatchScrapeStatus& page) {
    if (options_.on_progress) options_.on_progress(page);
    // All that may throw comes first: from after() on, the page is taken.
    auto token = pagination_.cursor().token;
    BatchScrapeProgress progress = page;
    const auto drop_here = to_drop_;
    then_ = pagination_.after(page);
    waited_ = false;
    progress_ = std::move(progress);
    page_token_ = std::move(token);
    page_dropped_ = (std::min)(drop_here, std::uint64_t{page.data.size()});
    page_documents_ = page.data.size() - page_dropped_;
    delivered_ = 0;
    to_drop_ = pagination_.stays() ? (std::max)(drop_here, std::uint64_t{page.data.size()})
                                   : drop_here - page_dropped_;
    if (page_documents_ > 0) settling_.restart();
    if (then_ == Then::running && !options_.follow) then_ = Then::end;
    empty_page_.reset();
    if (page.data.empty()) {
      if (pages_ == 0 && start_.cursor.skip.value_or(0) == 0) empty_page_.emplace(std::move(page));
      return false;
    }
    trim(page);
    return page_documents_ > 0;
  }

  // Waits where the next request is one more question for what came late, once for each question: where one
  // fails, it is asked again at once. Returns false where enough was asked. The time to settle begins here,
  // and not while the reader is busy with the page before.
  bool wait() {
    if (waited_) return true;
    if (then_ == Then::running) driver_->sleep(options_.poll_interval);
    if (then_ == Then::settle) {
      const auto wait = settling_.next_wait(driver_->now());
      if (!wait) {
        then_ = Then::end;
        return false;
      }
      driver_->sleep(*wait);
    }
    waited_ = true;
    return true;
  }

  void trim(BatchScrapeStatus& page) {
    if (page_documents_ == 0) return;
    auto& data = page.data;
    data.erase(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(page_dropped_));
    const auto left = options_.max_documents - documents_;
    if (options_.max_documents != 0 && data.size() > left) data.resize(left);
    documents_ += data.size();
    ++pages_;
  }

  static std::string with_count(const std::string& token, std::uint64_t count) {
    return count == 0 ? token : token + "#" + std::to_string(count);
  }

  SharedCore core_;
  PageAddress address_;
  PageOptions options_;
  ResumePoint start_;
  Pagination pagination_;
  Settling settling_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<PageFetcher> fetcher_;  // behind the driver, so that its requests end first

  Then then_ = Then::go_on;
  bool waited_ = false;  // since the last page
  BatchScrapeProgress progress_;
  std::optional<BatchScrapeStatus> empty_page_;
  std::size_t documents_ = 0;  // handed out
  std::size_t pages_ = 0;      // handed out
  std::uint64_t to_drop_;      // documents from the cursor on that were delivered before

  // The page that was handed out last.
  std::string page_token_;
  std::uint64_t page_dropped_ = 0;
  std::uint64_t page_documents_ = 0;
  std::size_t delivered_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
