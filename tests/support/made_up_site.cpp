// SPDX-License-Identifier: MIT
#include "made_up_site.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "documents.hpp"

namespace support {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// The format of this name as it was asked for: its members, or none.
json format_object(const json& options, std::string_view name) {
  for (const json& format : options.value("formats", json::array())) {
    if (format.is_object() && format.value("type", "") == name) return format;
  }
  return json::object();
}

json extracted(const json& options, const std::string& format, const std::string& title) {
  const json asked = format == "json" && options.contains("jsonOptions") ? options["jsonOptions"]
                     : format == "extract" ? options.value("extract", json::object())
                                           : format_object(options, format);
  if (asked.contains("schema")) return sample_of(asked["schema"]);
  return json::object({{"title", title}});
}

json attributes_of(const json& options) {
  json found = json::array();
  for (json selector : format_object(options, "attributes").value("selectors", json::array())) {
    selector["values"] = json::array({"made up"});
    found.push_back(selector);
  }
  return found;
}

ordered_json value_of(const std::string& format, const json& options, const ordered_json& page,
                      const std::string& files) {
  const std::string title = page["metadata"]["title"].get<std::string>();
  if (format == "markdown" || format == "html" || format == "links") return page[format];
  if (format == "rawHtml") return page["html"];
  if (format == "images") return json::array({"https://site.example/logo.png"});
  if (format == "summary") return "A summary of " + title + ".";
  if (format == "json" || format == "extract" || format == "deterministicJson")
    return extracted(options, format, title);
  if (format == "screenshot" || format == "screenshot@fullPage") return files + ".png";
  if (format == "audio") return files + ".mp3";
  if (format == "video") return files + ".mp4";
  if (format == "question" || format == "query") return "It is " + title + ".";
  if (format == "highlights") return title;
  if (format == "rawBase64") return "PGgxPlBhZ2U8L2gxPg==";
  if (format == "attributes") return attributes_of(options);
  if (format == "changeTracking")
    return json({{"previousScrapeAt", nullptr}, {"changeStatus", "new"}, {"visibility", "visible"}});
  if (format == "branding") return json({{"colorScheme", "light"}, {"colors", {{"primary", "#1a2b3c"}}}});
  if (format == "product") return json({{"title", title}, {"variants", json::array()}});
  return json({{"isMenu", false}, {"sections", json::array()}});
}

// The member of a document that has the format's result.
std::string member_of(const std::string& format) {
  if (format == "screenshot@fullPage") return "screenshot";
  if (format == "deterministicJson") return "json";
  if (format == "question" || format == "query") return "answer";
  return format;
}

ordered_json results_of(const json& actions, const std::string& url, const std::string& files) {
  ordered_json results;
  std::size_t n = 0;
  for (const json& action : actions) {
    const std::string type = action["type"].get<std::string>();
    const std::string file = files + '-' + std::to_string(++n);
    if (type == "screenshot") results["screenshots"].push_back(file + ".png");
    if (type == "pdf") results["pdfs"].push_back(file + ".pdf");
    if (type == "scrape") results["scrapes"].push_back({{"url", url}, {"html", "<h1>Page</h1>"}});
    if (type == "executeJavascript")
      results["javascriptReturns"].push_back({{"type", "string"}, {"value", "made up"}});
  }
  return results;
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

std::string site_url(const std::string& start, std::size_t index) {
  if (index == 0) return start;
  const std::size_t scheme = start.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  return start.substr(0, start.find_first_of("/?#", host)) + "/page/" + std::to_string(index);
}

std::size_t page_number(const std::string& url) {
  const std::size_t digits = url.find_last_not_of("0123456789") + 1;
  std::size_t number = 0;
  if (digits > 0 && url[digits - 1] == '/')
    std::from_chars(url.data() + digits, url.data() + url.size(), number);
  return number;
}

std::vector<std::string> asked_formats(const json& options, const std::vector<std::string>& fallback) {
  if (!options.contains("formats")) return fallback;
  std::vector<std::string> names;
  for (const json& format : options["formats"]) {
    names.push_back(format.is_string() ? format.get<std::string>() : format["type"].get<std::string>());
  }
  return names;
}

json sample_of(const json& schema) {
  const json type = schema.is_object() ? schema.value("type", json()) : json();
  if (type == "string") return "made up";
  if (type == "integer") return 7;
  if (type == "number") return 7.5;
  if (type == "boolean") return true;
  if (type == "array") return json::array({sample_of(schema.value("items", json::object()))});
  json object = json::object();
  if (!schema.is_object()) return object;
  const json properties = schema.value("properties", json::object());
  for (const auto& member : properties.items()) object[member.key()] = sample_of(member.value());
  return object;
}

std::size_t price_of(const json& options) {
  std::size_t credits = 1;
  for (const std::string& format : asked_formats(options)) {
    const bool costs_more = format == "json" || format == "extract" || format == "question" ||
                            format == "query" || format == "highlights" || format == "audio" ||
                            format == "video";
    if (costs_more) credits += 4;
  }
  if (options.value("lockdown", false)) credits += 4;
  return credits;
}

ordered_json scraped_page(const SitePage& asked, const json& options) {
  const ordered_json page = ordered_json::parse(make_document(asked.number, asked.url));
  const std::string files = "https://files.example/" + asked.scrape_id;
  ordered_json document = ordered_json::object();
  for (const std::string& format : asked_formats(options)) {
    document[member_of(format)] = value_of(format, options, page, files);
  }
  if (options.contains("actions")) document["actions"] = results_of(options["actions"], asked.url, files);
  ordered_json& metadata = document["metadata"] = page["metadata"];
  metadata["scrapeId"] = asked.scrape_id;
  metadata["creditsUsed"] = price_of(options);
  if (ends_with(asked.url, "/404")) {
    metadata["statusCode"] = 404;
    metadata["error"] = "Not Found";
  }
  return document;
}

}  // namespace support
