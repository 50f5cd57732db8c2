// SPDX-License-Identifier: MIT
/// @file
/// The members of a status body itself, without its documents.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "../../impl/models.hpp"
#include "field_values.hpp"
#include "page_fields.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What a status body comes to.
struct StatusBody {
  JobPage page;
  std::optional<bool> success;
  bool has_status = false;
};

/// True for members whose values must be of the right type: on them depends how a range goes on.
[[nodiscard]] constexpr bool is_status_kind(Kind kind) noexcept {
  return kind == Kind::success || kind == Kind::status || kind == Kind::count || kind == Kind::next ||
         kind == Kind::data;
}

/// Puts a value where it belongs. Returns what would have been right, if the value is of a wrong type;
/// null means no value, and is always taken.
inline const char* take_status_value(const FieldTarget& field, StatusBody& body,
                                     const nlohmann::json& value) {
  if (value.is_null()) {
    if (field.kind == Kind::next) body.page.next.reset();
    return nullptr;
  }
  switch (field.kind) {
    case Kind::success:
      if (value.is_boolean()) body.success = value.get<bool>();
      return nullptr;
    case Kind::status:
      if (!value.is_string()) return "text";
      body.has_status = true;
      set_status(body.page, value.get<std::string>());
      return nullptr;
    case Kind::count: {
      const auto number = to_integer(value);
      if (!number) return "an integer";
      *field.count = *number;
      return nullptr;
    }
    case Kind::next:
      if (!value.is_string()) return "text or null";
      body.page.next = value.get<std::string>();
      if (body.page.next->empty()) body.page.next.reset();
      return nullptr;
    case Kind::data:
      return "an array";
    case Kind::other:
    case Kind::text:
    case Kind::integer:
    case Kind::strings:
    case Kind::json:
    case Kind::extract:
    case Kind::metadata:
    case Kind::credits:
    case Kind::time:
      break;
  }
  return nullptr;  // no type is wrong: see is_status_kind()
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
