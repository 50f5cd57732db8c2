// SPDX-License-Identifier: MIT
/// @file
/// What an answer comes to: a value, or the text of the error. Any other exception is a finding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <firecrawl/detail/call/api_error.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/transport.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "input.hpp"

namespace fuzz {

/// A part of no error.
inline const std::string key = "fc-0123456789abcdef";

template <class Value>
struct Outcome {
  std::optional<Value> value;
  std::string error;
};

/// Decodes this body of an answer with status 200.
/// @param decode gets the answer and the facts of its call
template <class Decode>
auto outcome_of(std::string_view body, const std::string& url, const Decode& decode) {
  firecrawl::HttpResponse response;
  response.status = 200;
  response.body = body;
  const firecrawl::detail::CallFacts call{"POST", url, 1, key};
  Outcome<decltype(decode(response, call))> outcome;
  try {
    outcome.value = decode(response, call);
  } catch (const firecrawl::DecodeError& error) {
    outcome.error = error.what() + error.pointer();
  } catch (const firecrawl::ApiError& error) {
    outcome.error = error.what();
  }
  return outcome;
}

/// The body of an input that begins with a number: if that says so, with so much after its end that the
/// scanner looks at 64 bytes at once.
inline std::string padded_body(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const bool is_padded = input.number(2) != 0;
  std::string body(input.rest());
  if (is_padded) body.append(160, ' ');
  return body;
}

}  // namespace fuzz
