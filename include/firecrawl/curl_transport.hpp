// SPDX-License-Identifier: MIT
/// @file
/// @ingroup transport
/// The transport that goes over the network: libcurl's multi interface.
///
/// What is set and why: https://curl.se/libcurl/c/libcurl-security.html. TLS is always verified, redirects
/// are never followed, only http and https are spoken, and proxies, cookies and .netrc files of the
/// environment are not used.
#pragma once

#include <memory>

#include "config.hpp"
#include "options.hpp"
#include "transport.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// Requests over the network with libcurl. Safe to share between threads and clients. Connections are kept
/// when a session ends, and serve the next one. Not to be used across fork(): make a transport (a Client)
/// after it.
///
/// @code
/// auto transport = std::make_shared<fc::CurlTransport>();  // two clients that share connections
/// fc::ClientOptions options;
/// options.transport = transport;
/// options.api_key = "fc-ONE-KEY";
/// fc::Client one{options};
/// options.api_key = "fc-ANOTHER-KEY";
/// fc::Client two{options};
/// @endcode
class CurlTransport : public Transport {
 public:
  /// A transport without connections.
  /// @throws UsageError if the proxy is not one that curl takes, or ca_file cannot be read
  /// @throws TransportError if curl cannot be initialised
  explicit CurlTransport(CurlTransportOptions options = {});
  std::unique_ptr<Session> open() override;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/curl_transport.ipp"
#endif
