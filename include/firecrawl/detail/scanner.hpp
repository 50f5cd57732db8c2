/// @file
/// The scanner: one pass over JSON text (RFC 8259) that feeds a handler with nlohmann/json's SAX events.
///
/// It takes only what it is sure of. Whatever else it meets, it refuses, and nlohmann/json parses the same
/// bytes and judges: a refusal costs time, never correctness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "string_scanner.hpp"
#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Open containers may be this deep. nlohmann's values recurse when they are copied or written, so depth
/// costs stack.
inline constexpr std::size_t max_json_depth = 256;

/// Handler: null(), boolean(bool), number_integer, number_unsigned, number_float(double, text), string(view),
/// key(view), start_object(n), end_object(), start_array(n), end_array(); each returns false to stop. Views
/// are good for the call.
template <class Handler>
class Scanner {
 public:
  Scanner(std::string_view text, Handler& handler)
      : p_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

  ScanResult run() {
    if (!value()) return result_;
    while (!open_.empty()) {
      if (!next_in_container()) return result_;
    }
    skip_blanks();
    return p_ == end_ ? ScanResult::complete : ScanResult::refused;
  }

 private:
  bool give_up(ScanResult why) {
    result_ = why;
    return false;
  }
  bool unfinished() { return give_up(ScanResult::unfinished); }
  bool refuse() { return give_up(ScanResult::refused); }
  bool told(bool go_on) { return go_on || give_up(ScanResult::stopped); }

  void skip_blanks() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }
  bool next_char() {
    skip_blanks();
    return p_ != end_ || unfinished();
  }

  bool next_in_container() {
    if (!next_char()) return false;
    const bool object = open_.back() == '{';
    if (*p_ == (object ? '}' : ']') && (fresh_ || after_value_)) return close(object);
    if (after_value_) {
      if (*p_ != ',') return refuse();
      ++p_;
      if (!next_char()) return false;
    }
    if (object && !key()) return false;
    return value();
  }

  bool close(bool object) {
    ++p_;
    open_.pop_back();
    fresh_ = false;
    after_value_ = true;
    return told(object ? handler_.end_object() : handler_.end_array());
  }

  bool open(bool object) {
    if (open_.size() >= max_json_depth) return refuse();
    ++p_;
    open_.push_back(object ? '{' : '[');
    fresh_ = true;
    after_value_ = false;
    constexpr auto unknown = (std::numeric_limits<std::size_t>::max)();
    return told(object ? handler_.start_object(unknown) : handler_.start_array(unknown));
  }

  bool key() {
    std::string_view text;
    if (*p_ != '"') return refuse();
    if (!string(text)) return false;
    if (!told(handler_.key(text)) || !next_char()) return false;
    if (*p_ != ':') return refuse();
    ++p_;
    return true;
  }

  bool value() {
    if (!next_char()) return false;
    if (*p_ == '{') return open(true);
    if (*p_ == '[') return open(false);
    fresh_ = false;
    after_value_ = true;
    switch (*p_) {
      case '"': {
        std::string_view text;
        return string(text) && told(handler_.string(text));
      }
      case 't':
        return literal("true") && told(handler_.boolean(true));
      case 'f':
        return literal("false") && told(handler_.boolean(false));
      case 'n':
        return literal("null") && told(handler_.null());
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
    const char* const begin = p_;
    const bool negative = *p_ == '-';
    if (negative) ++p_;
    const char* const digits = p_;
    std::uint64_t mantissa = 0;
    while (p_ != end_ && is_digit(*p_)) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*p_++ - '0');
    const auto whole = static_cast<std::size_t>(p_ - digits);
    if (p_ == end_) return unfinished();  // it may go on
    if (whole == 0 || (whole > 1 && *digits == '0')) return refuse();
    if (*p_ != '.' && *p_ != 'e' && *p_ != 'E') {
      if (whole > 18) return long_number(begin);
      if (!negative) return told(handler_.number_unsigned(mantissa));
      return told(handler_.number_integer(-static_cast<std::int64_t>(mantissa)));
    }
    std::size_t fraction = 0;
    if (*p_ == '.') {
      ++p_;
      const char* const decimals = p_;
      while (p_ != end_ && is_digit(*p_)) mantissa = mantissa * 10 + static_cast<std::uint64_t>(*p_++ - '0');
      fraction = static_cast<std::size_t>(p_ - decimals);
      if (p_ == end_) return unfinished();
      if (fraction == 0) return refuse();
    }
    if (*p_ == 'e' || *p_ == 'E' || whole + fraction > 15 || !double_is_exact) return long_number(begin);
    // Both operands are exact doubles, so that their quotient is correctly rounded (Clinger, 1990).
    const double value = static_cast<double>(mantissa) / power_of_ten(fraction);
    return told(handler_.number_float(negative ? -value : value, {}));
  }

  bool long_number(const char* begin) {
    while (p_ != end_ &&
           (is_digit(*p_) || *p_ == '.' || *p_ == 'e' || *p_ == 'E' || *p_ == '+' || *p_ == '-'))
      ++p_;
    if (p_ == end_) return unfinished();
    const auto value = nlohmann::json::parse(begin, p_, nullptr, false);
    if (value.is_number_unsigned())
      return told(handler_.number_unsigned(value.template get<std::uint64_t>()));
    if (value.is_number_integer()) return told(handler_.number_integer(value.template get<std::int64_t>()));
    if (value.is_number_float()) return told(handler_.number_float(value.template get<double>(), {}));
    return refuse();
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

  bool string(std::string_view& text) {
    const ScanResult result = strings_.read(p_, end_, text);
    return result == ScanResult::complete || give_up(result);
  }

  const char* p_;
  const char* end_;
  Handler& handler_;
  StringScanner strings_;
  std::vector<char> open_;  // '{' or '[' for each open container
  bool fresh_ = false;      // the innermost container has no value yet
  bool after_value_ = false;
  ScanResult result_ = ScanResult::refused;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
