// SPDX-License-Identifier: MIT
/// @file
/// What the tests share that need a server. Linux only, like the servers. What needs none is in the headers
/// of kit/, which the tests of unit/ include one by one.
#pragma once

#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "kit/answers.hpp"
#include "kit/basics.hpp"
#include "kit/clock.hpp"
#include "kit/reading.hpp"
#include "kit/signal.hpp"
#include "loopback_server.hpp"
#include "raw_server.hpp"

namespace kit {

using support::LoopbackServer;
using support::RawConnection;
using support::RawRequest;
using support::RawServer;
using support::Response;

/// The job of a client of its own, as in a program that has just been started.
template <class Server>
fc::Job job_at(const Server& server) {
  return fc::Client(options_for(server.base_url())).batch_scrape_job(id);
}

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

/// The documents that come until the range ends, or throws. They are there in either case.
inline void read_into(Numbers& numbers, fc::DocumentRange& range) {
  for (const auto& document : each(range)) numbers.push_back(number_of(document));
}

inline Numbers read(fc::DocumentRange range) {
  Numbers numbers;
  read_into(numbers, range);
  return numbers;
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

}  // namespace kit
