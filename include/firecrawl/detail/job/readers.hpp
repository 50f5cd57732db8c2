// SPDX-License-Identifier: MIT
/// @file
/// What the ranges read with: the place that the reader has reached, and what it was given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../../impl/models.hpp"
#include "source.hpp"
#include "stream.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What both readers have. `Derived::find()` brings the element at the reader's place, and returns whether
/// there is one; `Derived::pass()` goes on to the place after it.
template <class Derived, class Element>
class Reader : public Source<Element> {
 public:
  explicit Reader(std::unique_ptr<PageStream> stream) : stream_(std::move(stream)) {}

  const JobProgress& progress() const noexcept final { return stream_->progress(); }
  std::int64_t missing() const noexcept final { return stream_->missing(); }
  std::optional<std::string> next() const final { return stream_->resume_token(); }

  /// Opens the stream. If the range was read before, the element that was taken does not come again.
  void begin() final {
    stream_->open();
    if (taken_) advance();
  }

  /// Goes on, without fetching anything.
  void advance() noexcept final {
    ++to_pass_;
    ready_ = false;
    taken_ = false;
  }

  /// Brings the current element if it has not come yet. Returns whether there is one.
  bool load() final {
    if (ready_) return page_.has_value();
    stream_->advance_requests();
    for (; derived().find() && to_pass_ > 0; --to_pass_) derived().pass();
    ready_ = true;
    return page_.has_value();
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
  Derived& derived() noexcept { return static_cast<Derived&>(*this); }
  std::size_t to_pass_ = 0;
  bool ready_ = false;
  bool taken_ = false;
};

/// Hands out whole pages.
class PageReader final : public Reader<PageReader, JobPage> {
 public:
  using Reader::Reader;

  JobPage& current() override {
    load();
    take(documents_);
    return *page_;
  }
  bool find() {
    if (!page_) {
      page_ = stream_->load();
      if (page_) documents_ = page_->data.size();
    }
    return page_.has_value();
  }
  void pass() noexcept { drop_page(); }

 private:
  std::size_t documents_ = 0;  // of the page, whatever the reader does to it
};

/// Hands out the documents of the pages; one page is in memory.
class DocumentReader final : public Reader<DocumentReader, Document> {
 public:
  using Reader::Reader;

  Document& current() override {
    load();
    take(index_ + 1);
    return page_->data[index_];
  }
  bool find() {
    while (!page_ || index_ >= page_->data.size()) {
      drop_page();
      index_ = 0;
      page_ = stream_->load();
      if (!page_) return false;
    }
    return true;
  }
  void pass() noexcept { ++index_; }

 private:
  std::size_t index_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
