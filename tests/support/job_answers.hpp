// SPDX-License-Identifier: MIT
/// @file
/// The bodies that a server sends about jobs. Nothing here knows of sockets or locks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

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

}  // namespace support
