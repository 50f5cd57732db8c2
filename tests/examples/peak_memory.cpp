// SPDX-License-Identifier: MIT
// peak_memory LIMIT_MB COMMAND [ARGUMENT...]: runs the command, and fails if it fails or needs more
// memory.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdlib>
#include <iostream>

extern char** environ;

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: peak_memory LIMIT_MB COMMAND [ARGUMENT...]\n";
    return 2;
  }
  const long limit = std::strtol(argv[1], nullptr, 10);
  pid_t child = 0;
  if (posix_spawnp(&child, argv[2], nullptr, nullptr, argv + 2, environ) != 0) {
    std::cerr << "peak_memory: " << argv[2] << " does not start\n";
    return 1;
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status)) return 1;
  const long used = usage.ru_maxrss / 1024;
  std::cout << "peak memory: " << used << " MB of " << limit << " MB\n";
  return used < limit ? WEXITSTATUS(status) : 1;
}
