/// @file
/// From a BatchScrapeRequest to the body of POST /v1/batch/scrape or /v2/batch/scrape.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../batch_scrape_request.hpp"
#include "../error.hpp"
#include "../options.hpp"
#include "endpoint.hpp"
#include "json_builder.hpp"
#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

using Json = nlohmann::json;

/// RFC 9562 text form.
inline bool is_uuid(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

/// @throws UsageError where the server would refuse the request, or worse, take it for something else.
inline void check_request(const BatchScrapeRequest& request) {
  if (request.urls.empty()) throw UsageError("start_batch_scrape: no URLs");
  for (std::size_t i = 0; i < request.urls.size(); ++i) {
    if (request.urls[i].empty())
      throw UsageError("start_batch_scrape: urls[" + std::to_string(i) + "] is empty");
  }
  const auto range = [](const char* name, std::optional<std::chrono::milliseconds> value, std::int64_t least,
                        std::int64_t most) {
    if (value && (value->count() < least || value->count() > most)) {
      throw UsageError(std::string("start_batch_scrape: ") + name + " is " + std::to_string(value->count()) +
                       " ms, but must be " +
                       (most < INT64_MAX ? std::to_string(least) + " to " + std::to_string(most)
                                         : "at least " + std::to_string(least)) +
                       " ms");
    }
  };
  range("wait_for", request.wait_for, 0, 60'000);
  range("timeout", request.timeout, 1'000, INT64_MAX);
  range("max_age", request.max_age, 0, INT64_MAX);
  int screenshots = 0;
  for (const auto& format : request.formats) {
    if (format.type == "screenshot" || format.type == "screenshot@fullPage") ++screenshots;
  }
  if (screenshots > 1)
    throw UsageError("start_batch_scrape: formats name more than one screenshot; a page has one");
  if (request.idempotency_key && !is_uuid(*request.idempotency_key)) {
    throw UsageError("start_batch_scrape: idempotency_key is no UUID");
  }
  if (request.append_to && !is_uuid(*request.append_to)) {
    throw UsageError("start_batch_scrape: append_to is no UUID");
  }
  const auto object = [](const Json& value, const std::string& name) {
    if (!value.is_object() && !value.is_null())
      throw UsageError("start_batch_scrape: " + name + " are no JSON object");
  };
  for (const auto& format : request.formats) object(format.options, "the options of format " + format.type);
  for (const auto& action : request.actions) object(action.members, "the members of action " + action.type);
  object(request.extra, "the extra members");
}

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
  if (type == "json" && request.json_options) put_all(members, encode(*request.json_options));
  if (type == "changeTracking" && request.change_tracking_options)
    put_all(members, encode(*request.change_tracking_options));
  return members.empty() ? Json(type) : encode_typed(type, members);
}

/// @throws UsageError where v2 would never see options that were given.
inline void check_v2_formats(const BatchScrapeRequest& request) {
  const auto need = [&](bool has_options, const char* options, std::string_view name) {
    const auto is_named = [&](const Format& format) { return format.type == name; };
    if (has_options && std::none_of(request.formats.begin(), request.formats.end(), is_named)) {
      throw UsageError(std::string("start_batch_scrape: ") + options + " are set, but formats has no \"" +
                       std::string(name) + "\"");
    }
  };
  need(request.json_options.has_value(), "json_options", "json");
  need(request.change_tracking_options.has_value(), "change_tracking_options", "changeTracking");
}

/// @throws UsageError where v1 has no way to say what the format asks for.
inline Json encode_formats(const BatchScrapeRequest& request, ApiVersion version) {
  Json formats = Json::array();
  for (const auto& format : request.formats) {
    if (version == ApiVersion::v2) {
      add_element(formats, encode_v2_format(format, request));
    } else if (format.options.empty()) {
      add_element(formats, Json(format.type));
    } else {
      throw UsageError("start_batch_scrape: the format " + format.type +
                       " has options, which v1 does not take; use " +
                       "json_options or change_tracking_options, or ApiVersion::v2");
    }
  }
  return formats;
}

/// The body, as JSON. @throws UsageError.
inline Json encode(const BatchScrapeRequest& request, ApiVersion version) {
  check_request(request);
  if (version == ApiVersion::v2) check_v2_formats(request);
  Json body = request.extra;
  const MemberWriter write(body);
  write.put_unless_empty("urls", request.urls);
  if (!request.formats.empty()) body["formats"] = encode_formats(request, version);
  write.put("onlyMainContent", request.only_main_content);
  write.put_unless_empty("includeTags", request.include_tags);
  write.put_unless_empty("excludeTags", request.exclude_tags);
  write.put_unless_empty("headers", request.headers);
  write.put("waitFor", request.wait_for);
  write.put("timeout", request.timeout);
  write.put("mobile", request.mobile);
  write.put("skipTlsVerification", request.skip_tls_verification);
  write.put("removeBase64Images", request.remove_base64_images);
  write.put("blockAds", request.block_ads);
  write.put("proxy", request.proxy);
  write.put("maxAge", request.max_age);
  write.put("storeInCache", request.store_in_cache);
  if (request.location) body["location"] = encode(*request.location);
  if (!request.actions.empty()) {
    auto& actions = body["actions"] = Json::array();
    for (const auto& action : request.actions)
      add_element(actions, encode_typed(action.type, action.members));
  }
  if (version == ApiVersion::v1) {
    if (request.json_options) body["jsonOptions"] = encode(*request.json_options);
    if (request.change_tracking_options)
      body["changeTrackingOptions"] = encode(*request.change_tracking_options);
    write.put("parsePDF", request.parse_pdf);
  } else if (request.parse_pdf) {
    auto& parsers = body["parsers"] = Json::array();
    if (*request.parse_pdf) add_element(parsers, Json("pdf"));
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

/// A value as text, with U+FFFD in the place of what is no UTF-8: nlohmann would throw there, or with
/// JSON_NOEXCEPTION end the program.
inline std::string dump_replaced(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Whether all texts in a value are UTF-8: whether nothing is left out where nlohmann leaves out what is not.
inline bool is_utf8(const Json& value) {
  return dump_replaced(value).size() == value.dump(-1, ' ', false, Json::error_handler_t::ignore).size();
}

/// Which part of a value is no UTF-8, such as "urls[1]".
inline std::string not_utf8(const Json& value) {
  std::string place;
  for (const auto* at = &value; at->is_structured();) {
    std::size_t index = 0;
    auto part = at->begin();
    for (; part != at->end() && is_utf8(*part); ++part) ++index;
    if (part == at->end() || (at->is_object() && !is_utf8(part.key()))) {
      return "the name of a member" + (place.empty() ? "" : " of " + place);
    }
    place += at->is_array() ? "[" + std::to_string(index) + "]" : (place.empty() ? "" : ".") + part.key();
    at = &*part;
  }
  return place;
}

/// The body as text. @throws UsageError where a text in it is no UTF-8, or the server would refuse its size.
inline std::string encode_body(const BatchScrapeRequest& request, ApiVersion version) {
  constexpr std::size_t limit = std::size_t{10} << 20;
  const auto json = encode(request, version);
  auto body = dump_replaced(json);
  // A U+FFFD may be the user's own.
  if (body.find("\xEF\xBF\xBD") != std::string::npos && !is_utf8(json))
    throw UsageError("start_batch_scrape: " + not_utf8(json) + " is no UTF-8");
  if (body.size() > limit) {
    throw UsageError("start_batch_scrape: the request is " + std::to_string(body.size()) +
                     " bytes long, and the server takes 10 MB; start the job with some of its " +
                     std::to_string(request.urls.size()) +
                     " URLs, and add the others with further requests whose append_to is its id");
  }
  return body;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
