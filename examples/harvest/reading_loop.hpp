// SPDX-License-Identifier: MIT
// Claims jobs and reads them, many at once in one thread.
#pragma once

#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <map>
#include <string>
#include <utility>

#include "reader.hpp"
#include "worker.hpp"

namespace harvest {

class ReadingLoop {
 public:
  ReadingLoop(const firecrawl::Client& client, Store& store, Leases& leases, const WorkSettings& settings,
              std::string worker)
      : client_(client), store_(store), leases_(leases), settings_(settings), worker_(std::move(worker)) {}

  // Until the program is to stop; with WorkSettings::drain also until no job is open. Gives all claims back,
  // also before it throws: NotAllowed, and what nobody expects.
  void run();

 private:
  using Clock = std::chrono::steady_clock;

  // A job that is read.
  struct Slot {
    Slot(const firecrawl::Client& client, Store& store, Leases& leases, const ReadSettings& settings,
         const Claim& claim)
        : reader(client, store, leases, settings, claim) {}
    ClaimReader reader;
    bool is_due = true;
  };

  void read_until_stopped();
  void claim_one();
  bool has_room() const;
  void make_room();
  void go_on();
  bool go_on(ClaimReader& reader);
  void wait();
  void give_all_back();

  const firecrawl::Client& client_;
  Store& store_;
  Leases& leases_;
  const WorkSettings& settings_;
  std::string worker_;
  std::map<std::string, Slot> slots_;  // by the job's id
  Clock::time_point next_claim_{};
  bool is_drained_ = false;
};

}  // namespace harvest
