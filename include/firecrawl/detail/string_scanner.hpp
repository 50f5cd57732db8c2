/// @file
/// Reads one JSON string (RFC 8259 section 7) at the speed of memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "string_block.hpp"
#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// How a scan ended.
enum class ScanResult {
  complete,    ///< one whole JSON value
  stopped,     ///< the handler returned false
  unfinished,  ///< the text ended too early
  refused,     ///< something that nlohmann/json has to judge
};

/// What each letter stands for behind a backslash (RFC 8259 section 7); 0 for what is no short escape. A
/// table, since no processor foresees which letter comes.
constexpr std::array<char, 256> make_short_escapes() {
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

/// A string without escapes is handed over where it stands; any other is put together in a buffer that all
/// strings share, so that whoever keeps a string copies it once, into memory of the right size.
class StringScanner {
 public:
  /// Reads the string whose opening quote is at `p`, and moves `p` behind its closing quote. `text` is good
  /// until the next call.
  ScanResult read(const char*& p, const char* end, std::string_view& text) {
    const char* const begin = p + 1;
    for (const char* at = begin;;) {
      at = find_special(at, end);
      if (at == end) return ScanResult::unfinished;
      if (*at == '"') {
        text = {begin, static_cast<std::size_t>(at - begin)};
        p = at + 1;
        return ScanResult::complete;
      }
      if (*at == '\\') {
        p = at;
        return unescape(begin, p, end, text);
      }
      const std::size_t length = utf8_sequence(at, end);  // of a control character: 0
      if (length == 0) return bad_sequence(at, end);
      at += length;
    }
  }

 private:
  // Near the end, what is no sequence may be a whole one that was cut.
  static ScanResult bad_sequence(const char* p, const char* end) {
    if (static_cast<unsigned char>(*p) < 0xC2U || end - p >= 4) return ScanResult::refused;
    while (++p != end) {
      if ((static_cast<unsigned char>(*p) & 0xC0U) != 0x80U) return ScanResult::refused;
    }
    return ScanResult::unfinished;
  }

  // Puts the string together that begins at `begin` and whose first backslash is at `p`. The pointers are
  // locals: what is written through a char* might change any member, as far as the compiler can tell.
  ScanResult unescape(const char* begin, const char*& p, const char* end, std::string_view& text) {
    const char* at = p;
    char* out = make_room(0, static_cast<std::size_t>(at - begin));
    out = std::copy(begin, at, out);
    for (;;) {
      if (limit_ - out < step) out = make_room(static_cast<std::size_t>(out - scratch_.data()), 0);
      if (static_cast<std::size_t>(end - at) >= StringBlock::size) {
        const auto block = StringBlock::load(at);
        block.store(out);
        const auto mask = block.special();
        const std::size_t plain = mask ? StringBlock::plain_before(mask) : StringBlock::size;
        at += plain;
        out += plain;
        if (!mask) continue;
      }
      if (at == end) return ScanResult::unfinished;
      const auto c = static_cast<unsigned char>(*at);
      if (c == '\\') {
        const auto result = escape(at, end, out);
        if (result != ScanResult::complete) return result;
      } else if (c == '"') {
        text = {scratch_.data(), static_cast<std::size_t>(out - scratch_.data())};
        p = at + 1;
        return ScanResult::complete;
      } else if (!is_special(c)) {
        *out++ = *at++;
      } else {
        const std::size_t length = utf8_sequence(at, end);
        if (length == 0) return bad_sequence(at, end);
        for (std::size_t i = 0; i < length; ++i) *out++ = *at++;
      }
    }
  }

  // Returns the place behind `used` bytes, with room for `more` and a step.
  char* make_room(std::size_t used, std::size_t more) {
    const std::size_t needed = used + more + static_cast<std::size_t>(step);
    if (scratch_.size() < needed) scratch_.resize(needed * 2);
    limit_ = scratch_.data() + scratch_.size();
    return scratch_.data() + used;
  }

  // Reads what begins with the backslash at `p`.
  static ScanResult escape(const char*& p, const char* end, char*& out) {
    if (end - p < 2) return ScanResult::unfinished;
    if (p[1] == 'u') return unicode_escape(p, end, out);
    const char meant = short_escapes[static_cast<unsigned char>(p[1])];
    if (meant == '\0') return ScanResult::refused;
    *out++ = meant;
    p += 2;
    return ScanResult::complete;
  }

  // The four digits behind "\u"; -1 where they are none.
  static int four_digits(const char* p) {
    int value = 0;
    for (int i = 0; i < 4; ++i) {
      const int digit = hex_digit(p[i]);
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }
  static ScanResult unicode_escape(const char*& p, const char* end, char*& out) {
    if (end - p < 6) return ScanResult::unfinished;
    auto code = four_digits(p + 2);
    p += 6;
    if (code < 0) return ScanResult::refused;
    if (code >= 0xD800 && code < 0xE000) {  // RFC 8259 section 7: a pair of surrogates
      if (end - p < 6) return ScanResult::unfinished;
      const int low = p[0] == '\\' && p[1] == 'u' ? four_digits(p + 2) : -1;
      if (code >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) return ScanResult::refused;
      code = 0x10000 + ((code - 0xD800) * 0x400) + (low - 0xDC00);
      p += 6;
    }
    append_utf8(static_cast<std::uint32_t>(code), out);
    return ScanResult::complete;
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

  // What one round of unescape() may write: a block, and a character behind its plain bytes.
  static constexpr std::ptrdiff_t step = StringBlock::size + 4;

  std::vector<char> scratch_;
  char* limit_ = nullptr;  // the end of scratch_
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
