// SPDX-License-Identifier: MIT
/// @file
/// A server whose first answers to a call of one request are faulty, and what the call comes to.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "support/raw_server.hpp"

namespace faults {

/// A call of one request, and what a healthy server answers.
struct AnsweredCall {
  std::string name;
  std::string healthy;
  std::function<void(const fc::Client&, const fc::CancellationToken&)> call;
  bool post = true;  ///< and the server may work for its answer
  fc::ApiVersion version = fc::ApiVersion::v1;
  bool repeat = false;  ///< RetryPolicy::repeat_paid_calls
};

class FaultyAnswers {
 public:
  /// The first `times` answers to that call have the fault, which must outlive the server, as the call must.
  FaultyAnswers(const Fault& fault, Place place, const AnsweredCall& call, int times)
      : fault_(fault),
        place_(place),
        call_(call),
        left_(times),
        server_([this](auto& connection, const auto&) {
          if (!fault_.answer || left_-- <= 0) {
            connection.respond(200, call_.healthy);
          } else {
            fault_.answer(connection, call_.healthy, place_);
          }
        }) {}

  /// The name of what the call threw; empty if it returned.
  std::string outcome(int attempts) {
    auto options = options_for(server_.base_url());
    options.api_version = call_.version;
    options.retry.max_attempts = attempts;
    options.retry.repeat_paid_calls = call_.repeat;
    options.stall_timeout = patience_for(fault_);
    options.connect_timeout = milliseconds(fault_.detour == "silent" ? 100 : 5000);
    options.transport = std::make_shared<ChangingTransport>(std::make_shared<fc::CurlTransport>(),
                                                            [this](auto& request) { change(request); });
    try {
      call_.call(fc::Client(options), {});
    } catch (const fc::Error& error) {
      CHECK_FALSE(contains(error.what(), key));
      CHECK(contains(error.what(), call_.post ? "POST http://127.0.0.1" : "GET http://127.0.0.1"));
      return name_of(error);
    }
    return {};
  }
  /// Requests that have reached the server.
  std::size_t asked() const { return server_.request_count(); }

 private:
  void change(fc::HttpRequest& request) {
    CHECK(request.first_byte_timeout == std::chrono::seconds(call_.post ? 330 : 0));
    if (fault_.name == "stalled" && call_.post) request.first_byte_timeout = milliseconds(100);
    if (fault_.detour.empty() || left_-- <= 0) return;
    const auto port = fault_.detour == "silent" ? silent_.port() : support::unused_port();
    request.url = "http://127.0.0.1:" + std::to_string(port) + request.url.substr(server_.base_url().size());
  }

  const Fault& fault_;
  Place place_;
  const AnsweredCall& call_;
  std::atomic<int> left_;
  support::SilentPort silent_;
  support::RawServer server_;
};

/// Hands each fault to the function, in each place that it may have.
template <class Function>
void for_each_fault(const Function& function) {
  for (const auto& fault : all_faults()) {
    for (const auto place : fault.places.empty() ? std::vector<Place>{Place::nothing} : fault.places)
      function(fault, place);
  }
}

}  // namespace faults
