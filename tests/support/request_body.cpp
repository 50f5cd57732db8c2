// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>

#include "job_answers.hpp"
#include "request_check.hpp"

namespace support {

namespace {

using nlohmann::json;

constexpr std::size_t most_body_bytes = 10'485'760;

bool is_ip_or_has_domain(const std::string& host) {
  if (host.front() == '[') return host.back() == ']';
  const std::size_t dot = host.rfind('.');
  if (dot == std::string::npos || host.size() - dot < 2) return false;
  const std::string last = host.substr(dot + 1);
  const bool digits = last.find_first_not_of("0123456789") == std::string::npos;
  if (digits) return host.find_first_not_of("0123456789.") == std::string::npos;
  if (last.size() < 2) return false;
  for (const char c : last) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte) == 0 && c != '-') return false;
  }
  return true;
}

Response refused_body(std::string_view shape, const json& issues) {
  nlohmann::ordered_json body = {{"success", false}};
  const bool is_search = shape == "search";
  if (!is_search) body["code"] = "BAD_REQUEST";
  body["error"] = is_search ? "Invalid request body" : "Bad Request";
  for (const json& issue : issues) {
    if (is_search || issue.at("code") != "unrecognized_keys") continue;
    body["error"] =
        "Unrecognized key in body -- please review the v2 API documentation for request body changes";
  }
  body["details"] = issues;
  return {400, body.dump(), {}, false};
}

}  // namespace

bool is_valid_url(const std::string& url) {
  std::string rest = url;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string::npos) {
    if (url.substr(0, scheme) != "http" && url.substr(0, scheme) != "https") return false;
    rest = url.substr(scheme + 3);
  }
  std::string host = rest.substr(0, rest.find_first_of("/?#"));
  host = host.substr(host.find('@') == std::string::npos ? 0 : host.find('@') + 1);
  if (host.find(']') == std::string::npos) host = host.substr(0, host.find(':'));
  if (host.empty() || host.find_first_of(" \t<>\"") != std::string::npos) return false;
  return is_ip_or_has_domain(host);
}

bool is_uuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

json custom_issue(const json& path, const std::string& message) {
  return {{"code", "custom"}, {"path", path}, {"message", message}};
}

json read_body(const Request& request, std::string_view shape, Version version,
               std::optional<Response>& refusal) {
  if (request.body.size() > most_body_bytes) {
    refusal = error_response(413, "Request body is too large");
    return {};
  }
  json body = json::parse(request.body, nullptr, false);
  if (body.is_discarded()) {
    refusal = Response{
        400,
        R"({"success":false,"code":"BAD_REQUEST_INVALID_JSON","error":"Bad request, malformed JSON"})",
        {},
        false};
    return {};
  }
  const json issues = issues_of(body, shape, version);
  if (!issues.empty()) refusal = refused_body(shape, issues);
  return body;
}

}  // namespace support
