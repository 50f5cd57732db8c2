// SPDX-License-Identifier: MIT
/// @file
/// When a job has ended.
#pragma once

#include <chrono>
#include <cstdint>

#include "../../impl/models.hpp"
#include "../base/time.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A job that was just added to may stay `completed`, with its total above completed, until the new URLs are
/// done. Since some servers count URLs that failed in the total for ever, it is waited for only while its
/// counts change.
class JobEnd {
 public:
  explicit JobEnd(bool was_added_to) noexcept : was_added_to_(was_added_to) {}

  bool is_reached(const JobProgress& progress, TimePoint now) noexcept {
    if (!was_added_to_ || progress.status != JobStatus::completed || progress.total <= progress.completed)
      return has_ended(progress.status);
    if (!waits_ || progress.total != total_ || progress.completed != completed_) {
      waits_ = true;
      since_ = now;
      total_ = progress.total;
      completed_ = progress.completed;
    }
    return now - since_ >= longest_without_change;
  }

 private:
  static constexpr std::chrono::minutes longest_without_change{10};

  bool was_added_to_;
  bool waits_ = false;
  TimePoint since_{};
  std::int64_t total_ = 0;
  std::int64_t completed_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
