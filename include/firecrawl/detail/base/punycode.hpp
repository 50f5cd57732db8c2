// SPDX-License-Identifier: MIT
/// @file
/// Punycode: how DNS writes the labels of host names that are not ASCII. RFC 3492.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The code points of valid UTF-8.
[[nodiscard]] inline std::vector<std::uint64_t> code_points(std::string_view text) {
  std::vector<std::uint64_t> points;
  while (!text.empty()) {
    const std::size_t size = first_utf8_piece(text).size;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::uint64_t point = size == 1 ? byte(0) : byte(0) & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) point = point << 6U | (byte(i) & 0x3FU);
    points.push_back(point);
    text.remove_prefix(size);
  }
  return points;
}

/// A label of a host name in Punycode, without the "xn--" before it. `label` is valid UTF-8.
[[nodiscard]] inline std::string encode_punycode(std::string_view label) {
  constexpr std::uint64_t base = 36;
  const auto points = code_points(label);
  std::string out;
  for (const auto point : points) {
    if (point < 0x80) out += static_cast<char>(point);
  }
  const std::uint64_t basic = out.size();
  if (basic > 0) out += '-';

  std::uint64_t bias = 72;
  std::uint64_t delta = 0;
  std::uint64_t least = 0x80;  // all code points below it are written
  for (auto written = basic; written < points.size(); ++delta, ++least) {
    auto next = ~std::uint64_t{0};
    for (const auto point : points) next = point >= least ? (std::min)(next, point) : next;
    delta += (next - least) * (written + 1);
    least = next;
    for (const auto point : points) {
      if (point < least) ++delta;
      if (point != least) continue;
      // The delta as an integer of variable length, the lowest digit first.
      auto rest = delta;
      for (auto k = base;; k += base) {
        const auto threshold = k <= bias ? std::uint64_t{1} : (std::min)(k - bias, std::uint64_t{26});
        const bool last = rest < threshold;
        const auto digit = last ? rest : threshold + (rest - threshold) % (base - threshold);
        out += static_cast<char>(digit < 26 ? 'a' + digit : '0' + (digit - 26));
        if (last) break;
        rest = (rest - threshold) / (base - threshold);
      }
      // The bias follows the size of the deltas.
      delta = written == basic ? delta / 700 : delta / 2;
      ++written;
      delta += delta / written;
      for (bias = 0; delta > 455; bias += base) delta /= base - 1;
      bias += base * delta / (delta + 38);
      delta = 0;
    }
  }
  return out;
}

/// A host name as DNS has it: its labels that are not ASCII in Punycode, ASCII in lower case. What Unicode
/// calls the lower case of other letters is left to who wrote the name. `host` is valid UTF-8.
[[nodiscard]] inline std::string to_ascii_host(std::string_view host) {
  std::string out;
  for (;;) {
    std::string label;
    for (const char c : host.substr(0, host.find('.'))) label += to_lower(c);
    const bool is_ascii =
        std::all_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    out += is_ascii ? label : "xn--" + encode_punycode(label);
    if (label.size() == host.size()) return out;
    out += '.';
    host.remove_prefix(label.size() + 1);
  }
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
