// SPDX-License-Identifier: MIT
/// @file
/// Exchanges of libcurl that share connections.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "../../error.hpp"
#include "../../transport.hpp"
#include "../base/pools.hpp"
#include "curl_exchange.hpp"
#include "curl_handles.hpp"
#include "sigpipe_guard.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// Exchanges that share connections. curl_multi_poll() sleeps until something comes, or until it is woken.
class CurlSession : public Session {
 public:
  CurlSession(std::shared_ptr<ObjectPool<CurlHandles>> pool,
              std::shared_ptr<const CurlTransportOptions> options)
      : pool_(std::move(pool)), options_(std::move(options)), handles_(pool_->take()) {}
  CurlSession(const CurlSession&) = delete;
  CurlSession& operator=(const CurlSession&) = delete;
  ~CurlSession() override {
    if (!handles_->usable()) return;
    handles_->buffers().clear();
    try {
      pool_->put(std::move(handles_));
    } catch (const std::exception&) {
      handles_.reset();
    }
  }

  std::unique_ptr<Exchange> start(HttpRequest request) override {
    return std::make_unique<CurlExchange>(*handles_, std::move(request), *options_);
  }

  void pump(std::chrono::milliseconds at_most) override {
    const SigpipeGuard guard;
    for (auto* exchange : handles_->active()) exchange->add_to_multi();
    auto since = std::chrono::steady_clock::now();
    const auto under_way = handles_->active().size();
    // The oldest first: its page is the one that is waited for. The others get what it leaves.
    const bool moved = resume(Which::oldest) || (under_way > 1 && resume(Which::all_others));
    // Before the wait, too: if there is a connection by now, another limit bounds it.
    add_time(since);
    if (moved || at_most.count() <= 0 || handles_->active().size() != under_way) return;
    auto left = TransferTimer::Duration(at_most);
    for (const auto* exchange : handles_->active()) left = (std::min)(left, exchange->time_left());
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left);
    throw_if_bad(curl_multi_poll(handles_->multi(), nullptr, 0, static_cast<int>(wait.count()), nullptr));
    perform();
    add_time(since);
  }

  void wake() noexcept override {
    const SigpipeGuard guard;
    curl_multi_wakeup(handles_->multi());
  }

 private:
  enum class Which { oldest, all_others };

  // Lets transfers go on. Returns whether anything came or ended.
  bool resume(Which which) {
    using Intake = CurlExchange::Intake;
    const auto seen = bytes_seen();
    const auto& active = handles_->active();
    // What comes can wait until every request is out: a server that has none to work on is idle.
    const bool all_sent =
        std::all_of(active.begin(), active.end(), [](const auto* exchange) { return exchange->sent(); });
    for (auto* exchange : active) {
      const auto its = exchange == active.front() ? Which::oldest : Which::all_others;
      if (its != which) continue;
      exchange->resume(which == Which::oldest && all_sent ? Intake::all : Intake::one_piece);
    }
    return perform() || bytes_seen() != seen;
  }

  // Returns whether anything came or ended.
  bool perform() {
    const auto seen = bytes_seen();
    int running = 0;
    throw_if_bad(curl_multi_perform(handles_->multi(), &running));
    bool moved = bytes_seen() != seen;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(handles_->multi(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      void* exchange = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
      static_cast<CurlExchange*>(exchange)->finish(code);  // invalidates the message
      moved = true;
    }
    return moved;
  }

  // Adds the time since then to every transfer's, and moves `since` to now.
  void add_time(std::chrono::steady_clock::time_point& since) {
    const auto now = std::chrono::steady_clock::now();
    const auto active = handles_->active();  // a copy: an exchange that runs out of time leaves the list
    for (auto* exchange : active) exchange->add_time(now - since);
    since = now;
  }

  [[nodiscard]] std::size_t bytes_seen() const noexcept {
    std::size_t bytes = 0;
    for (const auto* exchange : handles_->active()) bytes += exchange->bytes_seen();
    return bytes;
  }

  static void throw_if_bad(CURLMcode code) {
    if (code == CURLM_OUT_OF_MEMORY) throw std::bad_alloc();
    if (code != CURLM_OK)
      throw TransportError(std::string("curl: ") + curl_multi_strerror(code));  // no CURLcode
  }

  std::shared_ptr<ObjectPool<CurlHandles>> pool_;
  std::shared_ptr<const CurlTransportOptions> options_;
  std::unique_ptr<CurlHandles> handles_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
