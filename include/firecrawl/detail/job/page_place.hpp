// SPDX-License-Identifier: MIT
/// @file
/// Which places of a listing a page is about.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "../../impl/models.hpp"
#include "cursor.hpp"
#include "document_keys.hpp"
#include "link.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The cursor that a page's `next` leads to, if it leads to a page of this job.
[[nodiscard]] inline std::optional<Cursor> cursor_after(const std::optional<std::string>& next,
                                                        const JobName& job) {
  if (!next) return std::nullopt;
  auto link = read_next(*next, job);
  if (link.kind != NextLink::Kind::page) return std::nullopt;
  return std::move(link.cursor);
}

/// The place that it leads to, if that is a `skip` greater than the page's own.
[[nodiscard]] inline std::optional<std::uint64_t> place_after(const std::optional<std::string>& next,
                                                              const JobName& job, std::uint64_t place) {
  const auto cursor = cursor_after(next, job);
  return cursor && cursor->skip && *cursor->skip > place ? cursor->skip : std::nullopt;
}

/// True for a last page that lists less than the server counts. A server leaves `next` out if all that it has
/// is on the page, so something on the page was left out, or will come after it.
[[nodiscard]] inline bool may_have_gap(const JobPage& page, std::uint64_t place) noexcept {
  const auto counted = (std::min)(page.total, page.completed);
  return !page.next && !page.data.empty() && page.status == JobStatus::completed && counted > 0 &&
         static_cast<std::uint64_t>(counted) > place + page.data.size();
}

/// The place after a page, if something names one.
/// @param goes_by_place whether no document had an id so far. Then a last page that may have a gap is taken
/// to have one: what comes after its documents might be one of them, moved by an entry that was left out.
[[nodiscard]] inline std::optional<std::uint64_t> end_of_page(const JobPage& page, std::uint64_t place,
                                                              const JobName& job, bool goes_by_place) {
  if (!goes_by_place || !may_have_gap(page, place)) return place_after(page.next, job, place);
  if (std::any_of(page.data.begin(), page.data.end(), has_id)) return std::nullopt;
  return static_cast<std::uint64_t>(page.completed);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
