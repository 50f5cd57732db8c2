// SPDX-License-Identifier: MIT
/// @file
/// Small things done to text, independent of the locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
}
[[nodiscard]] constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The value of a hexadecimal digit; -1 if it is not one.
[[nodiscard]] constexpr int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char l = to_lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

[[nodiscard]] inline bool starts_with(std::string_view text, std::string_view prefix) noexcept {
  return text.substr(0, prefix.size()) == prefix;
}

[[nodiscard]] inline bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

/// The number that the whole of `text` writes in decimal digits; none for anything else, or if it does not
/// fit.
[[nodiscard]] inline std::optional<std::uint64_t> parse_number(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  constexpr auto largest = (std::numeric_limits<std::uint64_t>::max)();
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (largest - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

/// The place of the first control character; npos if there is none.
[[nodiscard]] inline std::size_t find_control(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_control(text[i])) return i;
  }
  return std::string_view::npos;
}

/// What a text begins with: a whole UTF-8 character, or bytes that are not one.
struct Utf8Piece {
  std::size_t size = 0;  ///< 1 to 4; if `valid` is false, the bytes that one U+FFFD replaces
  bool valid = false;
};

/// The first piece of `text`, which is not empty. Ill-formed bytes come as their maximal subparts (Unicode
/// 15, section 3.9, and the WHATWG's decoder): what could begin a character is one piece, up to the byte that
/// does not fit.
[[nodiscard]] constexpr Utf8Piece first_utf8_piece(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {1, true};
  if (first < 0xC2 || first > 0xF4) return {1, false};
  const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  // The second byte has narrower bounds, so that there are no overlong forms, no surrogates, and nothing
  // beyond U+10FFFF.
  unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  for (std::size_t i = 1; i < size; ++i) {
    if (i == text.size() || byte(i) < low || byte(i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {size, true};
}

[[nodiscard]] inline bool is_valid_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto piece = first_utf8_piece(text);
    if (!piece.valid) return false;
    text.remove_prefix(piece.size);
  }
  return true;
}

/// U+FFFD
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// `text` with U+FFFD for all that is not UTF-8.
[[nodiscard]] inline std::string to_valid_utf8(std::string text) {
  std::size_t good = 0;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto piece = first_utf8_piece(std::string_view(text).substr(at));
    if (!piece.valid) {
      out.append(text, good, at - good);
      out += replacement_character;
      good = at + piece.size;
    }
    at += piece.size;
  }
  if (good == 0) return text;  // nearly always
  return out.append(text, good, std::string::npos);
}

/// Cuts valid UTF-8 to at most `limit` bytes, between two characters.
inline void cut_utf8(std::string& text, std::size_t limit) {
  if (text.size() <= limit) return;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  text.resize(limit);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
