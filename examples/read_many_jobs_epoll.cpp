// SPDX-License-Identifier: MIT
// Reads several batch scrape jobs at once in one thread, in a loop around Linux's epoll.
//
//     read_many_jobs_epoll JOB_ID...
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all was read; 1 something went wrong with one of the jobs; 2 wrong usage.

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <exception>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace fc = firecrawl;
using Clock = std::chrono::steady_clock;

namespace {

// A job that is read, and what it waits for.
struct Reader {
  std::string id;
  fc::DocumentRange range;
  std::vector<int> descriptors{};
  Clock::time_point until{};
  std::size_t documents = 0;
};

class Loop {
 public:
  Loop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ == -1) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() { ::close(epoll_); }

  void add(std::string id, fc::DocumentRange range) { readers_.push_back({std::move(id), std::move(range)}); }

  // Returns whether all jobs were read to their end.
  bool run() {
    bool all_well = true;
    for (std::size_t i = 0; i < readers_.size(); ++i) timers_.insert({Clock::time_point{}, i});
    while (!timers_.empty()) {
      for (const std::size_t i : wait()) all_well = go_on(i) && all_well;
    }
    return all_well;
  }

 private:
  // The readers that have something to do. Each is in timers_ until it is done.
  std::set<std::size_t> wait() {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first - Clock::now());
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                   left.count() > 0 ? static_cast<int>(left.count()) : 0);
    std::set<std::size_t> due;
    for (int i = 0; i < count; ++i) {
      const std::size_t index = events[static_cast<std::size_t>(i)].data.u64;  // a copy: the event is packed
      due.insert(index);
    }
    for (auto at = timers_.begin(); at != timers_.end() && at->first <= Clock::now(); ++at)
      due.insert(at->second);
    return due;
  }

  // One step of one job. Returns false if it has failed.
  bool go_on(std::size_t i) {
    Reader& reader = readers_[i];
    timers_.erase({reader.until, i});
    fc::WaitSet set;
    try {
      // A few documents at a time, so that each job gets its turn.
      for (int n = 0; n < 20; ++n) {
        if (reader.range.try_next() == nullptr) break;
        ++reader.documents;
      }
      set = reader.range.wait_set();
    } catch (const std::exception& e) {
      std::cerr << "read_many_jobs_epoll: " << e.what() << '\n';
      watch(i, {});
      return false;
    }
    if (reader.range.done()) {
      watch(i, {});
      std::cout << "job " << reader.id << ": " << reader.documents << " documents\n";
      return true;
    }
    watch(i, set.sockets);
    reader.until = set.until;
    timers_.insert({reader.until, i});
    return true;
  }

  // Tells epoll at once: a step may have closed descriptors, and the next one of another job may open others
  // with their numbers.
  void watch(std::size_t i, const std::vector<fc::WaitSocket>& sockets) {
    auto& watched = readers_[i].descriptors;
    std::vector<int> wanted;
    for (const auto& socket : sockets) {
      epoll_event event{};
      event.events = (socket.read ? EPOLLIN : 0U) | (socket.write ? EPOLLOUT : 0U);
      event.data.u64 = i;
      if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket.descriptor, &event) != 0 &&
          ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket.descriptor, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
      wanted.push_back(socket.descriptor);
    }
    for (const int old : watched) {
      bool stays = false;
      for (const int descriptor : wanted) stays = stays || descriptor == old;
      if (!stays)
        ::epoll_ctl(epoll_, EPOLL_CTL_DEL, old, nullptr);  // fails if it was closed: it is gone then
    }
    watched = std::move(wanted);
  }

  int epoll_;
  std::vector<Reader> readers_;
  std::set<std::pair<Clock::time_point, std::size_t>> timers_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: read_many_jobs_epoll JOB_ID...\n";
    return 2;
  }
  try {
    fc::Client client = fc::Client::from_env();
    Loop loop;
    for (int i = 1; i < argc; ++i) loop.add(argv[i], client.batch_scrape_job(argv[i]).follow());
    const bool all_well = loop.run();
    return all_well && std::cout.flush() ? 0 : 1;
  } catch (const std::exception& e) {
    std::cerr << "read_many_jobs_epoll: " << e.what() << '\n';
    return 1;
  }
}
