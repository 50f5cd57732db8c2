// SPDX-License-Identifier: MIT
// The end for webhooks: whose calls it takes, and what it does with them.
#include <httplib.h>
#include <signal.h>

#include <firecrawl/firecrawl.hpp>
#include <firecrawl/webhook_signature.hpp>
#include <fstream>
#include <iterator>
#include <thread>

#include "process.hpp"
#include "stores.hpp"

namespace {

using namespace std::chrono_literals;
using namespace harvest_tests;
namespace fc = firecrawl;

// A running `harvest webhook`.
class WebhookProcess {
 public:
  explicit WebhookProcess(const std::string& store)
      : process_({HARVEST_PROGRAM, "--store", store, "webhook", "--port", "0"},
                 {{"FIRECRAWL_WEBHOOK_SECRET", "secret"}}, output_) {
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (port_.empty() && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(20ms);
      std::ifstream file(output_);
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      const std::size_t line = text.find('\n');
      if (line != std::string::npos) port_ = text.substr(0, line).substr(text.rfind(':', line) + 1);
    }
    REQUIRE_FALSE(port_.empty());
  }

  // The status of the answer, or -1.
  int post(const std::string& body, const std::string& signature) const {
    httplib::Client client("127.0.0.1", std::stoi(port_));
    client.set_read_timeout(30s);
    const auto answer =
        client.Post("/any/path", {{"X-Firecrawl-Signature", signature}}, body, "application/json");
    return answer ? answer->status : -1;
  }
  int post(const std::string& body) const {
    return post(body, "sha256=" + fc::detail::hmac_sha256(body, "secret"));
  }
  int stop() {
    process_.signal(SIGTERM);
    return process_.wait();
  }

 private:
  std::string output_ = Sqlite::fresh().substr(std::string("sqlite:").size()) + ".out";
  Process process_;
  std::string port_;
};

std::string event(const std::string& type, const std::string& job) {
  return R"({"success":true,"type":")" + type + R"(","id":")" + job + R"(","webhookId":"x","data":[]})";
}

}  // namespace

BOTH_STORES("A webhook adds the job that it names, or wakes it", "[webhook]") {
  if (!TestType::there()) return;
  const std::string address = TestType::fresh();
  const auto store = ready(address);
  WebhookProcess webhook(address);

  CHECK(webhook.post(event("batch_scrape.started", "forged"), "sha256=00") == 401);
  CHECK(webhook.post(event("batch_scrape.started", "forged"), "") == 401);
  CHECK(webhook.post("no JSON") == 400);
  CHECK(webhook.post(event("extract.completed", "other")) == 200);
  CHECK(store->jobs("", 10).empty());

  CHECK(webhook.post(event("batch_scrape.started", "a")) == 200);
  CHECK(webhook.post(event("batch_scrape.started", "a")) == 200);  // again, as after an answer that was lost
  REQUIRE(store->jobs("", 10).size() == 1);
  auto claim = store->claim("w", 1h).value();
  CHECK(claim.job == "a");
  CHECK(claim.kind == "batch_scrape");
  harvest::Step later;
  later.then = harvest::Then::later;
  later.delay = 1h;
  CHECK(store->save(claim, later, 1h));
  CHECK_FALSE(store->claim("w", 1h));
  CHECK(webhook.post(event("batch_scrape.page", "a")) == 200);
  claim = store->claim("w", 1h).value();
  CHECK(store->save(claim, later, 1h));
  CHECK(webhook.post(event("batch_scrape.page", "a")) == 200);  // so soon after the first: no reason to ask
  CHECK_FALSE(store->claim("w", 1h));
  CHECK(webhook.post(event("batch_scrape.completed", "a")) == 200);
  CHECK(store->claim("w", 1h));

  CHECK(webhook.post(event("crawl.completed", "b")) == 200);
  CHECK(store->claim("w", 1h).value().kind == "crawl");
  CHECK(webhook.stop() == 0);
}
