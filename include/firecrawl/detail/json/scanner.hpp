// SPDX-License-Identifier: MIT
/// @file
/// The scanner: one pass over JSON text (RFC 8259) that feeds a handler with nlohmann/json's SAX events.
///
/// It takes only what it is sure of. Whatever else it meets, it refuses, and nlohmann/json parses the same
/// bytes and decides: a refusal costs time, never correctness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "../base/text.hpp"
#include "number.hpp"
#include "strings.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Handler: null(), boolean(bool), number_integer, number_unsigned, number_float(double, text),
/// huge_number(view) for one beyond double, string(view), key(view), start_object(n), end_object(),
/// start_array(n), end_array(); each returns false to stop. part(view) is given what a large value that is a
/// string begins with, and then string(view) the rest; it returns false to have all of that in string(view).
/// Views are good for the call.
template <class Handler>
class Scanner {
 public:
  /// A scanner that feeds `handler`, which must outlive it.
  explicit Scanner(Handler& handler) : handler_(handler) {}

  /// Reads as far as there is something to read. `text` is all that has come. If that is unfinished, or
  /// complete, it may be called again with a text that begins with the same bytes, wherever in memory, and
  /// goes on after the last event.
  ScanResult read(std::string_view text) {
    end_ = text.data() + text.size();
    p_ = text.data() + offset_;
    while (step()) {
    }
    offset_ = static_cast<std::size_t>(p_ - text.data());
    return result_;
  }

 private:
  // What may come next.
  enum class Expect { value, element_or_end, key, key_or_end, colon, comma_or_end, nothing };

  bool give_up(ScanResult why) {
    result_ = why;
    return false;
  }
  bool unfinished() { return give_up(ScanResult::unfinished); }
  bool refuse() { return give_up(ScanResult::refused); }
  // Whether the handler wants more.
  bool accepted(bool handled) { return handled || give_up(ScanResult::stopped); }

  void skip_blanks() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  // Reads one token and hands it over, or leaves p_ in front of it.
  bool step() {
    skip_blanks();
    if (p_ == end_)
      return give_up(expect_ == Expect::nothing ? ScanResult::complete : ScanResult::unfinished);
    switch (expect_) {
      case Expect::element_or_end:
        if (*p_ == ']') return close();
        return value();
      case Expect::value:
        return value();
      case Expect::key_or_end:
        if (*p_ == '}') return close();
        return key();
      case Expect::key:
        return key();
      case Expect::colon:
        return take(':', Expect::value);
      case Expect::comma_or_end:
        if (*p_ == (in_object_ ? '}' : ']')) return close();
        return take(',', in_object_ ? Expect::key : Expect::value);
      case Expect::nothing:
        break;
    }
    return refuse();
  }

  bool take(char c, Expect next) {
    if (*p_ != c) return refuse();
    ++p_;
    expect_ = next;
    return true;
  }

  void expect_after_value() { expect_ = open_.empty() ? Expect::nothing : Expect::comma_or_end; }

  bool close() {
    const bool object = in_object_;
    ++p_;
    in_object_ = open_.back();
    open_.pop_back();
    expect_after_value();
    return accepted(object ? handler_.end_object() : handler_.end_array());
  }

  static constexpr auto unknown_size = (std::numeric_limits<std::size_t>::max)();

  bool open_object() {
    ++p_;
    open_.push_back(std::exchange(in_object_, true));
    expect_ = Expect::key_or_end;
    return accepted(handler_.start_object(unknown_size));
  }

  bool open_array() {
    ++p_;
    open_.push_back(std::exchange(in_object_, false));
    expect_ = Expect::element_or_end;
    return accepted(handler_.start_array(unknown_size));
  }

  bool key() {
    std::string_view text;
    if (*p_ != '"') return refuse();
    if (!string(text, [](std::string_view) { return false; })) return false;
    expect_ = Expect::colon;
    return accepted(handler_.key(text));
  }

  bool value() {
    if (*p_ == '{') return open_object();
    if (*p_ == '[') return open_array();
    if (!scalar()) return false;
    expect_after_value();
    return true;
  }

