// SPDX-License-Identifier: MIT
/// @file
/// Looks at the inside of a JSON string a block at a time: 16 bytes with SSE2 or NEON, 8 everywhere else.
/// Lanes of NEON are taken to be in the order of memory, which those of a big-endian processor are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(FIRECRAWL_NO_SIMD)
// the portable blocks, for tests
#elif defined(__SSE2__) || defined(_M_X64)
#define FIRECRAWL_SSE2 1
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__)
#define FIRECRAWL_NEON 1
#include <arm_neon.h>
#endif
#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// True for what ends a run of plain characters: a quote, a backslash, a control character, a byte that is
/// not ASCII.
[[nodiscard]] constexpr bool is_special(unsigned char c) noexcept {
  return c == '"' || c == '\\' || c < 0x20 || c >= 0x80;
}

[[nodiscard]] inline unsigned count_trailing_zeros(std::uint64_t mask) noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
  unsigned long index = 0;
#if defined(_M_X64) || defined(_M_ARM64)
  _BitScanForward64(&index, mask);
#else
  if (!_BitScanForward(&index, static_cast<unsigned long>(mask))) {
    _BitScanForward(&index, static_cast<unsigned long>(mask >> 32U));
    index += 32;
  }
#endif
  return static_cast<unsigned>(index);
#else
  return static_cast<unsigned>(__builtin_ctzll(mask));
#endif
}

/// So many bytes from `p` on, and which of them are of a kind. Bit i of what a function returns is that of
/// byte i.
class StringBlock {
 public:
#if defined(FIRECRAWL_SSE2)
  static constexpr std::size_t size = 16;
  static StringBlock load(const char* p) noexcept {
    return StringBlock(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
#elif defined(FIRECRAWL_NEON)
  static constexpr std::size_t size = 16;
  static StringBlock load(const char* p) noexcept {
    return StringBlock(vld1q_s8(reinterpret_cast<const std::int8_t*>(p)));
  }
#else
  static constexpr std::size_t size = 8;
  static StringBlock load(const char* p) noexcept {
    // Put together byte by byte, so that the first byte is the lowest on every machine; compilers make one
    // load of it.
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
    }
    return StringBlock(value);
  }
#endif

  /// is_special(). As signed numbers, the control characters and all that is not ASCII lie below the blank.
  [[nodiscard]] std::uint64_t special() const noexcept {
    return bits(either(either(equal('"'), equal('\\')), below(0x20)));
  }
  [[nodiscard]] std::uint64_t backslash() const noexcept { return bits(equal('\\')); }
  /// What is not ASCII.
  [[nodiscard]] std::uint64_t high() const noexcept { return bits(negative()); }
  /// Of a UTF-8 sequence any byte but the first: 80 to BF.
  [[nodiscard]] std::uint64_t tail() const noexcept { return bits(below(-0x40)); }
  /// 80 to C1, of which the last two begin no sequence.
  [[nodiscard]] std::uint64_t below_c2() const noexcept { return bits(below(-0x3E)); }
  /// 80 to DF, and 80 to EF.
  [[nodiscard]] std::uint64_t below_e0() const noexcept { return bits(below(-0x20)); }
  [[nodiscard]] std::uint64_t below_f0() const noexcept { return bits(below(-0x10)); }
  /// E0 and ED, which limit the byte after them.
  [[nodiscard]] std::uint64_t e0_or_ed() const noexcept { return bits(either(equal('\xE0'), equal('\xED'))); }

 private:
#if defined(FIRECRAWL_SSE2)
  using Bytes = __m128i;
  [[nodiscard]] Bytes equal(char c) const noexcept { return _mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c)); }
  [[nodiscard]] Bytes below(signed char c) const noexcept { return _mm_cmplt_epi8(bytes_, _mm_set1_epi8(c)); }
  [[nodiscard]] Bytes negative() const noexcept { return bytes_; }  // a mask is made of highest bits
  static Bytes either(Bytes a, Bytes b) noexcept { return _mm_or_si128(a, b); }
  static std::uint64_t bits(Bytes matches) noexcept {
    return static_cast<unsigned>(_mm_movemask_epi8(matches));
  }
