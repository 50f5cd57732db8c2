// SPDX-License-Identifier: MIT
/// @file
/// nginx in front of a test server: TLS with certificates good and bad, HTTP/2, GOAWAY, stream resets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace faults {

/// Certificates made for the occasion, and an nginx that passes all requests on to a port of this machine,
/// with the protocol it was spoken to in X-Protocol and the number of the connection in X-Connection. Needs
/// the programs nginx and openssl.
class TlsFront {
 public:
  /// False if nginx or openssl is missing.
  static bool available();

  /// @throws std::runtime_error if nginx does not come up.
  explicit TlsFront(std::uint16_t backend_port);
  ~TlsFront();
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  std::string ca_file() const;  ///< vouches for all but `self_signed`

  std::string http2() const;        ///< the base URL of a server as it should be
  std::string http1() const;        ///< the same, which does not offer HTTP/2
  std::string goaway() const;       ///< HTTP/2, but a GOAWAY ends each connection after three requests
  std::string expired() const;      ///< its certificate has expired
  std::string wrong_name() const;   ///< its certificate is another host's
  std::string self_signed() const;  ///< its certificate vouches for itself

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// For tests that need a TlsFront: true, with a word about it, if nginx or openssl is missing; fails then
/// if FIRECRAWL_REQUIRE_NGINX is set.
bool nginx_is_missing();

}  // namespace faults
