/// @file
/// The models as JSON, as the API writes them, and a Document back from it. nlohmann/json finds these
/// functions by itself.
#pragma once

#include <nlohmann/json.hpp>
#include <utility>

#include "detail/json/json_replay.hpp"
#include "detail/wire/model_writer.hpp"
#include "detail/wire/page_handler.hpp"
#include "document.hpp"
#include "error.hpp"
#include "job_models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// Writes a document under the names that the API uses: `extra` and, over it, each field that has a value.
/// Where a field was taken out of a value that did not fit it (a title that is an array), that value is
/// written as it was sent, as long as the field has not been changed. A document that came from the API
/// comes back from what is written here without loss.
///
/// @code
/// for (const fc::Document& document : job.documents()) {
///   const nlohmann::json json = document;
///   std::cout << json.dump() << '\n';
///   const auto again = json.get<fc::Document>();
///   use(again.markdown);
/// }
/// @endcode
inline void to_json(nlohmann::json& json, const Document& document) { json = detail::write_model(document); }
/// Writes the counts of a job as the API does: the body of a status without "next" and "data". Times are cut
/// to milliseconds.
inline void to_json(nlohmann::json& json, const JobProgress& progress) {
  json = detail::write_model(progress);
}
/// Writes a page as the API does, documents included. nlohmann/json sorts the keys, so that "data" comes
/// early in the text.
inline void to_json(nlohmann::json& json, const JobPage& page) { json = detail::write_model(page); }

/// Reads a document as a page's entry is read: lenient in all it holds; what has no field, or does not fit
/// it, is in `extra`. null is an empty document.
/// @throws DecodeError where `json` is neither an object nor null; `document` is as before then
inline void from_json(const nlohmann::json& json, Document& document) {
  if (!json.is_object() && !json.is_null())
    throw DecodeError("a document cannot be read: it is " + detail::kind_of(json) +
                      ", where an object belongs");
  detail::PageHandler handler(detail::PageHandler::Scope::whole);
  detail::replay_in_page(json, handler);
  document = std::move(handler.body.page.data.front());
}

FIRECRAWL_END_NAMESPACE
