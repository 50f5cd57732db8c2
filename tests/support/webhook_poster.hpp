// SPDX-License-Identifier: MIT
/// @file
/// Posts the events of jobs to the webhooks that their requests name, as real servers do.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "loopback_server.hpp"

namespace support {

/// Posts to http URLs of 127.0.0.1. Of each job one event comes twice, as if its first answer had been lost,
/// and the last page comes after `completed`: both are normal, since servers post events again and side by
/// side.
class WebhookPoster {
 public:
  using Look = std::function<std::optional<Job>(const std::string& id)>;

  WebhookPoster() = default;
  WebhookPoster(const WebhookPoster&) = delete;
  WebhookPoster& operator=(const WebhookPoster&) = delete;
  ~WebhookPoster();

  /// `secret`: empty: nothing is signed.
  void set_secret(std::string secret);

  /// Follows the job that `answer` started, on a thread of its own, if `request` has a webhook.
  /// @param kind "crawl" or "batch_scrape"
  void follow(const std::string& kind, const nlohmann::json& request, const Response& answer, Look look);

 private:
  struct Target {
    std::string url;
    nlohmann::json headers = nlohmann::json::object();
    nlohmann::json metadata;
    std::vector<std::string> events;
  };
  struct Event {
    std::string type;
    nlohmann::json data = nlohmann::json::array();
  };

  void run(const std::string& kind, const std::string& id, const Target& target, const Look& look);
  std::string event_text(const Event& event, const std::string& id, const Target& target);
  void post(const Target& target, const std::string& event, const std::string& body);

  std::mutex mutex_;  // guards all that follows
  std::string secret_;
  std::size_t events_ = 0;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_{false};
};

}  // namespace support
