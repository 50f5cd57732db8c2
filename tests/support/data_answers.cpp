// SPDX-License-Identifier: MIT
#include "data_answers.hpp"

#include <cstdio>

#include "job_answers.hpp"
#include "made_up_site.hpp"

namespace support {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr const char* expires_at = "2030-01-02T03:04:05.000Z";

/// An answer of a call that is deprecated.
Response deprecated(ordered_json body) {
  const char* const advice =
      "/v2/extract is deprecated. Use /v2/scrape with formats including a 'json' format object.";
  body["warnings"] = json::array({advice});
  body["replacement"] = "/v2/scrape";
  return {200,
          body.dump(),
          {{"Deprecation", "true"},
           {"Link", "</v2/scrape>; rel=\"successor-version\""},
           {"Warning", std::string("299 - \"") + advice + '"'}},
          false};
}

}  // namespace

bool DataAnswers::answers(Call call) { return call >= Call::start_extract; }

Response DataAnswers::answer(const Route& route, const Request& request, const json& body,
                             std::chrono::milliseconds duration) {
  if (route.call == Call::parse) return parse_answer(request);
  if (route.call == Call::cancel_agent) return cancel(route.id);
  const bool starts = route.call == Call::start_extract || route.call == Call::start_agent;
  return starts ? start(route, body, duration) : status(route);
}

Response DataAnswers::start(const Route& route, const json& body, std::chrono::milliseconds duration) {
  const std::lock_guard lock(mutex_);
  char id[40];
  std::snprintf(id, sizeof id, "da7a45c2-0000-4000-8000-%012zx", runs_.size() + 1);
  Run& run = runs_[id];
  run.agent = route.call == Call::start_agent;
  run.request = body;
  run.end = Clock::now() + duration;
  ordered_json answer = {{"success", true}, {"id", id}};
  if (run.agent) return {200, answer.dump(), {}, false};
  answer["urlTrace"] = json::array();
  if (body.value("ignoreInvalidURLs", false)) answer["invalidURLs"] = json::array();
  return deprecated(answer);
}

Response DataAnswers::status(const Route& route) {
  const bool asks_agent = route.call == Call::agent_status;
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find(route.id);
  if (found == runs_.end() || (asks_agent && !found->second.agent))
    return error_response(404, asks_agent ? "Agent job not found" : "Extract job not found");
  const Run& run = found->second;
  // What is asked for in the words of a page that cannot be scraped fails.
  const bool broken = run.request.dump().find("/broken") != std::string::npos;
  const bool running = !run.cancelled && Clock::now() < run.end;
  const bool failed = run.cancelled || (!running && broken);
  ordered_json answer = {{"success", !failed || run.agent},
                         {"status", running  ? "processing"
                                    : failed ? "failed"
                                             : "completed"}};
  if (!run.agent && !running && !failed) answer["sources"] = json::object();
  if (!running && !failed)
    answer["data"] = sample_of(run.request.value("schema", json::object({{"type", "string"}})));
  else if (!run.agent)
    answer["data"] = json::array();
  if (failed) answer["error"] = run.cancelled ? "The agent was cancelled" : "No page could be read";
  if (run.agent) answer["model"] = run.request.value("model", "spark-1-pro");
  answer["expiresAt"] = expires_at;
  if (!running) answer["creditsUsed"] = run.agent ? 38 : 20;
  if (!running && !run.agent) answer["tokensUsed"] = 300;
  if (!asks_agent) return deprecated(answer);
  return {200, answer.dump(), {}, false};
}

Response DataAnswers::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find(id);
  if (found == runs_.end() || !found->second.agent) return error_response(404, "Agent job not found");
  Run& run = found->second;
  if (run.cancelled) return error_response(409, "Agent is already cancelled");
  if (Clock::now() >= run.end) return error_response(409, "Agent already finished");
  run.cancelled = true;
  return {200, R"({"success":true})", {}, false};
}

}  // namespace support
