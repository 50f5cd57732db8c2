// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// How a page is scraped: what every request that scrapes has. All are plain values, which may be copied to
/// and read from any thread.
#pragma once

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// A format that documents are asked for in: its name, such as "markdown", "html", "rawHtml", "links",
/// "screenshot", "screenshot@fullPage", "summary", "json" or "changeTracking" (which needs "markdown" in
/// addition); on v2 also "images" and others, and formats with options.
///
/// @code
/// fc::BatchScrapeRequest request;
/// request.scrape.formats = {"markdown", fc::Format("screenshot", {{"fullPage", true}})};  // the second: v2
/// @endcode
struct Format {
  std::string type;  ///< the name
  /// v2: members in addition to "type", such as {"fullPage": true}.
  nlohmann::json options = nlohmann::json::object();

  /// By name, so that formats can be listed: `request.scrape.formats = {"markdown", "html"}`.
  Format(const char* name);  // NOLINT(google-explicit-constructor)
  /// The same, from a std::string.
  Format(std::string name);  // NOLINT(google-explicit-constructor)
  /// v2: with options. Since v1 cannot say them, Client::start_batch_scrape() throws UsageError.
  Format(std::string name, nlohmann::json with);
};

/// Values of ScrapeOptions::proxy. Newer ones can be given as text.
struct ProxyMode {
  static constexpr const char* basic = "basic";        ///< a plain proxy
  static constexpr const char* stealth = "stealth";    ///< a proxy for pages that refuse scrapers; costs more
  static constexpr const char* enhanced = "enhanced";  ///< the newer name of stealth
  static constexpr const char* automatic = "auto";     ///< basic, and stealth if that fails
};

/// Where the pages are to be seen from.
struct Location {
  std::string country;                 ///< ISO 3166-1 alpha-2, such as "DE"
  std::vector<std::string> languages;  ///< such as "de-DE", in order of preference
};

/// What the "json" format asks a model for. Format and options need each other: v1 takes neither alone, and
/// in v2 the options become part of the format.
///
/// @code
/// fc::JsonOptions options;
/// options.prompt = "the price and the currency";
/// fc::BatchScrapeRequest request;
/// request.scrape.formats = {"json"};
/// request.scrape.json_options = options;
/// @endcode
struct JsonOptions {
  std::optional<std::string> prompt;         ///< what to look for, in words; at most 10,000 characters
  nlohmann::json schema;                     ///< a JSON schema; null: none
  std::optional<std::string> system_prompt;  ///< "systemPrompt"; v1 only
};

/// How the "changeTracking" format compares with the last scrape. v2: becomes part of the format
/// "changeTracking", which has to be asked for.
///
/// @code
/// fc::ChangeTrackingOptions options;
/// options.modes = {"git-diff"};
/// fc::BatchScrapeRequest request;
/// request.scrape.formats = {"markdown", "changeTracking"};
/// request.scrape.change_tracking_options = options;
/// @endcode
struct ChangeTrackingOptions {
  std::vector<std::string> modes;     ///< "git-diff", "json"
  nlohmann::json schema;              ///< of what the mode "json" compares; null: none
  std::optional<std::string> prompt;  ///< for the mode "json"
  std::optional<std::string> tag;     ///< keeps histories of one page apart
};

/// Something to do on a page before it is scraped. What has no function here is made with type and members.
///
/// @code
/// fc::BatchScrapeRequest request;
/// request.scrape.actions = {fc::Action::click("#more"), fc::Action::wait(std::chrono::seconds(1)),
///                    fc::Action{"pdf", {{"format", "A4"}}}};
/// @endcode
struct Action {
  std::string type;                                   ///< such as "click"
  nlohmann::json members = nlohmann::json::object();  ///< in addition to "type"

  /// Waits for so long.
  [[nodiscard]] static Action wait(std::chrono::milliseconds duration);
  /// Waits for an element that this CSS selector finds.
  [[nodiscard]] static Action wait_for(const std::string& selector);
  /// Clicks on the element.
  [[nodiscard]] static Action click(const std::string& selector);
  /// Types text into the element that has the focus: click() on it before.
  [[nodiscard]] static Action write(const std::string& text);
  /// Presses a key, such as "Enter".
  [[nodiscard]] static Action press(const std::string& key);
  /// Scrolls "up" or "down".
  [[nodiscard]] static Action scroll(const std::string& direction);
  /// Takes a screenshot, of what is to be seen or of the whole page. It is in Document::extra, "actions".
  [[nodiscard]] static Action screenshot(bool full_page = false);
  /// Takes the page's HTML as it is by now. It is in Document::extra, "actions".
  [[nodiscard]] static Action scrape();
  /// Runs JavaScript on the page. Its value is in Document::extra, "actions".
  [[nodiscard]] static Action execute_javascript(const std::string& script);
};

/// How a page is scraped. Only what is set is sent. Each field is the API's own of that name, in camelCase
/// there.
///
/// @code
/// fc::ScrapeOptions options;
/// options.formats = {"markdown", "links"};
/// options.only_main_content = true;
/// options.location = fc::Location{"DE", {"de-DE"}};
/// fc::StartedJob started = client.start_batch_scrape({urls, options});
/// @endcode
struct ScrapeOptions {
  std::vector<Format> formats;                 ///< empty: the server's choice, markdown
  std::optional<bool> only_main_content;       ///< leave out navigation, header, footer
  std::optional<bool> mobile;                  ///< see the pages as a telephone would
  std::optional<bool> skip_tls_verification;   ///< take pages whose certificates cannot be verified
  std::optional<bool> remove_base64_images;    ///< of images within a page keep the alternative text only
  std::optional<bool> block_ads;               ///< leave out advertisements and cookie banners
  std::optional<bool> fast_mode;               ///< faster, with fewer of a page's parts
  std::optional<bool> store_in_cache;          ///< whether the server may keep the pages
  std::optional<bool> parse_pdf;               ///< read PDF files, too; v2: sent as `parsers`
  std::vector<std::string> include_tags;       ///< tags or CSS selectors; nothing else is kept
  std::vector<std::string> exclude_tags;       ///< tags or CSS selectors to leave out
  std::map<std::string, std::string> headers;  ///< headers to send to the pages
  /// How long to wait before scraping a page; at most half of `timeout`, and 60 s together with what actions
  /// wait.
  std::optional<std::chrono::milliseconds> wait_for;
  std::optional<std::chrono::milliseconds> timeout;  ///< how long a page may take; at least 1 s
  std::optional<std::chrono::milliseconds> max_age;  ///< a cached page up to that old is enough
  /// v2: nothing but a cached page that is at least that old; a page that is not in the cache fails.
  std::optional<std::chrono::milliseconds> min_age;
  std::optional<std::string> proxy;  ///< the proxy that the server uses, see ProxyMode
  std::optional<Location> location;  ///< where the pages are to be seen from
  /// What to do on each page, in this order, before it is scraped; at most 50.
  std::vector<Action> actions;
  /// v2: what reads files, each "pdf" or an object such as {"type": "pdf", "maxPages": 10}. Not together with
  /// parse_pdf.
  std::vector<nlohmann::json> parsers;
  std::optional<JsonOptions> json_options;  ///< the options of the format "json"
  /// The options of the format "changeTracking".
  std::optional<ChangeTrackingOptions> change_tracking_options;
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/scrape_options.ipp"
#endif
