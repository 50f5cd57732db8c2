// SPDX-License-Identifier: MIT
/// @file
/// What a server says of an account, and what it makes of a prompt for a crawl.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>

#include "request_schema.hpp"

namespace support {

enum class UsageUnit { credits, tokens };

/// `credits`: used since the server was started.
nlohmann::ordered_json usage_answer(UsageUnit unit, double credits, Version version);
nlohmann::ordered_json history_answer(UsageUnit unit, double credits, bool by_api_key);
nlohmann::ordered_json queue_answer(std::size_t running_jobs);
nlohmann::ordered_json concurrency_answer(std::size_t running_jobs);

/// `body`: of POST /v2/crawl/params-preview. A number in the prompt becomes the limit, "only WORD" a path.
nlohmann::ordered_json crawl_preview(const nlohmann::json& body);

}  // namespace support
