// SPDX-License-Identifier: MIT
/// @file
/// HMAC-SHA256 (RFC 2104, FIPS 180-4) without a library, for test servers that sign what they post.
#pragma once

#include <string>
#include <string_view>

namespace support {

/// 64 digits in lower case.
std::string hmac_sha256(std::string_view text, std::string_view secret);

}  // namespace support
