// SPDX-License-Identifier: MIT
/// @file
/// A server with many made-up jobs, which fails now and then. What it serves can be computed, so that a store
/// can be compared with it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/loopback_server.hpp"
#include "support/raw_server.hpp"

namespace harvest_tests {

/// The JSON text of document `index` of a job, and the number in its URL.
std::string storm_document(const std::string& job, std::size_t index);
std::size_t index_in_url(const std::string& url);

struct StormPlan {
  std::size_t jobs = 10;
  std::size_t least = 250;  ///< documents a job
  std::size_t most = 5000;
  unsigned seed = 1;
  unsigned failing = 0;  ///< percent of the requests: errors of all kinds, cut bodies, resets
  bool kinds = true;     ///< every tenth job runs for some seconds; every twentieth moves its listing
  std::size_t page = 100;
};

class StormServer {
 public:
  explicit StormServer(const StormPlan& plan);

  std::string base_url() const { return http_.base_url(); }
  const std::map<std::string, std::size_t>& counts() const { return counts_; }  ///< documents of each job
  std::size_t documents() const;                                                ///< of all jobs
  std::size_t requests() const { return http_.request_count(); }
  std::size_t failed() const { return failed_; }

 private:
  void serve(support::RawConnection& connection, const support::RawRequest& request);
  bool fail(support::RawConnection& connection, const support::RawRequest& request);
  support::Response answer(const support::RawRequest& request);

  StormPlan plan_;
  std::map<std::string, support::Job> jobs_;
  std::map<std::string, std::size_t> counts_;
  std::atomic<std::size_t> failed_{0};
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  support::RawServer http_;  // last: its threads use all of the above
};

}  // namespace harvest_tests
