// SPDX-License-Identifier: MIT
/// @file
/// Decodes what the server says of crawls that run, and of one that it would make of a prompt.
#pragma once

#include <chrono>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../../crawl.hpp"
#include "crawl.hpp"
#include "decode_error.hpp"
#include "members.hpp"
#include "object_answer.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// One entry of GET /v1/crawl/active. What does not fit is in its extra.
[[nodiscard]] inline CrawlInfo read_crawl(Json entry) {
  CrawlInfo crawl;
  const MemberTaker taker(entry);
  taker.take("id", crawl.id);
  taker.take("url", crawl.url);
  taker.take({"created_at", "createdAt"}, crawl.created_at);
  if (const auto options = entry.find("options"); options != entry.end()) {
    crawl.options = std::move(*options);
    entry.erase(options);
  }
  crawl.extra = std::move(entry);
  return crawl;
}

/// GET /v1/crawl/active. Entries that are not objects say nothing, and are left out.
inline std::vector<CrawlInfo> decode_crawls(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_object(response, call);
  const auto list = body.find("crawls");
  if (list == body.end() || !(list->is_array() || list->is_null())) {
    throw make_decode_error(call, {"/crawls", list == body.end() ? "is missing" : "is not an array"},
                            response);
  }
  std::vector<CrawlInfo> crawls;
  for (auto& entry : *list) {
    if (entry.is_object()) crawls.push_back(read_crawl(std::move(entry)));
  }
  return crawls;
}

/// Takes the members that fit out of an object.
template <class... Members>
void take_members(Json& object, CrawlRequest& request, const std::tuple<CrawlMember<Members>...>& members) {
  const auto take = [&](auto& field, const char* key) {
    const auto value = object.find(key);
    auto read = field;
    if (value == object.end() || !read_value(*value, read)) return;
    field = std::move(read);
    object.erase(value);
  };
  std::apply([&](const auto&... each) { (take(request.*each.member, each.key), ...); }, members);
}

/// The seconds between two pages. With 0 there is no delay.
inline void take_delay(Json& object, CrawlRequest& request) {
  const auto value = object.find("delay");
  if (value == object.end() || !value->is_number()) return;
  const auto seconds = value->get<double>();
  if (!(seconds >= 0 && seconds <= 60)) return;
  if (seconds > 0) request.delay = std::chrono::milliseconds(std::llround(std::ceil(seconds * 1000)));
  object.erase(value);
}

/// What POST /v2/crawl/params-preview answers.
inline CrawlRequest decode_preview(const HttpResponse& response, const CallFacts& call,
                                   const std::string& url) {
  auto body = decode_object(response, call);
  const auto data = body.find("data");
  if (data == body.end() || !data->is_object()) {
    throw make_decode_error(call, {"/data", data == body.end() ? "is missing" : "is not an object"},
                            response);
  }
  CrawlRequest request(url);
  // A server's own model says maxDepth, which its POST /v2/crawl refuses.
  data->erase("maxDepth");
  MemberTaker(*data).take("url", request.url);
  if (request.url.empty()) request.url = url;
  take_members(*data, request, crawl_members);
  take_members(*data, request, crawl_members_v2);
  take_delay(*data, request);
  // Instead of null a request leaves the member out.
  for (auto member = data->begin(); member != data->end();) {
    member = member->is_null() ? data->erase(member) : std::next(member);
  }
  request.extra = std::move(*data);
  return request;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
