// SPDX-License-Identifier: MIT
/// @file
/// The calls that the test servers know: methods, paths and versions, as a table.
#pragma once

#include <string>
#include <string_view>

#include "request_schema.hpp"

namespace support {

enum class Call {
  none,  ///< the server has no such route
  start_batch,
  start_crawl,
  job_status,
  job_errors,
  cancel_job,
  active_crawls,
  preview_crawl,
  scrape,
  scrape_result,
  map,
  search,
  credit_usage,
  credit_history,
  token_usage,
  token_history,
  queue_status,
  concurrency,
  start_extract,
  extract_status,
  start_agent,
  agent_status,
  cancel_agent,
  parse,
};

struct Route {
  Call call = Call::none;
  Version version = Version::v1;
  const char* shape = nullptr;  ///< of the body; null: there is none
  std::string id;               ///< decoded
};

/// `path` without what is before the version, such as "/v2/crawl/active".
Route find_route(std::string_view method, std::string_view path);

}  // namespace support
