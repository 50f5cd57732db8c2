// SPDX-License-Identifier: MIT
/// @file
/// How far a job's listing reaches, how much of it a range has seen, and what it still owes: logic alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "seen_documents.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A listing that may move: documents become visible late, in front of others, and entries without a value
/// are counted into `skip` and left out. Either way more places are listed than documents are known.
class Listing {
 public:
  /// @param start the place where reading begins; none if that is not known
  /// @param delivered how many documents from there on an earlier range has delivered
  Listing(std::optional<std::uint64_t> start, std::uint64_t delivered, SeenDocuments::Kept kept)
      : documents_(std::move(kept)),
        start_(start.value_or(0)),
        delivered_before_(start_ + delivered),
        lowest_(start_),
        extent_(start_),
        // Without places nothing shows what came in front of the start.
        start_is_open_(!start && documents_.asks_user()) {}

  /// The place after all that was listed so far.
  [[nodiscard]] std::uint64_t extent() const noexcept { return extent_; }
  /// The lowest place that may be read again. What is before the start can be told apart only by a user who
  /// keeps it.
  [[nodiscard]] std::uint64_t floor() const noexcept { return documents_.asks_user() ? 0 : start_; }
  /// True if documents are told apart by their place, since none has a scrapeId.
  [[nodiscard]] bool goes_by_place() const noexcept { return !documents_.has_ids(); }
  /// True if some documents are.
  [[nodiscard]] bool goes_by_place_in_part() const noexcept {
    return goes_by_place() || documents_.has_keyless();
  }
  /// True once a page has shown that the listing moves.
  [[nodiscard]] bool has_moved() const noexcept { return shifts_ > 0; }

  /// How many places were listed whose documents are not known.
  [[nodiscard]] std::uint64_t owed() const noexcept { return extent_ > known() ? extent_ - known() : 0; }
  /// The part of owed() that is in no gap: documents in front of others that were listed before.
  [[nodiscard]] std::uint64_t hidden() const noexcept {
    std::uint64_t in_gaps = 0;
    for (const auto& gap : gaps_) in_gaps += gap.owed;
    return owed() > in_gaps ? owed() - in_gaps : 0;
  }
  /// True if documents may have come in front of a start whose place is not known.
  [[nodiscard]] bool start_is_open() const noexcept { return start_is_open_; }
  /// The places of entries that were counted and left out.
  [[nodiscard]] std::vector<Span> gaps() const {
    std::vector<Span> spans;
    for (const auto& gap : gaps_) spans.push_back({gap.span.begin, gap.span.end + shifts_});
    return spans;
  }
  /// The lowest place at which a document that is owed may be; none if the listing owes nothing.
  [[nodiscard]] std::optional<std::uint64_t> lowest_debt() const noexcept {
    if (hidden() > 0 || start_is_open()) return floor();
    if (owed() == 0) return std::nullopt;
    auto lowest = extent_;
    for (const auto& gap : gaps_) lowest = (std::min)(lowest, gap.span.begin);
    return lowest;
  }
  /// How many documents were never seen, of those that were listed or that the server counts.
  [[nodiscard]] std::int64_t missing(std::int64_t counted) const noexcept {
    const auto most = (std::max)(extent_, static_cast<std::uint64_t>((std::max)(std::int64_t{0}, counted)));
    if (most <= known()) return 0;
    return static_cast<std::int64_t>((std::min)(most - known(), std::uint64_t{INT64_MAX}));
  }

  /// Sorts the documents of a page that is read for the first time. Either take() or forget() follows.
  /// @throws whatever the user's function throws; then nothing has changed
  /// @param owes whether all was read, and the server counts more than it has listed
  PageNews look(const std::vector<Document>& data, const PagePlace& page, bool owes) {
    if (gaps_.size() == gaps_.capacity()) gaps_.reserve(gaps_.size() * 2 + 1);  // so that take() cannot fail
    const bool moved = hidden() > 0 || has_moved();
    return documents_.look(data, page, extent_, owes ? Doubt::owes : moved ? Doubt::moved : Doubt::none);
  }
  /// The same for a page that is read again; take_again() or forget() follows.
  PageNews look_again(const std::vector<Document>& data, const PagePlace& page) {
    const Span listed{lowest_, extent_};
    const auto* gap = gap_at(page.place);
    if (!gap) return documents_.look_again(data, page, listed, nullptr);
    KnownGap known{gap->span.end, gap->span.end + shifts_, {}};
    for (auto& each : gaps_) {
      if (!is_in(each, page, data.size())) continue;
      known.contents.insert(known.contents.end(), each.contents.begin(), each.contents.end());
      each.contents.reserve(each.contents.size() + data.size());  // so that take_again() cannot fail
    }
    return documents_.look_again(data, page, listed, &known);
  }
  /// The page was not taken.
  void forget(const PageNews& news) noexcept { documents_.forget(news); }

