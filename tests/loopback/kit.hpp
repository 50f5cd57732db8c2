/// @file
/// What the loopback tests share: a client that waits for nothing, time that is handed in, short names.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "../support/test_clock.hpp"
#include "support/documents.hpp"
#include "support/http_message.hpp"
#include "support/loopback_server.hpp"
#include "support/raw_server.hpp"

namespace kit {

namespace fc = firecrawl;
using std::chrono::milliseconds;
using Numbers = std::vector<std::size_t>;

inline const std::string key = "fc-0123456789abcdef-secret";
inline const std::string id = "7e1f0a3c-5b2d-4c8e-9f10-3a4b5c6d7e8f";
inline const std::string path = "/v1/batch/scrape/" + id;

/// A completed job with this many documents.
inline support::Job make_job(std::size_t count, std::size_t page_documents = 100) {
  support::Job job;
  job.id = id;
  job.count = count;
  job.page_documents = page_documents;
  return job;
}

/// Options of a client whose waits between requests take no time.
inline fc::ClientOptions options_for(const std::string& base_url) {
  fc::ClientOptions options;
  options.api_key = key;
  options.base_url = base_url;
  support::clock_of(options).sleeper = [](milliseconds) {};
  support::clock_of(options).random = [] { return 0.5; };
  return options;
}

/// The job of a client of its own, as in a program that has just been started.
template <class Server>
fc::Job job_at(const Server& server) {
  return fc::Client(options_for(server.base_url())).batch_scrape_job(id);
}

/// Time that passes only where the client sleeps, and keeps a record of that. Copies share it.
class Time {
 public:
  /// Makes the client live in this time. The time of day begins at 2030-01-01T00:00:00Z.
  void rule(fc::ClientOptions& options) const {
    support::clock_of(options).steady = [state = state_] {
      return std::chrono::steady_clock::time_point(std::chrono::hours(1)) + state->passed();
    };
    support::clock_of(options).wall = [state = state_] {
      return std::chrono::system_clock::from_time_t(1'893'456'000) + state->passed();
    };
    support::clock_of(options).sleeper = [state = state_](milliseconds duration) {
      {
        const std::lock_guard<std::mutex> lock(state->mutex);
        state->now += duration;
        state->waits.push_back(duration.count());
      }
      if (state->on_sleep) state->on_sleep(duration);
    };
  }
  /// Called after each sleep, on the client's thread.
  void on_sleep(std::function<void(milliseconds)> function) const { state_->on_sleep = std::move(function); }
  void pass(milliseconds duration) const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    state_->now += duration;
  }
  milliseconds passed() const { return state_->passed(); }
  /// Every sleep so far, in milliseconds.
  std::vector<std::int64_t> waits() const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    return state_->waits;
  }
  std::int64_t waited() const {
    const auto all = waits();
    return std::accumulate(all.begin(), all.end(), std::int64_t{0});
  }

 private:
  struct State {
    milliseconds passed() {
      const std::lock_guard<std::mutex> lock(mutex);
      return now;
    }
    std::mutex mutex;
    milliseconds now{0};
    std::vector<std::int64_t> waits;
    std::function<void(milliseconds)> on_sleep;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// The job of a client of its own that lives in this time.
inline fc::Job job_in(const Time& time, const std::string& base_url) {
  auto options = options_for(base_url);
  time.rule(options);
  return fc::Client(options).batch_scrape_job(id);
}

template <class Server>
fc::Job job_in(const Time& time, const Server& server) {
  return job_in(time, server.base_url());
}

/// Reads one page after another, each asked for when it is needed.
inline fc::ReadOptions without_overlap() {
  fc::ReadOptions options;
  options.prefetch = 0;
  return options;
}

/// What one thread sets, and others wait for.
class Signal {
 public:
  void set() {
    const std::lock_guard<std::mutex> lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  /// False where nobody set it: no test takes so long.
  bool wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [this] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

/// A Signal for each number.
class Signals {
 public:
  void set(std::size_t number) { at(number).set(); }
  bool wait(std::size_t number) { return at(number).wait(); }

 private:
  Signal& at(std::size_t number) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return signals_[number];
  }
  std::mutex mutex_;
  std::map<std::size_t, Signal> signals_;
};

/// Which document of the job this is; a number that no job has where it does not say.
inline std::size_t number_of(const fc::Document& document) {
  const auto& text = document.metadata.scrape_id;
  if (!text || text->size() != 36) return static_cast<std::size_t>(-1);
  return std::stoull(text->substr(24), nullptr, 16);
}

inline Numbers numbers_of(const std::vector<fc::Document>& documents) {
  Numbers numbers;
  for (const auto& document : documents) numbers.push_back(number_of(document));
  return numbers;
}

/// The documents that come until the range ends, or throws. They are there in either case.
inline void read_into(Numbers& numbers, fc::DocumentRange& range) {
  for (const auto& document : range) numbers.push_back(number_of(document));
}

inline Numbers read(fc::DocumentRange range) {
  Numbers numbers;
  read_into(numbers, range);
  return numbers;
}

/// first, first + 1, … up to, but not including, `end`.
inline Numbers from_to(std::size_t first, std::size_t end) {
  Numbers numbers(end - first);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

/// What `function` throws, which must be an E.
template <class E, class Function>
E thrown(const Function& function) {
  try {
    function();
  } catch (const E& error) {
    return error;
  }
  throw std::runtime_error("nothing was thrown");
}

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// All requests that ever reached the server, also those that nobody waited for. The client and its ranges
/// must be gone, since what a connection brought is known for certain once it has ended.
template <class Server>
std::vector<support::Request> requests_at_the_end(const Server& server) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (server.open_connections() > 0) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("a connection stays open");
    std::this_thread::yield();
  }
  return server.requests();
}

template <class Server>
std::vector<std::string> targets_at_the_end(const Server& server) {
  std::vector<std::string> targets;
  for (const auto& request : requests_at_the_end(server)) targets.push_back(request.target);
  return targets;
}

/// The body of a status answer, for servers that write their own.
struct PageText {
  std::size_t first = 0;
  std::size_t count = 0;
  std::optional<std::string> next{};
  std::string status = "completed";
  std::int64_t completed = 0;      ///< 0: the documents up to the end of this page
  std::size_t document_bytes = 0;  ///< 0: about a thousand

  operator std::string() const {  // NOLINT(google-explicit-constructor)
    const auto done = completed != 0 ? completed : static_cast<std::int64_t>(first + count);
    std::string text = R"({"success":true,"status":")" + status + R"(","completed":)" + std::to_string(done) +
                       R"(,"total":)" + std::to_string(done) + R"(,"creditsUsed":1)" +
                       R"(,"expiresAt":"2030-01-02T03:04:05.000Z")";
    if (next) text += R"(,"next":")" + *next + '"';
    text += R"(,"data":[)";
    for (std::size_t i = first; i < first + count; ++i) {
      if (i > first) text += ',';
      text +=
          document_bytes != 0 ? support::make_large_document(i, document_bytes) : support::make_document(i);
    }
    return text + "]}";
  }
};

/// "?skip=…", as a server may write its `next`.
inline std::string next_at(std::size_t skip) { return path + "?skip=" + std::to_string(skip); }

/// The skip that a request asks for; 0 where it has none.
inline std::size_t skip_of(const support::Request& request) {
  return std::stoull(request.parameter("skip").value_or("0"));
}

}  // namespace kit
