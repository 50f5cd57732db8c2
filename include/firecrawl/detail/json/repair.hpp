// SPDX-License-Identifier: MIT
/// @file
/// Makes a text fit for nlohmann/json, which refuses two things that a page must not be lost for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "number.hpp"
#include "strings.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A text in which each surrogate escape without its other half is "\ufffd", and each number beyond double is
/// 0, to be looked up in huge_numbers(). What is replaced keeps its length, so that the places in nlohmann's
/// messages stay true. One pass; no copy if nothing is replaced.
class JsonRepair {
 public:
  /// A number that became 0.
  struct HugeNumber {
    std::size_t index = 0;  ///< how many numbers come before it
    std::string_view text;  ///< as it was
  };

  /// `text` must outlive this object.
  explicit JsonRepair(std::string_view text) : text_(text) {
    bool in_string = false;
    for (std::size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      if (c == '"') in_string = !in_string;
      if (in_string) {
        at += c == '\\' ? repair_escape(at) : 1;
      } else {
        at += c == '-' || is_digit(c) ? repair_number(at) : 1;
      }
    }
  }

  /// The repaired text. Good as long as this object.
  [[nodiscard]] std::string_view text() const noexcept { return copy_ ? std::string_view(*copy_) : text_; }
  /// In the order of the text.
  [[nodiscard]] const std::vector<HugeNumber>& huge_numbers() const noexcept { return huge_numbers_; }

 private:
  // The code unit that the escape at that place writes; -1 if it is not a "\u".
  [[nodiscard]] int code_unit(std::size_t at) const {
    if (text_.size() - at < 6 || text_[at] != '\\' || text_[at + 1] != 'u') return -1;
    return four_hex_digits(text_.data() + at + 2);
  }

  // Returns how long the escape is that begins there.
  std::size_t repair_escape(std::size_t at) {
    const int code = code_unit(at);
    if (!is_surrogate(code)) return 2;
    if (is_high_surrogate(code) && is_low_surrogate(code_unit(at + 6))) return 12;
    writable().replace(at, 6, "\\ufffd");
    return 6;
  }

  // Returns how long the number is that begins there.
  std::size_t repair_number(std::size_t at) {
    std::size_t end = at;
    while (end < text_.size() && is_number_character(text_[end])) ++end;
    const auto number = text_.substr(at, end - at);
    const bool may_be_huge =
        number.size() > shortest_huge_integer || number.find_first_of("eE") != std::string_view::npos;
    if (may_be_huge && huge_numbers_.size() < most_huge_numbers &&
        is_huge_number(number, read_number(number))) {
      writable().replace(at, number.size(), number.size(), ' ')[at] = '0';
      huge_numbers_.push_back({numbers_, number});
    }
    ++numbers_;
    return number.size();
  }

  std::string& writable() {
    if (!copy_) copy_.emplace(text_);
    return *copy_;
  }

  static constexpr std::size_t shortest_huge_integer = 308;
  // More of them are left to nlohmann, to which the first is an error.
  static constexpr std::size_t most_huge_numbers = 1'000'000;

  std::string_view text_;
  std::optional<std::string> copy_;
  std::vector<HugeNumber> huge_numbers_;
  std::size_t numbers_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
