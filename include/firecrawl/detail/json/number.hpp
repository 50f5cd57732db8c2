// SPDX-License-Identifier: MIT
/// @file
/// Numbers of JSON that are beyond double.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "../base/text.hpp"
#include "text_parser.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// True for text of a JSON number.
[[nodiscard]] constexpr bool is_number_character(char c) noexcept {
  return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// Removes the digits that `text` begins with. Returns whether there were any.
[[nodiscard]] inline bool skip_digits(std::string_view& text) noexcept {
  const auto before = text.size();
  while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  return text.size() != before;
}

/// True for what RFC 8259 section 6 calls a number.
[[nodiscard]] inline bool is_json_number(std::string_view text) noexcept {
  if (starts_with(text, "-")) text.remove_prefix(1);
  if (starts_with(text, "0")) {
    text.remove_prefix(1);
  } else if (!skip_digits(text)) {
    return false;
  }
  if (starts_with(text, ".")) {
    text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  if (starts_with(text, "e") || starts_with(text, "E")) {
    text.remove_prefix(1);
    if (starts_with(text, "+") || starts_with(text, "-")) text.remove_prefix(1);
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

/// The number as nlohmann/json reads it: discarded if it is none, or a huge one.
[[nodiscard]] inline nlohmann::json read_number(std::string_view text) {
  NumberEvents events;
  parse_text(text, events);
  return std::move(events.number);
}

/// True for a number beyond double, such as 1e400, which is JSON all the same.
[[nodiscard]] inline bool is_huge_number(std::string_view text, const nlohmann::json& read) {
  return read.is_discarded() && is_json_number(text);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
