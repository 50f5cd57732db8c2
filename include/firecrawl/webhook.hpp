// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// Webhook: the URL that the server reports to.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// Values of Webhook::events. Newer ones can be given as text.
struct WebhookEvent {
  static constexpr const char* started = "started";      ///< the job has begun
  static constexpr const char* page = "page";            ///< a document is finished
  static constexpr const char* completed = "completed";  ///< the job has ended
  static constexpr const char* failed = "failed";        ///< the job has failed
};

/// What the server reports to, so that nobody has to ask.
///
/// @code
/// fc::Webhook webhook;
/// webhook.url = "https://hook.example/firecrawl";
/// webhook.events = {fc::WebhookEvent::completed, fc::WebhookEvent::failed};
/// fc::BatchScrapeRequest request;
/// request.webhook = webhook;
/// @endcode
/// @see https://docs.firecrawl.dev/webhooks/overview
struct Webhook {
  std::string url;                             ///< the URL that the server posts to
  std::map<std::string, std::string> headers;  ///< headers that it sends along
  nlohmann::json metadata;          ///< an object of texts that comes back in each call; null: none
  std::vector<std::string> events;  ///< see WebhookEvent; empty: all
};

FIRECRAWL_END_NAMESPACE
