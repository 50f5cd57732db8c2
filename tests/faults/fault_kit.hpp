// SPDX-License-Identifier: MIT
/// @file
/// What the fault tests share in addition to the kit of all tests: names of exceptions, a drain that ends
/// with any of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <firecrawl/firecrawl.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "fault.hpp"
#include "support/kit/answers.hpp"
#include "support/kit/basics.hpp"
#include "support/kit/clock.hpp"
#include "support/kit/reading.hpp"
#include "support/kit/signal.hpp"

namespace faults {

using namespace kit;

/// "DecodeError", "ServerError 503" …: the type, and the HTTP status if the type does not say it.
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
  std::string error;  ///< its name; empty if the range came to its end
  std::string what;
  int attempts = 0;  ///< of the request that failed
  std::optional<std::string> next;
};

/// Reads until the range ends, throws, or has brought `most` documents.
inline Outcome read(fc::DocumentRange& range, std::size_t most = static_cast<std::size_t>(-1)) {
  Outcome outcome;
  try {
    for (const auto& document : each(range)) {
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

/// A transport that changes each request before it goes out, and calls `on_pump` (none: nothing) each time
/// that a session is about to move transfers or to wait.
class ChangingTransport : public fc::Transport {
 public:
  using Change = std::function<void(fc::HttpRequest&)>;
  ChangingTransport(std::shared_ptr<fc::Transport> inner, Change change,
                    std::function<void()> on_pump = nullptr)
      : inner_(std::move(inner)), change_(std::move(change)), on_pump_(std::move(on_pump)) {}
  std::unique_ptr<fc::Session> open() override {
    return std::make_unique<Changing>(inner_->open(), change_, on_pump_);
  }

 private:
  class Changing : public fc::Session {
   public:
    Changing(std::unique_ptr<fc::Session> inner, Change change, std::function<void()> on_pump)
        : inner_(std::move(inner)), change_(std::move(change)), on_pump_(std::move(on_pump)) {}
    std::unique_ptr<fc::Exchange> start(fc::HttpRequest request) override {
      change_(request);
      return inner_->start(std::move(request));
    }
    void pump(milliseconds at_most) override {
      if (on_pump_) on_pump_();
      inner_->pump(at_most);
    }
    void wake() noexcept override { inner_->wake(); }
    fc::WaitSet wait_set() override { return inner_->wait_set(); }

   private:
    std::unique_ptr<fc::Session> inner_;
    Change change_;
    std::function<void()> on_pump_;
  };
  std::shared_ptr<fc::Transport> inner_;
  Change change_;
  std::function<void()> on_pump_;
};

/// How long a server may send nothing: short only if that is the fault, since a busy machine is slow, too.
inline milliseconds patience_for(const Fault& fault) {
  return milliseconds(fault.lasting == "TimeoutError" ? 100 : 30'000);
}

/// The network, with little time until the first byte also of an answer that the server has to work for: it
/// would have minutes.
inline std::shared_ptr<fc::Transport> impatient_transport(milliseconds patience) {
  return std::make_shared<ChangingTransport>(
      std::make_shared<fc::CurlTransport>(), [patience](fc::HttpRequest& request) {
        request.first_byte_timeout = (std::min)(request.first_byte_timeout, patience);
      });
}

/// Prints how late an end was, if FIRECRAWL_TABLE is set. How late that may be depends on the machine.
inline void report_late(const std::string& what, const std::string& state,
                        std::chrono::steady_clock::duration late) {
  if (std::getenv("FIRECRAWL_TABLE") == nullptr) return;
  const auto ms = std::chrono::duration<double, std::milli>(late).count();
  std::cout << "| " << what << " | " << state << " | " << ms << " ms |\n";
}

/// What a call comes to that is cancelled from another thread as soon as the signal is set: the name of what
/// it throws, or "the end". `state` is for the table.
template <class Call>
std::string cancelled_at(Signal& busy, const std::string& state, const Call& call) {
  fc::CancellationSource source;
  std::string outcome = "the end";
  std::chrono::steady_clock::time_point felt;
  std::thread caller([&] {
    try {
      call(source.token());
    } catch (const fc::Error& error) {
      outcome = name_of(error);
    }
    felt = std::chrono::steady_clock::now();
  });
  CHECK(busy.wait());
  const auto cancelled = std::chrono::steady_clock::now();
  source.cancel();
  caller.join();
  report_late("cancel", state, felt - cancelled);
  return outcome;
}

}  // namespace faults
