// SPDX-License-Identifier: MIT
/// @file
/// When to try again, and how long to wait before.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../../options.hpp"
#include "../../transport.hpp"
#include "../base/text.hpp"
#include "../base/time.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What a request does on the server, which decides when it may be sent again.
enum class Effect {
  none,    ///< asks, or does what may be done twice
  paid,    ///< is worked for and billed, but starts nothing
  starts,  ///< starts something: a second one would be a second job
};

/// Answers after which the same request may well succeed. Of those that say that the server failed all but
/// two: 501, it has no such method, and 505, it does not support this version of HTTP. Networks in front of
/// servers have numbers of their own for it, such as 520 to 530.
constexpr bool is_transient_status(int status) noexcept {
  if (status >= 500 && status <= 599) return status != 501 && status != 505;
  return status == 408 || status == 425 || status == 429;
}

/// Whether a request may be sent again after an answer with this status.
constexpr bool may_repeat_after(int status, Effect effect) noexcept {
  switch (effect) {
    case Effect::none:
      return is_transient_status(status);
    case Effect::paid:
      return status == 429 || status == 502 || status == 503 || status == 504;
    case Effect::starts:
      return status == 429;
  }
  return false;
}

/// Failures of a transfer after which the same request may well succeed: all but those in which the program,
/// the configuration or a certificate is at fault. The numbers are CURLcodes; 0 is a transport without curl.
constexpr bool is_transient_curl_code(int code) noexcept {
  switch (code) {
    case 1:   // unsupported protocol
    case 2:   // failed to initialise
    case 3:   // malformed URL
    case 4:   // not built in
    case 27:  // out of memory
    case 43:  // bad function argument
    case 48:  // unknown option
    case 53:  // SSL engine
    case 54:  // SSL engine
    case 58:  // client certificate
    case 59:  // cipher
    case 60:  // the server's certificate could not be verified
    case 61:  // a body in an encoding that curl does not know or cannot read
    case 66:  // SSL engine
    case 77:  // ca_file cannot be read
    case 83:  // issuer check
    case 90:  // pinned key
    case 91:  // certificate status
      return false;
    default:
      return true;
  }
}

/// The wait before attempt number `next_attempt` (2 is the first retry): a random part of an exponentially
/// growing limit, so that clients that failed together do not come back together.
inline Milliseconds backoff(const RetryPolicy& policy, int next_attempt, double random) {
  const auto longest = bounded(policy.max_backoff);
  auto limit = bounded(policy.initial_backoff);
  for (int i = 2; i < next_attempt && limit < longest; ++i) limit *= 2;
  limit = (std::min)(limit, longest);
  return Milliseconds(static_cast<Milliseconds::rep>(static_cast<double>(limit.count()) * random));
}

