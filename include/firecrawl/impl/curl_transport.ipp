// SPDX-License-Identifier: MIT
/// @file
/// The transport that goes over the network.
#pragma once

#include <memory>
#include <utility>

#include "../curl_transport.hpp"
#include "../detail/base/pools.hpp"
#include "../detail/http/curl_checks.hpp"
#include "../detail/http/curl_handles.hpp"
#include "../detail/http/curl_session.hpp"

FIRECRAWL_BEGIN_NAMESPACE

// What the transport and its sessions share.
struct CurlTransport::Shared {
  std::shared_ptr<const CurlTransportOptions> options;
  std::shared_ptr<detail::ObjectPool<detail::CurlHandles>> pool;
};

FIRECRAWL_INLINE CurlTransport::CurlTransport(CurlTransportOptions options)
    : shared_(
          std::make_shared<Shared>(Shared{std::make_shared<const CurlTransportOptions>(std::move(options)),
                                          std::make_shared<detail::ObjectPool<detail::CurlHandles>>()})) {
  detail::init_curl();
  detail::check_proxy(shared_->options->proxy);
  detail::check_ca_file(shared_->options->ca_file);
}

FIRECRAWL_INLINE std::unique_ptr<Session> CurlTransport::open() {
  return std::make_unique<detail::CurlSession>(shared_->pool, shared_->options);
}

FIRECRAWL_END_NAMESPACE
