// SPDX-License-Identifier: MIT
/// @file
/// HTTP/1.1 messages as plain structs, and the encodings that the test servers need. No sockets here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

/// Header fields in the order sent; the same name may come twice.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first field with this name, whatever its case; none if there is no such field.
std::optional<std::string> find_header(const Headers& headers, std::string_view name);

/// A request as a test server received it.
struct Request {
  std::string method;
  std::string target;  ///< as sent, such as "/v1/batch/scrape/id?skip=100"
  std::string path;    ///< target up to the "?", still percent-encoded
  std::string query;   ///< target after the "?"; empty if there is none
  Headers headers;
  std::string body;
  std::uint16_t remote_port = 0;
  std::size_t connection = 0;         ///< which of the server's connections carried it, from 0
  std::size_t nth_on_connection = 0;  ///< how many requests that connection carried before
  std::size_t nth = 0;                ///< how many requests the server received before

  /// The value of a header field; empty if there is none.
  std::string header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  /// The decoded value of the first query parameter with this name.
  std::optional<std::string> parameter(std::string_view name) const;
};

/// An answer. Content-Length and "Content-Type: application/json; charset=utf-8" are added if `headers`
/// has none.
struct Response {
  int status = 200;
  std::string body;
  Headers headers;
  bool chunked = false;  ///< send the body in chunks of 16 KiB, without Content-Length
};

/// "OK" for 200, and so on; "Unknown" for a status that is not known here.
std::string_view reason_phrase(int status);

/// `text` with every %xx decoded; what is not a hexadecimal pair stays as it is.
std::string percent_decode(std::string_view text);

/// The head of an answer, blank line included. Adds nothing to `headers`.
std::string response_head(int status, const Headers& headers);

/// A whole answer. What is missing is added as Response says.
std::string to_bytes(const Response& response);

/// `body` in chunks of at most `chunk_size` bytes, the closing chunk included.
std::string chunked(std::string_view body, std::size_t chunk_size = 16384);

/// `body` compressed for "Content-Encoding: gzip".
std::string gzip(std::string_view body);

/// `body` compressed for "Content-Encoding: deflate": with the zlib wrapper, as RFC 9110 has it.
std::string deflate(std::string_view body);

}  // namespace support
