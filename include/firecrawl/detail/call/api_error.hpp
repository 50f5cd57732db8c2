// SPDX-License-Identifier: MIT
/// @file
/// From an answer that is not a success to the exception that the user gets.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../../error.hpp"
#include "../../transport.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../json/builder.hpp"
#include "validation.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// How much of a body an exception carries, and how much of it a message repeats.
inline constexpr std::size_t kept_body = 4096;
inline constexpr std::size_t shown_body = 300;

/// What messages say of a call.
struct CallFacts {
  std::string method;
  std::string url;  ///< of the configured server: host, prefix, path and query; no user name, no password
  int attempts = 1;
  std::string secret;      ///< blanked out wherever the server repeats it
  bool names_job = false;  ///< see names_job()
  /// Called now and then while a long answer is read; what it throws ends that. May be empty.
  std::function<void()> throw_if_over{};
};

inline std::string times(int attempts) {
  return attempts == 1 ? std::string() : " after " + std::to_string(attempts) + " attempts";
}

inline const char* reason_phrase(int status) noexcept {
  switch (status) {
    case 400:
      return " Bad Request";
    case 401:
      return " Unauthorized";
    case 402:
      return " Payment Required";
    case 403:
      return " Forbidden";
    case 404:
      return " Not Found";
    case 407:
      return " Proxy Authentication Required";
    case 408:
      return " Request Timeout";
    case 409:
      return " Conflict";
    case 413:
      return " Content Too Large";
    case 429:
      return " Too Many Requests";
    case 500:
      return " Internal Server Error";
    case 502:
      return " Bad Gateway";
    case 503:
      return " Service Unavailable";
    case 504:
      return " Gateway Timeout";
    default:
      return "";
  }
}

/// True for the path of a job, or of a part of it, below base_url.
[[nodiscard]] inline bool names_job(std::string_view path) noexcept {
  constexpr std::array<std::string_view, 2> versions{"/v1", "/v2"};
  for (const auto version : versions) {
    if (starts_with(path, version)) path.remove_prefix(version.size());
  }
  constexpr std::string_view batch = "/batch/scrape/";
  constexpr std::string_view crawl = "/crawl/";
  if (starts_with(path, batch)) return true;
  if (!starts_with(path, crawl)) return false;
  path.remove_prefix(crawl.size());
  constexpr std::array<std::string_view, 3> others{"active", "ongoing", "params-preview"};
  return std::find(others.begin(), others.end(), path.substr(0, path.find('?'))) == others.end();
}

/// What the user may do about it.
/// @param body the answer as JSON; null if it is none
[[nodiscard]] inline std::string hint(const CallFacts& call, const HttpResponse& response,
                                      const nlohmann::json& body) {
  const std::string_view secret = call.secret;
  if (response.status == 404) {
    if (!body.is_object()) return "; the server does not have this call: check base_url";
    return call.names_job ? "; the id is wrong, or the job is older than 24 hours" : "";
  }
  if (response.status == 401) {
    return !secret.empty() ? "; check the API key"
                           : "; no API key was sent: set ClientOptions::api_key or FIRECRAWL_API_KEY";
  }
  if (response.status == 407) return "; the proxy wants a user name and a password in ClientOptions::proxy";
  if (response.status / 100 == 3) {
    const auto* location = response.header("location");
    return "; redirects are not followed, so that the key stays with base_url" +
           (location != nullptr ? "; the server points to " + excerpt(*location, 200, secret)
                                : std::string());
  }
  return {};
}

/// The value with `secret` blanked out in all its texts, the names of members included.
inline nlohmann::json redact_texts(const nlohmann::json& value, std::string_view secret) {
  if (value.is_string()) return redact(value.get_ref<const std::string&>(), secret);
  if (!value.is_structured()) return value;
  auto blanked = value.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  for (auto it = value.begin(); it != value.end(); ++it) {
    if (value.is_array()) {
      add_element(blanked, redact_texts(*it, secret));
    } else {
      blanked[redact(it.key(), secret)] = redact_texts(*it, secret);
    }
  }
  return blanked;
}

/// The exception for an answer with an error status, or one that says `"success": false`.
inline std::exception_ptr make_api_error(const CallFacts& call, const HttpResponse& response,
                                         const nlohmann::json& body,
                                         std::optional<std::chrono::milliseconds> retry_after) {
  ApiFailure failure;
  failure.http_status = response.status;
  failure.attempts = call.attempts;
  failure.retry_after = retry_after;
  failure.body = redact(response.body, call.secret, kept_body);
  failure.code = redact(text_member(body, "code"), call.secret);
  if (body.is_object() && body.contains("details")) failure.details = body["details"];

  std::string words = text_member(body, "error");
  if (words.empty()) words = text_member(body, "message");
  if (words.empty())
    words =
        response.body.empty() ? "the answer has no body" : excerpt(response.body, shown_body, call.secret);
  words = excerpt(words, 1000, call.secret);
  if (const auto detail = first_detail(failure.details); !detail.empty()) {
    words += " (" + excerpt(detail, 1000, call.secret) + ")";
  }
  // The details are the server's and go to the user as sent, unless they repeat the key.
  if (!call.secret.empty()) failure.details = redact_texts(failure.details, call.secret);
  const int status = failure.http_status;
  const std::string what =
      redact(call.method + " " + call.url + ": " + std::to_string(status) + reason_phrase(status) +
                 times(call.attempts) + ": " + words + hint(call, response, body),
             call.secret);
  switch (status) {
    case 400:
      return std::make_exception_ptr(BadRequestError(what, std::move(failure)));
    case 401:
      return std::make_exception_ptr(AuthenticationError(what, std::move(failure)));
    case 402:
      return std::make_exception_ptr(PaymentRequiredError(what, std::move(failure)));
    case 403:
      return std::make_exception_ptr(ForbiddenError(what, std::move(failure)));
    case 404:
      return std::make_exception_ptr(NotFoundError(what, std::move(failure)));
    case 408:
      return std::make_exception_ptr(ScrapeTimeoutError(what, std::move(failure)));
    case 409:
      return std::make_exception_ptr(ConflictError(what, std::move(failure)));
    case 429:
      return std::make_exception_ptr(RateLimitError(what, std::move(failure)));
    default:
      break;
  }
  if (status >= 500 && status < 600) return std::make_exception_ptr(ServerError(what, std::move(failure)));
  return std::make_exception_ptr(ApiError(what, std::move(failure)));
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
