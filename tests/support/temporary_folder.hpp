// SPDX-License-Identifier: MIT
/// @file
/// A folder for what a test writes.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace support {

/// Makes a new folder among the system's temporary ones, whose name begins with `name`, for this user alone.
/// Whoever asked for it removes it. @throws std::runtime_error
inline std::filesystem::path make_temporary_folder(const std::string& name) {
  const std::string placeholder(6, 'X');  // which mkdtemp(3) replaces
  auto path = (std::filesystem::temp_directory_path() / (name + "-" + placeholder)).string();
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("cannot make the folder " + path);
  return path;
}

}  // namespace support
