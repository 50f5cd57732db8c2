// SPDX-License-Identifier: MIT
/// @file
/// What libcurl has in the set of an event loop in addition to its connections.
#pragma once

#include <curl/curl.h>

#include <cstddef>

/// For each session: from 8.20 on curl has a descriptor of its own there, to be woken by.
inline std::size_t descriptors_of_curl() {
  return ::curl_version_info(CURLVERSION_NOW)->version_num >= 0x081400 ? 1 : 0;
}
