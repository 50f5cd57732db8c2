// SPDX-License-Identifier: MIT
/// @file
/// Exchanges of libcurl that share connections.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "../../transport.hpp"
#include "../../wait_set.hpp"
#include "../base/pools.hpp"
#include "curl_exchange.hpp"
#include "curl_handles.hpp"
#include "curl_sockets.hpp"
#include "sigpipe_guard.hpp"
#include "transfer_timer.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// Exchanges that share connections. curl_multi_poll() sleeps until something comes, or until it is woken.
class CurlSession : public Session {
 public:
  CurlSession(std::shared_ptr<ObjectPool<CurlHandles>> pool,
              std::shared_ptr<const CurlTransportOptions> options)
      : pool_(std::move(pool)), options_(std::move(options)), handles_(pool_->take()), sockets_(*handles_) {}
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
    auto since =
        waiting_since_ ? *std::exchange(waiting_since_, std::nullopt) : std::chrono::steady_clock::now();
    const auto under_way = handles_->active().size();
    // The oldest first: its page is the one that is waited for. The others get what it leaves.
    const bool moved = resume(Which::oldest) || (under_way > 1 && resume(Which::all_others));
    // Before the wait, too: if there is a connection by now, another limit bounds it.
    add_time(since);
    if (moved || at_most.count() <= 0 || handles_->active().size() != under_way) return drain_wakeups();
    auto left = TransferTimer::Duration(at_most);
    for (const auto* exchange : handles_->active()) left = (std::min)(left, exchange->time_left());
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left);
    // curl 8.21 forgets in curl_multi_perform() that it was woken.
    if (woken_.exchange(false)) return;
    throw_if_bad(curl_multi_poll(handles_->multi(), nullptr, 0, static_cast<int>(wait.count()), nullptr));
    perform();
    add_time(since);
  }

  [[nodiscard]] bool takes_body_parts() const noexcept override { return true; }

  WaitSet wait_set() override {
    const SigpipeGuard guard;
    const auto now = std::chrono::steady_clock::now();
    WaitSet set;
    const auto& active = handles_->active();
    const auto at_once = [](const auto* exchange) { return exchange->is_due(); };
    set.until = now;
    if (std::any_of(active.begin(), active.end(), at_once)) return set;
    const auto seen = bytes_seen();
    const auto under_way = active.size();
    set.sockets = sockets_.list();
    collect();
    if (bytes_seen() != seen || active.size() != under_way) return set;
    if (!waiting_since_) waiting_since_ = now;
    TransferTimer::Duration left = std::chrono::minutes(10);
    for (const auto* exchange : active) left = (std::min)(left, exchange->time_left());
    long milliseconds = -1;
    throw_if_bad(curl_multi_timeout(handles_->multi(), &milliseconds));
    if (milliseconds >= 0)
      left = (std::min)(left, TransferTimer::Duration(std::chrono::milliseconds(milliseconds)));
    set.until = now + left;
    return set;
  }

  void wake() noexcept override {
    const SigpipeGuard guard;
    woken_ = true;
    curl_multi_wakeup(handles_->multi());
  }

 private:
  enum class Which { oldest, all_others };

  // From 8.20 on curl's own descriptor is among those that a loop waits for, and nothing but
  // curl_multi_poll() makes it unreadable again.
  void drain_wakeups() {
    static const bool is_needed = curl_version_info(CURLVERSION_NOW)->version_num >= 0x081400;
    if (is_needed) throw_if_bad(curl_multi_poll(handles_->multi(), nullptr, 0, 0, nullptr));
  }

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
    throw_if_bad(sockets_.perform(running));
    const bool moved = bytes_seen() != seen;
    return collect() || moved;
  }

  // Tells the exchanges that have ended. Returns whether there are any.
  bool collect() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(handles_->multi(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      void* exchange = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
      static_cast<CurlExchange*>(exchange)->finish(code);  // invalidates the message
      any = true;
    }
    return any;
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

  std::shared_ptr<ObjectPool<CurlHandles>> pool_;
  std::shared_ptr<const CurlTransportOptions> options_;
  std::unique_ptr<CurlHandles> handles_;
  CurlSockets sockets_;
  std::atomic<bool> woken_{false};
  std::optional<std::chrono::steady_clock::time_point> waiting_since_;  // in a loop that is not ours
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
