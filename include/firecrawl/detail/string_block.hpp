/// @file
/// Looks at the inside of a JSON string a block at a time: 16 bytes with SSE2 or NEON, 8 everywhere else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(FIRECRAWL_NO_SIMD)
// the portable blocks, for tests
#elif defined(__SSE2__) || defined(_M_X64)
#define FIRECRAWL_SSE2 1
#include <emmintrin.h>
#elif defined(__aarch64__) && defined(__ARM_NEON)
#define FIRECRAWL_NEON 1
#include <arm_neon.h>
#endif
#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

#include "../version.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// True for what ends a run of plain characters: a quote, a backslash, a control character, a byte that is
/// not ASCII.
constexpr bool is_special(unsigned char c) noexcept { return c == '"' || c == '\\' || c < 0x20 || c >= 0x80; }

inline unsigned count_trailing_zeros(std::uint64_t mask) noexcept {
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

/// The bytes from `p` on, and which of them are special. `stride` mask bits stand for one byte.
struct StringBlock {
#if defined(FIRECRAWL_SSE2)
  static constexpr std::size_t size = 16;
  static constexpr unsigned stride = 1;
  __m128i bytes;
  static StringBlock load(const char* p) noexcept {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))};
  }
  void store(char* p) const noexcept { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), bytes); }
  std::uint64_t special() const noexcept {
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    // As signed numbers, the control characters and all that is not ASCII lie below the blank.
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), low)));
  }
#elif defined(FIRECRAWL_NEON)
  static constexpr std::size_t size = 16;
  static constexpr unsigned stride = 4;
  uint8x16_t bytes;
  static StringBlock load(const char* p) noexcept {
    return {vld1q_u8(reinterpret_cast<const std::uint8_t*>(p))};
  }
  void store(char* p) const noexcept { vst1q_u8(reinterpret_cast<std::uint8_t*>(p), bytes); }
  std::uint64_t special() const noexcept {
    const uint8x16_t quote = vceqq_u8(bytes, vdupq_n_u8('"'));
    const uint8x16_t backslash = vceqq_u8(bytes, vdupq_n_u8('\\'));
    const uint8x16_t low = vcltq_s8(vreinterpretq_s8_u8(bytes), vdupq_n_s8(0x20));
    const uint8x16_t all = vorrq_u8(vorrq_u8(quote, backslash), low);
    // NEON has no movemask: narrowing by four bits leaves half a byte for each byte.
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(all), 4)), 0);
  }
#else
  static constexpr std::size_t size = 8;
  static constexpr unsigned stride = 8;
  std::uint64_t bytes;
  static StringBlock load(const char* p) noexcept {
    // Put together byte by byte, so that the first byte is the lowest on every machine; compilers make one
    // load of it.
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
    }
    return {value};
  }
  void store(char* p) const noexcept {
    for (unsigned i = 0; i < 8; ++i) p[i] = static_cast<char>(static_cast<unsigned char>(bytes >> (8 * i)));
  }
  std::uint64_t special() const noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t highs = ones * 0x80U;
    // The usual (x - 1) & ~x finds the first zero byte exactly, and only the first is asked for.
    const auto zeros = [&](std::uint64_t x) { return (x - ones) & ~x; };
    const std::uint64_t control = (bytes - ones * 0x20U) & ~bytes;
    return (zeros(bytes ^ (ones * '"')) | zeros(bytes ^ (ones * '\\')) | control | bytes) & highs;
  }
#endif
  /// How many bytes stand before the first special one. `mask` must not be 0.
  static std::size_t plain_before(std::uint64_t mask) noexcept { return count_trailing_zeros(mask) / stride; }
};

/// The first special byte in [p, end), or `end`.
inline const char* find_special(const char* p, const char* end) noexcept {
  while (static_cast<std::size_t>(end - p) >= StringBlock::size) {
    if (const auto mask = StringBlock::load(p).special()) return p + StringBlock::plain_before(mask);
    p += StringBlock::size;
  }
  while (p != end && !is_special(static_cast<unsigned char>(*p))) ++p;
  return p;
}

/// The length of the well-formed UTF-8 sequence (RFC 3629) of two bytes or more at `p`; 0 where it is
/// ill-formed.
inline std::size_t utf8_sequence(const char* p, const char* end) noexcept {
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
