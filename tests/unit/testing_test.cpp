// SPDX-License-Identifier: MIT
// What programs that use the library are tested with.
#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/testing.hpp>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;

namespace {

fc::Client client_of(const fc::testing::Script& script) {
  fc::ClientOptions options;
  options.api_key = unit::test_key;
  options.transport = script.transport();
  options.retry.max_attempts = 1;
  return fc::Client(options);
}

}  // namespace

TEST_CASE("A script answers in order, records what was asked and counts what is left") {
  fc::testing::Script script;
  script.reply(200, fc::testing::status_body("completed", {}))
      .reply(404, R"({"error":"Job not found"})", {{"X-Odd", "1"}});
  const auto client = client_of(script);
  CHECK(script.left() == 2);
  CHECK(client.batch_scrape_job("a").status().status == fc::JobStatus::completed);
  CHECK(script.left() == 1);
  CHECK_THROWS_AS(client.batch_scrape_job("b").errors(), fc::NotFoundError);
  CHECK(script.left() == 0);
  const auto requests = script.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].method == "GET");
  CHECK(requests[0].url == "https://api.firecrawl.dev/v1/batch/scrape/a");
  CHECK(requests[1].url == "https://api.firecrawl.dev/v1/batch/scrape/b/errors");
}

TEST_CASE("A request that a script has no answer for is a UsageError that names it") {
  const fc::testing::Script script;
  const auto error = thrown<fc::UsageError>([&] { client_of(script).batch_scrape_job("a").cancel(); });
  CHECK(contains(error.what(), "DELETE https://api.firecrawl.dev/v1/batch/scrape/a"));
  CHECK(script.requests().size() == 1);
}

TEST_CASE("A script fails as the network does, before the request was sent or after") {
  const bool sent = GENERATE(false, true);
  fc::testing::Script script;
  script.fail("no route", sent);
  const auto error = thrown<fc::TransportError>([&] { client_of(script).batch_scrape_job("a").status(); });
  CHECK(error.request_sent() == sent);
  CHECK(contains(error.what(), "no route"));
}

TEST_CASE("A failure of a script is one of a request that was sent, unless told otherwise") {
  fc::testing::Script script;
  script.fail("reset");
  CHECK(thrown<fc::TransportError>([&] { client_of(script).batch_scrape_job("a").status(); }).request_sent());
}

TEST_CASE("A status body has the counts, the documents and the link that it was told") {
  const auto page = unit::decode(
      fc::testing::status_body("scraping", {{{"markdown", "x"}}, {{"html", "y"}}}, "?skip=2", 7));
  CHECK(page.status == fc::JobStatus::scraping);
  CHECK(page.total == 7);
  CHECK(page.completed == 7);
  CHECK(page.credits_used == 7);
  CHECK(page.next == "?skip=2");
  CHECK(page.expires_at == std::chrono::system_clock::from_time_t(1'893'456'000));
  REQUIRE(page.data.size() == 2);
  CHECK(page.data[0].markdown == "x");
  CHECK(page.data[1].html == "y");
}

TEST_CASE("A status body counts its documents and has no link, unless told otherwise") {
  const auto page = unit::decode(fc::testing::status_body("completed", {{{"markdown", "x"}}}));
  CHECK(page.total == 1);
  CHECK(page.completed == 1);
  CHECK_FALSE(page.next);
}
