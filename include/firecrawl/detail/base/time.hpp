// SPDX-License-Identifier: MIT
/// @file
/// The two ways in which the API and HTTP write a time.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>

#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

using Milliseconds = std::chrono::milliseconds;
using WallTime = std::chrono::system_clock::time_point;
using TimePoint = std::chrono::steady_clock::time_point;

/// A time limit that can be added to the time of any clock: milliseconds::max(), for one, is a hundred years.
[[nodiscard]] constexpr std::chrono::milliseconds bounded(std::chrono::milliseconds limit) noexcept {
  constexpr std::chrono::milliseconds century = std::chrono::hours(24 * 365 * 100);
  return limit < century ? limit : century;
}

struct CivilTime {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

/// The last year that every system_clock can express and compare: nanoseconds since 1970 end in 2262.
inline constexpr int last_year = 2200;

/// The time point of a UTC time; none if a field is out of range, or the year is beyond last_year. A leap
/// second counts as the second after.
[[nodiscard]] inline std::optional<WallTime> to_time_point(const CivilTime& t) {
  if (t.year < 1900 || t.year > last_year || t.month < 1 || t.month > 12 || t.day < 1 || t.day > 31 ||
      t.hour > 23 || t.minute > 59 || t.second > 60) {
    return std::nullopt;
  }
  // Days since 1970-01-01 of a proleptic Gregorian date: years begin in March, so that a leap day comes last.
  const int y = t.month <= 2 ? t.year - 1 : t.year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (t.month + (t.month > 2 ? -3 : 9)) + 2) / 5 + t.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  const std::int64_t days = std::int64_t{era} * 146097 + day_of_era - 719468;
  const std::int64_t seconds = ((days * 24 + t.hour) * 60 + t.minute) * 60 + t.second;
  return WallTime{} + std::chrono::seconds(seconds);
}

/// Reads a text from left to right. Once a step has failed, ok() stays false.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : rest_(text) {}

  /// A number of exactly `digits` digits.
  int number(std::size_t digits) {
    const auto value = parse_number(rest_.substr(0, digits));
    if (rest_.size() < digits || !value) return fail();
    rest_.remove_prefix(digits);
    return static_cast<int>(*value);
  }
  void expect(std::string_view text) {
    if (!skip(text)) fail();
  }
  bool skip(std::string_view text) {
    if (!starts_with(rest_, text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  /// The 1-based place of the name that comes next, among `names`.
  template <std::size_t N>
  int name(const std::array<std::string_view, N>& names) {
    for (std::size_t i = 0; i < N; ++i) {
      if (skip(names[i])) return static_cast<int>(i) + 1;
    }
    return fail();
  }
  /// The thousandths that one decimal or more write; what is finer is passed over.
  int thousandths() {
    if (rest_.empty() || !is_digit(rest_.front())) return fail();
    int value = 0;
    for (int unit = 100; !rest_.empty() && is_digit(rest_.front()); unit /= 10) {
      value += unit * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }
  void skip_past(std::string_view text) {
    const auto at = rest_.find(text);
    if (at == std::string_view::npos) {
      fail();
    } else {
      rest_.remove_prefix(at + text.size());
    }
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }
  std::string_view rest_;
  bool ok_ = true;
};

/// ISO 8601 as JavaScript writes it: 2026-11-24T10:00:00.000Z, with or without a fraction, or with an offset
/// (+02:00).
[[nodiscard]] inline std::optional<WallTime> parse_iso_time(std::string_view text) {
  TimeReader reader(text);
  CivilTime t;
  t.year = reader.number(4);
  reader.expect("-");
  t.month = reader.number(2);
  reader.expect("-");
  t.day = reader.number(2);
  if (!reader.skip("T") && !reader.skip(" ")) return std::nullopt;
  t.hour = reader.number(2);
  reader.expect(":");
  t.minute = reader.number(2);
  reader.expect(":");
  t.second = reader.number(2);
  std::chrono::milliseconds fraction{0};
  if (reader.skip(".")) fraction = std::chrono::milliseconds(reader.thousandths());
  std::chrono::minutes offset{0};
  if (!reader.skip("Z")) {
    const int sign = reader.skip("+") ? 1 : -1;
    if (sign < 0) reader.expect("-");
    offset = sign * std::chrono::hours(reader.number(2));
    reader.skip(":");
    offset += sign * std::chrono::minutes(reader.number(2));
  }
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  const auto point = to_time_point(t);
  if (!point) return std::nullopt;
  return *point + fraction - offset;
}

/// The UTC time as JavaScript writes it; what is finer than a millisecond is cut off.
[[nodiscard]] inline std::string write_iso_time(WallTime time) {
  using std::chrono::floor;
  const auto since = floor<Milliseconds>(time.time_since_epoch());
  const auto days_since = floor<std::chrono::duration<std::int64_t, std::ratio<86400>>>(since);
  const auto of_day = since - days_since;
  // The inverse of to_time_point(): years begin in March.
  const std::int64_t days = days_since.count() + 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const auto padded = [](std::int64_t value, std::size_t digits) {
    const auto text = std::to_string(value);
    return std::string(text.size() < digits ? digits - text.size() : 0, '0') + text;
  };
  const std::int64_t milliseconds = of_day.count();
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T" +
         padded(milliseconds / 3'600'000, 2) + ":" + padded(milliseconds / 60'000 % 60, 2) + ":" +
         padded(milliseconds / 1000 % 60, 2) + "." + padded(milliseconds % 1000, 3) + "Z";
}

/// The three forms of an HTTP date, RFC 9110 section 5.6.7.
[[nodiscard]] inline std::optional<WallTime> parse_http_date(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  CivilTime t;
  TimeReader reader(text);
  const auto time_of_day = [&] {
    t.hour = reader.number(2);
    reader.expect(":");
    t.minute = reader.number(2);
    reader.expect(":");
    t.second = reader.number(2);
  };
  if (text.find(',') == std::string_view::npos) {  // asctime: Sun Nov  6 08:49:37 1994
    reader.skip_past(" ");
    t.month = reader.name(months);
    reader.expect(" ");
    t.day = reader.skip(" ") ? reader.number(1) : reader.number(2);
    reader.expect(" ");
    time_of_day();
    reader.expect(" ");
    t.year = reader.number(4);
  } else {  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT; RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
    reader.skip_past(", ");
    t.day = reader.number(2);
    const bool dashes = reader.skip("-");
    if (!dashes) reader.expect(" ");
    t.month = reader.name(months);
    reader.expect(dashes ? "-" : " ");
    t.year = reader.number(dashes ? 2 : 4);
    if (dashes) t.year += t.year < 70 ? 2000 : 1900;
    reader.expect(" ");
    time_of_day();
    reader.expect(" GMT");
  }
  if (!reader.ok() || !reader.at_end()) return std::nullopt;
  t.year = (std::min)(t.year, last_year);  // a later one could not be compared
  return to_time_point(t);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
