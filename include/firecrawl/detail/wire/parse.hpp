// SPDX-License-Identifier: MIT
/// @file
/// From a File and its options to the body of POST /v2/parse.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../../options.hpp"
#include "../../parse.hpp"
#include "../../scrape_options.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "multipart.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The content type of a file with this name; that of any bytes if the name does not tell.
[[nodiscard]] inline std::string_view content_type_of(std::string_view name) noexcept {
  using Row = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Row, 20> types{{
      {"html", "text/html"},
      {"htm", "text/html"},
      {"xhtml", "application/xhtml+xml"},
      {"pdf", "application/pdf"},
      {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {"doc", "application/msword"},
      {"docm", "application/vnd.ms-word.document.macroEnabled.12"},
      {"odt", "application/vnd.oasis.opendocument.text"},
      {"ods", "application/vnd.oasis.opendocument.spreadsheet"},
      {"odp", "application/vnd.oasis.opendocument.presentation"},
      {"rtf", "application/rtf"},
      {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"xls", "application/vnd.ms-excel"},
      {"xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"},
      {"xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"},
      {"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
      {"ppt", "application/vnd.ms-powerpoint"},
      {"pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.12"},
      {"epub", "application/epub+zip"},
      {"csv", "text/csv"},
  }};
  const auto dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    for (const auto& [extension, type] : types) {
      if (same_ignoring_case(name.substr(dot + 1), extension)) return type;
    }
  }
  return "application/octet-stream";
}

inline void check_file(const File& file) {
  constexpr std::size_t most = std::size_t{50} << 20;
  const auto refuse_control = [](std::string_view text, const std::string& name) {
    if (const auto at = find_control(text); at != std::string_view::npos)
      throw refused_request(name + " contains a control character (a line break?) at position " +
                            std::to_string(at));
  };
  if (file.name.empty())
    throw refused_request("file.name is empty, and its extension tells the kind of file");
  refuse_control(file.name, "file.name");
  if (!is_valid_utf8(file.name)) throw refused_request("file.name is not UTF-8");
  refuse_control(file.content_type, "file.content_type");
  if (file.content.size() > most)
    throw refused_request("the file is " + std::to_string(file.content.size()) +
                          " bytes long, and the server takes 50 MB (" + std::to_string(most) + " bytes)");
}

/// What a page has, and a file has not.
inline void check_parse_options(const ScrapeOptions& options) {
  const auto refuse = [](const std::string& what) {
    throw refused_request(what + ", which parse does not take");
  };
  if (!options.actions.empty()) refuse("actions is set");
  if (options.wait_for && options.wait_for->count() > 0) refuse("wait_for is set");
  if (options.location) refuse("location is set");
  if (options.mobile.value_or(false)) refuse("mobile is set");
  if (options.proxy && *options.proxy != "auto" && *options.proxy != "basic")
    refuse("proxy is \"" + excerpt(*options.proxy, 100) + "\"");
  for (const auto& format : options.formats) {
    for (const std::string_view name :
         {"screenshot", "screenshot@fullPage", "branding", "changeTracking", "rawBase64"}) {
      if (format.type == name) refuse("formats has \"" + format.type + "\"");
    }
  }
}

/// The body. It points into the file. @throws UsageError if the server would refuse the request
[[nodiscard]] inline Multipart encode_parse(const File& file, const ScrapeOptions& options,
                                            ApiVersion version) {
  return in_call("parse", [&] {
    if (version == ApiVersion::v1)
      throw refused_request("v1 does not parse files; set ClientOptions::api_version to ApiVersion::v2");
    check_file(file);
    check_parse_options(options);
    Json members = Json::object();
    write_scrape_options(members, options, version);
    const std::string_view type = file.content_type.empty() ? content_type_of(file.name) : file.content_type;
    return write_multipart({file.name, type, file.content},
                           members.empty() ? std::string() : write_body(members, "ask for less"));
  });
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