/// Seconds as text, such as "32" or "1.5", at the beginning of `text`; capped at a year. None if there are
/// none.
inline std::optional<Milliseconds> leading_seconds(std::string_view text, std::string_view* rest = nullptr) {
  std::size_t digits = 0;
  std::int64_t seconds = 0;
  constexpr std::int64_t year = 31'536'000;
  for (; digits < text.size() && is_digit(text[digits]); ++digits) {
    seconds = (std::min)(year, seconds * 10 + (text[digits] - '0'));
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  std::int64_t milliseconds = 0;
  if (text.size() > 1 && text[0] == '.' && is_digit(text[1])) {
    text.remove_prefix(1);
    for (std::int64_t unit = 100; !text.empty() && is_digit(text[0]); unit /= 10) {
      milliseconds += unit * (text[0] - '0');
      text.remove_prefix(1);
    }
  }
  if (rest != nullptr) *rest = text;
  return Milliseconds(seconds * 1000 + milliseconds);
}

/// Retry-After, RFC 9110 section 10.2.3: seconds, or an HTTP date. With a date that has passed there is
/// nothing to wait for.
inline std::optional<Milliseconds> parse_retry_after(std::string_view value, WallTime now) {
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  std::string_view rest;
  const auto seconds = leading_seconds(value, &rest);
  if (seconds && rest.empty()) return seconds;
  const auto date = parse_http_date(value);
  if (!date) return std::nullopt;
  return (std::max)(Milliseconds(0), std::chrono::ceil<Milliseconds>(*date - now));
}

/// The wait that only an error text names, as in "please retry after 32s, resets at ...".
inline std::optional<Milliseconds> wait_in_text(std::string_view text) {
  constexpr std::string_view words = "retry after ";
  for (std::size_t i = 0; i + words.size() < text.size(); ++i) {
    if (!same_ignoring_case(text.substr(i, words.size()), words)) continue;
    std::string_view rest;
    const auto wait = leading_seconds(text.substr(i + words.size()), &rest);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    if (wait && !rest.empty() && to_lower(rest.front()) == 's') return wait;
  }
  return std::nullopt;
}

/// The seconds that a member of an object is; none if it is not a number, or below 0.
inline std::optional<Milliseconds> seconds_member(const nlohmann::json& object, const char* name) {
  if (!object.is_object()) return std::nullopt;
  const auto field = object.find(name);
  if (field == object.end() || !field->is_number()) return std::nullopt;
  const auto seconds = field->get<double>();
  if (!(seconds >= 0)) return std::nullopt;
  return Milliseconds(static_cast<Milliseconds::rep>((std::min)(seconds, 3.0e7) * 1000));
}

/// The wait that the details of an error name, in new servers.
inline std::optional<Milliseconds> wait_in_details(const nlohmann::json& body) {
  if (!body.is_object()) return std::nullopt;
  const auto details = body.find("details");
  return details == body.end() ? std::nullopt : seconds_member(*details, "retryAfterSeconds");
}

/// How long the server asked to wait: in its header, in its JSON, or in its words.
inline std::optional<Milliseconds> server_wait(const HttpResponse& response, const nlohmann::json& body,
                                               WallTime now) {
  if (const auto* header = response.header("retry-after")) {
    if (const auto wait = parse_retry_after(*header, now)) return wait;
  }
  if (!body.is_object()) return std::nullopt;
  if (const auto wait = wait_in_details(body)) return wait;
  if (const auto wait = seconds_member(body, "retry_after_seconds")) return wait;
  if (const auto field = body.find("error"); field != body.end() && field->is_string()) {
    return wait_in_text(field->get_ref<const std::string&>());
  }
  return std::nullopt;
}

/// How long a call may have no byte of its answer, if the server has to work for it.
/// @param timeout what the call asks the server to keep to, if it does
[[nodiscard]] constexpr Milliseconds work_limit(std::optional<Milliseconds> timeout) noexcept {
  if (!timeout) return std::chrono::seconds(330);
  return bounded(*timeout) + std::chrono::seconds(30);
}

/// A server that goes on with the work of a call that has timed out is asked again for so long.
inline constexpr Milliseconds longest_work = std::chrono::minutes(20);

/// The wait until the same request finds the work of a call done that has timed out; none if the server does
/// not say that it goes on with it.
inline std::optional<Milliseconds> work_wait(const HttpResponse& response, const nlohmann::json& body,
                                             WallTime now) {
  if (response.status != 408 || !body.is_object()) return std::nullopt;
  const auto details = body.find("details");
  if (details == body.end() || !details->is_object()) return std::nullopt;
  const auto state = details->find("state");
  if (state == details->end() || !state->is_string()) return std::nullopt;
  if (state->get_ref<const std::string&>() != "processing_continues") return std::nullopt;
  auto wait = wait_in_details(body);
  if (!wait) wait = server_wait(response, body, now);
  constexpr Milliseconds least = std::chrono::seconds(5);
  constexpr Milliseconds most = std::chrono::minutes(10);
  return (std::clamp)(wait.value_or(std::chrono::minutes(1)), least, most);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
