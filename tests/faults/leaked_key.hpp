// SPDX-License-Identifier: MIT
// How much of a key is in what an error carries.
#pragma once

#include <cstddef>
#include <firecrawl/error.hpp>
#include <string>

#include "fault_kit.hpp"

namespace faults {

/// All that an error carries, as one text.
inline std::string text_of(const fc::Error& error) {
  std::string text = error.what();
  const auto add = [&](const std::string& more) { text += '\n' + more; };
  if (const auto* api = dynamic_cast<const fc::ApiError*>(&error)) {
    add(api->body());
    add(api->code());
    add(api->details().dump());
    if (api->details().is_string()) add(api->details().get<std::string>());
  }
  if (const auto* decode = dynamic_cast<const fc::DecodeError*>(&error)) {
    add(decode->pointer());
    add(decode->body());
  }
  if (const auto* transport = dynamic_cast<const fc::TransportError*>(&error)) add(transport->curl_text());
  return text;
}

/// What is left of the key in a text: how many of its first characters are there in a row.
inline std::size_t leaked(const std::string& text, const std::string& secret) {
  std::size_t length = secret.size();
  while (length > 0 && !contains(text, secret.substr(0, length))) --length;
  return length;
}

inline constexpr std::size_t harmless = 3;  // "fc-"

template <class Function>
std::string error_of(const Function& function) {
  try {
    function();
  } catch (const fc::Error& error) {
    return text_of(error);
  }
  return {};
}

}  // namespace faults
