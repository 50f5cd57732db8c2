// SPDX-License-Identifier: MIT
/// @file
/// Reads one JSON string (RFC 8259 section 7) many bytes at a time.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "../base/growing_memory.hpp"
#include "../base/text.hpp"
#include "blocks.hpp"
#include "string_window.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// How a scan ended.
enum class ScanResult {
  complete,    ///< one whole JSON value
  stopped,     ///< the handler returned false
  unfinished,  ///< the text ended too early
  refused,     ///< something that nlohmann/json has to decide
};

/// What each letter means after a backslash (RFC 8259 section 7); 0 for what is not a short escape.
[[nodiscard]] constexpr std::array<char, 256> make_short_escapes() {
  std::array<char, 256> meant{};
  meant['"'] = '"';
  meant['\\'] = '\\';
  meant['/'] = '/';
  meant['b'] = '\b';
  meant['f'] = '\f';
  meant['n'] = '\n';
  meant['r'] = '\r';
  meant['t'] = '\t';
  return meant;
}
inline constexpr std::array<char, 256> short_escapes = make_short_escapes();

/// The value of the four hexadecimal digits at `p`; -1 if they are not digits.
[[nodiscard]] inline int four_hex_digits(const char* p) noexcept {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

[[nodiscard]] constexpr bool is_high_surrogate(int code) noexcept { return code >= 0xD800 && code < 0xDC00; }
[[nodiscard]] constexpr bool is_low_surrogate(int code) noexcept { return code >= 0xDC00 && code < 0xE000; }
[[nodiscard]] constexpr bool is_surrogate(int code) noexcept { return code >= 0xD800 && code < 0xE000; }

/// What a surrogate without its other half becomes, as JavaScript's toWellFormed() has it. Servers written in
/// JavaScript send such text if it was cut within a character.
inline constexpr int replacement_code_point = 0xFFFD;

/// A string without escapes is handed over in its place; any other is put together in a buffer that all
/// strings share, so that whoever keeps a string copies it once, into memory of the right size.
class StringScanner {
 public:
  /// Reads the string whose opening quote is at `p`, and moves `p` to the place after its closing quote.
  /// `text` is good until the next call. If it is unfinished, the next call must be for the same string
  /// with more of it, wherever in memory that is, and goes on after what was read.
  /// @param take is given large parts of what had escapes, and returns whether it took them: then `text` is
  /// the
  ///   rest, and this object needs no memory of the size of the string
  template <class Take>
  ScanResult read(const char*& p, const char* end, std::string_view& text, const Take& take) {
    const char* const begin = p + 1;
    const char* at = begin + std::exchange(read_, 0);
    if (std::exchange(unescaping_, false)) {
      return unescape(p, at, make_room(unescaped_, 0), end, text, take);
    }
    for (;;) {
      at = find_special(at, end);
      if (at == end) return pause(begin, at);
      if (*at == '"') {
        text = {begin, static_cast<std::size_t>(at - begin)};
        p = at + 1;
        return ScanResult::complete;
      }
      if (*at == '\\') {
        char* const copy = make_room(0, static_cast<std::size_t>(at - begin));
        return unescape(p, at, std::copy(begin, at, copy), end, text, take);
      }
      const std::size_t length = skip_high(at, end);  // of a control character: 0
      if (length == 0) return is_cut(at, end) ? pause(begin, at) : ScanResult::refused;
      at += length;
    }
  }

 private:
  // How long what is plain or not ASCII is that begins with a byte that is not ASCII, as far as is easily
  // told; 0 if a sequence is ill-formed, or cut.
  static std::size_t skip_high(const char* at, const char* end) {
    if (static_cast<std::size_t>(end - at) < StringWindow::size) return utf8_sequence(at, end);
    const auto window = StringWindow::load(at);
    const auto ends = window.special & ~window.high;
    return utf8_prefix(at, ends != 0 ? count_trailing_zeros(ends) : 64);
  }

  ScanResult pause(const char* begin, const char* at) {
    read_ = static_cast<std::size_t>(at - begin);
    return ScanResult::unfinished;
  }
  ScanResult pause_unescaping(const char* begin, const char* at, const char* out) {
    unescaping_ = true;
    unescaped_ = written(out);
    return pause(begin, at);
  }

  // Near the end, what is not a sequence may be a whole one that was cut.
  static bool is_cut(const char* p, const char* end) {
    if (static_cast<unsigned char>(*p) < 0xC2U || end - p >= 4) return false;
    while (++p != end) {
      if ((static_cast<unsigned char>(*p) & 0xC0U) != 0x80U) return false;
    }
    return true;
  }

  // Goes on at `at` with the string whose opening quote is at `p`, and of which all that comes before is in
  // the buffer, up to `out`. The pointers are locals: what is written through a char* might change any
  // member, as far as the compiler can tell.
  template <class Take>
  ScanResult unescape(const char*& p, const char* at, char* out, const char* end, std::string_view& text,
                      const Take& take) {
    while (static_cast<std::size_t>(end - at) >= window_reach) {
      if (static_cast<std::size_t>(limit_ - out) < room) out = go_on_with_room(out, take);
      const char* const base = at;
      const auto window = StringWindow::load(at);
      const auto window_starts = window.starts();
      const auto ends = window_starts & ~window.backslash;
      const unsigned size = ends != 0 ? count_trailing_zeros(ends) : 64;
      const unsigned length = window.high != 0 ? utf8_prefix(at, size) : size;
      if (length == 0 && size != 0) return ScanResult::refused;
      std::memcpy(out, at, StringWindow::size);
      for (auto starts = window_starts & first_bits(length + 1); starts != 0; starts &= starts - 1) {
        const char* const next = base + count_trailing_zeros(starts);
        if (next < at) continue;  // the second half of a pair of "\u"
        out += next - at;
        at = next;
        const char meant = short_escapes[static_cast<unsigned char>(at[1])];
        if (*at == '\\' && meant != '\0') {
          at += 2;
          *out++ = meant;
        } else if (*at == '\\') {
          const auto result = escape(at, end, out);
          if (result == ScanResult::unfinished) return pause_unescaping(p + 1, at, out);
          if (result != ScanResult::complete) return result;
        } else if (*at == '"') {
          text = {scratch_.data(), written(out)};
          p = at + 1;
          return ScanResult::complete;
        } else {
          return ScanResult::refused;
        }
        std::memcpy(out, at, StringWindow::size);
      }
      const auto rest = static_cast<std::size_t>((std::max)(base + length, at) - at);
      at += rest;
      out += rest;
    }
    return unescape_slowly(p, at, out, end, text, take);
  }

  // The same, a byte at a time, near the end of the text.
  template <class Take>
  ScanResult unescape_slowly(const char*& p, const char* at, char* out, const char* end,
                             std::string_view& text, const Take& take) {
    while (at != end) {
      if (static_cast<std::size_t>(limit_ - out) < room) out = go_on_with_room(out, take);
      const auto c = static_cast<unsigned char>(*at);
      if (c == '"') {
        text = {scratch_.data(), written(out)};
        p = at + 1;
        return ScanResult::complete;
      }
      if (c == '\\') {
        const auto result = escape(at, end, out);
        if (result == ScanResult::unfinished) break;
        if (result != ScanResult::complete) return result;
      } else if (!is_special(c)) {
        *out++ = *at++;
      } else {
        const std::size_t length = utf8_sequence(at, end);
        if (length == 0 && is_cut(at, end)) break;
        if (length == 0) return ScanResult::refused;
        out = std::copy(at, at + length, out);
        at += length;
      }
    }
    return pause_unescaping(p + 1, at, out);
  }

  [[nodiscard]] std::size_t written(const char* out) const {
    return static_cast<std::size_t>(out - scratch_.data());
  }

  // The buffer is full at `out`: it is handed over, or grows. Returns where to go on.
  template <class Take>
  char* go_on_with_room(const char* out, const Take& take) {
    const std::size_t used = written(out);
    const bool taken = used >= part_size && take(std::string_view(scratch_.data(), used));
    return make_room(taken ? 0 : used, 0);
  }

  // Returns the place after `used` bytes, with room for `more` and a step.
  char* make_room(std::size_t used, std::size_t more) {
    const std::size_t needed = used + more + room;
    if (scratch_.size() < needed) scratch_.grow(needed * 2);
    limit_ = scratch_.data() + scratch_.size();
    return scratch_.data() + used;
  }

  // Reads what begins with the backslash at `p`, or does not move `p`.
  static ScanResult escape(const char*& p, const char* end, char*& out) {
    if (end - p < 2) return ScanResult::unfinished;
    if (p[1] == 'u') return unicode_escape(p, end, out);
    const char meant = short_escapes[static_cast<unsigned char>(p[1])];
    if (meant == '\0') return ScanResult::refused;
    *out++ = meant;
    p += 2;
    return ScanResult::complete;
  }

  static ScanResult unicode_escape(const char*& p, const char* end, char*& out) {
    if (end - p < 6) return ScanResult::unfinished;
    auto code = four_hex_digits(p + 2);
    if (code < 0) return ScanResult::refused;
    std::ptrdiff_t length = 6;
    if (is_surrogate(code)) {  // RFC 8259 section 7: a pair of them is one character
      if (is_high_surrogate(code) && may_be_unicode_escape(p + 6, end)) {
        if (end - p < 12) return ScanResult::unfinished;
        const int low = four_hex_digits(p + 8);
        if (is_low_surrogate(low)) length = 12;
        if (is_low_surrogate(low)) code = 0x10000 + ((code - 0xD800) * 0x400) + (low - 0xDC00);
      }
      if (length == 6) code = replacement_code_point;
    }
    p += length;
    append_utf8(static_cast<std::uint32_t>(code), out);
    return ScanResult::complete;
  }

  // False once it is certain that no "\u" begins at `p`.
  static bool may_be_unicode_escape(const char* p, const char* end) {
    return p == end || (*p == '\\' && (p + 1 == end || p[1] == 'u'));
  }

  static void append_utf8(std::uint32_t code, char*& out) {
    const auto put = [&](std::uint32_t byte) {
      *out++ = static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
      put(0xC0U | (code >> 6U));
    } else {
      if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
      } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
      }
      put(0x80U | ((code >> 6U) & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
  }

  // What one window may write, and how far it reads: a window that begins after its last byte, or a little
  // later after a pair of "\u".
  static constexpr std::size_t room = 3 * StringWindow::size;
  static constexpr std::size_t window_reach = (2 * StringWindow::size) + 12;

  // What is smaller is copied by whoever keeps it, once, into memory of the right size.
  static constexpr std::size_t part_size = std::size_t{1} << 20;

  GrowingMemory scratch_;
  char* limit_ = nullptr;  // the end of scratch_
  // Of an unfinished string:
  std::size_t read_ = 0;       // how much of it, after its quote
  bool unescaping_ = false;    // an escape has come
  std::size_t unescaped_ = 0;  // then: how much of what it came to is in scratch_
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
