// SPDX-License-Identifier: MIT
/// @file
/// What a typed field takes of a JSON value.
#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "../base/text.hpp"
#include "../base/time.hpp"
#include "page_fields.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The number, if it is a whole one of 64 bits.
[[nodiscard]] inline std::optional<std::int64_t> to_integer(const nlohmann::json& value) {
  constexpr auto largest = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > largest) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number_float()) {
    const auto number = value.get<double>();
    if (!(number > -9e15 && number < 9e15)) return std::nullopt;  // beyond, doubles skip integers
    const auto whole = static_cast<std::int64_t>(number);
    if (number - static_cast<double>(whole) != 0) return std::nullopt;
    return whole;
  }
  return std::nullopt;
}

/// The number that a value is, or that its text writes and nothing else ("404").
[[nodiscard]] inline std::optional<std::int64_t> to_lenient_integer(const nlohmann::json& value) {
  if (!value.is_string()) return to_integer(value);
  const auto number = parse_number(value.get_ref<const std::string&>());
  if (!number || *number > static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)()))
    return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

/// The strings of an array, or the one string that was sent in place of an array.
[[nodiscard]] inline std::vector<std::string> to_strings(const nlohmann::json& value) {
  std::vector<std::string> strings;
  if (value.is_string()) strings.push_back(value.get<std::string>());
  if (!value.is_array()) return strings;
  for (const auto& entry : value) {
    if (entry.is_string()) strings.push_back(entry.get<std::string>());
  }
  return strings;
}

inline void set_status(JobProgress& progress, std::string text) {
  progress.status = JobStatus::unknown;
  for (const auto status :
       {JobStatus::scraping, JobStatus::completed, JobStatus::failed, JobStatus::cancelled}) {
    if (text == to_string(status)) progress.status = status;
  }
  progress.status_text = std::move(text);
}

/// Back to no value.
inline void clear_field(const FieldTarget& field) {
  switch (field.kind) {
    case Kind::text:
      return field.text->reset();
    case Kind::integer:
      return field.integer->reset();
    case Kind::strings:
      return field.strings->clear();
    case Kind::credits:
      return field.credits->reset();
    case Kind::time:
      return field.time->reset();
    case Kind::other:
    case Kind::json:
    case Kind::extract:
    case Kind::metadata:
    case Kind::success:
    case Kind::status:
    case Kind::count:
    case Kind::next:
    case Kind::data:
      return;
  }
}

/// Puts into the field what can be taken of the value without guessing. Returns whether the value fitted as
/// it was.
inline bool take_value(const FieldTarget& field, const nlohmann::json& value) {
  switch (field.kind) {
    case Kind::text: {
      auto strings = to_strings(value);
      if (!strings.empty()) *field.text = std::move(strings.front());
      return value.is_string();
    }
    case Kind::strings:
      *field.strings = to_strings(value);
      return value.is_array() && field.strings->size() == value.size();
    case Kind::integer: {
      const auto number = to_lenient_integer(value);
      const bool fits = number && *number >= (std::numeric_limits<int>::min)() &&
                        *number <= (std::numeric_limits<int>::max)();
      if (fits) *field.integer = static_cast<int>(*number);
      return fits && value.is_number();
    }
    case Kind::credits: {
      const auto number = to_lenient_integer(value);
      if (number && *number >= 0) *field.credits = *number;  // -1: the server does not know
      return number && value.is_number();
    }
    case Kind::time:
      if (value.is_string()) *field.time = parse_iso_time(value.get_ref<const std::string&>());
      return field.time->has_value();
    case Kind::other:
    case Kind::json:
    case Kind::extract:
    case Kind::metadata:
    case Kind::success:
    case Kind::status:
    case Kind::count:
    case Kind::next:
    case Kind::data:
      break;
  }
  return false;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
