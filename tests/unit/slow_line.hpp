// SPDX-License-Identifier: MIT
// A network without sockets on which answers take their time: each pump() brings a piece of every answer that
// is not held back. If nothing comes, the time passes that somebody was ready to wait.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/transport.hpp>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../support/kit/clock.hpp"
#include "decoding.hpp"

namespace unit {

/// Must outlive the clients that were made of its options().
class SlowLine {
 public:
  using Answer = std::function<firecrawl::HttpResponse(const firecrawl::HttpRequest&)>;
  static constexpr std::size_t whole = (std::numeric_limits<std::size_t>::max)();

  /// What became of one request.
  struct Transfer {
    std::string url;
    std::size_t size = 0;      ///< of the body
    std::size_t received = 0;  ///< bytes of it, so far
  };

  /// @param piece how many bytes of each body a pump() brings
  SlowLine(Answer answer, std::size_t piece) : answer_(std::move(answer)), piece_(piece) {}
  SlowLine(const SlowLine&) = delete;
  SlowLine& operator=(const SlowLine&) = delete;

  /// Options of a client in whose time nothing passes but what it waits.
  firecrawl::ClientOptions options() {
    firecrawl::ClientOptions options;
    options.api_key = test_key;
    options.base_url = "http://slow.example";
    options.transport = std::make_shared<Network>(*this);
    kit::clock_of(options).steady = [this] { return now += time_of_a_look; };
    kit::clock_of(options).random = [] { return 0.5; };
    return options;
  }

  std::vector<std::shared_ptr<Transfer>> transfers;  ///< in the order of their requests
  std::size_t pumps = 0;
  std::size_t wakes = 0;
  std::chrono::steady_clock::time_point now =
      std::chrono::steady_clock::time_point{} + std::chrono::hours(1000);
  std::chrono::milliseconds time_of_a_look{0};  ///< what passes whenever the client looks at the clock
  /// Of how many bytes of a body the line breaks, and of how many it falls silent. By the number of the
  /// request, from 0; empty: it does not.
  std::function<std::size_t(std::size_t nth)> breaks_at;
  std::function<std::size_t(std::size_t nth)> stalls_at;
  /// Called in each pump() in which nothing comes, with what it was ready to wait.
  std::function<void(std::chrono::milliseconds)> on_wait;

 private:
  class Line : public firecrawl::Exchange {
   public:
    Line(SlowLine& line, const firecrawl::HttpRequest& request)
        : nth_(line.transfers.size()), transfer_(std::make_shared<Transfer>()) {
      answer_ = line.answer_(request);
      transfer_->url = request.url;
      transfer_->size = answer_.body.size();
      line.transfers.push_back(transfer_);
    }
    bool done() const noexcept override { return done_; }
    const firecrawl::HttpResponse& response() const noexcept override { return response_; }
    std::exception_ptr error() const noexcept override { return error_; }
    void set_priority(firecrawl::TransferPriority priority) override { priority_ = priority; }

    // Returns whether something came.
    bool move(const SlowLine& line) {
      if (done_ || priority_ == firecrawl::TransferPriority::background) return false;
      const auto limit = [this](const auto& at) { return at ? at(nth_) : whole; };
      const auto end = (std::min)(
          {transfer_->received + line.piece_, transfer_->size, limit(line.stalls_at), limit(line.breaks_at)});
      const bool head = response_.status == 0 && limit(line.stalls_at) > 0;
      if (head) {
        response_.status = answer_.status;
        response_.headers = answer_.headers;
      }
      response_.body.append(answer_.body, transfer_->received, end - transfer_->received);
      const bool came = head || end > transfer_->received;
      transfer_->received = end;
      if (end == limit(line.breaks_at)) {
        error_ = std::make_exception_ptr(firecrawl::TransportError("the line broke", {56, "", 1, true}));
      }
      done_ = error_ != nullptr || (end == transfer_->size && response_.status != 0);
      return came || done_;
    }

   private:
    std::size_t nth_;
    std::shared_ptr<Transfer> transfer_;
    firecrawl::HttpResponse answer_;
    firecrawl::HttpResponse response_;
    std::exception_ptr error_;
    bool done_ = false;
    firecrawl::TransferPriority priority_ = firecrawl::TransferPriority::normal;
  };

  class Lines : public firecrawl::Session {
   public:
    explicit Lines(SlowLine& line) : line_(line) {}
    std::unique_ptr<firecrawl::Exchange> start(firecrawl::HttpRequest request) override {
      auto exchange = std::make_unique<Shared>(std::make_shared<Line>(line_, request));
      lines_.push_back(exchange->line());
      return exchange;
    }
    void pump(std::chrono::milliseconds at_most) override {
      ++line_.pumps;
      bool came = false;
      for (const auto& weak : lines_) {
        if (const auto line = weak.lock()) came = line->move(line_) || came;
      }
      if (came) return;
      line_.now += at_most;
      if (line_.on_wait) line_.on_wait(at_most);
    }
    void wake() noexcept override { ++line_.wakes; }

   private:
    // Belongs to the one who started it; the session sees it end.
    class Shared : public firecrawl::Exchange {
     public:
      explicit Shared(std::shared_ptr<Line> line) : line_(std::move(line)) {}
      std::weak_ptr<Line> line() const { return line_; }
      bool done() const noexcept override { return line_->done(); }
      const firecrawl::HttpResponse& response() const noexcept override { return line_->response(); }
      std::exception_ptr error() const noexcept override { return line_->error(); }
      void set_priority(firecrawl::TransferPriority priority) override { line_->set_priority(priority); }

     private:
      std::shared_ptr<Line> line_;
    };
    SlowLine& line_;
    std::vector<std::weak_ptr<Line>> lines_;
  };

  class Network : public firecrawl::Transport {
   public:
    explicit Network(SlowLine& line) : line_(line) {}
    std::unique_ptr<firecrawl::Session> open() override { return std::make_unique<Lines>(line_); }

   private:
    SlowLine& line_;
  };

  Answer answer_;
  std::size_t piece_;
};

}  // namespace unit
