// SPDX-License-Identifier: MIT
/// @file
/// @ingroup webhooks
/// Webhook and WebhookCall, without the function that reads a call: its body needs much of the library, which
/// itself includes this file. Programs include webhook.hpp.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models.hpp"

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

/// What a server posts to the URL of a Webhook: one event of one job. Servers post events side by side, so a
/// page may arrive after `completed`. An event that is not answered with 2xx within 10 s is posted again,
/// with the same `webhook_id`.
///
/// | type | success | data |
/// | --- | --- | --- |
/// | crawl.started, batch_scrape.started | true | empty |
/// | crawl.page, batch_scrape.page | true | one document |
/// | the same, of a page that failed | false | a document that has its source_url only; `error` says why |
/// | crawl.completed, batch_scrape.completed | true | empty: read the job; a cancelled job ends so, too |
/// | extract.started, extract.completed, extract.failed | | in `raw_data`: the result of the extract |
/// | agent.started, agent.action, agent.completed, agent.failed, agent.cancelled | | in `raw_data` |
/// | monitor.page, monitor.check.completed | | in `raw_data` |
///
/// @see https://docs.firecrawl.dev/webhooks/events
struct WebhookCall {
  bool success = false;  ///< whether what is reported went well; false if the body does not say
  std::string type;      ///< such as "batch_scrape.page"; newer servers may have others
  std::string id;        ///< the id of the job; of the check, if the type is "monitor.page"
  /// One for each event, and the same if the event is posted again: who keeps the ones that were seen knows a
  /// replay.
  std::string webhook_id;
  /// The documents of a type that begins with "batch_scrape." or "crawl."; of any other type empty. An entry
  /// that cannot be kept as it was sent has a `warning`, as in JobPage::data.
  std::vector<Document> data;
  /// "data" as sent, whatever the type. If it is nested deeper than 256 levels, what is deeper is null.
  nlohmann::json raw_data = nlohmann::json::array();
  std::optional<std::string> error;  ///< why it went wrong
  nlohmann::json metadata;           ///< Webhook::metadata of the request; null: none
  nlohmann::json extra =
      nlohmann::json::object();  ///< members without a field, and what did not fit its field
};

FIRECRAWL_END_NAMESPACE
