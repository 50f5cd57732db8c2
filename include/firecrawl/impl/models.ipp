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

FIRECRAWL_INLINE void to_json(nlohmann::json& written, const Document& document) {
  written = detail::write_model(document);
}
FIRECRAWL_INLINE void to_json(nlohmann::json& written, const JobProgress& progress) {
  written = detail::write_model(progress);
}
FIRECRAWL_INLINE void to_json(nlohmann::json& written, const JobPage& page) {
  written = detail::write_model(page);
}

FIRECRAWL_INLINE void from_json(const nlohmann::json& written, Document& document) {
  if (!written.is_object() && !written.is_null())
    throw DecodeError("a document cannot be read: it is " + detail::kind_of(written) + ", not an object");
  detail::PageHandler handler(detail::PageHandler::Scope::whole);
  detail::replay_in_page(written, handler);
  document = std::move(handler.body.page.data.front());
}

FIRECRAWL_END_NAMESPACE
