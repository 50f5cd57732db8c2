// SPDX-License-Identifier: MIT
/// @file
/// @ingroup testing
/// For tests of programs that use the library: answers from a script instead of a network. Not part of
/// firecrawl.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "detail/base/clock.hpp"
#include "transport.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// For tests of programs that use the library: \#include <firecrawl/testing.hpp>.
namespace testing {

/// A clock for tests: time, waits and chance are what the test says. What is empty is the system's. Set it up
/// before a client is made with it; its functions are called on each thread that uses the client.
///
/// @code
/// auto clock = std::make_shared<fc::testing::Clock>();
/// clock->sleeper = [](std::chrono::milliseconds) {};  // waits between requests take no time
/// clock->random = [] { return 0.5; };
/// fc::ClientOptions options;
/// options.clock = clock;
/// @endcode
class Clock : public detail::Clock {
 public:
  /// The time that time limits and back-offs are measured with.
  std::function<std::chrono::steady_clock::time_point()> steady;
  /// The time of day, which a Retry-After date is compared with.
  std::function<std::chrono::system_clock::time_point()> wall;
  /// Waits while nothing is in flight. What it was asked to wait counts as time that has passed.
  std::function<void(std::chrono::milliseconds)> sleeper;
  /// A number in [0, 1) for the jitter.
  std::function<double()> random;

 private:
  std::chrono::steady_clock::time_point now() const override {
    return steady ? steady() : detail::Clock::now();
  }
  std::chrono::system_clock::time_point wall_now() const override {
    return wall ? wall() : detail::Clock::wall_now();
  }
  bool replaces_waits() const override { return static_cast<bool>(sleeper); }
  void wait(std::chrono::milliseconds duration) const override { sleeper(duration); }
  double chance() const override { return random ? random() : detail::Clock::chance(); }
};

/// Answers, in the order in which they will be given, and a record of what was asked. Copies share one
/// script. Safe to use from several threads.
///
/// @code
/// fc::testing::Script script;
/// script.reply(200, fc::testing::status_body("completed", {{{"markdown", "# Hello"}}}));
/// fc::ClientOptions options;
/// options.transport = script.transport();
/// fc::Client client{options};
/// use(*client.batch_scrape_job("any id").status().data.at(0).markdown);
/// @endcode
class Script {
 public:
  /// A script without answers.
  Script();

  /// The next request gets this answer.
  Script& reply(int status, std::string body, std::vector<HttpHeader> headers = {});

  /// The next request fails as if the network had: a TransportError. `request_sent`: whether it may have
  /// reached the server.
  Script& fail(const std::string& text, bool request_sent = true);

  /// The next request is answered by a function, which runs on the thread that made the request. What it
  /// throws is what the network did.
  Script& then(std::function<HttpResponse(const HttpRequest&)> answer);

  /// All requests so far, in full: their Authorization headers contain the key.
  [[nodiscard]] std::vector<HttpRequest> requests() const;

  /// How many answers have not been asked for.
  [[nodiscard]] std::size_t left() const;

  /// The transport that plays the script, for ClientOptions::transport. A request that the script has no
  /// answer for throws UsageError.
  [[nodiscard]] std::shared_ptr<Transport> transport() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// The body of a status answer, as the API sends it: with `success` and an `expiresAt` of 2030, and as many
/// credits used as documents counted.
/// @param status "completed", "scraping", "failed", "cancelled" or anything else
/// @param documents the entries of "data"; each is a JSON object, such as `{{"markdown", "# Hello"}}`
/// @param next the link to the page after this one
/// @param total the counts "total" and "completed", if they are not the number of documents
/// @throws nlohmann::json::type_error for text that is not UTF-8
[[nodiscard]] std::string status_body(const std::string& status, const std::vector<nlohmann::json>& documents,
                                      const std::optional<std::string>& next = {},
                                      std::optional<std::size_t> total = {});

}  // namespace testing
FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/testing.ipp"
#endif
