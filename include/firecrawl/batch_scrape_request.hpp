/// @file
/// BatchScrapeRequest: what starts a job.
/// API page: https://docs.firecrawl.dev/api-reference/endpoint/batch-scrape
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "version.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// A format that documents are asked for in: its name, such as "markdown", "html", "rawHtml", "links",
/// "images", "screenshot", "screenshot@fullPage", "summary", "json" or "changeTracking"; on v2 also with
/// options.
struct Format {
  std::string type;
  nlohmann::json options =
      nlohmann::json::object();  ///< v2: members beside "type", such as {"fullPage": true}

  Format(const char* name) : type(name) {}             // NOLINT(google-explicit-constructor)
  Format(std::string name) : type(std::move(name)) {}  // NOLINT(google-explicit-constructor)
  Format(std::string name, nlohmann::json with) : type(std::move(name)), options(std::move(with)) {}
};

/// Values of BatchScrapeRequest::proxy. Newer ones can be given as text.
namespace proxy_mode {
inline constexpr const char* basic = "basic";
inline constexpr const char* stealth = "stealth";
inline constexpr const char* automatic = "auto";
}  // namespace proxy_mode

/// Values of Webhook::events. Newer ones can be given as text.
namespace webhook_event {
inline constexpr const char* started = "started";
inline constexpr const char* page = "page";
inline constexpr const char* completed = "completed";
inline constexpr const char* failed = "failed";
}  // namespace webhook_event

/// Where the pages are to be seen from.
struct Location {
  std::string country;  ///< ISO 3166-1 alpha-2, such as "DE"
  std::vector<std::string> languages;
};

/// What the "json" format asks a model for. v2: becomes part of the format.
struct JsonOptions {
  std::optional<std::string> prompt;
  nlohmann::json schema;  ///< a JSON schema; null: none
  std::optional<std::string> system_prompt;
};

/// How the "changeTracking" format compares with the last scrape. v2: becomes part of the format.
struct ChangeTrackingOptions {
  std::vector<std::string> modes;  ///< "git-diff", "json"
  nlohmann::json schema;           ///< null: none
  std::optional<std::string> prompt;
  std::optional<std::string> tag;
};

/// Where the server reports to.
struct Webhook {
  std::string url;
  std::map<std::string, std::string> headers;
  nlohmann::json metadata;          ///< an object that comes back in each call; null: none
  std::vector<std::string> events;  ///< see webhook_event; empty: all
};

/// Something to do on a page before it is scraped. What has no function here is made with type and members.
struct Action {
  std::string type;
  nlohmann::json members = nlohmann::json::object();  ///< beside "type"

  static Action wait(std::chrono::milliseconds duration) {
    return {"wait", {{"milliseconds", duration.count()}}};
  }
  static Action wait_for(const std::string& selector) { return {"wait", {{"selector", selector}}}; }
  static Action click(const std::string& selector) { return {"click", {{"selector", selector}}}; }
  static Action write(const std::string& text) { return {"write", {{"text", text}}}; }
  static Action press(const std::string& key) { return {"press", {{"key", key}}}; }
  static Action scroll(const std::string& direction) { return {"scroll", {{"direction", direction}}}; }
  static Action screenshot(bool full_page = false) { return {"screenshot", {{"fullPage", full_page}}}; }
  static Action scrape() { return {"scrape", nlohmann::json::object()}; }
  static Action execute_javascript(const std::string& script) {
    return {"executeJavascript", {{"script", script}}};
  }
};

/// The URLs of a job, and how to scrape them. Only what is set is sent: the server refuses keys that it does
/// not know.
struct BatchScrapeRequest {
  std::vector<std::string> urls;
  std::vector<Format> formats;  ///< empty: the server's choice, markdown

  std::optional<bool> only_main_content;
  std::vector<std::string> include_tags;
  std::vector<std::string> exclude_tags;
  std::map<std::string, std::string> headers;         ///< sent to the pages
  std::optional<std::chrono::milliseconds> wait_for;  ///< before scraping a page; at most 60 s
  std::optional<std::chrono::milliseconds> timeout;   ///< for a page; at least 1 s
  std::optional<bool> mobile;
  std::optional<bool> skip_tls_verification;  ///< of the pages
  std::optional<bool> remove_base64_images;
  std::optional<bool> block_ads;
  std::optional<std::string> proxy;                  ///< see proxy_mode
  std::optional<std::chrono::milliseconds> max_age;  ///< a cached page up to that old will do
  std::optional<bool> store_in_cache;
  std::optional<Location> location;
  std::vector<Action> actions;
  std::optional<JsonOptions> json_options;
  std::optional<ChangeTrackingOptions> change_tracking_options;
  std::optional<bool> parse_pdf;  ///< v2: sent as `parsers`
  std::optional<bool> zero_data_retention;
  std::optional<std::int64_t> max_concurrency;
  std::optional<bool> ignore_invalid_urls;  ///< leave them out and say which, instead of refusing all
  std::optional<std::string>
      append_to;  ///< "appendToId": the id (a UUID) of a running job to add to; v2, hosted v1
  std::optional<Webhook> webhook;
  std::optional<std::string> integration;
  std::optional<std::string> origin;
  nlohmann::json extra = nlohmann::json::object();  ///< members that have no field here, sent as they are

  /// A UUID, sent as `x-idempotency-key`. The server refuses one that it has seen (409): it does not give
  /// back the first job. Servers of your own on v1 answer any key with 500.
  std::optional<std::string> idempotency_key;

  BatchScrapeRequest() = default;
  /// The short form: these URLs, with the server's defaults.
  BatchScrapeRequest(std::initializer_list<std::string> list) : urls(list) {}
  /// The same, from URLs that are at hand.
  explicit BatchScrapeRequest(std::vector<std::string> list) : urls(std::move(list)) {}
};

FIRECRAWL_END_NAMESPACE
