// SPDX-License-Identifier: MIT
/// @file
/// The exception for an answer whose body is not what the API documents.
#pragma once

#include <string>
#include <string_view>

#include "../../error.hpp"
#include "../../transport.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The exception for a problem at some place of a body.
[[nodiscard]] inline DecodeError make_decode_error(const CallFacts& call, const DecodeProblem& problem,
                                                   const HttpResponse& response) {
  const std::string_view body = response.body;
  std::string what =
      call.method + " " + call.url + ": the answer has status " + std::to_string(response.status) + ", but ";
  what +=
      problem.pointer.empty() ? std::string("its body") : excerpt(problem.pointer, shown_body, call.secret);
  what += " " + excerpt(problem.message, shown_body, call.secret);
  what += body.empty() ? "; it is empty" : "; it begins with: " + excerpt(body, shown_body, call.secret);
  return DecodeError(redact(what, call.secret),
                     {redact(problem.pointer, call.secret), redact(body, call.secret, kept_body), {}});
}

/// A parser's own message, as a part of a sentence.
[[nodiscard]] inline DecodeProblem named_problem(DecodeProblem problem) {
  if (starts_with(problem.message, "[")) problem.message = "is not JSON: " + problem.message;
  return problem;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
