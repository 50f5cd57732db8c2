// SPDX-License-Identifier: MIT
// The claims that this process has, so that one thread can prolong them while another one reads.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "store.hpp"

namespace harvest {

// Used by both threads.
class Leases {
 public:
  // A claim that is being read.
  class Held {
   public:
    Held(Leases& leases, const Claim& claim) : leases_(&leases), key_(claim.job, claim.epoch) {
      const std::lock_guard lock(leases.mutex_);
      leases.held_.insert_or_assign(key_, Entry{claim});
    }
    ~Held() {
      const std::lock_guard lock(leases_->mutex_);
      leases_->held_.erase(key_);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    // The lease has passed, or another worker has the job.
    bool is_over() const {
      const std::lock_guard lock(leases_->mutex_);
      return leases_->held_.at(key_).is_over;
    }

   private:
    Leases* leases_;
    std::pair<std::string, std::int64_t> key_;
  };

  Leases() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  ~Leases() { close(descriptor_); }
  Leases(const Leases&) = delete;
  Leases& operator=(const Leases&) = delete;

  // Readable when a claim is over, or the program is to stop; until clear() is called.
  int descriptor() const { return descriptor_; }
  void clear() const {
    eventfd_t count = 0;
    eventfd_read(descriptor_, &count);
  }

  // Prolongs all claims, and notes which ones are over.
  void renew(Store& store, std::chrono::milliseconds lease) {
    for (const Claim& claim : store.renew(claims(), lease)) {
      const std::lock_guard lock(mutex_);
      const auto found = held_.find({claim.job, claim.epoch});
      if (found == held_.end()) continue;  // given back meanwhile
      found->second.is_over = true;
      eventfd_write(descriptor_, 1);
    }
  }

  // The program is to stop.
  void stop() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    eventfd_write(descriptor_, 1);
  }

  bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

 private:
  struct Entry {
    Claim claim;
    bool is_over = false;
  };

  std::vector<Claim> claims() const {
    const std::lock_guard lock(mutex_);
    std::vector<Claim> claims;
    for (const auto& [key, entry] : held_) claims.push_back(entry.claim);
    return claims;
  }

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::int64_t>, Entry> held_;
  bool stopping_ = false;
  int descriptor_;
};

}  // namespace harvest
