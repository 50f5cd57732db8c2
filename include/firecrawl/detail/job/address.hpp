// SPDX-License-Identifier: MIT
/// @file
/// The request for a page of a job.
#pragma once

#include <optional>
#include <string>

#include "../base/time.hpp"
#include "../call/call.hpp"
#include "cursor.hpp"
#include "link.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A job on its server.
struct PageAddress {
  JobName job;
  std::string path;  ///< "/v1/batch/scrape/{id}" or "/v1/crawl/{id}"
  std::optional<TimePoint> not_found_until;
  bool was_added_to = false;  ///< by the start that this handle came from

  [[nodiscard]] CallPlan plan(const std::string& query) const {
    CallPlan plan;
    plan.path = query.empty() ? path : path + "?" + query;
    plan.not_found_until = not_found_until;
    return plan;
  }
  [[nodiscard]] CallPlan plan(const Cursor& cursor) const { return plan(cursor.query); }
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
