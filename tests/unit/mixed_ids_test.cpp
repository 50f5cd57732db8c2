// SPDX-License-Identifier: MIT
// Listings in which some documents have a scrapeId and others have none, or are null, while entries get their
// values late; and tokens of ranges whose page that was read again reached into the next one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <firecrawl/client.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/dice.hpp"
#include "../support/kit/random_options.hpp"
#include "moving_server.hpp"

namespace fc = firecrawl;
using support::ListedDocument;
using support::MovingPlan;
using unit::MovingServer;

namespace {

// So many documents, all listed from the beginning, of which these get their values at those requests.
MovingPlan listing_of(std::size_t count, std::size_t page, const std::map<std::size_t, std::size_t>& late) {
  MovingPlan plan;
  plan.page = page;
  plan.limit_may_be_more = true;
  for (std::size_t i = 0; i < count; ++i) {
    ListedDocument document;
    document.number = i;
    if (const auto found = late.find(i); found != late.end()) document.valued_at = found->second;
    plan.documents.push_back(document);
  }
  return plan;
}

struct Outcome {
  std::vector<std::string> texts;  // in the order in which they came; of null "null"
  std::int64_t missing = 0;
  std::string next;

  bool operator==(const std::vector<std::string>& expected) const {
    auto sorted = texts;
    std::sort(sorted.begin(), sorted.end());
    auto wanted = expected;
    std::sort(wanted.begin(), wanted.end());
    return sorted == wanted && missing == 0 && next.empty();
  }
};

Outcome read(MovingServer& server, const fc::ReadOptions& options = {}) {
  Outcome outcome;
  auto range = server.job().documents(options);
  for (const auto& document : range) outcome.texts.push_back(document.markdown.value_or("null"));
  outcome.missing = range.missing();
  outcome.next = range.next().value_or("");
  return outcome;
}

}  // namespace

TEST_CASE("A null entry next to an entry without a value comes once, and costs no other document") {
  MovingServer server(listing_of(6, 3, {{1, 3}}));
  server.nulls = {3};
  CHECK(read(server) == std::vector<std::string>{"0", "1", "2", "null", "4", "5"});
}

TEST_CASE("A document without an id next to an entry without a value comes once") {
  for (const std::size_t late : {0U, 1U, 2U}) {
    MovingServer server(listing_of(6, 3, {{late, 3}}));
    server.plain = {3};
    CHECK(read(server) == std::vector<std::string>{"0", "1", "2", "3", "4", "5"});
    MovingServer last(listing_of(4, 4, {{late, 3}}));
    last.plain = {3};
    CHECK(read(last) == std::vector<std::string>{"0", "1", "2", "3"});
  }
}

TEST_CASE("Documents without ids on the first page are not new when it is read again") {
  auto plan = listing_of(6, 3, {});
  plan.documents[4].visible_at = 3;
  MovingServer server(plan);
  server.plain = {0, 1, 2};
  CHECK(read(server) == std::vector<std::string>{"0", "1", "2", "3", "4", "5"});
}

TEST_CASE("A document without an id that has moved into the next page comes once") {
  auto plan = listing_of(6, 3, {});
  plan.documents[1].visible_at = 1;  // the second page begins with document 3, which the first one has shown
  MovingServer server(plan);
  server.plain = {3};
  CHECK(read(server) == std::vector<std::string>{"0", "1", "2", "3", "4", "5"});
}

TEST_CASE("Documents that are alike and have neither id nor URL all come") {
  MovingServer server(listing_of(11, 3, {}));
  server.nulls = {1, 4, 5, 6, 10};
  CHECK(read(server) ==
        std::vector<std::string>{"0", "null", "2", "3", "null", "null", "null", "7", "8", "9", "null"});
  CHECK(server.fake.requests.size() == 4);
}

TEST_CASE("Null entries alone all come, also one that gets its value late") {
  MovingServer server(listing_of(6, 3, {{1, 3}}));
  server.nulls = {0, 1, 2, 3, 4, 5};
  CHECK(read(server) == std::vector<std::string>(6, "null"));
}

