// SPDX-License-Identifier: MIT
// harvest work: claims jobs and reads them, many at a time, until it is told to stop.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "reader.hpp"

namespace harvest {

struct WorkSettings {
  std::string store;
  std::size_t slots = 64;                 // jobs that it has at the same time
  bool drain = false;                     // end when no job is open any more
  std::chrono::milliseconds idle{1'000};  // between two looks for work
  StoreOptions store_options;
  ReadSettings read;
  bool quiet = false;
};

// Returns the exit status.
int work(WorkSettings settings);

}  // namespace harvest
