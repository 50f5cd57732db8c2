// SPDX-License-Identifier: MIT
/// @file
/// What the answers with long lists have in common.
#pragma once

#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "../../transport.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "list_handler.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Whether the server says so in as many words.
[[nodiscard]] inline bool says_success(const nlohmann::json& body, bool success) {
  const auto said = body.find("success");
  return said != body.end() && said->is_boolean() && said->get<bool>() == success;
}

/// The body that was read, without its lists.
/// @throws DecodeError if it is not a JSON object; ApiError if it says `"success": false`
template <class Entries>
nlohmann::json take_list_body(ListHandler<Entries>& read, const HttpResponse& response,
                              const CallFacts& call) {
  if (read.problem) throw make_decode_error(call, named_problem(*read.problem), response);
  auto body = read.take_body();
  if (says_success(body, false)) std::rethrow_exception(make_api_error(call, response, body, std::nullopt));
  return body;
}

/// Whether a member of the body may be passed over: it was a list, which was read, or it is null, or it is
/// missing and the server says that it succeeded.
/// @throws DecodeError if it is missing from what is not an answer at all
[[nodiscard]] inline bool is_without_value(const nlohmann::json& body, const char* name,
                                           const HttpResponse& response, const CallFacts& call) {
  const auto member = body.find(name);
  if (member != body.end()) return member->is_null();
  if (says_success(body, true)) return true;
  throw make_decode_error(call, {pointer_part(name), "is missing"}, response);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
