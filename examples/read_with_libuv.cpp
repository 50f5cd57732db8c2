// SPDX-License-Identifier: MIT
// Reads a batch scrape job in libuv's loop, while a timer of the program goes on ticking.
//
//     read_with_libuv JOB_ID
//
// Copy the class Waiter: it calls a function when a range has something to do.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all was read; 1 something went wrong; 2 wrong usage.

#include <uv.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fc = firecrawl;

namespace {

// Frees a handle once libuv has done with it.
template <class Handle>
struct Close {
  void operator()(Handle* handle) const {
    uv_close(reinterpret_cast<uv_handle_t*>(handle),
             [](uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); });
  }
};
template <class Handle>
using Owned = std::unique_ptr<Handle, Close<Handle>>;

// Waits for a WaitSet once, and then calls.
class Waiter {
 public:
  Waiter(uv_loop_t* loop, std::function<void()> call) : loop_(loop), call_(std::move(call)) {}

  void wait_for(const fc::WaitSet& set) {
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(set.until - std::chrono::steady_clock::now());
    timer_.reset(new uv_timer_t);
    uv_timer_init(loop_, timer_.get());
    timer_->data = this;
    uv_update_time(loop_);
    uv_timer_start(
        timer_.get(), [](uv_timer_t* timer) { static_cast<Waiter*>(timer->data)->ready(); },
        left.count() > 0 ? static_cast<std::uint64_t>(left.count()) : 0, 0);
    for (const fc::WaitSocket& socket : set.sockets) {
      polls_.emplace_back(new uv_poll_t);
      uv_poll_init_socket(loop_, polls_.back().get(), socket.descriptor);
      polls_.back()->data = this;
      uv_poll_start(polls_.back().get(), (socket.read ? UV_READABLE : 0) | (socket.write ? UV_WRITABLE : 0),
                    [](uv_poll_t* poll, int, int) { static_cast<Waiter*>(poll->data)->ready(); });
    }
  }

 private:
  // First nothing is polled any more: try_next() may close descriptors.
  void ready() {
    polls_.clear();
    timer_.reset();
    call_();
  }

  uv_loop_t* loop_;
  std::function<void()> call_;
  Owned<uv_timer_t> timer_;
  std::vector<Owned<uv_poll_t>> polls_;
};

class Reader {
 public:
  Reader(uv_loop_t* loop, fc::DocumentRange range)
      : range_(std::move(range)), waiter_(loop, [this] { go_on(); }) {
    waiter_.wait_for(range_.wait_set());
  }

  bool failed() const { return failed_; }
  std::size_t documents() const { return documents_; }
  std::function<void()> on_end;

 private:
  // An exception must not go through libuv.
  void go_on() {
    try {
      // A few documents at a time, so that the rest of the program gets its turn.
      for (int n = 0; n < 20; ++n) {
        if (range_.try_next() == nullptr) break;
        ++documents_;
      }
      if (!range_.done()) return waiter_.wait_for(range_.wait_set());
    } catch (const std::exception& e) {
      std::cerr << "read_with_libuv: " << e.what() << '\n';
      failed_ = true;
    }
    on_end();
  }

  fc::DocumentRange range_;
  Waiter waiter_;
  std::size_t documents_ = 0;
  bool failed_ = false;
};

int read(uv_loop_t* loop, const std::string& id) {
  int ticks = 0;
  Owned<uv_timer_t> ticking(new uv_timer_t);
  uv_timer_init(loop, ticking.get());
  ticking->data = &ticks;
  uv_timer_start(
      ticking.get(), [](uv_timer_t* timer) { ++*static_cast<int*>(timer->data); }, 0, 50);

  fc::Client client = fc::Client::from_env();
  Reader reader(loop, client.batch_scrape_job(id).follow());
  reader.on_end = [&] { ticking.reset(); };
  uv_run(loop, UV_RUN_DEFAULT);  // until no handle is left

  std::cout << reader.documents() << " documents, " << ticks << " ticks meanwhile" << std::endl;
  return reader.failed() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: read_with_libuv JOB_ID\n";
    return 2;
  }
  try {
    return read(uv_default_loop(), argv[1]);
  } catch (const std::exception& e) {
    std::cerr << "read_with_libuv: " << e.what() << '\n';
    return 1;
  }
}
