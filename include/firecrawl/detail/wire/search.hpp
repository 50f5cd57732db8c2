// SPDX-License-Identifier: MIT
/// @file
/// From a SearchRequest to the body of POST /v1/search or /v2/search, and from its answer to SearchResults.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../../search.hpp"
#include "../../transport.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "list_answer.hpp"
#include "list_handler.hpp"
#include "members.hpp"
#include "page_handler.hpp"
#include "request_rules.hpp"
#include "request_writer.hpp"
#include "scrape_options.hpp"
#include "search_rules.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The body, as JSON. @throws UsageError if the server would refuse the request
[[nodiscard]] inline Json encode(const SearchRequest& request, ApiVersion version) {
  check_search(request, version);
  Json body = begin_body(request.extra);
  const MemberWriter write(body);
  body["query"] = request.query;
  write.put("limit", request.limit);
  if (version == ApiVersion::v2) {
    write.put_unless_empty("sources", request.sources);
    write.put_unless_empty("categories", request.categories);
    write.put_unless_empty("includeDomains", request.include_domains);
    write.put_unless_empty("excludeDomains", request.exclude_domains);
  }
  write.put("tbs", request.tbs);
  write.put("filter", request.filter);
  write.put("lang", request.lang);
  write.put("country", request.country);
  write.put("location", request.location);
  write.put("ignoreInvalidURLs", request.ignore_invalid_urls);
  write.put("timeout", request.timeout);
  put_scrape_options(body, request.scrape, version);
  write.put("integration", request.integration);
  write.put("origin", request.origin);
  return body;
}

/// The body as text. @throws UsageError as encode(), or if a text in it is not UTF-8, or it is too large
inline std::string encode_body(const SearchRequest& request, ApiVersion version) {
  return in_call("search", [&] { return write_body(encode(request, version), "ask for less"); });
}

/// Keys of a document that have no field: they stay with the document when it is taken out of a hit.
inline constexpr std::array<std::string_view, 16> other_document_keys{
    "actions",        "agent_hints", "attributes", "audio", "blocks",  "branding",
    "changeTracking", "highlights",  "menu",       "pages", "product", "rawBase64",
    "serpResults",    "tools",       "video",      "videos"};

/// Keys of a document that have a field: what did not fit stays with the document as well.
[[nodiscard]] inline bool is_document_key(std::string_view key) noexcept {
  const auto& typed = field_keys<Document>;
  return std::find(typed.begin(), typed.end(), key) != typed.end() ||
         std::find(other_document_keys.begin(), other_document_keys.end(), key) != other_document_keys.end();
}

/// A hit out of a document that was read from it, in whose `extra` the keys of the hit are.
[[nodiscard]] inline SearchHit make_hit(Document document) {
  SearchHit hit;
  auto rest = std::exchange(document.extra, nlohmann::json::object());
  const MemberTaker members(rest);
  members.take("url", hit.url);
  members.take("title", hit.title);
  members.take({"description", "snippet"}, hit.description);
  members.take("category", hit.category);
  members.take("date", hit.date);
  members.take("imageUrl", hit.image_url);
  members.take("position", hit.position);
  members.take("imageWidth", hit.image_width);
  members.take("imageHeight", hit.image_height);
  for (auto member = rest.begin(); member != rest.end();) {
    if (is_document_key(member.key())) {
      document.extra[member.key()] = std::move(member.value());
      member = rest.erase(member);
    } else {
      ++member;
    }
  }
  hit.extra = std::move(rest);
  hit.document = std::move(document);
  return hit;
}

/// Takes the hits: each is read as a document is, as an entry of a page of its own.
class HitEntries : public PageHandler {
 public:
  std::vector<SearchHit> web;
  std::vector<SearchHit> news;
  std::vector<SearchHit> images;

  HitEntries() : PageHandler(Scope::whole) {
    start_object(1);
    PageHandler::key("data");
    start_array(1);
  }

  void begin_member(std::string_view key) {
    if (key != "data") return;
    for (auto* hits : {&web, &news, &images}) hits->clear();
  }
  bool begin_list(const ListPlace& place) {
    hits_ = nullptr;
    if (place.outer == "data") hits_ = find_source(place.inner);
    if (hits_ == nullptr) return false;
    hits_->clear();
    return true;
  }
  void end_entry() {
    // Each takes some hundred bytes, for as few as two in the answer.
    constexpr std::size_t most = 100'000;
    if (web.size() + news.size() + images.size() >= most) {
      fail({}, "is one hit more than 100000");
      return;
    }
    hits_->push_back(make_hit(std::move(body.page.data.back())));
    body.page.data.pop_back();
  }

 private:
  // v1 has one list, and so had early servers of v2.
  std::vector<SearchHit>* find_source(std::string_view name) {
    if (name.empty() || name == "web") return &web;
    if (name == "news") return &news;
    return name == "images" ? &images : nullptr;
  }

  std::vector<SearchHit>* hits_ = nullptr;
};

using HitHandler = ListHandler<HitEntries>;

/// What the answer comes to, without a view on whether it may be used.
[[nodiscard]] inline HitHandler read_hits(std::string_view body, JsonPath path = JsonPath::scanner_first,
                                          const std::function<void()>& throw_if_over = {}) {
  return read_json(body, looking_up<HitHandler>(throw_if_over), path);
}

/// The results in an answer with status 2xx that was read.
/// @throws DecodeError if it has none; ApiError if it says `"success": false`
inline SearchResults take_search(HitHandler read, const HttpResponse& response, const CallFacts& call) {
  auto body = take_list_body(read, response, call);
  auto sources = nlohmann::json::object();
  if (!is_without_value(body, "data", response, call)) {
    sources = std::move(body["data"]);
    if (!sources.is_object()) {
      throw make_decode_error(
          call, {"/data", "is " + kind_of(sources) + ", where an object or an array belongs"}, response);
    }
  }
  body.erase("success");
  body.erase("data");
  SearchResults results;
  results.web = std::move(read.entries.web);
  results.news = std::move(read.entries.news);
  results.images = std::move(read.entries.images);
  const MemberTaker members(body);
  members.take("warning", results.warning);
  members.take("id", results.id);
  members.take("creditsUsed", results.credits_used);
  if (results.credits_used.value_or(0) < 0) results.credits_used.reset();  // -1: the server does not know
  for (auto source = sources.begin(); source != sources.end(); ++source) {
    if (!source->is_null()) body[source.key()] = std::move(source.value());
  }
  results.extra = std::move(body);
  read.notes().move_to(results.warning, results.extra);
  return results;
}

/// What POST /v1/search or /v2/search answers. @throws as take_search() does
inline SearchResults decode_search(const HttpResponse& response, const CallFacts& call) {
  return take_search(read_hits(response.body, JsonPath::scanner_first, call.throw_if_over), response, call);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
