// SPDX-License-Identifier: MIT
/// @file
/// The server's rules that several requests share, as far as they are known: a request that breaks one is
/// refused before it is sent, with the name of the field. What is not known here, such as a format of a newer
/// server, is sent.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../../error.hpp"
#include "../../sitemap.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

using Json = nlohmann::json;

/// The exception for a request that breaks a rule; `why` names the field. See in_call().
[[nodiscard]] inline UsageError refused_request(const std::string& why) {
  return UsageError(to_valid_utf8(why));
}

/// Writes a request, and puts the name of the call in front of the reason if it is refused.
template <class Write>
auto in_call(const char* call, const Write& write) {
  try {
    return write();
  } catch (const UsageError& refusal) {
    throw UsageError(std::string(call) + ": " + refusal.what());
  }
}

/// RFC 9562 text form.
[[nodiscard]] inline bool is_uuid(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

/// The length of a text as the server counts it, in units of UTF-16.
[[nodiscard]] inline std::size_t utf16_length(std::string_view text) noexcept {
  std::size_t units = 0;
  while (!text.empty()) {
    const auto piece = first_utf8_piece(text);
    units += piece.size == 4 ? 2 : 1;
    text.remove_prefix(piece.size);
  }
  return units;
}

inline void check_length(std::string_view text, const std::string& name, std::size_t most = 10'000) {
  if (const auto length = utf16_length(text); length > most) {
    throw refused_request(name + " has " + std::to_string(length) + " characters, but at most " +
                          std::to_string(most) + " are taken");
  }
}

/// Why no server can scrape this URL; empty if one can. A URL without a scheme gets "http://".
[[nodiscard]] inline std::string url_fault(std::string_view text) {
  const auto url = trimmed_url(text);
  if (url.empty()) return "is empty";
  const auto scheme = scheme_of(url);
  if (scheme.empty() || same_ignoring_case(scheme, "http") || same_ignoring_case(scheme, "https")) return {};
  return "is " + excerpt(url, 200) + ", but only http and https can be scraped";
}

inline void check_url(std::string_view url, const char* name) {
  if (const auto fault = url_fault(url); !fault.empty())
    throw refused_request(std::string(name) + " " + fault);
}

inline void check_uuid(const std::optional<std::string>& id, const char* name) {
  if (id && !is_uuid(*id)) throw refused_request(std::string(name) + " is not a UUID");
}

inline void check_at_least(std::int64_t least, std::optional<std::int64_t> number, const char* name) {
  if (!number || *number >= least) return;
  throw refused_request(std::string(name) + " is " + std::to_string(*number) + ", but must be at least " +
                        std::to_string(least));
}

inline void check_is_object(const Json& value, const std::string& name) {
  if (!value.is_object() && !value.is_null()) throw refused_request(name + " are not a JSON object");
}

inline void check_range(const char* name, std::optional<std::chrono::milliseconds> value, std::int64_t least,
                        std::int64_t most = INT64_MAX) {
  if (!value || (value->count() >= least && value->count() <= most)) return;
  throw refused_request(std::string(name) + " is " + std::to_string(value->count()) + " ms, but must be " +
                        (most < INT64_MAX ? std::to_string(least) + " to " + std::to_string(most)
                                          : "at least " + std::to_string(least)) +
                        " ms");
}

/// What a number may be.
struct NumberBounds {
  int least;
  int most;
};

/// A field that counts something. @throws UsageError if it is out of its bounds.
inline void check_count(const char* name, std::int64_t value, NumberBounds bounds) {
  if (value >= bounds.least && value <= bounds.most) return;
  throw refused_request(std::string(name) + " is " + std::to_string(value) + ", but must be " +
                        std::to_string(bounds.least) + " to " + std::to_string(bounds.most));
}

/// A number among the members of an object. @throws UsageError if it is out of its bounds.
inline void check_number(const Json& object, const char* member, NumberBounds bounds,
                         const std::string& name) {
  if (!object.is_object() || !object.contains(member)) return;
  const auto& value = object[member];
  if (value.is_number() && value.get<double>() >= bounds.least && value.get<double>() <= bounds.most) return;
  throw refused_request(name + ": \"" + member + "\" is " + excerpt(value.dump(-1, ' ', true), 100) +
                        ", but must be " + std::to_string(bounds.least) + " to " +
                        std::to_string(bounds.most));
}

inline void check_viewport(const Json& viewport, const std::string& name) {
  if (!viewport.is_object() || !viewport.contains("width") || !viewport.contains("height"))
    throw refused_request(name + ": \"viewport\" needs \"width\" and \"height\"");
  check_number(viewport, "width", {1, 7680}, name + ": \"viewport\"");
  check_number(viewport, "height", {1, 4320}, name + ": \"viewport\"");
}

inline void check_sitemap(const std::optional<std::string>& value) {
  if (!value || *value == Sitemap::include || *value == Sitemap::skip || *value == Sitemap::only) return;
  throw refused_request("sitemap is \"" + excerpt(*value, 100) +
                        "\", but must be \"include\", \"skip\" or \"only\"");
}

/// Names that the server counts its users by. Any other is free to begin with "_".
[[nodiscard]] inline bool is_integration(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 18> names{
      "dify",        "zapier",    "pipedream", "raycast", "langchain", "crewai",
      "llamaindex",  "n8n",       "camelai",   "make",    "flowise",   "metagpt",
      "relevanceai", "viasocket", "cli",       "hermes",  "gstack",    "prometheus"};
  return starts_with(name, "_") || std::find(names.begin(), names.end(), name) != names.end();
}

inline void check_integration(const std::optional<std::string>& name) {
  if (!name || is_integration(*name)) return;
  throw refused_request("integration is \"" + excerpt(*name, 100) +
                        "\", but must be a name that the server knows, such as \"n8n\", or begin with \"_\"");
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
