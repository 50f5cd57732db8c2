// SPDX-License-Identifier: MIT
/// @file
/// Programs that a test starts, stops and kills.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace harvest_tests {

/// What a program gets in addition to the environment of the test.
using Environment = std::map<std::string, std::string>;

/// A running program. It is killed, if it still runs, with this object, and when the test's main thread ends.
class Process {
 public:
  /// `output`: a file that gets what it prints, on both streams; empty: it prints where the test does.
  explicit Process(std::vector<std::string> command, const Environment& environment = {},
                   const std::string& output = {});
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return id_; }
  void signal(int number) const;
  void stop();     ///< sends SIGSTOP, and waits until it has stopped
  bool running();  ///< false once it has ended
  /// Waits for its end. Returns what a shell would: its exit status, or 128 + the signal.
  int wait();

 private:
  pid_t id_ = 0;  ///< 0: none
  int status_ = 0;
  bool ended_ = false;
};

/// Runs a program to its end. Returns what a shell would.
int run(std::vector<std::string> command, const Environment& environment = {},
        const std::string& output = {});

}  // namespace harvest_tests
