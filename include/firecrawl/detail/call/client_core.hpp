// SPDX-License-Identifier: MIT
/// @file
/// What a client, its jobs and their ranges share: the options, the server, the transport. Immutable once
/// made.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../error.hpp"
#include "../../options.hpp"
#include "../../transport.hpp"
#include "../base/clock.hpp"
#include "../base/secrets.hpp"
#include "../base/time.hpp"
#include "api_error.hpp"
#include "checks.hpp"
#include "endpoint.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// @throws UsageError if the key is what documentation writes in the place of one.
inline void check_no_placeholder(std::string_view api_key) {
  for (const std::string_view placeholder :
       {"fc-\xE2\x80\xA6", "fc-...", "fc-YOUR-KEY", "fc-YOUR-API-KEY", "fc-YOUR_API_KEY"}) {
    if (api_key == placeholder) {
      throw UsageError("the API key is still the placeholder " + std::string(placeholder) +
                       ": put a key of your own there, from https://www.firecrawl.dev/app/api-keys");
    }
  }
}

class ClientCore {
 public:
  /// @throws UsageError if an option cannot be used.
  explicit ClientCore(ClientOptions options_given)
      : options(std::move(options_given)), endpoint(options.base_url, options.api_version) {
    check_header_value(options.api_key, "the API key");
    check_no_placeholder(options.api_key);
    check_header_value(options.user_agent, "user_agent");
    check_header_value(options.proxy, "proxy");
    if (options.retry.max_attempts < 1) throw UsageError("retry.max_attempts is less than 1");
    check_not_negative(options.connect_timeout, "connect_timeout");
    check_not_negative(options.request_timeout, "request_timeout");
    check_not_negative(options.stall_timeout, "stall_timeout");
    check_not_negative(options.retry.initial_backoff, "retry.initial_backoff");
    check_not_negative(options.retry.max_backoff, "retry.max_backoff");
    check_not_negative(options.retry.max_retry_after, "retry.max_retry_after");
    const std::string name = "firecrawl-cpp/" FIRECRAWL_VERSION;
    headers_.push_back({"User-Agent", options.user_agent.empty() ? name : options.user_agent + " " + name});
    headers_.push_back({"Accept", "application/json"});
    if (!options.api_key.empty()) headers_.push_back({"Authorization", "Bearer " + options.api_key});
  }

  const ClientOptions options;
  const Endpoint endpoint;

  /// @throws UsageError if the hosted service would be asked without a key.
  void check_hosted_key() const {
    if (!options.api_key.empty() || !endpoint.is_hosted()) return;
    throw UsageError(
        "no API key, and api.firecrawl.dev needs one: set ClientOptions::api_key, or FIRECRAWL_API_KEY for "
        "Client::from_env(); a server of your own that needs none goes into base_url or FIRECRAWL_API_URL");
  }

  [[nodiscard]] HttpRequest make_request(const std::string& method, const std::string& path) const {
    HttpRequest request;
    request.method = method;
    request.url = endpoint.url(path);
    request.headers = headers_;
    request.connect_timeout = options.connect_timeout;
    request.stall_timeout = options.stall_timeout;
    request.request_timeout = options.request_timeout;
    request.max_response_bytes = options.max_response_bytes;
    return request;
  }

  [[nodiscard]] CallFacts facts(const std::string& method, const std::string& path, int attempts) const {
    CallFacts facts;
    facts.method = method;
    facts.url = endpoint.url(path);
    facts.attempts = attempts;
    facts.secret = options.api_key;
    facts.names_job = names_job(path);
    return facts;
  }

  [[nodiscard]] TimePoint now() const {
    return options.clock ? options.clock->now() : std::chrono::steady_clock::now();
  }
  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const {
    return options.clock ? options.clock->wall_now() : std::chrono::system_clock::now();
  }
  [[nodiscard]] double random() const { return options.clock ? options.clock->chance() : jitter(); }
  /// Whether wait() takes the place of a wait in the transport.
  [[nodiscard]] bool replaces_waits() const { return options.clock && options.clock->replaces_waits(); }
  void wait(Milliseconds duration) const { options.clock->wait(duration); }

 private:
  std::vector<HttpHeader> headers_;
};

using SharedCore = std::shared_ptr<const ClientCore>;

/// What `function` returns. If it refuses a request, the key is in no message, even if it is in the request.
template <class Function>
auto without_key(const ClientCore& core, const Function& function) {
  try {
    return function();
  } catch (const UsageError& refusal) {
    throw UsageError(redact(refusal.what(), core.options.api_key));
  }
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
