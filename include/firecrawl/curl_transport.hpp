// SPDX-License-Identifier: MIT
/// @file
/// The transport that goes over the network: libcurl's multi interface.
///
/// What is set and why: https://curl.se/libcurl/c/libcurl-security.html. TLS is always verified, redirects
/// are never followed, only http and https are spoken, and proxies, cookies and .netrc files of the
/// environment are not used.
#pragma once

#include <memory>
#include <utility>

#include "detail/base/pools.hpp"
#include "detail/http/curl_checks.hpp"
#include "detail/http/curl_handles.hpp"
#include "detail/http/curl_session.hpp"
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
  explicit CurlTransport(CurlTransportOptions options = {})
      : options_(std::make_shared<const CurlTransportOptions>(std::move(options))),
        pool_(std::make_shared<detail::ObjectPool<detail::CurlHandles>>()) {
    detail::init_curl();
    detail::check_proxy(options_->proxy);
    detail::check_ca_file(options_->ca_file);
  }
  std::unique_ptr<Session> open() override { return std::make_unique<detail::CurlSession>(pool_, options_); }

 private:
  std::shared_ptr<const CurlTransportOptions> options_;
  std::shared_ptr<detail::ObjectPool<detail::CurlHandles>> pool_;
};

FIRECRAWL_END_NAMESPACE
