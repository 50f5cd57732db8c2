// SPDX-License-Identifier: MIT
/// @file
/// From the members of a JSON object to typed fields. What does not fit stays in the object.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "../base/time.hpp"
#include "../json/number.hpp"
#include "field_values.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The number that a value is, or that its text writes and nothing else ("12.5").
[[nodiscard]] inline std::optional<double> to_lenient_number(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (!is_json_number(text)) return std::nullopt;
  const auto number = read_number(text);
  return number.is_number() ? std::optional<double>(number.get<double>()) : std::nullopt;
}

/// The same as a whole number: what is after the point is left out.
[[nodiscard]] inline std::optional<std::int64_t> to_lenient_count(const nlohmann::json& value) {
  if (const auto whole = to_lenient_integer(value)) return whole;
  const auto number = to_lenient_number(value);
  if (!number || !(*number > -9e15 && *number < 9e15)) return std::nullopt;  // beyond, doubles skip integers
  return static_cast<std::int64_t>(*number);
}

// Each puts into the field what can be taken of the value without guessing, and returns whether the value
// fitted as it was.

inline bool fill_field(nlohmann::json& value, std::optional<std::string>& field) {
  if (value.is_string()) {
    field = std::move(value.get_ref<std::string&>());
    return true;
  }
  auto strings = to_strings(value);
  if (!strings.empty()) field = std::move(strings.front());
  return false;
}
inline bool fill_field(nlohmann::json& value, std::string& field) {
  std::optional<std::string> text;
  const bool fits = fill_field(value, text);
  if (text) field = std::move(*text);
  return fits;
}
inline bool fill_field(nlohmann::json& value, std::optional<std::int64_t>& field) {
  field = to_lenient_integer(value);
  return field && value.is_number();
}
inline bool fill_field(nlohmann::json& value, std::int64_t& field) {
  const auto number = to_lenient_count(value);
  if (number) field = *number;
  return number && to_integer(value);
}
inline bool fill_field(nlohmann::json& value, double& field) {
  const auto number = to_lenient_number(value);
  if (number) field = *number;
  return number && value.is_number();
}
inline bool fill_field(nlohmann::json& value, std::optional<WallTime>& field) {
  if (value.is_string()) field = parse_iso_time(value.get_ref<const std::string&>());
  return field.has_value();
}

/// Takes members out of an object, a field at a time. null means no value, and is not kept.
class MemberTaker {
 public:
  /// @param object must be an object, and outlive this
  explicit MemberTaker(nlohmann::json& object) : object_(object) {}

  /// Takes the first of these members that has a value, under whichever of its names it comes. Returns
  /// whether there is one.
  template <class Field>
  bool take(std::initializer_list<const char*> names, Field& field) const {
    for (const char* const name : names) {
      const auto member = object_.find(name);
      if (member == object_.end()) continue;
      const bool is_null = member->is_null();
      if (is_null || fill_field(*member, field)) object_.erase(member);
      if (!is_null) return true;
    }
    return false;
  }
  template <class Field>
  bool take(const char* name, Field& field) const {
    return take({name}, field);
  }

 private:
  nlohmann::json& object_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
