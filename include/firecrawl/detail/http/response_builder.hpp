// SPDX-License-Identifier: MIT
/// @file
/// Puts an HttpResponse together from what a transfer brings, within limits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../../error.hpp"
#include "../../transport.hpp"
#include "../base/text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Called from inside curl, that is from C: nothing here throws. What went wrong is kept, and thrown by
/// whoever asks.
class ResponseBuilder {
 public:
  ResponseBuilder(std::size_t max_body, std::string recycled_buffer, std::size_t expected_body = 0)
      : max_body_(max_body), expected_body_(expected_body) {
    response_.body = std::move(recycled_buffer);
    response_.body.clear();
  }

  [[nodiscard]] const HttpResponse& response() const noexcept { return response_; }
  HttpResponse& response() noexcept { return response_; }
  [[nodiscard]] std::exception_ptr error() const noexcept { return error_; }
  /// True from the first status line to the blank line after the answer's own head.
  [[nodiscard]] bool in_head() const noexcept { return in_head_; }
  /// True once the answer's own head has begun, and not only one that another follows.
  [[nodiscard]] bool begun() const noexcept { return begun_; }
  /// Grows whenever anything arrives.
  [[nodiscard]] std::size_t bytes_seen() const noexcept { return head_bytes_ + response_.body.size(); }

  /// True once all has come that the head announced, as far as it did. Of what is compressed, the length says
  /// nothing.
  [[nodiscard]] bool complete() const noexcept {
    return length_ && !is_compressed() && response_.body.size() >= *length_;
  }
  [[nodiscard]] bool is_compressed() const noexcept {
    return response_.header("content-encoding") != nullptr;
  }

  /// A line of a head, the status line included. Returns false to stop the transfer.
  bool add_header_line(std::string_view line) noexcept {
    return guarded([&] {
      head_bytes_ += line.size();
      if (head_bytes_ > max_head) {
        throw ResponseTooLargeError("the head of the answer is larger than " + std::to_string(max_head) +
                                    " bytes");
      }
      while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
      if (starts_with(line, "HTTP/")) return begin_head(line);
      if (line.empty()) in_head_ = interim_;
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) return;
      const auto name = line.substr(0, colon);
      auto value = line.substr(colon + 1);
      while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
      if (same_ignoring_case(name, "content-length") || same_ignoring_case(name, "transfer-encoding")) {
        response_.delimited = true;
      }
      response_.headers.push_back({std::string(name), std::string(value)});
    });
  }

  /// A piece of the body, decompressed. Returns false to stop the transfer.
  bool add_body(std::string_view piece) noexcept {
    return guarded([&] {
      auto& body = response_.body;
      if (max_body_ != 0 && piece.size() > max_body_ - body.size()) {
        throw ResponseTooLargeError("the answer is larger than max_response_bytes (" +
                                    std::to_string(max_body_) + " bytes)");
      }
      if (body.empty()) reserve_body();
      body.append(piece.data(), piece.size());
    });
  }

 private:
  static constexpr std::size_t max_head = std::size_t{256} << 10;
  static constexpr std::size_t trusted_length = std::size_t{64} << 20;

  template <class Function>
  bool guarded(const Function& function) noexcept {
    try {
      function();
      return true;
    } catch (...) {
      error_ = std::current_exception();
      return false;
    }
  }

  // A new head begins: the answer's own, or one that another follows. The latter are those with 1xx, except
  // for 101 (RFC 9110, section 15.2.2).
  void begin_head(std::string_view status_line) {
    in_head_ = true;
    response_.headers.clear();
    const auto blank = status_line.find(' ');
    const auto status =
        parse_number(status_line.substr(blank == std::string_view::npos ? 0 : blank + 1).substr(0, 3));
    interim_ = status && *status / 100 == 1 && *status != 101;
    if (!interim_) begun_ = true;
    response_.status = status && !interim_ ? static_cast<int>(*status) : 0;
    // From HTTP/2 on, frames say where a body ends. 204 and 304 have no body.
    response_.delimited =
        !starts_with(status_line, "HTTP/1") || response_.status == 204 || response_.status == 304;
  }

  // If the length is known, one allocation is enough. A length that is too large costs address space, not
  // memory.
  void reserve_body() {
    const auto* length = response_.header("content-length");
    if (length != nullptr) length_ = parse_number(*length);
    const auto limit = max_body_ != 0 ? (std::min)(max_body_, trusted_length) : trusted_length;
    const auto told = static_cast<std::size_t>((std::min)(length_.value_or(0), std::uint64_t{limit}));
    const auto size =
        length_ && !is_compressed() ? told : (std::max)(told, (std::min)(expected_body_, limit));
    if (size == 0) return;
    if (response_.body.capacity() >= size) return;
    response_.body = std::string();  // reserve() alone would double the buffer, and the old is not needed
    response_.body.reserve(size + size / room_part);
  }

  // The next page of a job is about as large, and is read into the same memory: so there is room for one that
  // is a little larger. Until then it is not used.
  static constexpr std::size_t room_part = 16;

  HttpResponse response_;
  std::optional<std::uint64_t> length_;  // of the body as it is sent, if the head tells
  std::exception_ptr error_;
  std::size_t max_body_;
  std::size_t expected_body_;
  std::size_t head_bytes_ = 0;
  bool in_head_ = false;
  bool interim_ = false;
  bool begun_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