  bool scalar() {
    switch (*p_) {
      case '"': {
        std::string_view text;
        const auto take = [this](std::string_view part) { return handler_.part(part); };
        return string(text, take) && accepted(handler_.string(text));
      }
      case 't':
        return literal("true") && accepted(handler_.boolean(true));
      case 'f':
        return literal("false") && accepted(handler_.boolean(false));
      case 'n':
        return literal("null") && accepted(handler_.null());
      default:
        return number();
    }
  }

  bool literal(std::string_view word) {
    const auto left = static_cast<std::size_t>(end_ - p_);
    if (left < word.size()) return starts_with(word, {p_, left}) ? unfinished() : refuse();
    if (!starts_with({p_, left}, word)) return refuse();
    p_ += word.size();
    return true;
  }

  // Integers of up to 18 digits and short decimals are exact without any library; the rest goes to nlohmann's
  // lexer.
  bool number() {
    const char* at = p_;
    const bool negative = *at == '-';
    if (negative) ++at;
    std::uint64_t mantissa = 0;
    const auto read_digits = [&] {
      const char* const begin = at;
      while (at != end_ && is_digit(*at)) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*at++ - '0');
      return static_cast<std::size_t>(at - begin);
    };
    const char* const digits = at;
    const auto whole = read_digits();
    if (at == end_) return unfinished();  // it may go on
    if (whole == 0 || (whole > 1 && *digits == '0')) return refuse();
    if (*at != '.' && *at != 'e' && *at != 'E') {
      if (whole > 18) return long_number(at);
      p_ = at;
      if (!negative) return accepted(handler_.number_unsigned(mantissa));
      return accepted(handler_.number_integer(-static_cast<std::int64_t>(mantissa)));
    }
    std::size_t fraction = 0;
    if (*at == '.') {
      ++at;
      fraction = read_digits();
      if (at == end_) return unfinished();
      if (fraction == 0) return refuse();
    }
    if (*at == 'e' || *at == 'E' || whole + fraction > 15 || !double_is_exact) return long_number(at);
    p_ = at;
    // Both operands are exact doubles, so that their quotient is correctly rounded (Clinger, 1990).
    const double value = static_cast<double>(mantissa) / power_of_ten(fraction);
    return accepted(handler_.number_float(negative ? -value : value, {}));
  }

  // The number may go on after `at`.
  bool long_number(const char* at) {
    while (at != end_ && is_number_character(*at)) ++at;
    if (at == end_) return unfinished();
    const std::string_view text(p_, static_cast<std::size_t>(at - p_));
    const auto value = read_number(text);
    p_ = at;
    if (value.is_number_unsigned())
      return accepted(handler_.number_unsigned(value.template get<std::uint64_t>()));
    if (value.is_number_integer())
      return accepted(handler_.number_integer(value.template get<std::int64_t>()));
    if (value.is_number_float()) return accepted(handler_.number_float(value.template get<double>(), {}));
    return is_huge_number(text, value) ? accepted(handler_.huge_number(text)) : refuse();
  }

  static constexpr bool double_is_exact =
#if defined(__FLT_EVAL_METHOD__)
      __FLT_EVAL_METHOD__ == 0;
#else
      std::numeric_limits<double>::is_iec559;
#endif

  static double power_of_ten(std::size_t exponent) {
    static constexpr double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    return powers[exponent];
  }

  template <class Take>
  bool string(std::string_view& text, const Take& take) {
    const ScanResult result = strings_.read(p_, end_, text, take);
    return result == ScanResult::complete || give_up(result);
  }

  const char* p_ = nullptr;
  const char* end_ = nullptr;
  std::size_t offset_ = 0;  // the place of p_ between two calls
  Handler& handler_;
  StringScanner strings_;
  // For each open container, whether it is in an object. A bit each: a body may be nothing but brackets.
  std::vector<bool> open_;
  bool in_object_ = false;
  Expect expect_ = Expect::value;
  ScanResult result_ = ScanResult::refused;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
