// SPDX-License-Identifier: MIT
/// @file
/// What the ranges read with: the place that the reader has reached, and what it was given.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../../wait_set.hpp"
#include "source.hpp"
#include "step_result.hpp"
#include "stream.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What both readers have. `Derived::try_find()` brings the element at the reader's place, or finds that
/// there is none; `Derived::pass()` goes on to the place after it.
template <class Derived, class Element>
class Reader : public Source<Element> {
 public:
  explicit Reader(std::unique_ptr<PageStream> stream) : stream_(std::move(stream)) {}

  [[nodiscard]] const JobProgress& progress() const noexcept final { return stream_->progress(); }
  [[nodiscard]] std::int64_t missing() const noexcept final { return stream_->missing(); }
  [[nodiscard]] std::optional<std::string> next() const final { return stream_->resume_token(); }
  [[nodiscard]] bool done() const noexcept final { return ready_ && !page_; }

  /// Opens the stream. If the range was read before, the element that was taken does not come again.
  void begin() final {
    const InUse in_use(*this);
    wait_set_.reset();
    stream_->open();
    if (taken_) pass_current();
  }

  /// Goes on, without fetching anything.
  void advance() final {
    const InUse in_use(*this);
    pass_current();
  }

  /// Brings the current element if it has not come yet. Returns whether there is one.
  bool load() final {
    const InUse in_use(*this);
    if (ready_) return page_.has_value();
    wait_set_.reset();
    // The wait before this was that of a loop which polls, and belongs to what was under way then.
    if (std::exchange(was_waiting_, false)) stream_->go_on();
    for (auto result = try_load(); result != StepResult::ready; result = try_load()) stream_->wait(result);
    return page_.has_value();
  }

  /// The current element, which counts as delivered from now on.
  Element& current() final {
    load();
    return take_current();
  }

  /// The next element, if it can be had without waiting.
  Element* try_next() final {
    const InUse in_use(*this);
    wait_set_.reset();
    stream_->open();
    if (taken_) pass_current();
    if (!try_for_a_while()) return nullptr;
    return page_ ? &take_current() : nullptr;
  }

  WaitSet wait_set() final {
    const InUse in_use(*this);
    if (wait_set_) return *wait_set_;
    WaitSet at_once;
    at_once.until = stream_->now();
    if (done()) at_once.until += longest_wait;  // for nothing
    return at_once;
  }

 protected:
  // The current element counts as given to the reader from now on.
  void take(std::size_t delivered) {
    taken_ = true;
    stream_->set_delivered(delivered);
  }

  // Its memory serves the page to come.
  void drop_page() noexcept {
    if (page_) stream_->recycle(*page_);
    page_.reset();
  }

  std::unique_ptr<PageStream> stream_;
  std::optional<JobPage> page_;

 private:
  // Keeps the user's functions, which are called while the range works, from asking the range to work.
  class InUse {
   public:
    explicit InUse(Reader& reader) : reader_(reader) {
      if (reader_.in_use_)
        throw UsageError(
            "a function that a range calls (on_progress, already_have, on_event) has asked that range");
      reader_.in_use_ = true;
    }
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    ~InUse() { reader_.in_use_ = false; }

   private:
    Reader& reader_;
  };

  Derived& derived() noexcept { return static_cast<Derived&>(*this); }
  Element& take_current() { return derived().taken(); }

  void pass_current() noexcept {
    ++to_pass_;
    ready_ = false;
    taken_ = false;
    moved_requests_ = false;
  }

  StepResult try_load() {
    if (ready_) return StepResult::ready;
    if (!moved_requests_) stream_->advance_requests();
    moved_requests_ = true;
    for (;; --to_pass_) {
      const auto result = derived().try_find();
      if (result != StepResult::ready) return result;
      if (!page_ || to_pass_ == 0) break;
      derived().pass();
    }
    ready_ = true;
    return StepResult::ready;
  }

  // Goes on until there is nothing to do but to wait, or until the loop that called has other things to do.
  // Returns whether it is ready. Otherwise wait_set_ says what to wait for, if that is not the next step.
  bool try_for_a_while() {
    if (ready_) return true;
    stream_->take_small_steps();
    const auto end = std::chrono::steady_clock::now() + longest_step;
    if (std::exchange(was_waiting_, false)) stream_->go_on();
    for (;;) {
      const auto result = try_load();
      if (result == StepResult::ready) return true;
      was_waiting_ = true;
      if (result == StepResult::waiting) {
        auto set = stream_->wait_set();
        if (set.until > stream_->now()) {
          wait_set_ = std::move(set);
          return false;
        }
      }
      if (std::chrono::steady_clock::now() >= end) return false;
      stream_->go_on();
    }
  }

  // What it does in one go takes a few milliseconds in addition.
  static constexpr std::chrono::milliseconds longest_step{4};
  static constexpr std::chrono::minutes longest_wait{10};

  std::size_t to_pass_ = 0;
  bool ready_ = false;
  bool taken_ = false;
  bool in_use_ = false;
  bool moved_requests_ = false;  // what was asked for ahead, while this element is looked for
  bool was_waiting_ = false;     // the last try_next() returned nothing
  std::optional<WaitSet> wait_set_;
};

/// Hands out whole pages.
class PageReader final : public Reader<PageReader, JobPage> {
 public:
  using Reader::Reader;

  JobPage& taken() {
    take(documents_);
    return *page_;
  }
  StepResult try_find() {
    if (page_) return StepResult::ready;
    const auto result = stream_->try_load(page_);
    if (page_) documents_ = page_->data.size();
    return result;
  }
  void pass() noexcept { drop_page(); }

 private:
  std::size_t documents_ = 0;  // of the page, whatever the reader does to it
};

/// Hands out the documents of the pages; one page is in memory.
class DocumentReader final : public Reader<DocumentReader, Document> {
 public:
  using Reader::Reader;

  Document& taken() {
    take(index_ + 1);
    return page_->data[index_];
  }
  StepResult try_find() {
    while (!page_ || index_ >= page_->data.size()) {
      drop_page();
      index_ = 0;
      const auto result = stream_->try_load(page_);
      if (result != StepResult::ready || !page_) return result;
    }
    return StepResult::ready;
  }
  void pass() noexcept { ++index_; }

 private:
  std::size_t index_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
