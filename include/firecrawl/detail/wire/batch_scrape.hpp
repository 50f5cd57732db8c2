/// @file
/// From a BatchScrapeRequest to the body of POST /v1/batch/scrape or /v2/batch/scrape.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../../batch_scrape.hpp"
#include "../../options.hpp"
#include "../../scrape_options.hpp"
#include "../../webhook.hpp"
#include "../json/builder.hpp"
#include "format_rules.hpp"
#include "request_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Puts members into an object, where they are set.
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

inline Json encode(const JsonOptions& options) {
  Json object = Json::object();
  const MemberWriter write(object);
  write.put("prompt", options.prompt);
  if (!options.schema.is_null()) object["schema"] = options.schema;
  write.put("systemPrompt", options.system_prompt);
  return object;
}

inline Json encode(const ChangeTrackingOptions& options) {
  Json object = Json::object();
  const MemberWriter write(object);
  write.put_unless_empty("modes", options.modes);
  if (!options.schema.is_null()) object["schema"] = options.schema;
  write.put("prompt", options.prompt);
  write.put("tag", options.tag);
  return object;
}

inline Json encode(const Webhook& webhook) {
  Json object = Json::object();
  object["url"] = webhook.url;
  const MemberWriter write(object);
  write.put_unless_empty("headers", webhook.headers);
  if (!webhook.metadata.is_null()) object["metadata"] = webhook.metadata;
  write.put_unless_empty("events", webhook.events);
  return object.size() == 1 ? Json(webhook.url) : object;
}

inline Json encode(const Location& location) {
  Json object = Json::object();
  if (!location.country.empty()) object["country"] = location.country;
  MemberWriter(object).put_unless_empty("languages", location.languages);
  return object;
}

/// An object of "type" and other members.
inline Json encode_typed(const std::string& type, const Json& members) {
  Json object = members;
  object["type"] = type;
  return object;
}

/// Adds the members of one object to another.
inline void put_all(Json& object, const Json& more) {
  for (auto member = more.begin(); member != more.end(); ++member) object[member.key()] = member.value();
}

/// v2 has no options beside the formats: what v1 calls jsonOptions and changeTrackingOptions goes into them.
inline Json encode_v2_format(const Format& format, const BatchScrapeRequest& request) {
  Json members = format.options;
  std::string type = format.type;
  if (type == "screenshot@fullPage") {
    type = "screenshot";
    members["fullPage"] = true;
  }
  if (type == "json" && request.scrape.json_options) put_all(members, encode(*request.scrape.json_options));
  if (type == "changeTracking" && request.scrape.change_tracking_options)
    put_all(members, encode(*request.scrape.change_tracking_options));
  return members.empty() ? Json(type) : encode_typed(type, members);
}

inline Json encode_formats(const BatchScrapeRequest& request, ApiVersion version) {
  Json formats = Json::array();
  for (const auto& format : request.scrape.formats)
    add_element(formats, version == ApiVersion::v2 ? encode_v2_format(format, request) : Json(format.type));
  return formats;
}

/// The body, as JSON. @throws UsageError.
inline Json encode(const BatchScrapeRequest& request, ApiVersion version) {
  check_request(request);
  check_formats(request, version);
  Json body = request.extra;
  const MemberWriter write(body);
  write.put_unless_empty("urls", request.urls);
  if (!request.scrape.formats.empty()) body["formats"] = encode_formats(request, version);
  write.put("onlyMainContent", request.scrape.only_main_content);
  write.put_unless_empty("includeTags", request.scrape.include_tags);
  write.put_unless_empty("excludeTags", request.scrape.exclude_tags);
  write.put_unless_empty("headers", request.scrape.headers);
  write.put("waitFor", request.scrape.wait_for);
  write.put("timeout", request.scrape.timeout);
  write.put("mobile", request.scrape.mobile);
  write.put("skipTlsVerification", request.scrape.skip_tls_verification);
  write.put("removeBase64Images", request.scrape.remove_base64_images);
  write.put("blockAds", request.scrape.block_ads);
  write.put("proxy", request.scrape.proxy);
  write.put("maxAge", request.scrape.max_age);
  write.put("storeInCache", request.scrape.store_in_cache);
  if (request.scrape.location) body["location"] = encode(*request.scrape.location);
  if (!request.scrape.actions.empty()) {
    auto& actions = body["actions"] = Json::array();
    for (const auto& action : request.scrape.actions)
      add_element(actions, encode_typed(action.type, action.members));
  }
  if (version == ApiVersion::v1) {
    if (request.scrape.json_options) body["jsonOptions"] = encode(*request.scrape.json_options);
    if (request.scrape.change_tracking_options)
      body["changeTrackingOptions"] = encode(*request.scrape.change_tracking_options);
    write.put("parsePDF", request.scrape.parse_pdf);
  } else if (request.scrape.parse_pdf) {
    auto& parsers = body["parsers"] = Json::array();
    if (*request.scrape.parse_pdf) add_element(parsers, Json("pdf"));
  }
  write.put("zeroDataRetention", request.zero_data_retention);
  write.put("maxConcurrency", request.max_concurrency);
  write.put("ignoreInvalidURLs", request.ignore_invalid_urls);
  write.put("appendToId", request.append_to);
  if (request.webhook) body["webhook"] = encode(*request.webhook);
  write.put("integration", request.integration);
  write.put("origin", request.origin);
  return body;
}

/// @throws UsageError where a text in the body, or the name of a member, is no UTF-8. nlohmann's writer does
/// not say where it is, and with JSON_NOEXCEPTION it ends the program.
inline void check_utf8(const Json& value, const std::string& name = {}) {
  const bool is_whole = name.empty();
  const auto expect_utf8 = [](const std::string& text, const std::string& what) {
    if (!is_valid_utf8(text)) throw refused_request(what + " is no UTF-8");
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

/// The body as text. @throws UsageError where a text in it is no UTF-8, or the server would refuse its size.
inline std::string encode_body(const BatchScrapeRequest& request, ApiVersion version) {
  constexpr std::size_t limit = std::size_t{10} << 20;
  const Json object = encode(request, version);
  check_utf8(object);
  const std::string body = object.dump();
  if (body.size() > limit) {
    throw refused_request("the request is " + std::to_string(body.size()) +
                          " bytes long, and the server takes 10 MB; start the job with some of its " +
                          std::to_string(request.urls.size()) +
                          " URLs, and add the others with further requests whose append_to is its id");
  }
  return body;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
