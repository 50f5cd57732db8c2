// SPDX-License-Identifier: MIT
/// @file
/// The server's rules for the formats of a request and their options, which differ between v1 and v2.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "../../options.hpp"
#include "../../scrape_options.hpp"
#include "../base/secrets.hpp"
#include "../json/sax.hpp"
#include "field_values.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

[[nodiscard]] inline bool has_format(const ScrapeOptions& options, std::string_view name) {
  return std::any_of(options.formats.begin(), options.formats.end(),
                     [&](const Format& format) { return format.type == name; });
}

/// Formats that only the other version has.
[[nodiscard]] inline bool is_v2_format(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 8> names{"images", "attributes", "question", "highlights",
                                                  "query",  "audio",      "video",    "deterministicJson"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// True for an object schema that allows everything and names nothing, or has such a part. What says more,
/// such as "$ref", is left to the server.
[[nodiscard]] inline bool is_open_schema(const Json& schema, std::size_t depth = 0) {
  if (!schema.is_structured() || depth > max_json_depth) return false;
  if (schema.is_object()) {
    if (schema.contains("$ref")) return false;
    const auto type = schema.find("type");
    const auto more = schema.find("additionalProperties");
    const bool is_object =
        type != schema.end() && type->is_string() && type->get_ref<const std::string&>() == "object";
    if (is_object && more != schema.end() && more->is_boolean() && more->get<bool>() &&
        !schema.contains("properties") && !schema.contains("patternProperties"))
      return true;
  }
  return std::any_of(schema.begin(), schema.end(),
                     [&](const Json& part) { return is_open_schema(part, depth + 1); });
}

inline void check_schema(const Json& schema, const std::string& name) {
  if (is_open_schema(schema))
    throw refused_request(name + " has additionalProperties, but no properties, which no server takes");
}

inline void check_json_options(const JsonOptions& options) {
  if (options.prompt) check_length(*options.prompt, "json_options.prompt");
  if (options.system_prompt) check_length(*options.system_prompt, "json_options.system_prompt");
  check_schema(options.schema, "json_options.schema");
}

inline void check_tracking_mode(const std::string& mode, const std::string& name) {
  if (mode == "json" || mode == "git-diff") return;
  throw refused_request(name + " has \"" + excerpt(mode, 100) +
                        "\", but only \"json\" and \"git-diff\" are taken");
}

inline void check_tracking_options(const ChangeTrackingOptions& options) {
  for (const auto& mode : options.modes) check_tracking_mode(mode, "change_tracking_options.modes");
  check_schema(options.schema, "change_tracking_options.schema");
}

/// A model has to be told what to look for. What is among the members that are sent as they are is not looked
/// at.
inline void check_json_is_asked(const ScrapeOptions& options) {
  const auto format = std::find_if(options.formats.begin(), options.formats.end(),
                                   [](const Format& each) { return each.type == "json"; });
  if (format == options.formats.end()) return;
  const auto has = [&](const char* member) {
    return format->options.is_object() && format->options.contains(member);
  };
  if (has("prompt") || has("schema")) return;
  const auto& fields = options.json_options;
  if (fields && (fields->prompt || !fields->schema.is_null())) return;
  throw refused_request("formats has \"json\", which needs a prompt or a schema: set json_options");
}

/// What both versions ask of formats.
inline void check_common_formats(const ScrapeOptions& options) {
  if (options.json_options) check_json_options(*options.json_options);
  if (options.change_tracking_options) check_tracking_options(*options.change_tracking_options);
  for (const auto& format : options.formats)
    check_is_object(format.options, "the options of format " + excerpt(format.type, 100));
  const auto screenshots =
      std::count_if(options.formats.begin(), options.formats.end(), [](const Format& format) {
        return format.type == "screenshot" || format.type == "screenshot@fullPage";
      });
  if (screenshots > 1) throw refused_request("formats name more than one screenshot; a page has one");
  if (has_format(options, "changeTracking") && !has_format(options, "markdown"))
    throw refused_request("formats has \"changeTracking\", which needs \"markdown\" in addition");
  if (has_format(options, "rawBase64") && options.formats.size() > 1)
    throw refused_request("formats has \"rawBase64\", which must be the only one");
}

/// @param members what is sent as it is
inline void check_v1_formats(const ScrapeOptions& options, const Json& members) {
  for (const auto& format : options.formats) {
    const auto name = excerpt(format.type, 100);
    if (is_v2_format(format.type))
      throw refused_request("formats has \"" + name + "\", which v1 does not have; use ApiVersion::v2");
    if (!format.options.empty()) {
      throw refused_request("the format " + name +
                            " has options, which v1 does not take; use json_options or " +
                            "change_tracking_options, or ApiVersion::v2");
    }
  }
  const auto is_extra = [&](const char* name) { return members.contains(name); };
  if (options.formats.empty() && is_extra("formats")) return;  // they are sent as they are
  const bool has_json_options = options.json_options || is_extra("jsonOptions");
  if (has_format(options, "json") && !has_json_options)
    throw refused_request("formats has \"json\", which needs json_options on v1");
  if (options.json_options) check_json_is_asked(options);
  if (!has_format(options, "json") && has_json_options)
    throw refused_request("json_options are set, but formats has no \"json\"");
  if (has_format(options, "extract") != is_extra("extract"))
    throw refused_request("the format \"extract\" and the extra member \"extract\" need each other");
}

/// A text among a format's options. @throws UsageError if it is not there, or too long.
inline void check_text(const Json& options, const char* member, const std::string& name) {
  const auto text = options.is_object() ? options.find(member) : options.end();
  if (text == options.end() || !text->is_string())
    throw refused_request(name + " needs \"" + member + "\", a text");
  check_length(text->get_ref<const std::string&>(), name + ": \"" + member + "\"");
}

/// v2 takes a system prompt neither in json_options nor in the format itself.
inline void check_v2_json(const ScrapeOptions& options, const Format& format, const std::string& name) {
  const char* const way_out = ", which v2 does not take: put it into the prompt, or use ApiVersion::v1";
  if (options.json_options && options.json_options->system_prompt)
    throw refused_request(std::string("json_options.system_prompt is set") + way_out);
  if (format.options.is_object() && format.options.contains("systemPrompt"))
    throw refused_request(name + " has a \"systemPrompt\"" + way_out);
  check_json_is_asked(options);
  if (!format.options.is_object()) return;
  if (format.options.contains("prompt")) check_text(format.options, "prompt", name);
  if (format.options.contains("schema")) check_schema(format.options["schema"], name + ": \"schema\"");
}

inline void check_v2_tracking(const Format& format, const std::string& name) {
  if (!format.options.is_object()) return;
  if (const auto modes = format.options.find("modes"); modes != format.options.end()) {
    for (const auto& mode : to_strings(*modes)) check_tracking_mode(mode, name + ": \"modes\"");
  }
  if (const auto schema = format.options.find("schema"); schema != format.options.end())
    check_schema(*schema, name + ": \"schema\"");
}

inline void check_v2_selectors(const Format& format, const std::string& name) {
  const auto& options = format.options;
  const auto selectors = options.is_object() ? options.find("selectors") : options.end();
  if (selectors == options.end() || !selectors->is_array())
    throw refused_request(name + " needs \"selectors\", an array");
  const auto is_text = [](const Json& entry, const char* member) {
    return entry.is_object() && entry.contains(member) && entry[member].is_string();
  };
  for (const auto& entry : *selectors) {
    if (!is_text(entry, "selector") || !is_text(entry, "attribute"))
      throw refused_request(name + " needs \"selectors\" that each have a \"selector\" and an \"attribute\"");
  }
}

/// Formats of v2 that have no options.
[[nodiscard]] inline bool is_plain_format(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 12> names{"markdown", "html",    "rawHtml",  "links",
                                                   "images",   "summary", "branding", "product",
                                                   "menu",     "audio",   "video",    "rawBase64"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

inline void check_v2_format(const ScrapeOptions& options, const Format& format) {
  const auto& type = format.type;
  const auto name = "the format " + excerpt(type, 100);
  if (type == "extract") throw refused_request(name + " is v1's; use \"json\", or ApiVersion::v1");
  if (type == "json") check_v2_json(options, format, name);
  if (type == "deterministicJson" && has_format(options, "json"))
    throw refused_request(name + " and the format json exclude each other");
  if (type == "changeTracking") check_v2_tracking(format, name);
  if (is_plain_format(type) && !format.options.empty())
    throw refused_request(name + " has options, which the server does not take");
  if (type == "question") check_text(format.options, "question", name);
  if (type == "highlights") check_text(format.options, "query", name);
  if (type == "query") check_text(format.options, "prompt", name);
  if (type == "attributes") check_v2_selectors(format, name);
  if (type != "screenshot" && type != "screenshot@fullPage") return;
  check_number(format.options, "quality", {1, 100}, name);
  if (format.options.is_object() && format.options.contains("viewport"))
    check_viewport(format.options["viewport"], name);
}

inline void check_v2_formats(const ScrapeOptions& options) {
  // Options that would be part of a format that is not asked for would never be sent.
  const auto need_format = [&](const char* format, const char* field) {
    if (!has_format(options, format))
      throw refused_request(std::string(field) + " are set, but formats has no \"" + format + "\"");
  };
  if (options.json_options) need_format("json", "json_options");
  if (options.change_tracking_options) need_format("changeTracking", "change_tracking_options");
  for (const auto& format : options.formats) check_v2_format(options, format);
}

/// @param members what is sent as it is in addition to the fields
/// @throws UsageError if this version of the API would refuse the formats or their options, or never see
/// them.
inline void check_formats(const ScrapeOptions& options, const Json& members, ApiVersion version) {
  check_common_formats(options);
  if (version == ApiVersion::v1) {
    check_v1_formats(options, members);
  } else {
    check_v2_formats(options);
  }
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
