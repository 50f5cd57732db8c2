// SPDX-License-Identifier: MIT
/// @file
/// The answers of calls that start no job: single pages, maps, searches, the account.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "api_routes.hpp"
#include "http_message.hpp"

namespace support {

/// What the answers depend on that others know.
struct ServerNow {
  std::size_t site_pages = 0;    ///< how many pages a site has that is mapped
  std::size_t running_jobs = 0;  ///< on the server
};

/// Any thread may call it.
class CallAnswers {
 public:
  /// Whether answer() is for this call.
  static bool answers(Call call);

  /// `body` was checked.
  Response answer(const Route& route, const Request& request, const nlohmann::json& body,
                  const ServerNow& now);

 private:
  Response scrape(const nlohmann::json& body);
  Response scrape_result(const std::string& id);
  Response map(const nlohmann::json& body, Version version, std::size_t site_pages);
  Response search(const nlohmann::json& body, Version version);
  nlohmann::ordered_json scraped(const std::string& url, const nlohmann::json& options);
  void charge(double credits);
  std::string new_id();

  std::mutex mutex_;  // guards all below
  double credits_used_ = 0;
  std::size_t calls_ = 0;
  std::set<std::string> in_work_;  ///< large pages that were asked for once
  std::map<std::string, std::string> results_;
  std::deque<std::string> kept_;  ///< the ids of results_, the oldest first
};

}  // namespace support
