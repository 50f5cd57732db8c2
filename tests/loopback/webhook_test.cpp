// SPDX-License-Identifier: MIT
// What the test server posts to a webhook is what real servers post: read by the library, and signed.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/hmac_sha256.hpp"
#include "../support/kit.hpp"

using namespace kit;

TEST_CASE("A job's events arrive at its webhook, one of them twice and a page after the end") {
  support::RawServer receiver([](auto& connection, const auto&) { connection.respond(200, "{}"); });
  LoopbackServer server;
  server.sign_webhooks("the secret");
  fc::BatchScrapeRequest request{"https://a.example", "https://b.example", "https://c.example"};
  request.webhook.emplace();
  request.webhook->url = receiver.base_url() + "/hook";
  request.webhook->headers = {{"X-Mine", "yes"}};
  request.webhook->metadata = {{"tenant", "7"}};
  const auto started = fc::Client(options_for(server.base_url())).start_batch_scrape(request).job.id();
  REQUIRE(receiver.wait_for_requests(6));

  std::vector<std::string> types;
  std::map<std::string, int> seen;
  std::vector<std::string> urls;
  for (const auto& post : receiver.requests()) {
    CHECK(post.method == "POST");
    CHECK(post.target == "/hook");
    CHECK(post.header("X-Mine") == "yes");
    CHECK(post.header("X-Firecrawl-Signature") == "sha256=" + support::hmac_sha256(post.body, "the secret"));
    const auto call = fc::parse_webhook(post.body);
    CHECK(call.success);
    CHECK(call.id == started);
    CHECK(call.metadata == nlohmann::json{{"tenant", "7"}});
    types.push_back(call.type);
    if (seen[call.webhook_id]++ > 0) continue;
    for (const auto& document : call.data) urls.push_back(document.metadata.source_url.value_or(""));
  }
  CHECK(types == std::vector<std::string>{"batch_scrape.started", "batch_scrape.page", "batch_scrape.page",
                                          "batch_scrape.page", "batch_scrape.completed",
                                          "batch_scrape.page"});
  CHECK(seen.size() == 5);
  CHECK(urls == std::vector<std::string>{"https://a.example", "https://b.example", "https://c.example"});
}

TEST_CASE("The test server's HMAC is that of RFC 4231") {
  CHECK(support::hmac_sha256("what do ya want for nothing?", "Jefe") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(support::hmac_sha256("Test Using Larger Than Block-Size Key - Hash Key First",
                             std::string(131, '\xaa')) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
