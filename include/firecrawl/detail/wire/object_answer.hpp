// SPDX-License-Identifier: MIT
/// @file
/// What small answers are read with: the JSON object that they are, and models from its members.
#pragma once

#include <cstdint>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../../transport.hpp"
#include "../base/time.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "field_values.hpp"
#include "page_fields.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The JSON in an answer. @throws DecodeError if it is none, or too deep, or too large; ApiError if it says
/// `"success": false`.
inline nlohmann::json decode_value(const HttpResponse& response, const CallFacts& call) {
  auto read = read_json(response.body, looking_up<ValueHandler>(call.throw_if_over));
  if (read.problem) throw make_decode_error(call, named_problem(*read.problem), response);
  auto body = read.take();
  if (!body.is_object()) return body;
  const auto success = body.find("success");
  if (success != body.end() && success->is_boolean() && !success->get<bool>()) {
    std::rethrow_exception(make_api_error(call, response, body, std::nullopt));
  }
  return body;
}

/// The JSON object in an answer. @throws DecodeError also if it is another value; what decode_value() throws.
inline nlohmann::json decode_object(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_value(response, call);
  if (!body.is_object())
    throw make_decode_error(call, {"", "is " + kind_of(body) + ", where an object belongs"}, response);
  return body;
}

/// Puts a value into a field of a small answer. Returns whether it fits; if it does not, the field stays as
/// it is.
inline bool read_value(const nlohmann::json& value, std::string& field) {
  if (value.is_string()) field = value.get<std::string>();
  return value.is_string();
}
inline bool read_value(const nlohmann::json& value, bool& field) {
  if (value.is_boolean()) field = value.get<bool>();
  return value.is_boolean();
}
inline bool read_value(const nlohmann::json& value, std::int64_t& field) {
  const auto number = to_lenient_integer(value);
  if (number) field = *number;
  return number.has_value();
}
inline bool read_value(const nlohmann::json& value, double& field) {
  if (value.is_number()) field = value.get<double>();
  return value.is_number();
}
inline bool read_value(const nlohmann::json& value, WallTime& field) {
  const auto time = value.is_string() ? parse_iso_time(value.get_ref<const std::string&>()) : std::nullopt;
  if (time) field = *time;
  return time.has_value();
}
inline bool read_value(const nlohmann::json& value, std::vector<std::string>& field) {
  field = to_strings(value);
  return value.is_array() && field.size() == value.size();
}
inline bool read_value(const nlohmann::json& value, nlohmann::json& field) {
  field = value;
  return true;
}
/// A text that is empty is none.
inline bool read_value(const nlohmann::json& value, std::optional<std::string>& field) {
  std::string text;
  const bool fits = read_value(value, text);
  if (!text.empty()) field = std::move(text);
  return fits;
}
template <class T>
bool read_value(const nlohmann::json& value, std::optional<T>& field) {
  T read{};
  const bool fits = read_value(value, read);
  if (fits) field = std::move(read);
  return fits;
}

/// A model from the members of an object. What is missing or of a wrong type leaves its field empty.
template <class Model>
[[nodiscard]] Model read_model(const nlohmann::json& object) {
  Model model;
  const auto read = [&](const auto& field) {
    const auto value = object.find(std::string(field.key));
    if (value != object.end()) read_value(*value, model.*field.member);
  };
  std::apply([&](const auto&... each) { (read(each), ...); }, fields<Model>);
  return model;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
