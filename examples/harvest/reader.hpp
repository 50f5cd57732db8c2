// SPDX-License-Identifier: MIT
// Reads one claimed job into the store, a page at a time, and never waits for the server.
#pragma once

#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "leases.hpp"
#include "store.hpp"

namespace harvest {

struct ReadSettings {
  std::chrono::milliseconds lease{60'000};
  std::chrono::milliseconds poll{5'000};        // between two looks at a job that runs
  std::chrono::milliseconds least_wait{1'000};  // after the first failure; doubled with each one
  std::chrono::milliseconds most_wait{60'000};
  std::function<void(const std::string&)> log;  // on any thread
};

// The server refuses this key for every job: nobody needs to go on.
class NotAllowed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A claim, and how far its job was read. Its functions throw StoreError if the store cannot be used.
class ClaimReader {
 public:
  ClaimReader(const firecrawl::Client& client, Store& store, Leases& leases, const ReadSettings& settings,
              Claim claim);

  // Does what can be done at once, and saves one page at most. False: the job has ended, or something is
  // wrong with it, or the claim is over; it is not read here any more. Throws NotAllowed.
  [[nodiscard]] bool go_on();
  // What to wait for before the next go_on().
  const firecrawl::WaitSet& wait_set() const { return wait_; }
  // The job runs, has nothing new, and is looked at again when the wait is over.
  bool is_idle() const { return is_idle_; }

  // The same worker has claimed the job again, since there is news of it: it is looked at without a wait.
  void claimed_again(const Claim& claim);
  // Gives the claim back: the job is as it was saved last.
  void give_back() { store_.release(claim_); }
  // Gives the claim of an idle job back, until it is to be looked at again.
  void give_back_until_due();

 private:
  enum class Count { no, yes };

  bool step();
  void look_again();
  firecrawl::Job job() const;
  firecrawl::ReadOptions options();
  bool is_stored(const firecrawl::Document& document);
  Step step_after(const firecrawl::JobProgress& progress) const;
  Step unchanged() const;
  bool save(const Step& step);
  void end(JobState state, const std::string& reason);
  void not_found(const firecrawl::NotFoundError& error);
  void fail(const std::string& reason, Count count, std::optional<std::chrono::milliseconds> wait = {});
  void log(const std::string& text) const;

  const firecrawl::Client& client_;
  Store& store_;
  Leases& leases_;
  const ReadSettings& settings_;
  Claim claim_;
  std::optional<Leases::Held> held_;
  std::optional<firecrawl::PageRange> pages_;  // none: not begun
  firecrawl::WaitSet wait_;
  bool is_idle_ = false;
  bool has_news_ = false;                                  // what is under way may be from before it
  std::int64_t total_ = 0;                                 // as it was saved last
  std::int64_t stored_before_ = 0;                         // documents that were there when pages_ was begun
  std::optional<std::unordered_set<std::string>> stored_;  // their scrape ids, once they are needed
};

}  // namespace harvest
