// SPDX-License-Identifier: MIT
// The loop around poll(): each job gets a step when it has something to do, and nothing else is waited for.
#include "reading_loop.hpp"

#include <poll.h>

#include <algorithm>
#include <vector>

namespace harvest {

namespace fc = firecrawl;

void ReadingLoop::run() {
  try {
    read_until_stopped();
  } catch (...) {
    give_all_back();
    throw;
  }
  give_all_back();
}

void ReadingLoop::read_until_stopped() {
  while (!leases_.stopping() && !is_drained_) {
    try {
      if (has_room() && Clock::now() >= next_claim_) claim_one();
      go_on();
    } catch (const ConnectionLost& error) {
      // The database is away for long. The leases pass, and what is not saved is read again.
      settings_.read.log(error.what());
      slots_.clear();
      next_claim_ = Clock::now() + settings_.idle;
    } catch (const StoreError& error) {
      settings_.read.log(error.what());
      next_claim_ = Clock::now() + settings_.idle;
    }
    wait();
  }
}

// One at a time: those that are here go on in between.
void ReadingLoop::claim_one() {
  const auto claim = store_.claim(worker_, settings_.read.lease);
  if (!claim) {
    is_drained_ = settings_.drain && slots_.empty() && store_.totals().unfinished() == 0;
    next_claim_ = Clock::now() + settings_.idle;
    return;
  }
  const auto [slot, is_new] =
      slots_.try_emplace(claim->job, client_, store_, leases_, settings_.read, *claim);
  if (is_new) {
    make_room();
  } else {
    slot->second.reader.claimed_again(*claim);
    slot->second.is_due = true;
  }
}

// A job that has nothing new keeps its slot only for as long as no other one needs it.
bool ReadingLoop::has_room() const {
  return slots_.size() < settings_.slots || std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) {
           return slot.second.reader.is_idle();
         });
}

void ReadingLoop::make_room() {
  if (slots_.size() <= settings_.slots) return;
  auto latest = slots_.end();
  for (auto slot = slots_.begin(); slot != slots_.end(); ++slot) {
    if (!slot->second.reader.is_idle()) continue;
    if (latest == slots_.end() ||
        slot->second.reader.wait_set().until > latest->second.reader.wait_set().until)
      latest = slot;
  }
  if (latest == slots_.end()) return;
  latest->second.reader.give_back_until_due();
  slots_.erase(latest);
}

void ReadingLoop::go_on() {
  for (auto slot = slots_.begin(); slot != slots_.end();) {
    if (leases_.stopping()) return;
    if (!slot->second.is_due || go_on(slot->second.reader)) {
      ++slot;
    } else {
      slot = slots_.erase(slot);
      next_claim_ = {};
    }
  }
}

// False: the job is not read here any more.
bool ReadingLoop::go_on(ClaimReader& reader) {
  try {
    return reader.go_on();
  } catch (const ConnectionLost&) {
    throw;  // for all of them
  } catch (const StoreError& error) {
    settings_.read.log(error.what());
    return false;
  }
}

// Until one of the jobs has something to do, or there may be another one, or the supervisor has something to
// say.
void ReadingLoop::wait() {
  std::vector<pollfd> descriptors{{leases_.descriptor(), POLLIN, 0}};
  std::vector<Slot*> waiting{nullptr};
  auto until = has_room() ? next_claim_ : Clock::time_point::max();
  for (auto& [job, slot] : slots_) {
    const fc::WaitSet& set = slot.reader.wait_set();
    until = std::min(until, set.until);
    for (const fc::WaitSocket& socket : set.sockets) {
      const int events = (socket.read ? POLLIN : 0) | (socket.write ? POLLOUT : 0);
      descriptors.push_back({socket.descriptor, static_cast<short>(events), 0});
      waiting.push_back(&slot);
    }
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  ::poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()),
         static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000)));
  const bool any_over = descriptors.front().revents != 0;
  if (any_over) leases_.clear();
  const auto now = Clock::now();
  for (auto& [job, slot] : slots_) slot.is_due = any_over || slot.reader.wait_set().until <= now;
  for (std::size_t i = 1; i < descriptors.size(); ++i) {
    if (descriptors[i].revents != 0) waiting[i]->is_due = true;
  }
}

void ReadingLoop::give_all_back() {
  for (auto& [job, slot] : slots_) {
    try {
      slot.reader.give_back();
    } catch (const ConnectionLost& error) {
      settings_.read.log(error.what());
      break;  // the leases pass
    } catch (const StoreError& error) {
      settings_.read.log(error.what());
    }
  }
  slots_.clear();
}

}  // namespace harvest
