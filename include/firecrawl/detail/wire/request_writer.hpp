// SPDX-License-Identifier: MIT
/// @file
/// What the bodies of all requests are written with.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../base/text.hpp"
#include "../json/builder.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Puts members into an object, if they are set.
class MemberWriter {
 public:
  explicit MemberWriter(Json& object) : object_(object) {}

  template <class T>
  void put(const char* name, const std::optional<T>& value) const {
    if (value) object_[name] = *value;
  }
  void put(const char* name, const std::optional<std::chrono::milliseconds>& value) const {
    if (value) object_[name] = value->count();
  }
  void put(const char* name, const std::vector<std::string>& list) const { put_unless_empty(name, list); }
  // An element at a time: nlohmann's own conversions of containers take a twentieth of a second each to
  // compile.
  void put_unless_empty(const char* name, const std::vector<std::string>& list) const {
    if (list.empty()) return;
    auto& array = object_[name] = Json::array();
    for (const auto& text : list) add_element(array, Json(text));
  }
  void put_unless_empty(const char* name, const std::map<std::string, std::string>& map) const {
    if (map.empty()) return;
    auto& object = object_[name] = Json::object();
    for (const auto& [key, value] : map) object[key] = value;
  }

 private:
  Json& object_;
};

/// An object of "type" and other members.
[[nodiscard]] inline Json encode_typed(const std::string& type, const Json& members) {
  Json object = members;
  object["type"] = type;
  return object;
}

/// A body with the members that have no field. Fields are written over them.
[[nodiscard]] inline Json begin_body(const Json& extra) {
  check_is_object(extra, "the extra members");
  return extra.is_null() ? Json::object() : extra;
}

/// Adds the members of one object to another.
inline void put_all(Json& object, const Json& more) {
  for (auto member = more.begin(); member != more.end(); ++member) object[member.key()] = member.value();
}

/// @throws UsageError if a text in the body, or the name of a member, is not UTF-8. nlohmann's writer does
/// not say which one it is, and with JSON_NOEXCEPTION it ends the program.
inline void check_utf8(const Json& value, const std::string& name = {}) {
  const bool is_whole = name.empty();
  const auto expect_utf8 = [](const std::string& text, const std::string& what) {
    if (!is_valid_utf8(text)) throw refused_request(what + " is not UTF-8");
  };
  if (value.is_string()) expect_utf8(value.get_ref<const std::string&>(), name);
  if (!value.is_structured()) return;
  std::size_t place = 0;
  for (auto it = value.begin(); it != value.end(); ++it, ++place) {
    if (value.is_array()) {
      check_utf8(*it, name + "[" + std::to_string(place) + "]");
    } else {
      expect_utf8(it.key(), "the name of a member of " + (is_whole ? "the request" : name));
      check_utf8(*it, is_whole ? it.key() : name + "." + it.key());
    }
  }
}

/// A request's body as text.
/// @param advice what to do if the body is too large, such as "ask for less"
/// @throws UsageError if a text in it is not UTF-8, or the server would refuse its size
[[nodiscard]] inline std::string write_body(const Json& object, const std::string& advice) {
  constexpr std::size_t limit = std::size_t{10} << 20;
  check_utf8(object);
  std::string body = object.dump();
  if (body.size() > limit) {
    throw refused_request("the request is " + std::to_string(body.size()) +
                          " bytes long, and the server takes 10 MB; " + advice);
  }
  return body;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
