// SPDX-License-Identifier: MIT
/// @file
/// Of all headers one passes: the secret, the body and the header are the parts of the input.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdio>
#include <firecrawl/error.hpp>
#include <firecrawl/webhook_signature.hpp>
#include <string>

#include "input.hpp"

namespace {

// Written in another way than the library does.
std::string sign(const std::string& body, const std::string& secret) {
  unsigned char code[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(), code, &size);
  std::string text = "sha256=";
  for (unsigned int i = 0; i < size; ++i) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", code[i]);
    text += digits;
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto secret = input.part();
  const auto header = input.part();
  const std::string body(input.rest());
  try {
    const auto right = sign(body, secret);
    fuzz::require(firecrawl::verify_webhook(body, header, secret) == (header == right), "one header passes");
    fuzz::require(firecrawl::verify_webhook(body, right, secret), "and it is the right one");
    auto wrong = right;
    const auto place = header.size() % wrong.size();
    wrong[place] = static_cast<char>(wrong[place] ^ (1 << (body.size() % 8)));
    fuzz::require(!firecrawl::verify_webhook(body, wrong, secret), "with one bit changed it does not pass");
    fuzz::require(!firecrawl::verify_webhook(body + "x", right, secret), "nor does it for another body");
  } catch (const firecrawl::UsageError&) {
    fuzz::require(secret.empty(), "only an empty secret is refused");
    return 0;
  }
  fuzz::require(!secret.empty(), "an empty secret is refused");
  return 0;
}
