// SPDX-License-Identifier: MIT
/// @file
/// The jobs of a test server: those that a test adds, and those that requests start. Not for several threads
/// at once: its owner locks.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "http_message.hpp"
#include "loopback_server.hpp"
#include "request_schema.hpp"

namespace support {

/// What becomes of a job's schedule when the job is changed.
enum class ScheduleThen { goes_on, ends };

class ServedJobs {
 public:
  void add(Job job);

  /// Runs `change_job` on the job. A schedule that ends leaves what it has reached.
  /// @throws std::out_of_range if there is none
  void change(const std::string& id, const std::function<void(Job&)>& change_job, ScheduleThen then);

  /// The job as it is now, without a schedule; null if there is none. `late` says whether a completed job
  /// pretends to have no documents yet, which is counted.
  std::optional<Job> look(const std::string& id, bool& late);

  Response errors(const std::string& id) const;
  Response cancel(const std::string& id);
  Response active() const;
  std::size_t running() const;

  /// `base`: the server's URL. `body` was checked.
  Response start_batch(const Request& request, const nlohmann::json& body, Version version,
                       const std::string& base);
  Response start_crawl(const Request& request, const nlohmann::json& body, Version version,
                       const std::string& base);

  Job started_job;              ///< what jobs that requests start are like
  std::size_t site_pages = 60;  ///< how many pages a site has that is crawled

 private:
  struct Entry {
    Job job;
    std::chrono::steady_clock::time_point added = std::chrono::steady_clock::now();
  };

  static void settle_schedule(Job& job, std::chrono::steady_clock::time_point added);
  std::optional<Response> refused_key(const Request& request);
  Entry& new_entry(std::string& id);

  std::map<std::string, Entry> jobs_;
  std::set<std::string> used_keys_;
  std::size_t started_ = 0;
};

}  // namespace support
