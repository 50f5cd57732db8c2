// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "data_answers.hpp"
#include "documents.hpp"
#include "job_answers.hpp"
#include "made_up_site.hpp"
#include "multipart.hpp"
#include "request_check.hpp"

namespace support {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t most_file_bytes = 52'428'800;

constexpr std::array<std::string_view, 20> file_types = {
    "html", "htm",  "xhtml", "pdf",  "docx", "doc",  "docm", "odt",  "ods",  "odp",
    "rtf",  "xlsx", "xls",   "xlsm", "xlsb", "pptx", "ppt",  "pptm", "epub", "csv"};

Response refused(const char* code, const std::string& error) {
  const ordered_json body = {{"success", false}, {"code", code}, {"error", error}};
  return {400, body.dump(), {}, false};
}

bool is_known_type(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  std::string extension = name.substr(dot + 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(file_types.begin(), file_types.end(), extension) != file_types.end();
}

/// An option that makes sense for a page of the web alone; empty if there is none.
std::string unsupported_option(const json& options) {
  for (const char* name : {"actions", "location"}) {
    if (options.contains(name)) return name;
  }
  if (options.value("mobile", false)) return "mobile";
  if (options.value("waitFor", 0.0) > 0) return "waitFor";
  const std::string proxy = options.value("proxy", std::string("auto"));
  if (proxy != "auto" && proxy != "basic") return "proxy";
  for (const std::string& format : asked_formats(options)) {
    for (const char* name : {"screenshot", "branding", "changeTracking", "rawBase64"}) {
      if (format == name) return "formats";
    }
  }
  return {};
}

}  // namespace

Response parse_answer(const Request& request) {
  const FormPart* file = nullptr;
  const FormPart* given = nullptr;
  const auto parts = parse_form(request);
  if (parts) {
    for (const FormPart& part : *parts) {
      if (part.name == "file" && part.filename) file = &part;
      if (part.name == "options") given = &part;
    }
  }
  if (file == nullptr) {
    return refused("BAD_REQUEST",
                   "Missing file upload. Send multipart/form-data with a 'file' field, or JSON with an "
                   "'uploadRef'.");
  }
  if (file->content.size() > most_file_bytes) return error_response(413, "File is too large");
  if (!is_known_type(*file->filename)) return refused("UNSUPPORTED_FILE_TYPE", "Unsupported file type");
  Request as_json = request;
  as_json.body = given == nullptr ? std::string("{}") : std::string(given->content);
  std::optional<Response> refusal;
  const json options = read_body(as_json, "parse", Version::v2, refusal);
  if (refusal) return *refusal;
  const std::string wrong = unsupported_option(options);
  if (!wrong.empty()) return refused("PARSE_UNSUPPORTED_OPTIONS", "Parse does not support: " + wrong);

  ordered_json document = scraped_page({"https://files.example/upload", 0, scrape_id(700'000'000)}, options);
  if (document.contains("markdown"))
    document["markdown"] = "# " + *file->filename + "\n\n" + std::to_string(file->content.size()) + " bytes";
  document["metadata"]["title"] = *file->filename;
  document["metadata"]["contentType"] = file->content_type;
  return {200, R"({"success":true,"data":)" + document.dump() + "}", {}, false};
}

}  // namespace support
