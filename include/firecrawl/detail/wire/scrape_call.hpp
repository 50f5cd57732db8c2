// SPDX-License-Identifier: MIT
/// @file
/// Runs a call that is answered with one document, which is decoded while it arrives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "../../cancellation.hpp"
#include "../../impl/models.hpp"
#include "../call/call.hpp"
#include "../call/client_core.hpp"
#include "../call/driver.hpp"
#include "page_decoder.hpp"
#include "page_handler.hpp"
#include "scrape.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A call, and as much of its document as has come.
class ScrapeCall {
 public:
  ScrapeCall(Driver& driver, CallPlan plan) : driver_(driver), call_(driver, std::move(plan)) {}

  /// To its end, on this thread.
  Document run() {
    for (call_.step(); !call_.ended(); call_.step()) wait();
    call_.throw_if_failed();
    const std::string& body = call_.answer().body;
    begin_attempt();
    // So that a cancellation is felt while a document is decoded that is far larger than most.
    for (; body.size() - read_ > piece; driver_.throw_if_over()) read(body, read_ + piece);
    return decode_scrape(call_.answer(), call_.facts(), std::move(decoder_));
  }

 private:
  // Waits until something happens. While the connection is idle, what has come is decoded.
  void wait() {
    const auto* response = call_.response();
    const bool has_body = call_.in_flight() && response != nullptr && response->status / 100 == 2;
    if (has_body) begin_attempt();
    if (!has_body || response->body.size() == read_) return driver_.pump(call_.wake_at(), call_.in_flight());
    const auto& body = response->body;
    const auto size = body.size();
    driver_.pump_now();
    if (body.size() == size) read(body, size);
  }

  void begin_attempt() {
    if (attempt_ == call_.attempts()) return;
    attempt_ = call_.attempts();
    decoder_ = PageDecoder(PageHandler::Scope::document);
    read_ = 0;
  }

  // The capacity is what the answer's head has told, if it has.
  void read(const std::string& body, std::size_t size) {
    read_ = size;
    decoder_.read(std::string_view(body).substr(0, size), body.capacity());
  }

  static constexpr std::size_t piece = std::size_t{8} << 20;

  Driver& driver_;
  Call call_;
  PageDecoder decoder_;
  int attempt_ = 0;       // the one whose answer is read
  std::size_t read_ = 0;  // bytes of it
};

/// Runs the call on a driver of its own.
inline Document run_scrape(SharedCore core, CallPlan plan, CancellationToken cancel) {
  const std::string task = plan.method + " " + core->endpoint.url(plan.path);
  Driver driver(std::move(core), std::move(cancel), task);
  return ScrapeCall(driver, std::move(plan)).run();
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
