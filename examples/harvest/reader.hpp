// SPDX-License-Identifier: MIT
// Reads one claimed job into the store, a page at a time.
#pragma once

#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <stdexcept>
#include <string>

#include "leases.hpp"
#include "store.hpp"

namespace harvest {

struct ReadSettings {
  std::chrono::milliseconds lease{60'000};
  std::chrono::milliseconds poll{5'000};        // how long a job that runs is left alone
  std::chrono::milliseconds least_wait{1'000};  // after the first failure; doubled with each one
  std::chrono::milliseconds most_wait{60'000};
  std::function<void(const std::string&)> log;  // on any thread
};

// The server refuses this key for every job: nobody needs to go on.
class NotAllowed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Reads until the job has ended, or has nothing new, or the claim is over, or something fails; and gives the
// claim back. A job that runs is not waited for: it is looked at again later, by any worker.
// Throws NotAllowed, and StoreError if the store cannot be reached.
void read_claim(const firecrawl::Client& client, Store& store, Leases& leases, const ReadSettings& settings,
                Claim claim);

}  // namespace harvest
