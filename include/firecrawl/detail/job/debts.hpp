// SPDX-License-Identifier: MIT
/// @file
/// What a job owes a reader, which is what it has not delivered yet: logic alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "../../config.hpp"
#include "../../impl/models.hpp"
#include "cursor.hpp"
#include "listing.hpp"
#include "seen_documents.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Documents that a reader has not seen, by the listing and by the counts of the last page.
class Debts {
 public:
  /// @param kept true for documents that the user has from before; may be empty
  Debts(const ResumePoint& start, SeenDocuments::Kept kept)
      : listing(start.cursor.skip, start.delivered, std::move(kept)),
        has_counted_(start.cursor.skip.has_value()) {}

  /// What the pages have listed.
  Listing listing;

  [[nodiscard]] const JobProgress& progress() const noexcept { return progress_; }
  /// Takes note of the counts of a page. Returns whether fewer scrapes are unfinished than ever before.
  bool set_progress(JobProgress progress) noexcept {
    progress_ = std::move(progress);
    // Neither is below 0, so that counts which grow from there or beyond the total put off no end.
    const auto completed = (std::max)(std::int64_t{0}, progress_.completed);
    const auto unfinished = progress_.total > completed ? progress_.total - completed : 0;
    return unfinished < std::exchange(fewest_unfinished_, (std::min)(fewest_unfinished_, unfinished));
  }

  /// True if the listing is read from its beginning, or from a place that is known. If not, the counts say
  /// nothing of what is left.
  [[nodiscard]] bool has_counted() const noexcept { return has_counted_; }
  /// The listing has been read from its beginning.
  void set_counted() noexcept { has_counted_ = true; }

  /// Documents that the server has counted or listed, and that were never seen.
  [[nodiscard]] std::int64_t never_seen() const noexcept {
    return listing.missing(has_counted_ ? progress_.completed : 0);
  }
  /// True if the server counts documents that it has not listed yet.
  [[nodiscard]] bool counts_more() const noexcept {
    return (progress_.status == JobStatus::completed || listing.has_moved()) &&
           static_cast<std::uint64_t>(never_seen()) > listing.owed();
  }
  [[nodiscard]] bool any() const noexcept { return listing.owed() > 0 || counts_more() || is_unfinished(); }
  /// True if all that is owed is in gaps.
  [[nodiscard]] bool only_in_gaps() const noexcept {
    return listing.hidden() == 0 && !counts_more() && !is_unfinished();
  }
  /// The page at that place may have a gap, though no place shows it.
  void set_doubtful(std::uint64_t place) noexcept {
    doubtful_ = (std::min)(doubtful_.value_or(place), place);
  }
  /// The lowest place at which a document that is owed may be.
  /// @param at_end whether all was asked for
  [[nodiscard]] std::optional<std::uint64_t> lowest_place(bool at_end) const noexcept {
    const auto debt = listing.lowest_debt();
    if (debt || !has_counted_ || never_seen() == 0) return debt;
    return listing.has_moved() && at_end ? listing.floor() : doubtful_;
  }

 private:
  // Scrapes that were in flight when a job was cancelled still finish.
  [[nodiscard]] bool is_unfinished() const noexcept {
    return progress_.total > progress_.completed &&
           (progress_.status == JobStatus::cancelled || listing.has_moved());
  }

  bool has_counted_;
  std::optional<std::uint64_t> doubtful_;  // the lowest place of a page that may have a gap
  JobProgress progress_;
  std::int64_t fewest_unfinished_ = (std::numeric_limits<std::int64_t>::max)();
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
