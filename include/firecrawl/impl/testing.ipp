// SPDX-License-Identifier: MIT
/// @file
/// The script that takes the place of a network.
#pragma once

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

#include "../detail/json/builder.hpp"
#include "../error.hpp"
#include "../testing.hpp"
#include "../transport.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace testing {

struct Script::State {
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

FIRECRAWL_INLINE Script::Script() : state_(std::make_shared<State>()) {}

FIRECRAWL_INLINE Script& Script::reply(int status, std::string body, std::vector<HttpHeader> headers) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return then([response](const HttpRequest&) { return response; });
}

FIRECRAWL_INLINE Script& Script::fail(const std::string& text, bool request_sent) {
  return then([text, request_sent](const HttpRequest&) -> HttpResponse {
    throw TransportError(text, {0, text, 1, request_sent});
  });
}

FIRECRAWL_INLINE Script& Script::then(std::function<HttpResponse(const HttpRequest&)> answer) {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->answers.push_back(std::move(answer));
  return *this;
}

FIRECRAWL_INLINE std::vector<HttpRequest> Script::requests() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->requests;
}

FIRECRAWL_INLINE std::size_t Script::left() const {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  return state_->answers.size();
}

FIRECRAWL_INLINE std::shared_ptr<Transport> Script::transport() const {
  return make_transport(
      [state = state_](const HttpRequest& request) { return state->next(request)(request); });
}

FIRECRAWL_INLINE std::string status_body(const std::string& status,
                                         const std::vector<nlohmann::json>& documents,
                                         const std::optional<std::string>& next,
                                         std::optional<std::size_t> total) {
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
