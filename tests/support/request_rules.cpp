// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <regex>

#include "request_check.hpp"

namespace support {

namespace {

using nlohmann::json;

bool has(const json& object, const char* member) { return object.contains(member); }

// The names of the formats, whether texts or objects.
std::vector<std::string> format_names(const json& options) {
  std::vector<std::string> names;
  if (!has(options, "formats")) return names;
  for (const json& format : options["formats"]) {
    names.push_back(format.is_string() ? format.get<std::string>() : format.value("type", std::string()));
  }
  return names;
}

std::ptrdiff_t count_of(const json& options, const std::string& format) {
  const std::vector<std::string> names = format_names(options);
  return std::count(names.begin(), names.end(), format);
}

double waits_of(const json& options) {
  double sum = options.value("waitFor", 0.0);
  for (const json& action : options.value("actions", json::array())) {
    if (action["type"] == "wait")
      sum += has(action, "selector") ? 1000.0 : action["milliseconds"].get<double>();
  }
  return sum;
}

bool waits_oddly(const json& options) {
  for (const json& action : options.value("actions", json::array())) {
    if (action["type"] == "wait" && has(action, "selector") == has(action, "milliseconds")) return true;
  }
  return false;
}

bool asks_without(const json& options, const char* format, const char* member) {
  return (count_of(options, format) > 0) != has(options, member);
}

/// A rule over several options of how to scrape: broken() says that it is.
struct Rule {
  In in;
  const char* member;  ///< that the server names
  const char* message;
  bool (*broken)(const json& options);
};

constexpr Rule scrape_rules[] = {
    {In::both, "waitFor", "waitFor must not exceed half of timeout",
     [](const json& o) {
       return has(o, "waitFor") && has(o, "timeout") &&
              o["waitFor"].get<double>() > o["timeout"].get<double>() / 2;
     }},
    {In::both, "actions", "Either 'milliseconds' or 'selector' must be provided, but not both.", waits_oddly},
    {In::both, "actions", "Total wait time (waitFor + wait actions) cannot exceed 60 seconds",
     [](const json& o) { return !waits_oddly(o) && waits_of(o) > 60'000; }},
    {In::both, "formats", "The changeTracking format requires the markdown format to be specified as well",
     [](const json& o) { return count_of(o, "changeTracking") > 0 && count_of(o, "markdown") == 0; }},
    {In::v1, "formats", "You may only specify either screenshot or screenshot@fullPage",
     [](const json& o) { return count_of(o, "screenshot") > 0 && count_of(o, "screenshot@fullPage") > 0; }},
    {In::v2, "formats", "You may only specify one screenshot format",
     [](const json& o) { return count_of(o, "screenshot") > 1; }},
    {In::v2, "formats", "json and deterministicJson cannot be specified together",
     [](const json& o) { return count_of(o, "json") > 0 && count_of(o, "deterministicJson") > 0; }},
    {In::both, "formats", "The rawBase64 format cannot be combined with other formats",
     [](const json& o) { return count_of(o, "rawBase64") > 0 && format_names(o).size() > 1; }},
    {In::v1, "formats",
     "When 'extract' or 'json' format is specified, corresponding options must be provided, and vice versa",
     [](const json& o) {
       return asks_without(o, "json", "jsonOptions") || asks_without(o, "extract", "extract");
     }},
};

void check_scrape_rules(const json& options, Version version, const json& path, json& issues) {
  for (const Rule& rule : scrape_rules) {
    if (!is_in(rule.in, version) || !rule.broken(options)) continue;
    json here = path;
    here.push_back(rule.member);
    issues.push_back(custom_issue(here, rule.message));
  }
}

constexpr std::array<const char*, 17> integrations = {
    "dify", "zapier",  "pipedream", "raycast",     "langchain", "crewai", "llamaindex", "n8n",   "camelai",
    "make", "flowise", "metagpt",   "relevanceai", "viasocket", "cli",    "hermes",     "gstack"};

bool is_known_integration(const std::string& name) {
  return name.substr(0, 1) == "_" || name == "prometheus" ||
         std::find(integrations.begin(), integrations.end(), name) != integrations.end();
}

void check_webhook(const json& webhook, json& issues) {
  const json headers = webhook.value("headers", json::object());
  for (const auto& header : headers.items()) {
    std::string name = header.key();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (name == "x-firecrawl-signature") {
      issues.push_back(custom_issue({"webhook", "headers"}, "X-Firecrawl-Signature cannot be set"));
    }
  }
}

bool mixes(const json& list) {
  return std::any_of(list.begin(), list.end(), [](const json& entry) { return entry.is_string(); }) &&
         std::any_of(list.begin(), list.end(), [](const json& entry) { return entry.is_object(); });
}

void check_search(const json& body, json& issues) {
  const auto say = [&issues](const char* member, const char* message) {
    issues.push_back(custom_issue(json::array({member}), message));
  };
  if (has(body, "includeDomains") && has(body, "excludeDomains")) {
    say("includeDomains", "includeDomains and excludeDomains cannot both be specified");
  }
  for (const char* member : {"sources", "categories"}) {
    if (has(body, member) && mixes(body[member])) say(member, "Invalid input");
  }
}

}  // namespace

void check_rules(const json& body, std::string_view shape, Version version, json& issues) {
  const bool scrapes = shape == "scrape" || shape == "batch_scrape" || shape == "parse";
  if (scrapes) check_scrape_rules(body, version, json::array(), issues);
  if (has(body, "scrapeOptions")) {
    check_scrape_rules(body["scrapeOptions"], version, json::array({"scrapeOptions"}), issues);
  }
  if (has(body, "integration") && !is_known_integration(body["integration"].get<std::string>())) {
    issues.push_back(custom_issue(json::array({"integration"}), "Invalid integration"));
  }
  if (has(body, "webhook") && body["webhook"].is_object()) check_webhook(body["webhook"], issues);
  if (shape == "extract" && !has(body, "urls") && !has(body, "prompt"))
    issues.push_back(custom_issue(json::array(), "Either 'urls' or 'prompt' must be provided."));
  if (shape == "search") check_search(body, issues);
  if (shape == "crawl_preview" && body["url"].get<std::string>().find("://") == std::string::npos) {
    issues.push_back(custom_issue(json::array({"url"}), "URL must begin with a scheme"));
  }
}

}  // namespace support
