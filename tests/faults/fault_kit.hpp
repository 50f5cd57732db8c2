/// @file
/// What the fault tests share: a client whose waits take no time, names of exceptions, a drain that goes on
/// after each of them.
#pragma once

#include <chrono>
#include <cstddef>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../support/test_clock.hpp"

namespace faults {

namespace fc = firecrawl;
using std::chrono::milliseconds;
using Numbers = std::vector<std::size_t>;

inline const std::string key = "fc-0123456789abcdef-secret";
inline const std::string id = "7e1f0a3c-5b2d-4c8e-9f10-3a4b5c6d7e8f";
inline const std::string path = "/v1/batch/scrape/" + id;

/// Options of a client whose waits between requests take no time.
inline fc::ClientOptions options_for(const std::string& base_url) {
  fc::ClientOptions options;
  options.api_key = key;
  options.base_url = base_url;
  support::clock_of(options).sleeper = [](milliseconds) {};
  support::clock_of(options).random = [] { return 0.5; };
  return options;
}

/// first, first + 1, … up to, but not including, `end`.
inline Numbers from_to(std::size_t first, std::size_t end) {
  Numbers numbers(end - first);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

/// Which document of the job this is; a number that no job has where it does not say.
inline std::size_t number_of(const fc::Document& document) {
  const auto& text = document.metadata.scrape_id;
  if (!text || text->size() != 36) return static_cast<std::size_t>(-1);
  return std::stoull(text->substr(24), nullptr, 16);
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// "DecodeError", "ServerError 503" …: the type, and the HTTP status where the type does not say it.
inline std::string name_of(const fc::Error& error) {
  const auto is = [&](const auto* type) { return dynamic_cast<decltype(type)>(&error) != nullptr; };
  if (is(static_cast<const fc::TimeLimitError*>(nullptr))) return "TimeLimitError";
  if (is(static_cast<const fc::TimeoutError*>(nullptr))) return "TimeoutError";
  if (is(static_cast<const fc::TransportError*>(nullptr))) return "TransportError";
  if (is(static_cast<const fc::DecodeError*>(nullptr))) return "DecodeError";
  if (is(static_cast<const fc::PaginationError*>(nullptr))) return "PaginationError";
  if (is(static_cast<const fc::CancelledError*>(nullptr))) return "CancelledError";
  if (is(static_cast<const fc::ResponseTooLargeError*>(nullptr))) return "ResponseTooLargeError";
  if (is(static_cast<const fc::UsageError*>(nullptr))) return "UsageError";
  if (is(static_cast<const fc::BadRequestError*>(nullptr))) return "BadRequestError";
  if (is(static_cast<const fc::AuthenticationError*>(nullptr))) return "AuthenticationError";
  if (is(static_cast<const fc::PaymentRequiredError*>(nullptr))) return "PaymentRequiredError";
  if (is(static_cast<const fc::ForbiddenError*>(nullptr))) return "ForbiddenError";
  if (is(static_cast<const fc::NotFoundError*>(nullptr))) return "NotFoundError";
  if (is(static_cast<const fc::ConflictError*>(nullptr))) return "ConflictError";
  if (is(static_cast<const fc::RateLimitError*>(nullptr))) return "RateLimitError";
  const auto* api = dynamic_cast<const fc::ApiError*>(&error);
  if (api == nullptr) return "Error";
  const char* type = is(static_cast<const fc::ServerError*>(nullptr)) ? "ServerError " : "ApiError ";
  return type + std::to_string(api->http_status());
}

/// What a range brought, and what it ended with.
struct Outcome {
  Numbers documents;
  std::string error;  ///< its name; empty where the range came to its end
  std::string what;
  int attempts = 0;  ///< of the request that failed
  std::optional<std::string> next;
};

/// Reads until the range ends, throws, or has brought `most` documents.
inline Outcome read(fc::DocumentRange& range, std::size_t most = static_cast<std::size_t>(-1)) {
  Outcome outcome;
  try {
    for (const auto& document : range) {
      outcome.documents.push_back(number_of(document));
      if (outcome.documents.size() == most) break;
    }
  } catch (const fc::Error& error) {
    outcome.error = name_of(error);
    outcome.what = error.what();
    if (const auto* api = dynamic_cast<const fc::ApiError*>(&error)) outcome.attempts = api->attempts();
    if (const auto* io = dynamic_cast<const fc::TransportError*>(&error)) outcome.attempts = io->attempts();
  }
  outcome.next = range.next();
  return outcome;
}

/// A transport that changes each request before it goes out.
class ChangingTransport : public fc::Transport {
 public:
  using Change = std::function<void(fc::HttpRequest&)>;
  ChangingTransport(std::shared_ptr<fc::Transport> inner, Change change)
      : inner_(std::move(inner)), change_(std::move(change)) {}
  std::unique_ptr<fc::Session> open() override { return std::make_unique<Changing>(inner_->open(), change_); }

 private:
  class Changing : public fc::Session {
   public:
    Changing(std::unique_ptr<fc::Session> inner, Change change)
        : inner_(std::move(inner)), change_(std::move(change)) {}
    std::unique_ptr<fc::Exchange> start(fc::HttpRequest request) override {
      change_(request);
      return inner_->start(std::move(request));
    }
    void pump(milliseconds at_most) override { inner_->pump(at_most); }
    void wake() noexcept override { inner_->wake(); }

   private:
    std::unique_ptr<fc::Session> inner_;
    Change change_;
  };
  std::shared_ptr<fc::Transport> inner_;
  Change change_;
};

}  // namespace faults
