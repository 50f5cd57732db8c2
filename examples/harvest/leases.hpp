// SPDX-License-Identifier: MIT
// The claims that this process has, so that somebody can prolong them while they are read.
#pragma once

#include <firecrawl/cancellation.hpp>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "store.hpp"

namespace harvest {

// Used by all threads.
class Leases {
 public:
  // A claim that is being read. Its token is cancelled when the claim is over, or the program is to stop.
  class Held {
   public:
    Held(Leases& leases, const Claim& claim) : leases_(&leases), key_(claim.job, claim.epoch) {
      const std::lock_guard lock(leases.mutex_);
      if (leases.stopping_) source_.cancel();
      leases.held_.insert_or_assign(key_, Entry{claim, source_});
    }
    ~Held() {
      const std::lock_guard lock(leases_->mutex_);
      leases_->held_.erase(key_);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    firecrawl::CancellationToken token() const { return source_.token(); }

   private:
    Leases* leases_;
    std::pair<std::string, std::int64_t> key_;
    firecrawl::CancellationSource source_;
  };

  // Prolongs all claims. A reader whose claim is over is told to stop.
  void renew(Store& store, std::chrono::milliseconds lease) {
    for (const Claim& claim : store.renew(claims(), lease)) cancel(claim);
  }

  // All readers stop, those too that begin later.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [key, entry] : held_) entry.source.cancel();
  }

  bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

 private:
  struct Entry {
    Claim claim;
    firecrawl::CancellationSource source;
  };

  std::vector<Claim> claims() const {
    const std::lock_guard lock(mutex_);
    std::vector<Claim> claims;
    for (const auto& [key, entry] : held_) claims.push_back(entry.claim);
    return claims;
  }

  // Its reader may have ended meanwhile, and have another claim.
  void cancel(const Claim& claim) {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find({claim.job, claim.epoch});
    if (found != held_.end()) found->second.source.cancel();
  }

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::int64_t>, Entry> held_;
  bool stopping_ = false;
};

}  // namespace harvest
