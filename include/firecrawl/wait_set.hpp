// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// WaitSet: what a program that has an event loop waits for before it asks a range again.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// One descriptor, and what to wait for on it.
struct WaitSocket {
  /// What poll(), epoll_ctl() and their like take: a file descriptor; on Windows a SOCKET. It belongs to the
  /// library: do not read it, write it or close it.
#if defined(_WIN32)
  std::uintptr_t descriptor = 0;
#else
  int descriptor = -1;
#endif
  bool read = false;   ///< wait until it can be read
  bool write = false;  ///< wait until it can be written
};

/// What to wait for before the next JobRange::try_next(): one of the descriptors, or the time, whichever is
/// first. To come too early does no harm, and costs a call. The set is good until that call, which may close
/// descriptors, and open others under the same number: take a new set after it.
struct WaitSet {
  std::vector<WaitSocket> sockets;  ///< each once; empty if only the time is waited for
  /// Not later than that; ten minutes ahead at most. It may have passed: then try_next() has work to do.
  std::chrono::steady_clock::time_point until;
};

FIRECRAWL_END_NAMESPACE
