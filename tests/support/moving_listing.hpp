// SPDX-License-Identifier: MIT
/// @file
/// A job's listing as servers have it that list documents late, in front of others, or count entries which
/// have no value yet. Time passes by requests, so that each run is the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace support {

inline constexpr std::size_t never = (std::numeric_limits<std::size_t>::max)();

/// One entry of the listing. The times are numbers of requests.
struct ListedDocument {
  std::size_t number = 0;      ///< which document it is
  std::size_t done_at = 0;     ///< counted as completed from then on
  std::size_t visible_at = 0;  ///< listed from then on, in its place
  std::size_t valued_at = 0;   ///< sent from then on; before that it is counted into `skip` and left out
};

/// How a listing changes, and how its server reads `skip` and `limit`.
struct MovingPlan {
  std::vector<ListedDocument> documents;  ///< in their final order
  std::size_t ended_at = 0;               ///< the job is scraping before that request
  std::string final_status = "completed";
  std::size_t page = 100;           ///< entries a page, at most
  bool limit_may_be_more = false;   ///< than that: `page` is what is listed without `limit`
  bool ignores_skip = false;        ///< each page begins with the first document, `next` goes on
  bool takes_offset = false;        ///< `offset` is what other servers call `skip`, which is ignored
  bool reads_one_less = false;      ///< of `limit` entries the last is left out, and not counted into `next`
  std::size_t in_flight_until = 0;  ///< before that request `total` counts one more than there will be
};

/// What a server says to one request.
struct MovingPage {
  std::string status;
  std::size_t completed = 0;
  std::size_t total = 0;
  std::vector<std::size_t> documents;  ///< their numbers
  std::size_t next = 0;                ///< the place after the page
  bool has_next = false;
};

/// May be asked by several threads.
class MovingListing {
 public:
  explicit MovingListing(MovingPlan plan) : plan_(std::move(plan)) {}

  /// @param limit 0: none
  MovingPage ask(std::size_t skip, std::size_t offset, std::size_t limit) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto now = now_++;
    auto place = plan_.ignores_skip ? std::size_t{0} : plan_.takes_offset ? offset : skip;
    auto most = limit == 0 ? plan_.page : plan_.limit_may_be_more ? limit : (std::min)(limit, plan_.page);
    if (plan_.reads_one_less && limit != 0) most = (std::min)(most, limit - 1);
    MovingPage page;
    page.status = now < plan_.ended_at ? "scraping" : plan_.final_status;
    page.total = plan_.documents.size() + (now < plan_.in_flight_until ? 1 : 0);
    std::size_t listed = 0;
    std::size_t taken = 0;
    for (const auto& document : plan_.documents) {
      page.completed += document.done_at <= now ? 1 : 0;
      if (document.visible_at > now) continue;
      if (listed++ < place || taken == most) continue;
      ++taken;
      if (document.valued_at <= now) page.documents.push_back(document.number);
    }
    page.next = (plan_.takes_offset ? offset : skip) + taken;
    page.has_next = page.status != "completed" || page.total > page.next;
    listed_ = listed;
    completed_ = page.completed;
    return page;
  }

  bool takes_offset() const { return plan_.takes_offset; }
  std::size_t requests() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return now_;
  }
  /// How many documents were listed or counted at the last request, whichever was more.
  std::size_t promised() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return (std::max)(listed_, completed_);
  }

 private:
  mutable std::mutex mutex_;  // guards all
  MovingPlan plan_;
  std::size_t now_ = 0;
  std::size_t listed_ = 0;
  std::size_t completed_ = 0;
};

}  // namespace support
