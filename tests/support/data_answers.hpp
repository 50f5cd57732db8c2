// SPDX-License-Identifier: MIT
/// @file
/// The answers of calls in which a model works: extract, agent, parse.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "api_routes.hpp"
#include "http_message.hpp"

namespace support {

/// Any thread may call it.
class DataAnswers {
 public:
  /// Whether answer() is for this call.
  static bool answers(Call call);

  /// `body` was checked; of parse there is none. `duration`: how long an extract or an agent runs.
  Response answer(const Route& route, const Request& request, const nlohmann::json& body,
                  std::chrono::milliseconds duration);

 private:
  struct Run {
    bool agent = false;
    bool cancelled = false;
    nlohmann::json request;
    std::chrono::steady_clock::time_point end;
  };

  Response start(const Route& route, const nlohmann::json& body, std::chrono::milliseconds duration);
  Response status(const Route& route);
  Response cancel(const std::string& id);

  std::mutex mutex_;  // guards all below
  std::map<std::string, Run> runs_;
};

/// POST /v2/parse: a form with a file and, if there are any, options.
Response parse_answer(const Request& request);

}  // namespace support
