// SPDX-License-Identifier: MIT
// A thousand jobs read at once, in one thread, in a loop around epoll.
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "curl_descriptors.hpp"
#include "support/kit.hpp"

using namespace kit;

namespace {

// Raises the number of descriptors that this process may have. Returns whether it is enough.
bool may_have_descriptors(rlim_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  if (limit.rlim_max < count) return false;
  limit.rlim_cur = count;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

class EpollLoop {
 public:
  EpollLoop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) { REQUIRE(epoll_ != -1); }
  EpollLoop(const EpollLoop&) = delete;
  EpollLoop& operator=(const EpollLoop&) = delete;
  ~EpollLoop() { ::close(epoll_); }

  void add(fc::DocumentRange range) { readers_.push_back({std::move(range), {}, {}, {}}); }

  void run() {
    for (std::size_t i = 0; i < readers_.size(); ++i) timers_.insert({Reader::Clock::time_point{}, i});
    while (!timers_.empty()) {
      for (const auto i : wait()) go_on(i);
    }
  }

  Numbers documents(std::size_t i) const { return readers_[i].documents; }
  std::size_t watched = 0;  // descriptors, now
  std::size_t most_watched = 0;
  int highest = 0;

 private:
  struct Reader {
    using Clock = std::chrono::steady_clock;
    fc::DocumentRange range;
    std::vector<int> descriptors;
    Clock::time_point until;
    Numbers documents;
  };

  std::set<std::size_t> wait() {
    const auto left = std::chrono::ceil<milliseconds>(timers_.begin()->first - Reader::Clock::now());
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                   static_cast<int>((std::max)(left, milliseconds(0)).count()));
    std::set<std::size_t> due;
    for (int i = 0; i < count; ++i) {
      const std::size_t index = events[static_cast<std::size_t>(i)].data.u64;  // a copy: the event is packed
      due.insert(index);
    }
    const auto now = Reader::Clock::now();
    for (auto at = timers_.begin(); at != timers_.end() && at->first <= now; ++at) due.insert(at->second);
    return due;
  }

  void go_on(std::size_t i) {
    auto& reader = readers_[i];
    timers_.erase({reader.until, i});
    for (int n = 0; n < 5; ++n) {
      const auto* document = reader.range.try_next();
      if (document == nullptr) break;
      reader.documents.push_back(number_of(*document));
    }
    if (reader.range.done()) return watch(i, {});
    const auto set = reader.range.wait_set();
    watch(i, set.sockets);
    reader.until = set.until;
    timers_.insert({reader.until, i});
  }

  void watch(std::size_t i, const std::vector<fc::WaitSocket>& sockets) {
    auto& descriptors = readers_[i].descriptors;
    std::vector<int> wanted;
    for (const auto& socket : sockets) {
      epoll_event event{};
      event.events = (socket.read ? EPOLLIN : 0U) | (socket.write ? EPOLLOUT : 0U);
      event.data.u64 = i;
      const bool known = ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket.descriptor, &event) == 0;
      if (!known) REQUIRE(::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket.descriptor, &event) == 0);
      wanted.push_back(socket.descriptor);
      highest = (std::max)(highest, socket.descriptor);
    }
    for (const int old : descriptors) {
      if (std::find(wanted.begin(), wanted.end(), old) == wanted.end())
        ::epoll_ctl(epoll_, EPOLL_CTL_DEL, old, nullptr);
    }
    watched = watched + wanted.size() - descriptors.size();
    most_watched = (std::max)(most_watched, watched);
    descriptors = std::move(wanted);
  }

  int epoll_;
  std::vector<Reader> readers_;
  std::set<std::pair<Reader::Clock::time_point, std::size_t>> timers_;
};

}  // namespace

TEST_CASE("A thousand jobs are read at once in one thread, with descriptors above 1,024") {
  constexpr std::size_t jobs = 1000;
  // A connection has two ends here, and curl has two descriptors of its own for each session.
  if (!may_have_descriptors(5000)) {
    std::cout << "not tried: this process cannot have 5,000 descriptors\n";
    return;
  }
  LoopbackServer server;
  const auto name = [](std::size_t i) { return "job-" + std::to_string(i); };
  for (std::size_t i = 0; i < jobs; ++i) {
    auto job = make_job(25, 10);
    job.id = name(i);
    server.add_job(job);
  }
  fc::ClientOptions options;
  options.api_key = key;
  options.base_url = server.base_url();
  const fc::Client client(options);
  EpollLoop loop;
  for (std::size_t i = 0; i < jobs; ++i)
    loop.add(client.batch_scrape_job(name(i)).documents(without_overlap()));
  loop.run();
  for (std::size_t i = 0; i < jobs; ++i) REQUIRE(loop.documents(i) == from_to(0, 25));
  CHECK(loop.highest > 1024);
  CHECK(loop.most_watched > jobs / 2);
  CHECK(loop.most_watched <= jobs * (1 + descriptors_of_curl()));
  CHECK(server.connections() == jobs);
}
