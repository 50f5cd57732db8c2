// SPDX-License-Identifier: MIT
// harvest work: claims jobs and reads them, several at a time, until it is told to stop.
#pragma once

#include <string>

#include "reader.hpp"

namespace harvest {

struct WorkSettings {
  std::string store;
  int slots = 4;                          // jobs read at the same time
  bool drain = false;                     // end when no job is open any more
  std::chrono::milliseconds idle{1'000};  // between two looks for work
  StoreOptions store_options;
  ReadSettings read;
  bool quiet = false;
};

// Returns the exit status.
int work(WorkSettings settings);

}  // namespace harvest
