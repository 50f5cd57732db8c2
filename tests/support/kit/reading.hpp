// SPDX-License-Identifier: MIT
/// @file
/// Reads ranges in both ways: blocked in an iterator, or in a loop that polls, as reads_polled() says.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/job_range.hpp>
#include <firecrawl/wait_set.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#if !defined(_WIN32)
#include <poll.h>
#include <sys/stat.h>
#endif

#include "clock.hpp"

namespace kit {

#if defined(_WIN32)
inline bool has_connection(const fc::WaitSet&) { return false; }
inline void poll_descriptors(const fc::WaitSet&, milliseconds wait) { std::this_thread::sleep_for(wait); }
#else
/// True if something else is waited for than a cancellation: as long as that comes, real time passes.
inline bool has_connection(const fc::WaitSet& set) {
  return std::any_of(set.sockets.begin(), set.sockets.end(), [](const auto& socket) {
    struct stat status {};
    return ::fstat(socket.descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
  });
}

inline void poll_descriptors(const fc::WaitSet& set, milliseconds wait) {
  std::vector<pollfd> descriptors;
  for (const auto& socket : set.sockets) {
    const int events = (socket.read ? POLLIN : 0) | (socket.write ? POLLOUT : 0);
    descriptors.push_back({socket.descriptor, static_cast<short>(events), 0});
  }
  ::poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()), static_cast<int>(wait.count()));
}
#endif

/// What an event loop does with a set. If only the time is waited for, a clock of the test's waits.
inline void wait_for(const fc::WaitSet& set) {
  const auto clock = last_clock().lock();
  const auto now = clock && clock->steady ? clock->steady() : std::chrono::steady_clock::now();
  const auto wait = std::chrono::ceil<milliseconds>((std::max)(set.until - now, set.until - set.until));
  if (clock && clock->sleeper && !has_connection(set)) {
    if (wait.count() > 0) clock->sleeper(wait);
  } else {
    poll_descriptors(set, wait);
  }
}

/// The next element, whatever it takes; null at the end.
template <class Element>
Element* poll_next(fc::JobRange<Element>& range) {
  for (;;) {
    if (auto* element = range.try_next()) return element;
    if (range.done()) return nullptr;
    wait_for(range.wait_set());
  }
}

/// The elements of a range for a loop, in the way that the environment says. Takes a range over, or refers to
/// one.
template <class Range>
class Each {
 public:
  using Element = typename std::decay_t<Range>::value_type;

  explicit Each(Range&& range) : range_(std::forward<Range>(range)) {}

  class iterator {
   public:
    explicit iterator(Each* each) : each_(each) {}
    Element& operator*() const { return each_->polled_ ? *each_->element_ : *each_->at_; }
    iterator& operator++() {
      each_->polled_ ? void(each_->element_ = poll_next(each_->range_)) : void(++each_->at_);
      return *this;
    }
    bool operator!=(const iterator&) const {
      return each_->polled_ ? each_->element_ != nullptr : each_->at_ != each_->range_.end();
    }

   private:
    Each* each_;
  };

  iterator begin() {
    polled_ ? void(element_ = poll_next(range_)) : void(at_ = range_.begin());
    return iterator(this);
  }
  iterator end() { return iterator(this); }

 private:
  Range range_;
  bool polled_ = reads_polled();
  Element* element_ = nullptr;
  typename std::decay_t<Range>::iterator at_;
};

template <class Range>
Each<Range> each(Range&& range) {
  return Each<Range>(std::forward<Range>(range));
}

}  // namespace kit