#elif defined(FIRECRAWL_NEON)
  using Bytes = int8x16_t;
  [[nodiscard]] uint8x16_t equal(char c) const noexcept {
    return vceqq_s8(bytes_, vdupq_n_s8(static_cast<std::int8_t>(c)));
  }
  [[nodiscard]] uint8x16_t below(signed char c) const noexcept { return vcltq_s8(bytes_, vdupq_n_s8(c)); }
  [[nodiscard]] uint8x16_t negative() const noexcept { return below(0); }
  static uint8x16_t either(uint8x16_t a, uint8x16_t b) noexcept { return vorrq_u8(a, b); }
  // NEON has no movemask: of each byte that matches one bit is kept, and each half is summed up.
  static std::uint64_t bits(uint8x16_t matches) noexcept {
    const uint8x16_t kept = vandq_u8(matches, vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201U)));
    return std::uint64_t{vaddv_u8(vget_low_u8(kept))} | (std::uint64_t{vaddv_u8(vget_high_u8(kept))} << 8U);
  }
#else
  // The highest bit of each byte tells; the sums stay within their bytes.
  using Bytes = std::uint64_t;
  static constexpr Bytes ones = 0x0101010101010101U;
  static constexpr Bytes highs = ones * 0x80U;
  [[nodiscard]] Bytes equal(char c) const noexcept {
    const Bytes difference = bytes_ ^ (ones * static_cast<unsigned char>(c));
    return ~(((difference & ~highs) + ~highs) | difference);
  }
  // Of negative numbers those at least as large as `c` are none; if `c` is negative, so are all others.
  [[nodiscard]] Bytes below(signed char c) const noexcept {
    const Bytes reached = (bytes_ & ~highs) + ones * static_cast<unsigned char>(c < 0 ? -c : 0x80 - c);
    return c < 0 ? bytes_ & ~reached : bytes_ | ~reached;
  }
  [[nodiscard]] Bytes negative() const noexcept { return bytes_; }
  static Bytes either(Bytes a, Bytes b) noexcept { return a | b; }
  // The product moves the highest bit of byte i to bit 56 + i.
  static std::uint64_t bits(Bytes matches) noexcept {
    return (((matches & highs) >> 7U) * 0x0102040810204080U) >> 56U;
  }
#endif

  explicit StringBlock(Bytes bytes) noexcept : bytes_(bytes) {}
  Bytes bytes_;
};

/// The first special byte in [p, end), or `end`.
[[nodiscard]] inline const char* find_special(const char* p, const char* end) noexcept {
  while (static_cast<std::size_t>(end - p) >= StringBlock::size) {
    if (const auto mask = StringBlock::load(p).special()) return p + count_trailing_zeros(mask);
    p += StringBlock::size;
  }
  while (p != end && !is_special(static_cast<unsigned char>(*p))) ++p;
  return p;
}

/// The length of the well-formed UTF-8 sequence (RFC 3629) of two bytes or more at `p`; 0 if it is
/// ill-formed.
[[nodiscard]] inline std::size_t utf8_sequence(const char* p, const char* end) noexcept {
  const auto byte = [p](std::size_t i) { return static_cast<unsigned char>(p[i]); };
  const auto left = static_cast<std::size_t>(end - p);
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0xC2U) return 0;
  if (first < 0xE0U) return left >= 2 && tail(1) ? 2 : 0;
  if (first < 0xF0U) {
    if (left < 3 || !tail(1) || !tail(2)) return 0;
    if (first == 0xE0U && byte(1) < 0xA0U) return 0;   // longer than needed
    if (first == 0xEDU && byte(1) >= 0xA0U) return 0;  // a surrogate
    return 3;
  }
  if (first > 0xF4U || left < 4 || !tail(1) || !tail(2) || !tail(3)) return 0;
  if (first == 0xF0U && byte(1) < 0x90U) return 0;
  if (first == 0xF4U && byte(1) >= 0x90U) return 0;  // beyond U+10FFFF
  return 4;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
