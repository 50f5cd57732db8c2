// SPDX-License-Identifier: MIT
/// @file
/// Decodes the small answers: the errors of a job, and what a start returns.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "../../transport.hpp"
#include "../call/api_error.hpp"
#include "../call/checks.hpp"
#include "decode_error.hpp"
#include "field_values.hpp"
#include "object_answer.hpp"
#include "page_decoder.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// GET /v1/batch/scrape/{id}/errors
[[nodiscard]] inline JobErrors decode_errors(const HttpResponse& response, const CallFacts& call) {
  const auto body = decode_object(response, call);
  const auto list = body.find("errors");
  if (list == body.end() || !(list->is_array() || list->is_null())) {
    throw make_decode_error(call, {"/errors", list == body.end() ? "is missing" : "is not an array"},
                            response);
  }
  JobErrors errors;
  for (const auto& entry : *list) errors.failed.push_back(read_model<FailedUrl>(entry));
  if (const auto blocked = body.find("robotsBlocked"); blocked != body.end())
    errors.robots_blocked = to_strings(*blocked);
  return errors;
}

/// What DELETE /v1/batch/scrape/{id} answers: `{"status":"cancelled"}`, or no body. Read as a page is, for
/// which no JSON value has to be made. @throws DecodeError, ApiError
inline void check_cancelled(const HttpResponse& response, const CallFacts& call) {
  if (response.body.empty()) return;
  const auto read = read_status_body(response.body);
  if (read.problem) throw make_decode_error(call, named_problem(*read.problem), response);
  throw_refusal(response, call, read);
}

/// What POST /v1/batch/scrape answers.
struct StartedBody {
  std::string id;
  std::vector<std::string> invalid_urls;
  nlohmann::json extra = nlohmann::json::object();
};

[[nodiscard]] inline StartedBody decode_started(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_object(response, call);
  StartedBody started;
  started.id = text_member(body, "id");
  if (started.id.empty()) {
    const auto id = body.find("id");
    const bool is_there = id != body.end() && !id->is_null() && !id->is_string();
    throw make_decode_error(
        call, {"/id", is_there ? "is " + kind_of(*id) + ", where a text belongs" : "is missing"}, response);
  }
  if (const auto fault = job_id_fault(started.id); !fault.empty())
    throw make_decode_error(call, {"/id", fault}, response);
  if (const auto urls = body.find("invalidURLs"); urls != body.end()) {
    // What does not fit stays in `extra` as it came.
    if (read_value(*urls, started.invalid_urls) || urls->is_null()) body.erase(urls);
  }
  for (const auto* known : {"success", "id"}) body.erase(known);
  started.extra = std::move(body);
  return started;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
