// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// AgentRequest: what starts an agent.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/agent
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "impl/webhook_models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What to find out. An agent searches the web, reads pages, and answers as JSON. v2 only. Only what is set
/// is sent. Each field is the API's own of that name, in camelCase there.
///
/// @code
/// fc::ClientOptions options;
/// options.base_url = server_url;
/// options.api_version = fc::ApiVersion::v2;
/// fc::AgentRequest request;
/// request.prompt = "The harbours of the island, and their fees";
/// request.max_credits = 100;  // runs are billed by what they do
/// fc::DataJob job = fc::Client(options).start_agent(request);
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/agent
struct AgentRequest {
  std::string prompt;                            ///< what to find out; at most 10000 characters
  std::vector<std::string> urls;                 ///< where to look first
  nlohmann::json schema;                         ///< the JSON schema of the answer, an object; null: none
  std::optional<double> max_credits;             ///< what the run may cost, above 0; none: the server's limit
  std::optional<bool> strict_constrain_to_urls;  ///< look nowhere but at `urls`
  std::optional<std::string> model;              ///< such as "spark-1-pro"; none: the server's choice
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();
  /// Where the server reports to: `started`, `action`, `completed`, `failed`, `cancelled`.
  std::optional<Webhook> webhook;
};

FIRECRAWL_END_NAMESPACE
