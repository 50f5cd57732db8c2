// SPDX-License-Identifier: MIT
/// @file
/// Reading what a server posts.
#pragma once

#include <string_view>

#include "../detail/wire/webhook_call.hpp"
#include "../webhook.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE WebhookCall parse_webhook(std::string_view body) { return detail::decode_webhook(body); }

FIRECRAWL_END_NAMESPACE
