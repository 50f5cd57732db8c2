// SPDX-License-Identifier: MIT
/// @file
/// The server's rules for how a page is scraped. Those for formats are in format_rules.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "../../options.hpp"
#include "../../scrape_options.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "format_rules.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void check_times(const ScrapeOptions& options) {
  check_range("wait_for", options.wait_for, 0, 60'000);
  check_range("timeout", options.timeout, 1'000);
  check_range("max_age", options.max_age, 0);
  check_range("min_age", options.min_age, 0);
  if (options.wait_for && options.timeout && *options.wait_for > *options.timeout / 2) {
    throw refused_request("wait_for is " + std::to_string(options.wait_for->count()) +
                          " ms, but must be at most half of timeout, which is " +
                          std::to_string(options.timeout->count()) + " ms");
  }
}

inline void check_pdf(const Action& action, const std::string& name) {
  constexpr std::array<std::string_view, 11> sizes{"A0", "A1",     "A2",    "A3",      "A4",    "A5",
                                                   "A6", "Letter", "Legal", "Tabloid", "Ledger"};
  if (!action.members.is_object()) return;
  const auto format = action.members.find("format");
  if (format == action.members.end()) return;
  if (format->is_string() &&
      std::find(sizes.begin(), sizes.end(), format->get_ref<const std::string&>()) != sizes.end())
    return;
  throw refused_request(name + ": \"format\" is " + excerpt(format->dump(-1, ' ', true), 100) +
                        ", but must be \"A0\" to \"A6\", \"Letter\", \"Legal\", \"Tabloid\" or \"Ledger\"");
}

/// How long an action waits. @throws UsageError if it is one of the known ones and lacks what it needs.
inline std::chrono::milliseconds check_action(const Action& action, const std::string& name,
                                              ApiVersion version) {
  check_is_object(action.members, "the members of action " + excerpt(action.type, 100));
  const auto has = [&](const char* member) {
    return action.members.is_object() && action.members.contains(member);
  };
  const auto need_text = [&](const char* member) {
    if (!has(member) || !action.members[member].is_string())
      throw refused_request(name + " is a " + action.type + ", which needs \"" + member + "\"");
  };
  if (action.type == "click") need_text("selector");
  if (action.type == "write") need_text("text");
  if (action.type == "press") need_text("key");
  if (action.type == "executeJavascript") need_text("script");
  if (action.type == "pdf") check_pdf(action, name);
  if (action.type == "scroll" && has("direction")) {
    const auto& direction = action.members["direction"];
    const auto is = [&](const char* text) {
      return direction.is_string() && direction.get_ref<const std::string&>() == text;
    };
    if (!is("up") && !is("down")) throw refused_request(name + " scrolls neither \"up\" nor \"down\"");
  }
  if (action.type == "screenshot") {
    check_number(action.members, "quality", {1, 100}, name);
    if (has("viewport")) {
      if (version == ApiVersion::v1)
        throw refused_request(name + " has a \"viewport\", which v1 does not take; use ApiVersion::v2");
      check_viewport(action.members["viewport"], name);
    }
  }
  if (action.type != "wait") return std::chrono::milliseconds(0);
  if (has("milliseconds") == has("selector"))
    throw refused_request(name + " is a wait, which needs either \"milliseconds\" or \"selector\"");
  if (has("selector")) return std::chrono::seconds(1);  // as the server counts it
  const auto& wait = action.members["milliseconds"];
  if (!wait.is_number_integer() || wait.get<std::int64_t>() <= 0)
    throw refused_request(name + " waits for " + wait.dump(-1, ' ', true) +
                          " ms, but must wait for at least 1 ms");
  return std::chrono::milliseconds((std::min)(wait.get<std::int64_t>(), std::int64_t{1'000'000}));
}

inline void check_actions(const ScrapeOptions& options, ApiVersion version) {
  if (options.actions.size() > 50)
    throw refused_request("actions has " + std::to_string(options.actions.size()) +
                          " actions, but at most 50 are taken");
  auto waits = options.wait_for.value_or(std::chrono::milliseconds(0));
  for (std::size_t i = 0; i < options.actions.size(); ++i)
    waits += check_action(options.actions[i], "actions[" + std::to_string(i) + "]", version);
  if (waits > std::chrono::seconds(60)) {
    throw refused_request(
        "wait_for and the waits of actions are " + std::to_string(waits.count()) +
        " ms together (a wait for a selector counts as 1000), but must be at most 60000 ms");
  }
}

inline void check_location(const Location& location) {
  const auto& country = location.country;
  const auto is_letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
  const bool is_code = country.size() == 2 && is_letter(country[0]) && is_letter(country[1]);
  if (country.empty() || is_code || country == "us-generic" || country == "us-whitelist") return;
  throw refused_request("location.country is \"" + excerpt(country, 100) +
                        "\", but must be a code of two letters (ISO 3166-1 alpha-2), such as \"DE\"");
}

[[nodiscard]] inline bool is_pdf_mode(const Json& mode) {
  if (!mode.is_string()) return false;
  const auto& name = mode.get_ref<const std::string&>();
  return name == "fast" || name == "auto" || name == "ocr";
}

inline void check_parsers(const ScrapeOptions& options) {
  for (std::size_t i = 0; i < options.parsers.size(); ++i) {
    const auto name = "parsers[" + std::to_string(i) + "]";
    const auto& parser = options.parsers[i];
    const auto type = parser.is_object() ? parser.find("type") : parser.end();
    if (!parser.is_string() && !(parser.is_object() && type != parser.end() && type->is_string()))
      throw refused_request(name + " is neither a text nor an object with a \"type\"");
    check_number(parser, "maxPages", {1, 10'000}, name);
    const auto mode = parser.is_object() ? parser.find("mode") : parser.end();
    if (mode == parser.end() || is_pdf_mode(*mode)) continue;
    throw refused_request(name + ": \"mode\" is " + excerpt(mode->dump(-1, ' ', true), 100) +
                          ", but must be \"fast\", \"auto\" or \"ocr\"");
  }
}

/// Fields that only v2 has, or that each version has in a way of its own.
inline void check_version(const ScrapeOptions& options, ApiVersion version) {
  if (version == ApiVersion::v2) {
    if (options.parse_pdf && !options.parsers.empty())
      throw refused_request(
          "parse_pdf and parsers are set, but v2 takes both as parsers: leave parse_pdf out");
    return;
  }
  if (options.min_age) throw refused_request("min_age is set, which v1 does not take; use ApiVersion::v2");
  if (!options.parsers.empty())
    throw refused_request("parsers is set, which v1 does not take; use parse_pdf, or ApiVersion::v2");
}

/// @param members what is sent as it is in addition to the fields
/// @throws UsageError if this version of the API would refuse the options, or never see one of them
inline void check_scrape_options(const ScrapeOptions& options, const Json& members, ApiVersion version) {
  check_times(options);
  check_actions(options, version);
  if (options.location) check_location(*options.location);
  check_parsers(options);
  check_version(options, version);
  check_formats(options, members, version);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
