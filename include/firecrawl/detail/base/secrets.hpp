// SPDX-License-Identifier: MIT
/// @file
/// What a message may repeat of somebody else's text, and how a secret is kept out of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "text.hpp"
#include "urls.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What is written in the place of a secret.
inline constexpr std::string_view blanked_out = "[key]";

/// The ways in which others write a secret: as it is, escaped as in JSON (with "/" as it is, and escaped),
/// and percent-encoded. One for nearly all keys, none if there is no secret.
[[nodiscard]] inline std::vector<std::string> spellings_of(std::string_view secret) {
  std::vector<std::string> spellings;
  if (secret.empty()) return spellings;
  spellings.emplace_back(secret);
  std::string escaped;
  std::string with_slashes;
  for (const char c : secret) {
    if (c == '"' || c == '\\') escaped += '\\';
    if (c == '"' || c == '\\' || c == '/') with_slashes += '\\';
    escaped += c;
    with_slashes += c;
  }
  for (auto& other : {escaped, with_slashes, encode_segment(secret)}) {
    if (std::find(spellings.begin(), spellings.end(), other) == spellings.end()) spellings.push_back(other);
  }
  return spellings;
}

/// The place of a secret in a text, and its size there.
struct SecretPlace {
  std::size_t begin = std::string_view::npos;  ///< npos: nowhere
  std::size_t size = 0;
};

/// The first place of the secret.
[[nodiscard]] inline SecretPlace find_secret(std::string_view text,
                                             const std::vector<std::string>& spellings) {
  SecretPlace first;
  for (const auto& spelling : spellings) {
    const auto at = text.find(spelling);
    if (at < first.begin) first = {at, spelling.size()};
  }
  return first;
}

/// The beginning of a text of others, fit for a message: valid UTF-8 of at most `limit` bytes, runs of white
/// space and control characters as one blank, `secret` blanked out, also if the limit falls into it.
[[nodiscard]] inline std::string excerpt(std::string_view body, std::size_t limit,
                                         std::string_view secret = {}) {
  std::string text;
  bool blank = false;
  const auto spellings = spellings_of(secret);
  while (!body.empty() && text.size() <= limit) {
    std::size_t secret_size = 0;
    for (const auto& spelling : spellings) {
      if (secret_size == 0 && starts_with(body, spelling)) secret_size = spelling.size();
    }
    const bool found = secret_size > 0;
    const auto next = found ? Utf8Piece{secret_size, true} : first_utf8_piece(body);
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
  const auto spellings = spellings_of(secret);
  std::size_t longest = 0;
  for (const auto& spelling : spellings) longest = (std::max)(longest, spelling.size());
  // As many bytes more as tell whether a character at the limit is a whole one.
  const std::size_t taken = limit < std::string_view::npos - 3 ? limit + 3 : limit;
  while (!text.empty() && out.size() < taken) {
    const std::size_t room = taken - out.size();
    // Of a body of megabytes, only as much is searched as has room.
    const auto window = room < text.size() ? text.substr(0, room + longest) : text;
    const auto place = find_secret(window, spellings);
    out += text.substr(0, (std::min)(place.begin, room));
    if (place.begin >= room) break;
    out += blanked_out;
    text.remove_prefix(place.begin + place.size);
  }
  out = to_valid_utf8(std::move(out));
  cut_utf8(out, limit);
  return out;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
