/// @file
/// The request for a page of a job.
#pragma once

#include <optional>
#include <string>

#include "../models.hpp"
#include "call.hpp"
#include "client_core.hpp"
#include "cursor.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A job on its server.
struct PageAddress {
  std::string id;
  std::string path;  ///< "/v1/batch/scrape/{id}"
  std::optional<TimePoint> not_found_until;
  /// URLs were just added to a job that may have been completed: it is not while its total is above
  /// completed.
  bool was_added_to = false;

  /// Whether a page says that nothing more will come.
  bool has_ended(const BatchScrapeProgress& progress) const noexcept {
    if (was_added_to && progress.status == JobStatus::completed) return progress.total <= progress.completed;
    return firecrawl::has_ended(progress.status);
  }

  CallPlan plan(const std::string& query) const {
    CallPlan plan;
    plan.path = query.empty() ? path : path + "?" + query;
    plan.not_found_until = not_found_until;
    return plan;
  }
  CallPlan plan(const Cursor& cursor) const { return plan(cursor.query); }
};

/// True where the page at `next` lies behind the one at `current`. Cursors without numbers advance where they
/// differ.
inline bool advances(const Cursor& current, const Cursor& next) {
  if (next.skip && current.skip) return *next.skip > *current.skip;
  return next.query != current.query;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
