// SPDX-License-Identifier: MIT
/// @file
/// The models as JSON, as the API writes them, and a Document back from it.
#pragma once

#include <nlohmann/json.hpp>
#include <utility>

#include "../detail/json/json_replay.hpp"
#include "../detail/wire/model_writer.hpp"
#include "../detail/wire/page_handler.hpp"
#include "../error.hpp"
#include "models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE void to_json(nlohmann::json& json, const Document& document) {
  json = detail::write_model(document);
}
FIRECRAWL_INLINE void to_json(nlohmann::json& json, const JobProgress& progress) {
  json = detail::write_model(progress);
}
FIRECRAWL_INLINE void to_json(nlohmann::json& json, const JobPage& page) { json = detail::write_model(page); }

FIRECRAWL_INLINE void from_json(const nlohmann::json& json, Document& document) {
  if (!json.is_object() && !json.is_null())
    throw DecodeError("a document cannot be read: it is " + detail::kind_of(json) + ", not an object");
  detail::PageHandler handler(detail::PageHandler::Scope::whole);
  detail::replay_in_page(json, handler);
  document = std::move(handler.body.page.data.front());
}

FIRECRAWL_END_NAMESPACE
