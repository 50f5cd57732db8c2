/// @file
/// Reads one JSON string (RFC 8259 section 7) at the speed of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
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

/// A string without escapes is handed over where it stands; any other is put together in a buffer that all
/// strings share, so that whoever keeps a string copies it once, into memory of the right size.
class StringScanner {
 public:
  /// Reads the string whose opening quote is at `p`, and moves `p` behind its closing quote. `text` is good
  /// until the next call.
  ScanResult read(const char*& p, const char* end, std::string_view& text) {
    p_ = p;
    end_ = end;
    if (!string(text)) return result_;
    p = p_;
    return ScanResult::complete;
  }

 private:
  bool give_up(ScanResult why) {
    result_ = why;
    return false;
  }
  bool unfinished() { return give_up(ScanResult::unfinished); }
  bool refuse() { return give_up(ScanResult::refused); }

  bool string(std::string_view& text) {
    const char* const begin = ++p_;
    for (;;) {
      p_ = find_special(p_, end_);
      if (p_ == end_) return unfinished();
      if (*p_ == '"') {
        text = {begin, static_cast<std::size_t>(p_++ - begin)};
        return true;
      }
      if (*p_ == '\\') return unescape(begin, text);
      if (!skip_utf8()) return false;
    }
  }

  bool skip_utf8() {
    while (p_ != end_ && static_cast<unsigned char>(*p_) >= 0x80) {
      const std::size_t length = utf8_sequence(p_, end_);
      if (length == 0) return end_ - p_ < 4 ? unfinished_sequence() : refuse();
      p_ += length;
    }
    return p_ == end_ || static_cast<unsigned char>(*p_) >= 0x20 || refuse();
  }
  // Near the end, an ill-formed sequence may be a whole one that was cut.
  bool unfinished_sequence() {
    for (const char* p = p_ + 1; p != end_; ++p) {
      if ((static_cast<unsigned char>(*p) & 0xC0U) != 0x80U) return refuse();
    }
    return static_cast<unsigned char>(*p_) >= 0xC2U ? unfinished() : refuse();
  }

  bool unescape(const char* begin, std::string_view& text) {
    std::size_t used = static_cast<std::size_t>(p_ - begin);
    make_room(used);
    std::memcpy(scratch_.data(), begin, used);
    for (;;) {
      make_room(used);
      if (static_cast<std::size_t>(end_ - p_) >= StringBlock::size) {
        const auto block = StringBlock::load(p_);
        block.store(scratch_.data() + used);
        const auto mask = block.special();
        const std::size_t plain = mask ? StringBlock::plain_before(mask) : StringBlock::size;
        p_ += plain;
        used += plain;
        if (!mask) continue;
      }
      if (p_ == end_) return unfinished();
      const auto c = static_cast<unsigned char>(*p_);
      if (c == '"') {
        ++p_;
        text = {scratch_.data(), used};
        return true;
      }
      if (c == '\\') {
        if (!escape(used)) return false;
      } else if (c >= 0x80) {
        const char* const from = p_;
        if (!skip_utf8()) return false;
        const auto length = static_cast<std::size_t>(p_ - from);
        make_room(used + length);
        std::memcpy(scratch_.data() + used, from, length);
        used += length;
      } else if (c < 0x20) {
        return refuse();
      } else {
        scratch_[used++] = *p_++;
      }
    }
  }

  // Room for one block more, and for what one escape may write.
  void make_room(std::size_t used) {
    if (scratch_.size() < used + StringBlock::size) scratch_.resize((used + StringBlock::size) * 2);
  }

  bool escape(std::size_t& used) {
    if (end_ - p_ < 2) return unfinished();
    const auto plain = [&](char c) {
      scratch_[used++] = c;
      p_ += 2;
      return true;
    };
    switch (p_[1]) {
      case '"':
        return plain('"');
      case '\\':
        return plain('\\');
      case '/':
        return plain('/');
      case 'b':
        return plain('\b');
      case 'f':
        return plain('\f');
      case 'n':
        return plain('\n');
      case 'r':
        return plain('\r');
      case 't':
        return plain('\t');
      case 'u':
        return unicode_escape(used);
      default:
        return refuse();
    }
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
  bool unicode_escape(std::size_t& used) {
    if (end_ - p_ < 6) return unfinished();
    auto code = four_digits(p_ + 2);
    p_ += 6;
    if (code < 0) return refuse();
    if (code >= 0xD800 && code < 0xE000) {  // RFC 8259 section 7: a pair of surrogates
      if (end_ - p_ < 6) return unfinished();
      const int low = p_[0] == '\\' && p_[1] == 'u' ? four_digits(p_ + 2) : -1;
      if (code >= 0xDC00 || low < 0xDC00 || low > 0xDFFF) return refuse();
      code = 0x10000 + ((code - 0xD800) * 0x400) + (low - 0xDC00);
      p_ += 6;
    }
    append_utf8(static_cast<std::uint32_t>(code), used);
    return true;
  }

  void append_utf8(std::uint32_t code, std::size_t& used) {
    const auto put = [&](std::uint32_t byte) {
      scratch_[used++] = static_cast<char>(static_cast<unsigned char>(byte));
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

  const char* p_ = nullptr;
  const char* end_ = nullptr;
  std::vector<char> scratch_;
  ScanResult result_ = ScanResult::refused;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
