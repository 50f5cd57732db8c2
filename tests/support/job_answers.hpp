// SPDX-License-Identifier: MIT
/// @file
/// The bodies that a batch scrape server sends. Nothing here knows of sockets or locks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_message.hpp"
#include "loopback_server.hpp"

namespace support {

/// `text` as a JSON string, quotes included.
std::string quoted(const std::string& text);

/// {"success":false,"error":…}
Response error_response(int status, const std::string& error);

/// The 400 that servers give for a value they do not take; `parameter` is its name.
Response bad_request(const std::string& parameter, const std::string& message);

/// The 404 page for a method or path that the server does not have.
Response no_such_route(const Request& request);

/// What a status request asks for.
struct PageQuery {
  std::size_t skip = 0;
  std::optional<std::size_t> limit;
};

/// Reads `skip` and `limit`; none if one of them is not a number, or limit is 0.
std::optional<PageQuery> page_query(const Request& request);

/// Answers a status request for a job whose schedule, if any, was settled. `port` is the server's.
Response status_response(const Job& job, const Request& request, std::uint16_t port);

/// The same if a completed job pretends to have no documents yet.
Response late_response(const Job& job, const Request& request);

Response errors_response(const Job& job);

/// What a POST that starts a job says in its body.
struct StartBody {
  std::vector<std::string> urls;          ///< valid ones
  std::vector<std::string> invalid_urls;  ///< that the server drops
  bool lists_invalid_urls = false;        ///< whether the answer has the key invalidURLs
  std::optional<std::string> append_to_id;
};

/// Reads the body as /v1 or /v2 does. If it is refused, `refusal` is set.
StartBody parse_start(const Request& request, bool v2, std::optional<Response>& refusal);

Response started_response(const StartBody& start, const std::string& id, const std::string& url);

}  // namespace support
