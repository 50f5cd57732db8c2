// SPDX-License-Identifier: MIT
/// @file
/// What a message may repeat of somebody else's text, and how a secret is kept out of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What is written in the place of a secret.
inline constexpr std::string_view blanked_out = "[key]";

/// The beginning of a text of others, fit for a message: valid UTF-8 of at most `limit` bytes, runs of white
/// space and control characters as one blank, `secret` blanked out, also if the limit falls into it.
[[nodiscard]] inline std::string excerpt(std::string_view body, std::size_t limit,
                                         std::string_view secret = {}) {
  std::string text;
  bool blank = false;
  while (!body.empty() && text.size() <= limit) {
    const bool found = !secret.empty() && starts_with(body, secret);
    const auto next = found ? Utf8Piece{secret.size(), true} : first_utf8_piece(body);
    const auto piece = found ? blanked_out : next.valid ? body.substr(0, next.size) : replacement_character;
    body.remove_prefix(next.size);
    if (piece == " " || is_control(piece.front())) {
      blank = !text.empty();
      continue;
    }
    if (blank) text += ' ';
    blank = false;
    text += piece;
  }
  if (text.size() > limit) {
    cut_utf8(text, limit);
    text += "...";
  }
  return text;
}

/// A text of others as valid UTF-8 of at most `limit` bytes, `secret` blanked out, also if the limit falls
/// into it.
[[nodiscard]] inline std::string redact(std::string_view text, std::string_view secret,
                                        std::size_t limit = std::string_view::npos) {
  std::string out;
  // As many bytes more as tell whether a character at the limit is a whole one.
  const std::size_t taken = limit < std::string_view::npos - 3 ? limit + 3 : limit;
  while (!text.empty() && out.size() < taken) {
    const std::size_t room = taken - out.size();
    // Of a body of megabytes, only as much is searched as has room.
    const auto window = room < text.size() ? text.substr(0, room + secret.size()) : text;
    const auto at = secret.empty() ? std::string_view::npos : window.find(secret);
    out += text.substr(0, (std::min)(at, room));
    if (at >= room) break;
    out += blanked_out;
    text.remove_prefix(at + secret.size());
  }
  out = to_valid_utf8(std::move(out));
  cut_utf8(out, limit);
  return out;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
