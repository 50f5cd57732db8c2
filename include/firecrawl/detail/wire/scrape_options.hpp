// SPDX-License-Identifier: MIT
/// @file
/// ScrapeOptions as the members of a request, or of its "scrapeOptions".
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "../../options.hpp"
#include "../../scrape_options.hpp"
#include "../base/time.hpp"
#include "../json/builder.hpp"
#include "request_writer.hpp"
#include "scrape_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

[[nodiscard]] inline Json encode(const JsonOptions& options) {
  Json object = Json::object();
  const MemberWriter write(object);
  write.put("prompt", options.prompt);
  if (!options.schema.is_null()) object["schema"] = options.schema;
  write.put("systemPrompt", options.system_prompt);
  return object;
}

[[nodiscard]] inline Json encode(const ChangeTrackingOptions& options) {
  Json object = Json::object();
  const MemberWriter write(object);
  write.put_unless_empty("modes", options.modes);
  if (!options.schema.is_null()) object["schema"] = options.schema;
  write.put("prompt", options.prompt);
  write.put("tag", options.tag);
  return object;
}

[[nodiscard]] inline Json encode(const Location& location) {
  Json object = Json::object();
  if (!location.country.empty()) object["country"] = location.country;
  MemberWriter(object).put_unless_empty("languages", location.languages);
  return object;
}

/// v2 has no options in addition to the formats: what v1 calls jsonOptions and changeTrackingOptions goes
/// into them.
[[nodiscard]] inline Json encode_v2_format(const Format& format, const ScrapeOptions& options) {
  Json members = format.options;
  std::string type = format.type;
  if (type == "screenshot@fullPage") {
    type = "screenshot";
    members["fullPage"] = true;
  }
  if (type == "json" && options.json_options) put_all(members, encode(*options.json_options));
  if (type == "changeTracking" && options.change_tracking_options)
    put_all(members, encode(*options.change_tracking_options));
  return members.empty() ? Json(type) : encode_typed(type, members);
}

[[nodiscard]] inline Json encode_formats(const ScrapeOptions& options, ApiVersion version) {
  Json formats = Json::array();
  for (const auto& format : options.formats)
    add_element(formats, version == ApiVersion::v2 ? encode_v2_format(format, options) : Json(format.type));
  return formats;
}

/// What v1 and v2 write in ways of their own.
inline void write_versioned(Json& object, const ScrapeOptions& options, ApiVersion version) {
  const MemberWriter write(object);
  if (version == ApiVersion::v1) {
    if (options.json_options) object["jsonOptions"] = encode(*options.json_options);
    if (options.change_tracking_options)
      object["changeTrackingOptions"] = encode(*options.change_tracking_options);
    write.put("parsePDF", options.parse_pdf);
    return;
  }
  write.put("minAge", options.min_age);
  if (!options.parse_pdf && options.parsers.empty()) return;
  auto& parsers = object["parsers"] = Json::array();
  if (options.parse_pdf.value_or(false)) add_element(parsers, Json("pdf"));
  for (const auto& parser : options.parsers) add_element(parsers, parser);
}

/// Adds the options to an object. @throws UsageError if this version of the API would refuse them
inline void write_scrape_options(Json& object, const ScrapeOptions& options, ApiVersion version) {
  check_is_object(options.extra, "the extra members of the scrape options");
  put_all(object, options.extra);
  check_scrape_options(options, object, version);
  if (!options.formats.empty()) object["formats"] = encode_formats(options, version);
  const MemberWriter write(object);
  write.put("onlyMainContent", options.only_main_content);
  write.put("mobile", options.mobile);
  write.put("skipTlsVerification", options.skip_tls_verification);
  write.put("removeBase64Images", options.remove_base64_images);
  write.put("blockAds", options.block_ads);
  write.put("fastMode", options.fast_mode);
  write.put("storeInCache", options.store_in_cache);
  write.put_unless_empty("includeTags", options.include_tags);
  write.put_unless_empty("excludeTags", options.exclude_tags);
  write.put_unless_empty("headers", options.headers);
  write.put("waitFor", options.wait_for);
  write.put("timeout", options.timeout);
  write.put("maxAge", options.max_age);
  write.put("proxy", options.proxy);
  if (options.location) object["location"] = encode(*options.location);
  if (!options.actions.empty()) {
    auto& actions = object["actions"] = Json::array();
    for (const auto& action : options.actions)
      add_element(actions, encode_typed(action.type, action.members));
  }
  write_versioned(object, options, version);
}

/// How long the server may take for a page, if the request says so. The value 30000, once v1's default, is
/// raised by the server to as much as 120000, and the agent of v1 has 300000, whatever the request says.
[[nodiscard]] inline std::optional<Milliseconds> scrape_time(const ScrapeOptions& options) {
  auto timeout = options.timeout;
  const auto& extra = options.extra;
  if (const auto more = extra.find("timeout"); !timeout && more != extra.end() && more->is_number_integer())
    timeout = Milliseconds(more->get<std::int64_t>());
  if (extra.contains("agent") && timeout < std::chrono::minutes(5)) return std::nullopt;
  if (timeout == std::chrono::seconds(30)) return std::chrono::minutes(2);
  return timeout;
}

/// Puts the options of pages that are scraped on the way into a request, if it has any.
inline void put_scrape_options(Json& body, const std::optional<ScrapeOptions>& scrape, ApiVersion version) {
  if (!scrape) return;
  auto options = Json::object();
  write_scrape_options(options, *scrape, version);
  body["scrapeOptions"] = std::move(options);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
