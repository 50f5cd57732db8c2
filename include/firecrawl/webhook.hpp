// SPDX-License-Identifier: MIT
/// @file
/// @ingroup webhooks
/// Webhook: the URL that the server reports to. WebhookCall: what it then posts to that URL, read by
/// parse_webhook(). Whether a call is genuine, verify_webhook() says, which is in webhook_signature.hpp.
/// @see https://docs.firecrawl.dev/webhooks/overview
#pragma once

#include <string_view>

#include "config.hpp"
#include "impl/webhook_models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// Reads the body of a webhook call. Types that this version does not know are read, too. It says nothing of
/// who sent the body: check that first, with verify_webhook() of webhook_signature.hpp.
///
/// @code
/// const std::string body = R"({"success":true,"type":"crawl.completed","id":"7e1f","data":[]})";
/// const fc::WebhookCall call = fc::parse_webhook(body);
/// if (call.type == "crawl.completed") use(client.crawl_job(call.id));
/// @endcode
/// @param body the body of the request, all of it
/// @throws DecodeError if the body is not a JSON object, or contains more than a million values
/// @see https://docs.firecrawl.dev/webhooks/events
[[nodiscard]] WebhookCall parse_webhook(std::string_view body);

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/webhook.ipp"
#endif
