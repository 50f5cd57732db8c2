// SPDX-License-Identifier: MIT
/// @file
/// HMAC-SHA256 (RFC 2104), by OpenSSL's libcrypto. Included by webhook_signature.hpp alone.
#pragma once

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// 64 digits in lower case; empty if OpenSSL cannot do it.
[[nodiscard]] inline std::string hmac_sha256(std::string_view message, std::string_view secret) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned int size = 0;
  if (secret.size() > static_cast<std::size_t>((std::numeric_limits<int>::max)())) return {};
  const auto* const result =
      HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           static_cast<const unsigned char*>(static_cast<const void*>(message.empty() ? "" : message.data())),
           message.size(), code.data(), &size);
  if (result == nullptr || size != 32) return {};
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += digits[code[i] >> 4U];
    text += digits[code[i] & 15U];
  }
  return text;
}

/// Whether two texts of one length are the same. The time that it takes says nothing of where they differ.
[[nodiscard]] inline bool same_in_constant_time(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
