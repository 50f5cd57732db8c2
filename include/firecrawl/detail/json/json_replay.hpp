// SPDX-License-Identifier: MIT
/// @file
/// Feeds a handler from a JSON value, as a parser feeds it from text.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "sax.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Hands the events of `value` to a handler, which is `depth` containers deep. Containers beyond
/// max_json_depth, which no handler keeps, are as good as empty.
template <class Handler>
void replay(const nlohmann::json& value, Handler& handler, std::size_t depth) {
  const bool too_deep = depth >= max_json_depth;
  switch (value.type()) {
    case nlohmann::json::value_t::object:
      handler.start_object(value.size());
      for (auto it = value.begin(); !too_deep && it != value.end(); ++it) {
        handler.key(it.key());
        replay(*it, handler, depth + 1);
      }
      handler.end_object();
      return;
    case nlohmann::json::value_t::array:
      handler.start_array(value.size());
      for (auto it = value.begin(); !too_deep && it != value.end(); ++it) replay(*it, handler, depth + 1);
      handler.end_array();
      return;
    case nlohmann::json::value_t::string:
      handler.string(value.get_ref<const std::string&>());
      return;
    case nlohmann::json::value_t::boolean:
      handler.boolean(value.get<bool>());
      return;
    case nlohmann::json::value_t::number_integer:
      handler.number_integer(value.get<nlohmann::json::number_integer_t>());
      return;
    case nlohmann::json::value_t::number_unsigned:
      handler.number_unsigned(value.get<nlohmann::json::number_unsigned_t>());
      return;
    case nlohmann::json::value_t::number_float:
      handler.number_float(value.get<double>(), {});
      return;
    case nlohmann::json::value_t::null:
    case nlohmann::json::value_t::binary:
    case nlohmann::json::value_t::discarded:
    default:
      handler.null();  // null, and what JSON has no text for
      return;
  }
}

/// The same, as the only entry of a page's data.
template <class Handler>
void replay_in_page(const nlohmann::json& entry, Handler& handler) {
  handler.start_object(1);
  handler.key("data");
  handler.start_array(1);
  replay(entry, handler, 2);
  handler.end_array();
  handler.end_object();
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
