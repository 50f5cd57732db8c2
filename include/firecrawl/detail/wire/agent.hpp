// SPDX-License-Identifier: MIT
/// @file
/// From an AgentRequest to the body of POST /v2/agent.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "../../agent.hpp"
#include "../../options.hpp"
#include "data_request.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "webhook.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// @throws UsageError if this version of the API has no agents.
inline void check_has_agents(ApiVersion version) {
  if (version == ApiVersion::v1)
    throw refused_request("v1 has no agents; set ClientOptions::api_version to ApiVersion::v2");
}

inline void check_agent(const AgentRequest& request) {
  if (request.prompt.empty()) throw refused_request("prompt is empty");
  check_length(request.prompt, "prompt");
  check_data_urls(request.urls);
  check_data_schema(request.schema);
  if (request.max_credits && !(*request.max_credits > 0 && std::isfinite(*request.max_credits)))
    throw refused_request("max_credits is " + std::to_string(*request.max_credits) + ", but must be above 0");
  check_is_object(request.extra, "the extra members");
}

/// The body, as JSON. @throws UsageError if the server would refuse the request
[[nodiscard]] inline Json encode(const AgentRequest& request, ApiVersion version) {
  check_has_agents(version);
  check_agent(request);
  Json body = request.extra.is_null() ? Json::object() : request.extra;
  const MemberWriter write(body);
  body["prompt"] = request.prompt;
  write.put_unless_empty("urls", request.urls);
  if (!request.schema.is_null()) body["schema"] = request.schema;
  write.put("maxCredits", request.max_credits);
  write.put("strictConstrainToURLs", request.strict_constrain_to_urls);
  write.put("model", request.model);
  if (request.webhook) {
    check_webhook(*request.webhook);
    body["webhook"] = encode(*request.webhook);
  }
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
inline std::string encode_body(const AgentRequest& request, ApiVersion version) {
  return in_call("start_agent",
                 [&] { return write_body(encode(request, version), "shorten the schema or the prompt"); });
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
