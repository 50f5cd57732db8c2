// SPDX-License-Identifier: MIT
/// @file
/// The command line of demo_server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "loopback_server.hpp"

namespace support {

struct DemoOptions {
  Job job;  ///< without what depends on several options: see make_demo_job()
  std::size_t documents = 0;
  std::string folder;
  std::size_t document_bytes = 0;
  std::size_t interval_ms = 0;
  std::size_t step = 10;
  std::size_t errors = 0;
  std::size_t late = 0;
  std::size_t gaps = 0;
  std::size_t site_pages = 60;
  std::uint16_t port = 0;  ///< 0: one that the system picks
  std::string key = "fc-demo";
  std::vector<int> fail_status;
  bool help = false;
  char** command = nullptr;  ///< null: none
};

/// What --help prints. It lists what parse_demo_options() takes: both read one table.
std::string demo_usage();

/// @throws std::invalid_argument for what demo_server does not take; the message is for its user
DemoOptions parse_demo_options(int count, char** arguments);

/// The job that the options describe.
/// @throws std::runtime_error if the documents of a folder cannot be read
Job make_demo_job(const DemoOptions& options);

}  // namespace support
