// SPDX-License-Identifier: MIT
/// @file
/// Decodes what the server says of crawls that run, and of one that it would make of a prompt.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "../../crawl.hpp"
#include "crawl.hpp"
#include "decode_error.hpp"
#include "field_values.hpp"
#include "object_answer.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The value of a key, which is in the object no more then; null if it has none.
[[nodiscard]] inline Json take_member(Json& object, const char* key) {
  const auto member = object.find(key);
  if (member == object.end()) return nullptr;
  Json value = std::move(*member);
  object.erase(member);
  return value;
}

/// One entry of GET /v1/crawl/active. What does not fit stays empty.
[[nodiscard]] inline CrawlInfo read_crawl(Json entry) {
  CrawlInfo crawl;
  read_value(take_member(entry, "id"), crawl.id);
  read_value(take_member(entry, "url"), crawl.url);
  read_value(take_member(entry, "createdAt"), crawl.created_at);
  if (!crawl.created_at) read_value(take_member(entry, "created_at"), crawl.created_at);
  crawl.options = take_member(entry, "options");
  crawl.extra = std::move(entry);
  return crawl;
}

/// GET /v1/crawl/active. Entries that are not objects say nothing, and are left out.
inline std::vector<CrawlInfo> decode_crawls(const HttpResponse& response, const CallFacts& call) {
  auto body = decode_object(response, call);
  const auto list = body.find("crawls");
  if (list == body.end() || !list->is_array()) {
    throw make_decode_error(call, {"/crawls", list == body.end() ? "is missing" : "is not an array"},
                            response);
  }
  std::vector<CrawlInfo> crawls;
  for (auto& entry : *list) {
    if (entry.is_object()) crawls.push_back(read_crawl(std::move(entry)));
  }
  return crawls;
}

// Whether a value fits a member of a CrawlRequest, which has it then.
[[nodiscard]] inline bool fits(const Json& value, std::optional<bool>& member) {
  if (value.is_boolean()) member = value.get<bool>();
  return value.is_boolean();
}
[[nodiscard]] inline bool fits(const Json& value, std::optional<std::int64_t>& member) {
  member = to_integer(value);
  return member.has_value();
}
[[nodiscard]] inline bool fits(const Json& value, std::optional<std::string>& member) {
  if (value.is_string()) member = value.get<std::string>();
  return value.is_string();
}
[[nodiscard]] inline bool fits(const Json& value, std::vector<std::string>& member) {
  auto strings = to_strings(value);
  if (!value.is_array() || strings.size() != value.size()) return false;
  member = std::move(strings);
  return true;
}

/// Takes the members that fit out of an object.
template <class... Members>
void take_members(Json& object, CrawlRequest& request, const std::tuple<CrawlMember<Members>...>& members) {
  const auto take = [&](const auto& each) {
    const auto value = object.find(each.key);
    if (value != object.end() && fits(*value, request.*each.member)) object.erase(value);
  };
  std::apply([&](const auto&... each) { (take(each), ...); }, members);
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
  read_value(take_member(*data, "url"), request.url);
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
