/// @file
/// Small things done to text, free of the locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "../version.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
}
constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The value of a hexadecimal digit; -1 where it is none.
constexpr int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  const char l = to_lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

inline bool starts_with(std::string_view text, std::string_view prefix) noexcept {
  return text.substr(0, prefix.size()) == prefix;
}

inline bool same_ignoring_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}

/// The number that the whole of `text` writes in decimal digits; none for anything else, or where it does not
/// fit.
inline std::optional<std::uint64_t> parse_number(std::string_view text) noexcept {
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

/// Where the first control character stands; npos where there is none.
inline std::size_t find_control(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_control(text[i])) return i;
  }
  return std::string_view::npos;
}

/// What stands in the place of a secret.
inline constexpr std::string_view blanked_out = "[key]";

/// The beginning of a body, fit for a message: at most `limit` bytes, never half a UTF-8 character, runs of
/// white space and control characters as one blank, `secret` blanked out, also where the limit falls into it.
inline std::string excerpt(std::string_view body, std::size_t limit, std::string_view secret = {}) {
  std::string text;
  bool blank = false;
  while (!body.empty() && text.size() <= limit) {
    const bool found = !secret.empty() && starts_with(body, secret);
    const auto piece = found ? blanked_out : body.substr(0, 1);
    body.remove_prefix(found ? secret.size() : 1);
    if (piece == " " || is_control(piece.front())) {
      blank = !text.empty();
      continue;
    }
    if (blank) text += ' ';
    blank = false;
    text += piece;
  }
  if (text.size() > limit) {
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    text += "...";
  }
  return text;
}

/// The first `limit` bytes of `text`, `secret` blanked out, also where the limit falls into it.
inline std::string redact(std::string_view text, std::string_view secret,
                          std::size_t limit = std::string_view::npos) {
  std::string out;
  while (!text.empty() && out.size() < limit) {
    const std::size_t room = limit - out.size();
    // Of a body of megabytes, only as much is searched as has room.
    const auto window = room < text.size() ? text.substr(0, room + secret.size()) : text;
    const auto at = secret.empty() ? std::string_view::npos : window.find(secret);
    out += text.substr(0, (std::min)(at, room));
    if (at >= room) break;
    out += blanked_out;
    text.remove_prefix(at + secret.size());
  }
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
