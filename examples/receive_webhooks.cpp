// SPDX-License-Identifier: MIT
// Starts a job that reports to this program, and receives its events over HTTP until all documents are there.
//
//   receive_webhooks PORT URL...     (0: a free port)
//
// FIRECRAWL_WEBHOOK_SECRET is the account's secret for webhooks. Needs OpenSSL's libcrypto and cpp-httplib.
// If that is a library, as Debian has it, compile with what `pkg-config --cflags --libs cpp-httplib` prints:
// its classes depend on the macros that it was built with. The server has to reach this machine: one of your
// own does with SELF_HOSTED settings that allow local webhooks.
#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/webhook_signature.hpp>
#include <iostream>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace fc = firecrawl;

namespace {

/// What has come of one job. The HTTP server calls it on several threads.
class Inbox {
 public:
  explicit Inbox(std::size_t expected) : expected_(expected) {}

  void take(const fc::WebhookCall& call) {
    const std::lock_guard<std::mutex> lock(mutex_);
    // A genuine event may come again: from the server, if our answer was lost, or from who has recorded it.
    if (!seen_.insert(call.webhook_id).second) {
      std::cout << "again\t" << call.type << '\n';
      return;
    }
    std::cout << call.type << (completed_ && call.type == "batch_scrape.page" ? "\tafter the end" : "");
    if (call.error) std::cout << '\t' << *call.error;
    for (const fc::Document& document : call.data)
      std::cout << '\t' << document.metadata.source_url.value_or("?");
    std::cout << '\n';
    if (call.type == "batch_scrape.page") ++pages_;
    // Events are posted side by side: `completed` is not the last one.
    if (call.type == "batch_scrape.completed") completed_ = true;
    changed_.notify_all();
  }

  /// False if it takes longer than `limit`. Then Job::documents() has what did not come.
  bool wait(std::chrono::seconds limit) {
    std::unique_lock<std::mutex> lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return completed_ && pages_ >= expected_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> seen_;
  std::size_t expected_;
  std::size_t pages_ = 0;
  bool completed_ = false;
};

void receive(httplib::Server& server, Inbox& inbox, const std::string& secret) {
  server.Post("/firecrawl", [&inbox, secret](const httplib::Request& request, httplib::Response& response) {
    try {
      // Of two signatures none is taken.
      const bool is_one = request.get_header_value_count("X-Firecrawl-Signature") == 1;
      const std::string signature = is_one ? request.get_header_value("X-Firecrawl-Signature") : "";
      if (!fc::verify_webhook(request.body, signature, secret)) {
        response.status = 401;
        return;
      }
      inbox.take(fc::parse_webhook(request.body));
    } catch (const fc::DecodeError& error) {
      std::cerr << "receive_webhooks: " << error.what() << '\n';
      response.status = 400;
    }
  });
}

int run(int port, const std::vector<std::string>& urls, const std::string& secret) {
  Inbox inbox(urls.size());
  httplib::Server server;
  receive(server, inbox, secret);
  if (port == 0) {
    port = server.bind_to_any_port("127.0.0.1");
  } else if (!server.bind_to_port("127.0.0.1", port)) {
    std::cerr << "receive_webhooks: port " << port << " is taken\n";
    return 1;
  }
  std::thread listener([&server] { server.listen_after_bind(); });
  int result = 1;
  try {
    fc::BatchScrapeRequest request(urls);
    request.webhook.emplace();
    request.webhook->url = "http://127.0.0.1:" + std::to_string(port) + "/firecrawl";
    const fc::Job job = fc::Client::from_env().start_batch_scrape(request).job;
    result = inbox.wait(std::chrono::minutes(5)) ? 0 : 3;
    std::cout << "job " << job.id() << (result == 0 ? ": all pages came\n" : ": pages are missing\n");
  } catch (const fc::Error& error) {
    std::cerr << "receive_webhooks: " << error.what() << '\n';
  }
  server.stop();
  listener.join();
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const char* secret = std::getenv("FIRECRAWL_WEBHOOK_SECRET");
  if (argc < 3 || secret == nullptr || *secret == '\0') {
    std::cerr << "usage: receive_webhooks PORT URL...   with the secret in FIRECRAWL_WEBHOOK_SECRET\n";
    return 2;
  }
  return run(std::atoi(argv[1]), std::vector<std::string>(argv + 2, argv + argc), secret);
}
