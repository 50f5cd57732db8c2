// SPDX-License-Identifier: MIT
/// @file
/// From the bytes of a successful answer to the models, or to the exception that says what was wrong with
/// them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "../../impl/models.hpp"
#include "../../transport.hpp"
#include "../base/spare_strings.hpp"
#include "../call/api_error.hpp"
#include "../json/sax.hpp"
#include "decode_error.hpp"
#include "page_handler.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What a status body comes to, without a view on whether it may be used.
[[nodiscard]] inline PageHandler read_status_body(std::string_view body,
                                                  JsonPath path = JsonPath::scanner_first,
                                                  PageHandler::Scope scope = PageHandler::Scope::whole) {
  return read_json(
      body, [scope] { return PageHandler(scope); }, path);
}

/// What the first bytes of a status body tell.
struct PageHead {
  enum class State {
    incomplete,  ///< not enough bytes yet
    complete,    ///< all that comes before "data"
    unusable,    ///< this body does not begin with its head, or is broken: only the whole of it tells
  };
  State state = State::incomplete;
  JobPage status;  ///< without documents
};

/// What is known of the head of a body that was read so far, with that result.
[[nodiscard]] inline PageHead::State head_state(const PageHandler& handler, ScanResult result) {
  if (handler.head_complete && !handler.problem && handler.body.has_status) return PageHead::State::complete;
  if (!handler.head_complete && result == ScanResult::unfinished) return PageHead::State::incomplete;
  return PageHead::State::unusable;
}

/// Reads as much of the head as has come.
[[nodiscard]] inline PageHead read_head(std::string_view body) {
  PageHead head;
  PageHandler handler(PageHandler::Scope::head);
  const auto result = Scanner<PageHandler>(handler).read(body);
  head.state = head_state(handler, result);
  if (head.state != PageHead::State::incomplete) head.status = std::move(handler.body.page);
  return head;
}

/// Decodes a status body while it arrives: each piece is read while it is in the processor's cache, and
/// almost nothing is left to do once the last has come.
class PageDecoder {
 public:
  PageDecoder() = default;
  /// @param spare where large strings come from; may be null
  explicit PageDecoder(SpareStrings* spare) noexcept : spare_(spare) {}
  /// For bodies of this scope.
  explicit PageDecoder(PageHandler::Scope scope) noexcept : scope_(scope) {}

  /// Takes in what has come since. `body` begins with what was given before, wherever in memory. What an
  /// exception interrupts is begun again by the next call.
  /// @param expected_size how large the body is going to be, if that is known
  void read(std::string_view body, std::size_t expected_size = 0) {
    if (is_final()) return;
    auto pass = pass_ ? std::move(pass_) : std::make_unique<Pass>(scope_);
    pass->handler.spare = spare_;
    pass->handler.expected_size = (std::max)(expected_size, body.size());
    result_ = pass->scanner.read(body);
    pass_ = std::move(pass);
  }

  /// What is known of the head by now.
  [[nodiscard]] PageHead::State head_state() const {
    return pass_ ? detail::head_state(pass_->handler, result_) : PageHead::State::incomplete;
  }
  /// What has come so far. Only if head_state() is complete.
  [[nodiscard]] const JobPage& page() const { return pass_->handler.body.page; }

  /// What the whole body comes to. Once.
  PageHandler finish(std::string_view body) {
    read(body);
    if (result_ == ScanResult::complete || result_ == ScanResult::stopped) return std::move(pass_->handler);
    pass_.reset();
    return read_status_body(body, JsonPath::nlohmann_only, scope_);
  }

 private:
  struct Pass {
    explicit Pass(PageHandler::Scope scope) : handler(scope) {}
    PageHandler handler;
    Scanner<PageHandler> scanner{handler};
  };
  [[nodiscard]] bool is_final() const {
    return pass_ && (result_ == ScanResult::stopped || result_ == ScanResult::refused);
  }

  SpareStrings* spare_ = nullptr;
  PageHandler::Scope scope_ = PageHandler::Scope::whole;
  std::unique_ptr<Pass> pass_;
  ScanResult result_ = ScanResult::unfinished;
};

/// The problem with a status body that was read; none if it is a page.
[[nodiscard]] inline std::optional<DecodeProblem> find_problem(const PageHandler& read) {
  if (read.problem) return named_problem(*read.problem);
  if (!read.body.has_status) return DecodeProblem{"/status", "is missing"};
  return std::nullopt;
}

/// @throws ApiError if the server says `"success": false`.
inline void throw_refusal(const HttpResponse& response, const CallFacts& call, const PageHandler& read) {
  if (read.problem || read.body.success.value_or(true)) return;
  const auto body = parse_json(response.body);
  std::rethrow_exception(make_api_error(call, response, body.value_or(nullptr), std::nullopt));
}

/// What was read of an answer with status 2xx.
/// @throws DecodeError; ApiError if the server says `"success": false` and names no status.
[[nodiscard]] inline JobPage take_page(PageHandler read, const HttpResponse& response,
                                       const CallFacts& call) {
  if (!read.body.has_status) throw_refusal(response, call, read);
  if (const auto problem = find_problem(read)) throw make_decode_error(call, *problem, response);
  return std::move(read.body.page);
}

/// The page in an answer with status 2xx, of which `decoder` may have read a part.
/// @throws as take_page() does
[[nodiscard]] inline JobPage decode_page(const HttpResponse& response, const CallFacts& call,
                                         PageDecoder decoder = {}) {
  return take_page(decoder.finish(response.body), response, call);
}

/// The same without documents: "data" may be missing, or anything.
/// @throws as take_page() does
[[nodiscard]] inline JobPage decode_counts(const HttpResponse& response, const CallFacts& call) {
  auto read = read_json(response.body, [] { return PageHandler(PageHandler::Scope::counts); });
  return take_page(std::move(read), response, call);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
