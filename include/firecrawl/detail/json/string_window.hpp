// SPDX-License-Identifier: MIT
/// @file
/// What each of 64 bytes of a JSON string is, as bit masks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "blocks.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// 64 bytes of a JSON string. Bit i of each mask is about byte i.
struct StringWindow {
  static constexpr std::size_t size = 64;

  std::uint64_t special = 0;    ///< quotes, backslashes, control characters, and what is not ASCII
  std::uint64_t backslash = 0;  ///< begins an escape, or is escaped
  std::uint64_t high = 0;       ///< what is not ASCII

  /// Reads 64 bytes from `p` on.
  static StringWindow load(const char* p) noexcept {
    StringWindow window;
    for (unsigned i = 0; i < size; i += StringBlock::size) {
      const auto block = StringBlock::load(p + i);
      window.special |= block.special() << i;
      window.backslash |= block.backslash() << i;
      window.high |= block.high() << i;
    }
    return window;
  }

  /// The places of what begins an escape and of all that ends a string, if no escape began before the window.
  [[nodiscard]] std::uint64_t starts() const noexcept {
    constexpr std::uint64_t even = 0x5555555555555555U;
    // Of each run of backslashes the first, the third and so on begin an escape. The sum carries through each
    // run that begins at an even place, and so clears it.
    const std::uint64_t even_begins = backslash & ~(backslash << 1U) & even;
    const std::uint64_t of_even_runs = backslash & ~(backslash + even_begins);
    const std::uint64_t escapes = backslash & ~(of_even_runs ^ even);
    return special & ~high & ~(escapes << 1U);
  }
};

/// A mask of that many bits, of which there are 64 at most.
[[nodiscard]] inline std::uint64_t first_bits(unsigned count) noexcept {
  return count < 64 ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
}

/// How many of the first `size` bytes from `p` on are well-formed UTF-8 (RFC 3629 section 4), up to a
/// sequence that goes on after the 64 bytes that are read; 0 if one is ill-formed. The first byte must
/// not be within a sequence, and after less than 64 bytes there must be one that is ASCII.
[[nodiscard]] inline unsigned utf8_prefix(const char* p, unsigned size) noexcept {
  std::uint64_t tails = 0;   // any but the first byte of a sequence
  std::uint64_t of_two = 0;  // first bytes of sequences of two or more
  std::uint64_t of_three = 0;
  std::uint64_t of_four = 0;
  std::uint64_t odd = 0;  // first bytes that limit the second, or are none
  for (unsigned i = 0; i < StringWindow::size; i += StringBlock::size) {
    const auto block = StringBlock::load(p + i);
    const std::uint64_t high = block.high();
    const std::uint64_t tail = block.tail();
    tails |= tail << i;
    of_two |= (high & ~tail) << i;
    of_three |= (high & ~block.below_e0()) << i;
    of_four |= (high & ~block.below_f0()) << i;
    odd |= ((block.below_c2() & ~tail) | block.e0_or_ed()) << i;
  }
  odd |= of_four;
  // What is cut at the end is left to the next window.
  const std::uint64_t cut = (of_two & (std::uint64_t{1} << 63U)) | (of_three & (std::uint64_t{3} << 62U)) |
                            (of_four & (std::uint64_t{7} << 61U));
  const unsigned length = cut != 0 ? (std::min)(size, count_trailing_zeros(cut)) : size;
  // What comes after these bytes does not belong to them.
  if ((((of_two << 1U) | (of_three << 2U) | (of_four << 3U)) ^ tails) & first_bits(length + 1)) return 0;
  for (odd &= first_bits(length); odd != 0; odd &= odd - 1) {
    const char* const lead = p + count_trailing_zeros(odd);
    if (utf8_sequence(lead, p + StringWindow::size) == 0) return 0;
  }
  return length;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
