/// @file
/// What the exceptions carry.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "../error.hpp"
#include "models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

FIRECRAWL_INLINE TransportError::TransportError(const std::string& what, int curl_code, std::string curl_text,
                                                int attempts, bool request_sent)
    : Error(what),
      curl_text_(std::make_shared<const std::string>(std::move(curl_text))),
      curl_code_(curl_code),
      attempts_(attempts),
      request_sent_(request_sent) {}

struct DecodeError::Detail {
  std::string pointer;
  std::string body;
  std::optional<std::string> next;
};

FIRECRAWL_INLINE DecodeError::DecodeError(const std::string& what, std::string pointer, std::string body,
                                          std::optional<std::string> next)
    : Error(what),
      detail_(std::make_shared<const Detail>(Detail{std::move(pointer), std::move(body), std::move(next)})) {}
FIRECRAWL_INLINE const std::string& DecodeError::pointer() const noexcept { return detail_->pointer; }
FIRECRAWL_INLINE const std::string& DecodeError::body() const noexcept { return detail_->body; }
FIRECRAWL_INLINE const std::optional<std::string>& DecodeError::next() const noexcept {
  return detail_->next;
}

FIRECRAWL_INLINE ApiError::ApiError(const std::string& what, ApiErrorInfo info)
    : Error(what), info_(std::make_shared<const ApiErrorInfo>(std::move(info))) {}

FIRECRAWL_INLINE JobEndedError::JobEndedError(const std::string& what, JobProgress progress)
    : Error(what), progress_(std::make_shared<const JobProgress>(std::move(progress))) {}

FIRECRAWL_END_NAMESPACE
