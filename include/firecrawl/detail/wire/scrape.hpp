// SPDX-License-Identifier: MIT
/// @file
/// The body of POST /v1/scrape or /v2/scrape, and the document in its answer.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../../scrape_options.hpp"
#include "../../transport.hpp"
#include "../base/text.hpp"
#include "../call/api_error.hpp"
#include "decode_error.hpp"
#include "document_notes.hpp"
#include "page_decoder.hpp"
#include "page_fields.hpp"
#include "page_handler.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The body as text. @throws UsageError if the server would refuse the request
inline std::string encode_scrape(const std::string& url, const ScrapeOptions& options, ApiVersion version) {
  return in_call("scrape", [&] {
    check_url(url, "url");
    if (const auto at = find_control(url); at != std::string::npos)
      throw refused_request("url contains a control character (a line break?) at position " +
                            std::to_string(at));
    Json body = Json::object();
    write_scrape_options(body, options, version);
    body["url"] = url;
    return write_body(body, "ask for less");
  });
}

/// What the answer says in addition to the document goes to the document's `extra`, under its own name unless
/// the document has something of that name.
inline void take_members(Document& document, Json members) {
  for (auto member = members.begin(); member != members.end(); ++member) {
    const bool taken =
        find_field(document, member.key()).kind != Kind::other || document.extra.contains(member.key());
    const auto name = taken ? "response." + member.key() : member.key();
    if (!document.extra.contains(name)) document.extra[name] = std::move(member.value());
  }
}

/// The document of an answer that was read with PageHandler::Scope::document.
/// @throws DecodeError; ApiError if the server says `"success": false`
inline Document take_document(PageHandler read, const HttpResponse& response, const CallFacts& call) {
  throw_refusal(response, call, read);
  if (read.problem) throw make_decode_error(call, named_problem(*read.problem), response);
  auto& page = read.body.page;
  if (page.data.empty()) {
    const auto fault =
        read.wrong_data.empty() ? "is missing" : "is " + read.wrong_data + ", where a document belongs";
    throw make_decode_error(call, {"/data", fault}, response);
  }
  auto document = std::move(page.data.front());
  if (page.warning && !page.warning->empty() && page.warning != document.warning)
    append_warning(document.warning, document.extra, *page.warning);
  take_members(document, std::move(page.extra));
  return document;
}

/// The document in an answer with status 2xx, of which `decoder` may have read a part.
/// @throws as take_document() does
inline Document decode_scrape(const HttpResponse& response, const CallFacts& call,
                              PageDecoder decoder = PageDecoder(PageHandler::Scope::document)) {
  return take_document(decoder.finish(response.body), response, call);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