  /// Takes note of a page that was read for the first time.
  void take(PageNews& news, const PagePlace& page, std::size_t documents) noexcept {
    shifts_ += news.repeated;
    documents_.move_by(news.repeated);
    kept_ += news.kept;
    if (page.has_gap(documents) && *page.end > extent_) {
      gaps_.push_back({{page.place, *page.end},
                       *page.end - page.place - documents,
                       std::move(news.contents),
                       page.place});
    }
    add(news, page, documents, news.added);
  }
  /// Takes note of a page that was read again.
  void take_again(const PageNews& news, const PagePlace& page, std::size_t documents) noexcept {
    kept_ += news.kept;
    if (auto* gap = gap_at(page.place)) {
      // In which of the gaps that the page reaches into they are is not known. The last one is taken for it:
      // to read again too much costs a request, too little a document.
      auto unpaid = std::uint64_t{news.added};
      for (auto each = gaps_.rbegin(); each != gaps_.rend(); ++each) {
        if (!is_in(*each, page, documents)) continue;
        const auto paid = (std::min)(each->owed, unpaid);
        each->owed -= paid;
        unpaid -= paid;
        each->contents.insert(each->contents.end(), news.contents.begin(), news.contents.end());
      }
      if (page.place <= gap->whole_until && page.end == page.place + documents) gap->whole_until = *page.end;
      // All entries have a value by now. What is still owed is somewhere else.
      if (gap->whole_until >= gap->span.end + shifts_) gap->owed = 0;
    }
    // Places before the lowest one count once all of them were read: see close_window().
    if (page.place < lowest_) {
      seen_below_ += news.added;
      add(news, page, documents, 0);
    } else {
      add(news, page, documents, news.added);
    }
  }
  /// All places from `begin` up to those that were read before have been read.
  void close_window(std::uint64_t begin) noexcept {
    if (begin >= lowest_) return;
    lowest_ = begin;
    seen_ += std::exchange(seen_below_, 0);
  }
  /// All in front of the start was read.
  void close_start() noexcept { start_is_open_ = false; }

 private:
  struct Gap {
    Span span;
    std::uint64_t owed;
    std::vector<std::uint64_t> contents;  // the keys of its documents that have no scrapeId
    std::uint64_t whole_until;            // up to there each entry had a value when it was read again
  };

  [[nodiscard]] std::uint64_t known() const noexcept { return known_below() + seen_; }
  // What is before the lowest place was delivered by an earlier range. Of that the user has told what has
  // come by now, so the listing has moved if more places are left than documents.
  [[nodiscard]] std::uint64_t known_below() const noexcept {
    if (!documents_.asks_user()) return lowest_;
    return (std::min)(lowest_, delivered_before_ > kept_ ? delivered_before_ - kept_ : 0);
  }

  // A gap moves as documents come in front of it.
  [[nodiscard]] bool meets(const Gap& gap, Span places) const noexcept {
    return gap.span.begin < places.end && places.begin < gap.span.end + shifts_;
  }

  Gap* gap_at(std::uint64_t place) noexcept {
    for (auto& gap : gaps_) {
      if (meets(gap, {place, place + 1})) return &gap;
    }
    return nullptr;
  }

  [[nodiscard]] bool is_in(const Gap& gap, const PagePlace& page, std::size_t documents) const noexcept {
    const auto end = (std::max)({page.place + 1, page.place + documents, page.end.value_or(0)});
    return meets(gap, {page.place, end});
  }

  void add(const PageNews& news, const PagePlace& page, std::size_t documents, std::size_t added) noexcept {
    documents_.keep(news);
    seen_ += added;
    extent_ = (std::max)({extent_, page.place + documents, page.end.value_or(0)});
    const auto paid = [this](const Gap& gap) { return gap.owed == 0 || owed() == 0; };
    gaps_.erase(std::remove_if(gaps_.begin(), gaps_.end(), paid), gaps_.end());
  }

  SeenDocuments documents_;
  std::uint64_t start_;
  std::uint64_t delivered_before_;
  std::uint64_t lowest_;
  std::uint64_t extent_;
  std::uint64_t seen_ = 0;        // documents from the lowest place on
  std::uint64_t seen_below_ = 0;  // documents before it, while not all places were read
  std::uint64_t shifts_ = 0;      // by so many places the listing has moved, at most
  std::uint64_t kept_ = 0;        // documents that the user had
  bool start_is_open_;
  std::vector<Gap> gaps_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
