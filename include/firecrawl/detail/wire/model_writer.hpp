// SPDX-License-Identifier: MIT
/// @file
/// From the models to the JSON that the API would send, by the same tables as it is read.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "../base/time.hpp"
#include "../json/builder.hpp"
#include "../wire/field_values.hpp"
#include "../wire/page_fields.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

template <class Model>
nlohmann::json write_model(const Model& model);

/// True for a field that has a value to be written.
template <class Value>
bool has_value(const std::optional<Value>& field) {
  return field.has_value();
}
[[nodiscard]] inline bool has_value(const std::vector<std::string>& field) { return !field.empty(); }
[[nodiscard]] inline bool has_value(const std::vector<Document>&) { return true; }
[[nodiscard]] inline bool has_value(const nlohmann::json& field) { return !field.is_null(); }
[[nodiscard]] inline bool has_value(const std::string& field) { return !field.empty(); }
[[nodiscard]] inline bool has_value(std::int64_t) { return true; }
[[nodiscard]] inline bool has_value(const Metadata& field) { return !write_model(field).empty(); }

template <class Value>
nlohmann::json write_value(const std::optional<Value>& field) {
  return *field;
}
[[nodiscard]] inline nlohmann::json write_value(
    const std::optional<std::chrono::system_clock::time_point>& field) {
  return write_iso_time(*field);
}
[[nodiscard]] inline nlohmann::json write_value(const std::vector<Document>& field) {
  auto list = nlohmann::json::array();
  for (const auto& document : field) add_element(list, write_model(document));
  return list;
}
[[nodiscard]] inline nlohmann::json write_value(const Metadata& field) { return write_model(field); }
template <class Value>
nlohmann::json write_value(const Value& field) {
  return field;
}

/// Whether a field is what reading takes of a value that does not fit it.
template <class Member>
bool is_taken_from(const Member& field, Kind kind, const nlohmann::json& sent) {
  if constexpr (kind_of_type<Member> == Kind::other || kind_of_type<Member> == Kind::json ||
                kind_of_type<Member> == Kind::metadata || kind_of_type<Member> == Kind::data) {
    return false;
  } else {
    Member taken{};
    FieldTarget target;
    target.kind = kind;
    target.point_to(taken);
    take_value(target, sent);
    return taken == field;
  }
}

template <class Model, class Member, class Written>
void write_field(nlohmann::json& object, const Written& model, const Field<Model, Member>& field) {
  const auto& member = model.*field.member;
  if (!has_value(member)) return;
  const std::string key(field.key);
  const auto sent = object.find(key);
  if (sent != object.end() && field.kind != Kind::count && is_taken_from(member, field.kind, *sent)) return;
  object[key] = write_value(member);
}
template <class Written>
void write_field(nlohmann::json&, const Written&, const ReadOnlyField&) {}

[[nodiscard]] inline nlohmann::json extra_of(const JobProgress&) { return nlohmann::json::object(); }
/// What a model keeps besides its fields.
template <class Model>
nlohmann::json extra_of(const Model& model) {
  return model.extra.is_object() ? model.extra : nlohmann::json::object();
}

/// A model as the API writes it.
template <class Model>
nlohmann::json write_model(const Model& model) {
  nlohmann::json object = extra_of(model);
  if constexpr (std::is_base_of_v<JobProgress, Model>) {
    // Of a status that the program made itself there is no text.
    object["status"] = model.status == JobStatus::unknown ? "" : to_string(model.status);
  }
  std::apply([&](const auto&... each) { (write_field(object, model, each), ...); }, fields<Model>);
  return object;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
