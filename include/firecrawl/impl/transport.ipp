// SPDX-License-Identifier: MIT
/// @file
/// The fields of an answer, and the transport that answers from a function.
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "../detail/base/text.hpp"
#include "../transport.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// Answers at once, from a function. What the function throws is what the exchange failed with.
class FunctionTransport : public Transport {
 public:
  using Function = std::function<HttpResponse(const HttpRequest&)>;
  explicit FunctionTransport(Function function)
      : function_(std::make_shared<Function>(std::move(function))) {}
  std::unique_ptr<Session> open() override { return std::make_unique<FunctionSession>(function_); }

 private:
  class FunctionExchange : public Exchange {
   public:
    FunctionExchange(const Function& function, const HttpRequest& request) {
      try {
        response_ = function(request);
      } catch (...) {
        error_ = std::current_exception();
      }
    }
    bool done() const noexcept override { return true; }
    const HttpResponse& response() const noexcept override { return response_; }
    std::exception_ptr error() const noexcept override { return error_; }

   private:
    HttpResponse response_;
    std::exception_ptr error_;
  };

  class FunctionSession : public Session {
   public:
    explicit FunctionSession(std::shared_ptr<Function> function) : function_(std::move(function)) {}
    std::unique_ptr<Exchange> start(HttpRequest request) override {
      return std::make_unique<FunctionExchange>(*function_, request);
    }
    void pump(std::chrono::milliseconds at_most) override {
      std::unique_lock<std::mutex> lock(mutex_);
      woken_.wait_for(lock, at_most, [this] { return wake_; });
      wake_ = false;
    }
    void wake() noexcept override {
      const std::lock_guard<std::mutex> lock(mutex_);
      wake_ = true;
      woken_.notify_one();
    }

   private:
    std::shared_ptr<Function> function_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool wake_ = false;
  };

  std::shared_ptr<Function> function_;
};

}  // namespace detail

FIRECRAWL_INLINE const std::string* HttpResponse::header(std::string_view name) const noexcept {
  for (const auto& field : headers) {
    if (detail::same_ignoring_case(field.name, name)) return &field.value;
  }
  return nullptr;
}

FIRECRAWL_INLINE std::shared_ptr<Transport> make_transport(
    std::function<HttpResponse(const HttpRequest&)> function) {
  return std::make_shared<detail::FunctionTransport>(std::move(function));
}

FIRECRAWL_END_NAMESPACE
