// SPDX-License-Identifier: MIT
/// @file
/// The member "webhook" of a request that starts a job.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "../../impl/webhook_models.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void check_webhook(const Webhook& webhook) {
  if (webhook.url.empty()) throw refused_request("webhook.url is empty");
  for (const auto& [name, value] : webhook.headers) {
    if (same_ignoring_case(name, "x-firecrawl-signature"))
      throw refused_request("webhook.headers has " + name + ", which only the server may set");
  }
  check_is_object(webhook.metadata, "the members of webhook.metadata");
  if (!webhook.metadata.is_object()) return;
  for (auto member = webhook.metadata.begin(); member != webhook.metadata.end(); ++member) {
    if (!member->is_string())
      throw refused_request("webhook.metadata: \"" + excerpt(member.key(), 100) +
                            "\" is not a text, and only texts are taken");
  }
}

[[nodiscard]] inline Json encode(const Webhook& webhook) {
  Json object = Json::object();
  object["url"] = webhook.url;
  const MemberWriter write(object);
  write.put_unless_empty("headers", webhook.headers);
  if (!webhook.metadata.is_null()) object["metadata"] = webhook.metadata;
  write.put_unless_empty("events", webhook.events);
  return object.size() == 1 ? Json(webhook.url) : object;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
