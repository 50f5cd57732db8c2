// SPDX-License-Identifier: MIT
/// @file
/// Calls that have no type here: any method, any path, any JSON.
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
#include <utility>

#include "../../transport.hpp"
#include "../base/text.hpp"
#include "../base/time.hpp"
#include "../base/urls.hpp"
#include "../call/api_error.hpp"
#include "../call/call.hpp"
#include "../call/retry.hpp"
#include "object_answer.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// @throws UsageError if it is not one of the methods of the API
inline void check_method(std::string_view method) {
  constexpr std::array<std::string_view, 5> methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
  if (std::find(methods.begin(), methods.end(), method) == methods.end())
    throw refused_request("the method must be GET, POST, PUT, PATCH or DELETE, in capitals");
}

/// Why a path cannot be put after base_url; empty if it can. Nothing of it is repeated: a key may be in it.
[[nodiscard]] inline std::string raw_path_fault(std::string_view path) {
  if (path.empty() || path.front() != '/')
    return "does not begin with \"/\": it must be one below base_url, such as /v2/monitor, and not a URL";
  if (starts_with(path, "//")) return "begins with \"//\", as a URL of another host does";
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto c = path[i];
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
    if (is_ascii && !is_control(c) && std::string_view(" \"#\\<>^`{|}").find(c) == std::string_view::npos)
      continue;
    const std::string kind = is_control(c) ? "a control character (a line break?)"
                             : c == '#'    ? "a fragment"
                                           : "a character that has to be percent-encoded";
    return "contains " + kind + " at position " + std::to_string(i);
  }
  const auto segments = path.substr(0, path.find('?'));
  if (without_dot_segments(segments) != segments)
    return "contains a segment \".\" or \"..\", which leads elsewhere";
  return {};
}

/// How long the server may work for a call whose kind is not known: what its body asks for, if that is more
/// than usual. (Some calls count in seconds, which is less.)
[[nodiscard]] inline Milliseconds raw_work_limit(const Json& body) {
  const auto usual = work_limit(std::nullopt);
  const auto timeout = body.is_object() ? body.find("timeout") : body.end();
  if (!body.is_object() || timeout == body.end() || !timeout->is_number_integer()) return usual;
  return (std::max)(usual, work_limit(Milliseconds(timeout->get<std::int64_t>())));
}

/// What Client::request() sends. @throws UsageError if it cannot be sent
inline CallPlan plan_request(const std::string& method, const std::string& path, const Json& body) {
  return in_call("request", [&] {
    check_method(method);
    if (const auto fault = raw_path_fault(path); !fault.empty()) throw refused_request("the path " + fault);
    CallPlan plan;
    plan.method = method;
    plan.path = path;
    plan.may_be_empty = true;
    if (method == "POST" || method == "PATCH") {
      plan.effect = Effect::starts;
      plan.work_limit = raw_work_limit(body);
    }
    if (body.is_null()) return plan;
    if (method == "GET") throw refused_request("a GET has no body; what it asks for is in the path");
    if (body.is_discarded()) throw refused_request("the body is JSON that could not be read");
    plan.body = write_body(body, "send less");
    plan.headers.push_back({"Content-Type", "application/json"});
    return plan;
  });
}

/// Whether a body that is empty was not sent so: what is compressed and comes to nothing was cut, even if the
/// length says that it is whole, since a proxy may have lost it. A 204 never has one.
[[nodiscard]] inline bool is_cut_to_nothing(const HttpResponse& response) {
  const auto* encoding = response.header("content-encoding");
  return encoding != nullptr && !same_ignoring_case(*encoding, "identity") && response.status != 204;
}

/// The JSON in an answer; null if it has no body.
inline Json decode_raw(const HttpResponse& response, const CallFacts& call) {
  if (response.body.empty() && !is_cut_to_nothing(response)) return nullptr;
  return decode_value(response, call);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
