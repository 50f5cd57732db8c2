// SPDX-License-Identifier: MIT
/// @file
/// What GET /v2/extract/{id} and GET /v2/agent/{id} answer.
#pragma once

#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "../../impl/models.hpp"
#include "../../transport.hpp"
#include "../base/time.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A member of an object moves into its field, if it fits; null is none; all else stays in the object.
template <class Fits, class Take>
void take_member(nlohmann::json& object, const char* name, const Fits& fits, const Take& take) {
  const auto member = object.find(name);
  if (member == object.end()) return;
  const bool fitting = !member->is_null() && fits(*member);
  if (fitting) take(*member);
  if (fitting || member->is_null()) object.erase(member);
}

/// The status of an extract or an agent. A run that failed comes as `"success": false` and its status.
/// @throws ApiError if the server says `"success": false` and names no status; DecodeError if the answer is
/// no status
inline DataJobStatus decode_data_status(const HttpResponse& response, const CallFacts& call) {
  auto read = read_json(response.body, [] { return ValueHandler(); });
  if (read.problem) throw make_decode_error(call, named_problem(*read.problem), response);
  auto body = read.take();
  if (!body.is_object())
    throw make_decode_error(call, {"", "is " + kind_of(body) + ", where an object belongs"}, response);

  DataJobStatus status;
  status.status_text = text_member(body, "status");
  if (status.status_text.empty()) {
    const auto success = body.find("success");
    if (success != body.end() && *success == false)
      std::rethrow_exception(make_api_error(call, response, body, std::nullopt));
    const auto member = body.find("status");
    const bool missing = member == body.end() || member->is_null() || member->is_string();
    throw make_decode_error(
        call, {"/status", missing ? "is missing" : "is " + kind_of(*member) + ", where text belongs"},
        response);
  }
  if (status.status_text == "processing") status.status = JobStatus::scraping;
  for (const auto known :
       {JobStatus::scraping, JobStatus::completed, JobStatus::failed, JobStatus::cancelled}) {
    if (status.status_text == to_string(known)) status.status = known;
  }
  const auto is_text = [](const auto& value) { return value.is_string(); };
  take_member(
      body, "data", [](const auto&) { return true; }, [&](auto& value) { status.data = std::move(value); });
  take_member(body, "error", is_text, [&](auto& value) { status.error = value.template get<std::string>(); });
  take_member(
      body, "expiresAt",
      [&](const auto& value) {
        if (value.is_string())
          status.expires_at = parse_iso_time(value.template get_ref<const std::string&>());
        return status.expires_at.has_value();
      },
      [](auto&) {});
  take_member(
      body, "creditsUsed", [](const auto& value) { return value.is_number(); },
      [&](auto& value) {
        const auto credits = value.template get<double>();
        if (credits >= 0) status.credits_used = credits;  // -1: the server does not know
      });
  for (const auto* known : {"success", "status"}) body.erase(known);
  status.extra = std::move(body);
  return status;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
