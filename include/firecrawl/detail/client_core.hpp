/// @file
/// What a client, its jobs and their ranges share: the options, the server, the transport. Immutable once
/// made.
#pragma once

#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "../error.hpp"
#include "../options.hpp"
#include "../transport.hpp"
#include "api_error.hpp"
#include "endpoint.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

using TimePoint = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

/// @throws UsageError where a time is negative.
inline void check_not_negative(Milliseconds value, const char* name) {
  if (value.count() < 0)
    throw UsageError(std::string(name) + " is negative (" + std::to_string(value.count()) + " ms)");
}

class ClientCore {
 public:
  /// @throws UsageError where an option cannot be used.
  explicit ClientCore(ClientOptions options_given)
      : options(std::move(options_given)), endpoint(options.base_url, options.api_version) {
    check_header_value(options.api_key, "the API key");
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

  HttpRequest make_request(const std::string& method, const std::string& path) const {
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

  CallFacts facts(const std::string& method, const std::string& path, int attempts) const {
    return {method, path, attempts, options.api_key};
  }

  TimePoint now() const { return options.clock ? options.clock() : std::chrono::steady_clock::now(); }
  std::chrono::system_clock::time_point wall_now() const {
    return options.wall_clock ? options.wall_clock() : std::chrono::system_clock::now();
  }
  double random() const {
    if (options.random) return options.random();
    thread_local std::minstd_rand generator(std::random_device{}());
    return std::uniform_real_distribution<double>()(generator);
  }

 private:
  std::vector<HttpHeader> headers_;
};

using SharedCore = std::shared_ptr<const ClientCore>;

}  // namespace detail
FIRECRAWL_END_NAMESPACE
