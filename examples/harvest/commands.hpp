// SPDX-License-Identifier: MIT
// The commands of harvest that are not `work`. Each returns the exit status.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "store.hpp"

namespace harvest {

int run_init(Store& store);
int run_add(Store& store, const std::vector<std::string>& jobs, const std::string& kind);

struct StartSettings {
  std::string file;                  // a URL a line
  std::size_t part_size = 1000;      // URLs a job
  std::vector<std::string> formats;  // empty: the server's default
  std::string webhook;               // where the server reports to; empty: nowhere
  bool again = false;                // the whole list once more
  bool unknown_again = false;        // parts of which it is not known whether they were started
};
int run_start(Store& store, const StartSettings& settings);

struct StatusSettings {
  bool jobs = false;   // list all jobs
  bool watch = false;  // a progress bar until no job is open
};
int run_status(Store& store, const StatusSettings& settings);

int run_search(Store& store, const std::vector<std::string>& words, std::size_t most);
int run_export(Store& store, const std::string& job);

}  // namespace harvest
