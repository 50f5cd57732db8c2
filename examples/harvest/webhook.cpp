// SPDX-License-Identifier: MIT
// harvest webhook: the server reports its jobs to it, so that nothing has to ask whether there is news.
#include "webhook.hpp"

#include <httplib.h>
#include <signal.h>

#include <chrono>
#include <firecrawl/webhook.hpp>
#include <firecrawl/webhook_signature.hpp>
#include <iostream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace harvest {
namespace {

namespace fc = firecrawl;

class WebhookEnd {
 public:
  explicit WebhookEnd(const WebhookSettings& settings)
      : settings_(settings), store_(open_store(settings.store)) {
    store_->check_version();
    if (settings.secret.empty()) throw fc::UsageError("FIRECRAWL_WEBHOOK_SECRET is not set");
    server_.set_payload_max_length(std::size_t{64} << 20);
    server_.Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
      answer(request, response);
    });
  }

  int run() {
    // For this thread, and so for those that the server starts.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    int port = settings_.port;
    if (port == 0) {
      port = server_.bind_to_any_port(settings_.address);
    } else if (!server_.bind_to_port(settings_.address, port)) {
      port = -1;
    }
    if (port < 0) throw std::runtime_error("cannot listen at " + settings_.address);
    std::cout << "listening at http://" << settings_.address << ':' << port << std::endl;
    std::thread listener([this] { server_.listen_after_bind(); });
    int signal = 0;
    sigwait(&signals, &signal);
    server_.stop();
    listener.join();
    return 0;
  }

 private:
  // Not answered with 2xx, a call comes again: so it is, until it is in the store.
  void answer(const httplib::Request& request, httplib::Response& response) {
    try {
      if (!fc::verify_webhook(request.body, request.get_header_value("X-Firecrawl-Signature"),
                              settings_.secret)) {
        response.status = 401;
        return;
      }
      take(fc::parse_webhook(request.body));
      response.status = 200;
    } catch (const fc::DecodeError& error) {
      response.status = 400;
      say(error.what());
    } catch (const std::exception& error) {
      response.status = 503;
      say(error.what());
    }
  }

  void take(const fc::WebhookCall& call) {
    const std::size_t dot = call.type.find('.');
    const std::string kind = call.type.substr(0, dot);
    if (call.id.empty() || (kind != "batch_scrape" && kind != "crawl")) return;
    const std::lock_guard lock(mutex_);
    NewJob job;
    job.id = call.id;
    job.kind = kind;
    job.just_started = true;  // it was a moment ago, or is older and known
    const bool is_new = store_->add({job}) > 0;
    if (is_new) say("job " + call.id + " added");
    // A page is news, but a thousand pages a minute are not a thousand reasons to ask.
    if (call.type != kind + ".page" || is_time(call.id)) store_->wake(call.id);
  }

  bool is_time(const std::string& job) {
    const auto now = std::chrono::steady_clock::now();
    if (woken_.size() > 10'000) woken_.clear();
    const auto [found, is_first] = woken_.try_emplace(job, now);
    if (!is_first && now - found->second < settings_.every) return false;
    found->second = now;
    return true;
  }

  void say(const std::string& text) const { std::clog << "harvest: " + text + "\n"; }

  WebhookSettings settings_;
  std::mutex mutex_;  // guards store_ and woken_
  std::unique_ptr<Store> store_;
  std::map<std::string, std::chrono::steady_clock::time_point> woken_;
  httplib::Server server_;
};

}  // namespace

int run_webhook(const WebhookSettings& settings) { return WebhookEnd(settings).run(); }

}  // namespace harvest
