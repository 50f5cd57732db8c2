// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <firecrawl/detail/json/string_window.hpp>
#include <random>
#include <string>

#include "../catch.hpp"

using firecrawl::detail::StringBlock;
using firecrawl::detail::StringWindow;
using firecrawl::detail::utf8_prefix;
using firecrawl::detail::utf8_sequence;

namespace {

unsigned char byte_at(const std::string& text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

// The bit for byte `i`, as the definition of the mask has it.
template <class Predicate>
std::uint64_t mask_of(const std::string& text, std::size_t size, const Predicate& holds) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < size; ++i) mask |= std::uint64_t{holds(byte_at(text, i)) ? 1U : 0U} << i;
  return mask;
}

// The beginnings of escapes and of what ends a string, found one byte after the other.
std::uint64_t starts_of(const std::string& text) {
  std::uint64_t mask = 0;
  bool escaped = false;
  for (std::size_t i = 0; i < StringWindow::size; ++i) {
    const auto c = byte_at(text, i);
    const bool special = c == '"' || c == '\\' || c < 0x20;
    if (special && !escaped) mask |= std::uint64_t{1} << i;
    escaped = c == '\\' && !escaped;
  }
  return mask;
}

// What utf8_prefix() promises, found one sequence after the other.
std::size_t prefix_of(const std::string& text, std::size_t size) {
  std::size_t i = 0;
  while (i < size) {
    if (byte_at(text, i) < 0x80) {
      ++i;
      continue;
    }
    const std::size_t announced = byte_at(text, i) < 0xC0   ? 1
                                  : byte_at(text, i) < 0xE0 ? 2
                                  : byte_at(text, i) < 0xF0 ? 3
                                                            : 4;
    if (i + announced > StringWindow::size && announced > 1) return i;
    const auto length = utf8_sequence(text.data() + i, text.data() + StringWindow::size);
    if (length == 0) return 0;
    i += length;
  }
  return i;
}

class Letters {
 public:
  std::string of(const std::string& pool, std::size_t size) {
    std::string text;
    while (text.size() < size) text += pool[random_() % pool.size()];
    return text;
  }
  // Characters of one to four bytes, and now and then a byte that is out of place.
  std::string characters(std::size_t size, unsigned wrong_of_a_thousand) {
    static const char* const pool[] = {"a",
                                       "z",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xE1\x80\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF3\xBF\xBF\xBF",
                                       "\xF4\x8F\xBF\xBF",
                                       "\xEC\x95\x88",
                                       "\xC3\xA9"};
    static const char* const wrong[] = {"\x80",
                                        "\xBF",
                                        "\xC0\x80",
                                        "\xC1\xBF",
                                        "\xC3",
                                        "\xE0\x9F\xBF",
                                        "\xE2\x82",
                                        "\xED\xA0\x80",
                                        "\xF0\x8F\xBF\xBF",
                                        "\xF0\x9F\x98",
                                        "\xF4\x90\x80\x80",
                                        "\xF5\x80\x80\x80",
                                        "\xFF"};
    std::string text;
    while (text.size() < size) {
      text += random_() % 1000 < wrong_of_a_thousand ? wrong[random_() % std::size(wrong)]
                                                     : pool[random_() % std::size(pool)];
    }
    return text.substr(0, size);
  }

 private:
  std::mt19937 random_{8259};
};

}  // namespace

TEST_CASE("A block knows the kind of each of its bytes") {
  for (unsigned value = 0; value < 256; ++value) {
    for (std::size_t at = 0; at < StringBlock::size; ++at) {
      std::string text(StringBlock::size,
                       static_cast<char>(static_cast<unsigned char>(value ^ (at % 2 == 0 ? 0x80U : 0x01U))));
      text[at] = static_cast<char>(static_cast<unsigned char>(value));
      const auto block = StringBlock::load(text.data());
      const auto expected = [&](auto holds) { return mask_of(text, StringBlock::size, holds); };
      INFO("byte " << value << " at " << at);
      REQUIRE(block.special() ==
              expected([](unsigned c) { return c == '"' || c == '\\' || c < 0x20 || c >= 0x80; }));
      REQUIRE(block.backslash() == expected([](unsigned c) { return c == '\\'; }));
      REQUIRE(block.high() == expected([](unsigned c) { return c >= 0x80; }));
      REQUIRE(block.tail() == expected([](unsigned c) { return c >= 0x80 && c < 0xC0; }));
      REQUIRE(block.below_c2() == expected([](unsigned c) { return c >= 0x80 && c < 0xC2; }));
      REQUIRE(block.below_e0() == expected([](unsigned c) { return c >= 0x80 && c < 0xE0; }));
      REQUIRE(block.below_f0() == expected([](unsigned c) { return c >= 0x80 && c < 0xF0; }));
      REQUIRE(block.e0_or_ed() == expected([](unsigned c) { return c == 0xE0 || c == 0xED; }));
    }
  }
}

TEST_CASE("A window knows which backslashes begin an escape and what they escape") {
  Letters letters;
  for (const char* pool : {"\\", "\\a", "\\\"", "\\\\\\a", "a\\\"\n", "\\\"\x1F\xC3\xA9z"}) {
    for (int i = 0; i < 2000; ++i) {
      const auto text = letters.of(pool, StringWindow::size);
      if (StringWindow::load(text.data()).starts() != starts_of(text))
        FAIL_CHECK("starts differ in " << text);
    }
  }
  for (std::size_t begin = 0; begin < StringWindow::size; ++begin) {
    for (std::size_t end = begin; end <= StringWindow::size; ++end) {
      std::string text(StringWindow::size, '"');
      text.replace(begin, end - begin, end - begin, '\\');
      if (StringWindow::load(text.data()).starts() != starts_of(text))
        FAIL_CHECK("starts differ in " << text);
    }
  }
}

TEST_CASE("A window knows how far its UTF-8 is well formed") {
  Letters letters;
  for (int i = 0; i < 30000; ++i) {
    const auto text = letters.characters(StringWindow::size, i % 3 == 0 ? 0 : 15);
    if (utf8_prefix(text.data(), 64) != prefix_of(text, 64)) {
      FAIL_CHECK("prefix " << utf8_prefix(text.data(), 64) << " of " << text << " is "
                           << prefix_of(text, 64));
    }
    // What is after a quote is not looked at.
    auto quoted = text;
    const auto size = static_cast<std::size_t>(i) % 64;
    quoted[size] = '"';
    if (utf8_prefix(quoted.data(), static_cast<unsigned>(size)) != prefix_of(quoted, size))
      FAIL_CHECK("prefix of " << size << " bytes of " << quoted);
  }
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      for (const std::size_t at : {0U, 30U, 60U, 61U, 62U}) {
        std::string text(StringWindow::size, '\x80');
        text.replace(0, at, at, 'a');
        text[at] = static_cast<char>(static_cast<unsigned char>(first));
        text[at + 1] = static_cast<char>(static_cast<unsigned char>(second));
        if (at < 60) text.replace(at + (first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4), std::string::npos, "");
        text.resize(StringWindow::size, 'z');
        if (utf8_prefix(text.data(), 64) != prefix_of(text, 64))
          FAIL_CHECK("bytes " << first << " " << second << " at " << at);
      }
    }
  }
}