TEST_CASE("Documents without ids are not new at the places that they have moved to") {
  auto plan = listing_of(12, 3, {});
  // The second page begins with document 3 when it is read again, of which nothing but the place was kept.
  for (const std::size_t late : {0U, 5U}) plan.documents[late].visible_at = 2;
  MovingServer server(plan);
  server.plain = {1, 2, 3};
  CHECK(read(server) ==
        std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"});
}

TEST_CASE("Going on after a range that ended with debts loses none, though a page reached into another gap") {
  MovingServer server(listing_of(18, 6, {{3, 200}, {6, 3}, {9, 200}}));
  const auto first = read(server);
  CHECK(first.texts.size() == 16);
  CHECK(first.missing == 2);
  REQUIRE_FALSE(first.next.empty());
  while (server.listing.requests() < 200) server.listing.ask(0, 0, 0);
  fc::ReadOptions options;
  options.from = first.next;
  const auto second = read(server, options);
  const std::set<std::string> came(second.texts.begin(), second.texts.end());
  CHECK(came.count("3") == 1);
  CHECK(came.count("9") == 1);
  CHECK(second.missing == 0);
  CHECK(second.next.empty());
}

TEST_CASE("A job whose only entry gets its value late is read, whichever way the server takes limit") {
  for (const bool one_less : {false, true}) {
    auto plan = listing_of(1, 100, {{0, 5}});
    plan.reads_one_less = one_less;
    plan.ended_at = 2;
    MovingServer server(plan);
    fc::ReadOptions options;
    options.follow = true;
    CHECK(read(server, options) == std::vector<std::string>{"0"});
  }
}

TEST_CASE("Counts that grow for ever put off no end") {
  using Begin = std::pair<std::string, int>;
  for (const auto& [status, begin] :
       {Begin{"completed", 3}, Begin{"cancelled", 3}, Begin{"cancelled", -1000}}) {
    INFO(status << ", the counts begin at " << begin);
    int completed = begin;
    const std::string head = R"({"status":")" + status + R"(","total":3,"completed":)";
    unit::FakeServer server([&](const fc::HttpRequest& request) {
      const bool first = request.url.find("skip=1") == std::string::npos;
      return unit::answer(200, head + std::to_string(++completed) + R"(,"data":[)" +
                                   (first ? R"({"markdown":"a","metadata":{"scrapeId":"1"}})" : "") + "]}");
    });
    auto range = unit::job_on(server).documents();
    std::size_t read = 0;
    for (auto document = range.begin(); document != range.end() && server.requests.size() < 200; ++document)
      ++read;
    CHECK(read == 1);
    CHECK(range.missing() == (begin > 0 ? completed - 1 : 0));
    CHECK(server.requests.size() < 50);
  }
}

// Static listings with entries that get their values late, in which each third document or so has no id.
TEST_CASE("Random listings with and without ids are read whole in one range", "[model]") {
  const auto seed = kit::environment("FIRECRAWL_SEED", 1);
  const auto servers = kit::environment("FIRECRAWL_SERVERS", 2000);
  for (std::uint64_t i = 0; i < servers; ++i) {
    INFO("FIRECRAWL_SEED=" << seed + i << " FIRECRAWL_SERVERS=1");
    kit::Dice dice(seed + i);
    const auto count = 1 + dice.below(40);
    auto plan = listing_of(count, 1 + dice.below(12), {});
    for (auto& document : plan.documents) document.valued_at = dice.one_in(6) ? dice.below(5) : 0;
    MovingServer server(plan);
    for (std::size_t n = 0; n < count; ++n) {
      if (dice.one_in(3)) (dice.one_in(3) ? server.nulls : server.plain).insert(n);
    }
    if (server.nulls.size() + server.plain.size() == count) server.nulls.clear(), server.plain.clear();
    auto options = kit::random_options(dice, {9});
    options.max_pages.reset();
    options.max_documents.reset();
    const auto outcome = read(server, options);
    std::map<std::string, std::size_t> times;
    for (const auto& text : outcome.texts) ++times[text];
    for (std::size_t n = 0; n < count; ++n) {
      const auto text = std::to_string(n);
      if (server.nulls.count(n) == 0) CHECK(times[text] <= 1);
    }
    CHECK(times["null"] <= server.nulls.size());
    CHECK(outcome.texts.size() + static_cast<std::size_t>(outcome.missing) >= count);
  }
}
