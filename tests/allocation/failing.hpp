// SPDX-License-Identifier: MIT
/// @file
/// Makes the n-th allocation or the n-th call of a curl function fail, on the calling thread only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace failing {

/// What can be made to fail.
enum class Source {
  operator_new,  ///< throws std::bad_alloc
  curl_memory,   ///< curl's own malloc, calloc, realloc and strdup return null
  easy_init,
  multi_init,
  add_handle,
  slist_append,
  setopt,  ///< refused as unknown
  setopt_memory,
  perform,
  poll,
};

/// While it lives, the n-th (from 1) use of the source fails. One at a time.
class Nth {
 public:
  Nth(Source source, long n);
  ~Nth();
  Nth(const Nth&) = delete;
  Nth& operator=(const Nth&) = delete;
  /// True once the failure has happened.
  static bool happened();
};

/// What operator new has done on this thread.
struct Usage {
  std::size_t asked_for = 0;  ///< bytes, so far
  long long held = 0;  ///< bytes that were not given back; other threads may give back what is of this one
  long long peak = 0;  ///< the most that were in use at a time
};
Usage usage();
void begin_peak();  ///< from now on: as if nothing was in use before

/// Makes curl use memory that can fail. Before anything else uses curl.
void take_over_curl_memory();

/// The next curl_global_init() fails.
void fail_global_init();
int global_inits();  ///< how often it was called, by the library

/// The options that were set on any easy handle so far, by number.
std::vector<int> options_set();
/// What an option that takes a long was set to the last time; 0 if it never was.
long last_value(int option);

}  // namespace failing
