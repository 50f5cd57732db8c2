// SPDX-License-Identifier: MIT
/// @file
/// For tests of programs that use the library: answers from a script instead of a network. Not part of
/// firecrawl.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "detail/base/clock.hpp"
#include "detail/json/builder.hpp"
#include "error.hpp"
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
  Script() : state_(std::make_shared<State>()) {}

  /// The next request gets this answer.
  Script& reply(int status, std::string body, std::vector<HttpHeader> headers = {}) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    response.headers = std::move(headers);
    return then([response](const HttpRequest&) { return response; });
  }

  /// The next request fails as if the network had: a TransportError. `request_sent`: whether it may have
  /// reached the server.
  Script& fail(const std::string& text, bool request_sent = true) {
    return then([text, request_sent](const HttpRequest&) -> HttpResponse {
      throw TransportError(text, {0, text, 1, request_sent});
    });
  }

  /// The next request is answered by a function, which runs on the thread that made the request. What it
  /// throws is what the network did.
  Script& then(std::function<HttpResponse(const HttpRequest&)> answer) {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    state_->answers.push_back(std::move(answer));
    return *this;
  }

  /// All requests so far, in full: their Authorization headers contain the key.
  [[nodiscard]] std::vector<HttpRequest> requests() const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    return state_->requests;
  }

  /// How many answers have not been asked for.
  [[nodiscard]] std::size_t left() const {
    const std::lock_guard<std::mutex> lock(state_->mutex);
    return state_->answers.size();
  }

  /// The transport that plays the script, for ClientOptions::transport. A request that the script has no
  /// answer for throws UsageError.
  [[nodiscard]] std::shared_ptr<Transport> transport() const {
    return make_transport(
        [state = state_](const HttpRequest& request) { return state->next(request)(request); });
  }

 private:
  struct State {
    std::mutex mutex;
    std::deque<std::function<HttpResponse(const HttpRequest&)>> answers;
    std::vector<HttpRequest> requests;

    std::function<HttpResponse(const HttpRequest&)> next(const HttpRequest& request) {
      const std::lock_guard<std::mutex> lock(mutex);
      requests.push_back(request);
      if (answers.empty())
        throw UsageError("the script has no answer left for " + request.method + " " + request.url);
      auto answer = std::move(answers.front());
      answers.pop_front();
      return answer;
    }
  };
  std::shared_ptr<State> state_;
};

/// The body of a status answer, as the API sends it: with `success` and an `expiresAt` of 2030, and as many
/// credits used as documents counted.
/// @param status "completed", "scraping", "failed", "cancelled" or anything else
/// @param documents the entries of "data"; each is a JSON object, such as `{{"markdown", "# Hello"}}`
/// @param next the link to the page after this one
/// @param total the counts "total" and "completed", where they are not the number of documents
/// @throws nlohmann::json::type_error for text that is no UTF-8
[[nodiscard]] inline std::string status_body(const std::string& status,
                                             const std::vector<nlohmann::json>& documents,
                                             const std::optional<std::string>& next = {},
                                             std::optional<std::size_t> total = {}) {
  nlohmann::ordered_json body;
  body["success"] = true;
  body["status"] = status;
  body["completed"] = total.value_or(documents.size());
  body["total"] = total.value_or(documents.size());
  body["creditsUsed"] = total.value_or(documents.size());
  body["expiresAt"] = "2030-01-01T00:00:00.000Z";
  if (next) body["next"] = *next;
  auto& data = body["data"] = nlohmann::ordered_json::array();
  for (const auto& document : documents)
    detail::add_element(data, nlohmann::ordered_json::parse(document.dump()));
  return body.dump();
}

}  // namespace testing
FIRECRAWL_END_NAMESPACE
