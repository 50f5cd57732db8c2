// SPDX-License-Identifier: MIT
/// @file
/// What the requests that start a job have in common.
#pragma once

#include <nlohmann/json.hpp>

#include "request_rules.hpp"
#include "request_writer.hpp"
#include "webhook.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Adds the members that such requests share to a body.
/// @throws UsageError if the server would refuse one of them
template <class Request>
void write_start(Json& body, const Request& request) {
  check_uuid(request.idempotency_key, "idempotency_key");
  check_integration(request.integration);
  check_at_least(1, request.max_concurrency, "max_concurrency");
  const MemberWriter write(body);
  write.put("zeroDataRetention", request.zero_data_retention);
  write.put("maxConcurrency", request.max_concurrency);
  if (request.webhook) {
    check_webhook(*request.webhook);
    body["webhook"] = encode(*request.webhook);
  }
  write.put("integration", request.integration);
  write.put("origin", request.origin);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
