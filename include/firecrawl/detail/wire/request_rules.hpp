/// @file
/// The server's rules for a request to start a job, as far as they are known: a request that breaks one is
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

#include "../../batch_scrape.hpp"
#include "../../error.hpp"
#include "../../scrape_options.hpp"
#include "../../webhook.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

using Json = nlohmann::json;

/// The exception for a request that breaks a rule; `why` names the field.
inline UsageError refused_request(const std::string& why) {
  return UsageError("start_batch_scrape: " + to_valid_utf8(why));
}

/// RFC 9562 text form.
inline bool is_uuid(std::string_view text) noexcept {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

/// The length of a text as the server counts it, in units of UTF-16.
inline std::size_t utf16_length(std::string_view text) noexcept {
  std::size_t units = 0;
  while (!text.empty()) {
    const auto piece = first_utf8_piece(text);
    units += piece.size == 4 ? 2 : 1;
    text.remove_prefix(piece.size);
  }
  return units;
}

inline void check_length(std::string_view text, const std::string& name) {
  constexpr std::size_t most = 10'000;
  if (const auto length = utf16_length(text); length > most) {
    throw refused_request(name + " has " + std::to_string(length) + " characters, but at most " +
                          std::to_string(most) + " are taken");
  }
}

inline void check_is_object(const Json& value, const std::string& name) {
  if (!value.is_object() && !value.is_null()) throw refused_request(name + " are no JSON object");
}

inline void check_urls(const BatchScrapeRequest& request) {
  if (request.urls.empty()) throw refused_request("no URLs");
  for (std::size_t i = 0; i < request.urls.size(); ++i) {
    const auto name = [&] { return "urls[" + std::to_string(i) + "]"; };
    const auto url = trimmed_url(request.urls[i]);
    if (url.empty()) throw refused_request(name() + " is empty");
    const auto scheme = scheme_of(url);
    if (scheme.empty() || same_ignoring_case(scheme, "http") || same_ignoring_case(scheme, "https")) continue;
    // One invalid URL makes the server refuse them all, unless it may leave it out.
    if (!request.ignore_invalid_urls.value_or(false)) {
      throw refused_request(
          name() + " is " + excerpt(url, 200) +
          ", but only http and https can be scraped; with ignore_invalid_urls it is left out");
    }
  }
}

inline void check_range(const char* name, std::optional<std::chrono::milliseconds> value, std::int64_t least,
                        std::int64_t most = INT64_MAX) {
  if (!value || (value->count() >= least && value->count() <= most)) return;
  throw refused_request(std::string(name) + " is " + std::to_string(value->count()) + " ms, but must be " +
                        (most < INT64_MAX ? std::to_string(least) + " to " + std::to_string(most)
                                          : "at least " + std::to_string(least)) +
                        " ms");
}

inline void check_times(const BatchScrapeRequest& request) {
  check_range("wait_for", request.scrape.wait_for, 0, 60'000);
  check_range("timeout", request.scrape.timeout, 1'000);
  check_range("max_age", request.scrape.max_age, 0);
  if (request.scrape.wait_for && request.scrape.timeout &&
      *request.scrape.wait_for > *request.scrape.timeout / 2) {
    throw refused_request("wait_for is " + std::to_string(request.scrape.wait_for->count()) +
                          " ms, but must be at most half of timeout, which is " +
                          std::to_string(request.scrape.timeout->count()) + " ms");
  }
}

/// How long an action waits. @throws UsageError where it is one of the known ones and lacks what it needs.
inline std::chrono::milliseconds check_action(const Action& action, const std::string& name) {
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
  if (action.type == "scroll" && has("direction") && action.members["direction"] != "up" &&
      action.members["direction"] != "down") {
    throw refused_request(name + " scrolls neither \"up\" nor \"down\"");
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

inline void check_actions(const BatchScrapeRequest& request) {
  if (request.scrape.actions.size() > 50)
    throw refused_request("actions has " + std::to_string(request.scrape.actions.size()) +
                          " actions, but at most 50 are taken");
  auto waits = request.scrape.wait_for.value_or(std::chrono::milliseconds(0));
  for (std::size_t i = 0; i < request.scrape.actions.size(); ++i)
    waits += check_action(request.scrape.actions[i], "actions[" + std::to_string(i) + "]");
  if (waits > std::chrono::seconds(60)) {
    throw refused_request(
        "wait_for and the waits of actions are " + std::to_string(waits.count()) +
        " ms together (a wait for a selector counts as 1000), but must be at most 60000 ms");
  }
}

/// Names that the server counts its users by. Any other is free to begin with "_".
inline bool is_integration(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 18> names{
      "dify",        "zapier",    "pipedream", "raycast", "langchain", "crewai",
      "llamaindex",  "n8n",       "camelai",   "make",    "flowise",   "metagpt",
      "relevanceai", "viasocket", "cli",       "hermes",  "gstack",    "prometheus"};
  return starts_with(name, "_") || std::find(names.begin(), names.end(), name) != names.end();
}

inline void check_labels(const BatchScrapeRequest& request) {
  if (request.idempotency_key && !is_uuid(*request.idempotency_key))
    throw refused_request("idempotency_key is no UUID");
  if (request.append_to && !is_uuid(*request.append_to)) throw refused_request("append_to is no UUID");
  if (request.integration && !is_integration(*request.integration)) {
    throw refused_request(
        "integration is \"" + excerpt(*request.integration, 100) +
        "\", but must be a name that the server knows, such as \"n8n\", or begin with \"_\"");
  }
  if (request.max_concurrency && *request.max_concurrency < 1) {
    throw refused_request("max_concurrency is " + std::to_string(*request.max_concurrency) +
                          ", but must be at least 1");
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

inline void check_webhook(const Webhook& webhook) {
  if (webhook.url.empty()) throw refused_request("webhook.url is empty");
  for (const auto& [name, value] : webhook.headers) {
    if (same_ignoring_case(name, "x-firecrawl-signature"))
      throw refused_request("webhook.headers has " + name + ", which only the server may set");
  }
  check_is_object(webhook.metadata, "the members of webhook.metadata");
  if (!webhook.metadata.is_object()) return;
  for (auto member = webhook.metadata.begin(); member != webhook.metadata.end(); ++member) {
    if (!member->is_string())
      throw refused_request("webhook.metadata: \"" + excerpt(member.key(), 100) +
                            "\" is no text, and only texts are taken");
  }
}

/// @throws UsageError where the server would refuse the request, or worse, take it for something else.
/// Formats and their options have rules of their own: format_rules.hpp.
inline void check_request(const BatchScrapeRequest& request) {
  check_urls(request);
  check_times(request);
  check_actions(request);
  check_labels(request);
  if (request.scrape.location) check_location(*request.scrape.location);
  if (request.webhook) check_webhook(*request.webhook);
  check_is_object(request.extra, "the extra members");
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
