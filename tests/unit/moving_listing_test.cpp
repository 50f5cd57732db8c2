// SPDX-License-Identifier: MIT
// Listings that move under the reader, in their smallest forms.
#include <cstddef>
#include <firecrawl/client.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "moving_server.hpp"

namespace fc = firecrawl;
using support::ListedDocument;
using support::MovingPlan;
using support::never;
using unit::MovingServer;
using unit::texts_in;
using Strings = std::vector<std::string>;

namespace {

// Documents 0, 1, 2 …, each listed from the request on that is given.
MovingPlan plan_of(const std::vector<std::size_t>& visible_at) {
  MovingPlan plan;
  for (std::size_t i = 0; i < visible_at.size(); ++i)
    plan.documents.push_back({i, 0, visible_at[i], visible_at[i]});
  return plan;
}

struct Read {
  Strings texts;
  std::int64_t missing;
  std::optional<std::string> next;
};

Read read(MovingServer& server, const fc::ReadOptions& options = {}) {
  auto range = server.job().documents(options);
  auto texts = texts_in(range);
  return {std::move(texts), range.missing(), range.next()};
}

fc::ReadOptions following() {
  fc::ReadOptions options;
  options.follow = true;
  return options;
}

}  // namespace

TEST_CASE("A document that comes in front of others while a job is followed is read") {
  // A C, then A B C, then A B C D.
  auto plan = plan_of({0, 1, 0, 2});
  plan.ended_at = 2;
  MovingServer server(plan);
  const auto all = read(server, following());
  CHECK(all.texts == Strings{"0", "2", "1", "3"});
  CHECK(all.missing == 0);
  CHECK_FALSE(all.next);
}

TEST_CASE("A first document that moves to the second place is not taken for a server that ignores skip") {
  // C, then B C.
  auto plan = plan_of({1, 0});
  plan.ended_at = 1;
  MovingServer server(plan);
  const auto all = read(server, following());
  CHECK(all.texts == Strings{"1", "0"});
  CHECK(all.missing == 0);
  CHECK_FALSE(all.next);
}

TEST_CASE("Entries without a value are read once they have one") {
  const bool ids = GENERATE(true, false);
  const bool follow = GENERATE(true, false);
  const std::size_t page = GENERATE(1U, 2U, 3U, 100U);
  CAPTURE(ids, follow, page);
  auto plan = plan_of({0, 0, 0});
  plan.documents[1].valued_at = 4;
  plan.page = page;
  MovingServer server(plan);
  server.ids = ids;
  auto options = follow ? following() : fc::ReadOptions();
  const auto all = read(server, options);
  CHECK(all.texts == Strings{"0", "2", "1"});
  CHECK(all.missing == 0);
  CHECK_FALSE(all.next);
}

TEST_CASE("Entries that never have a value are missing, and next() is in front of them") {
  const bool ids = GENERATE(true, false);
  auto plan = plan_of({0, 0, 0, 0, 0, 0});
  plan.documents[3].valued_at = never;
  plan.page = 2;
  MovingServer server(plan);
  server.ids = ids;
  const auto all = read(server);
  CHECK(all.texts == Strings{"0", "1", "2", "4", "5"});
  CHECK(all.missing == 1);
  CHECK(all.next == "/v1/batch/scrape/7e1f?skip=2");
}

TEST_CASE("A server that ignores skip and sends no ids is found out") {
  const bool follow = GENERATE(true, false);
  const bool ids = GENERATE(true, false);
  CAPTURE(follow, ids);
  auto plan = plan_of({0, 0, 9});
  plan.ignores_skip = true;
  MovingServer server(plan);
  server.ids = ids;
  auto range = server.job().documents(follow ? following() : fc::ReadOptions());
  Strings texts;
  const auto read_all = [&] {
    for (const auto& document : range) texts.push_back(*document.markdown);
  };
  CHECK_THROWS_AS(read_all(), fc::PaginationError);
  CHECK(texts == Strings{"0", "1"});
}

TEST_CASE("Identical documents without ids are not a sign of a server that ignores skip") {
  MovingServer server(plan_of({0, 0, 0, 0, 0}));
  server.ids = false;
  server.text = "the same";
  fc::ReadOptions options;
  options.page_size = 2;
  const auto all = read(server, options);
  CHECK(all.texts == Strings(5, "the same"));
  CHECK(all.missing == 0);
}

TEST_CASE("Scrapes that were in flight when a job was cancelled are waited for") {
  const bool follow = GENERATE(true, false);
  CAPTURE(follow);
  auto plan = plan_of({0, 0, 3});
  plan.final_status = "cancelled";
  plan.documents[2].done_at = 3;
  MovingServer server(plan);
  const auto all = read(server, follow ? following() : fc::ReadOptions());
  CHECK(all.texts == Strings{"0", "1", "2"});
  CHECK_FALSE(all.next);
}

TEST_CASE("A document that comes in front of the token is read by a user who keeps the documents") {
  // A C, and when the reader is gone A B C D.
  auto plan = plan_of({0, 1, 0, 1});
  MovingServer server(plan);
  fc::ReadOptions first;
  first.max_documents = 2;
  first.prefetch = 0;
  auto part = read(server, first);
  CHECK(part.texts == Strings{"0", "2"});
  REQUIRE(part.next == "https://inside.example/v1/batch/scrape/7e1f?skip=2");
  fc::ReadOptions rest;
  rest.from = *part.next;
  const std::set<std::string> kept(part.texts.begin(), part.texts.end());
  rest.already_have = [&](const fc::Document& document) { return kept.count(*document.markdown) > 0; };
  const auto all = read(server, rest);
  CHECK(std::set<std::string>(all.texts.begin(), all.texts.end()) == std::set<std::string>{"1", "3"});
  CHECK(all.texts.size() == 2);
  CHECK(all.missing == 0);
  CHECK_FALSE(all.next);
}

TEST_CASE("What the user has is neither delivered nor counted") {
  MovingServer server(plan_of({0, 0, 0, 0}));
  fc::ReadOptions options;
  options.max_documents = 2;
  options.already_have = [](const fc::Document& document) {
    return *document.markdown == "0" || *document.markdown == "2";
  };
  const auto some = read(server, options);
  CHECK(some.texts == Strings{"1", "3"});
  CHECK(some.missing == 0);
  CHECK_FALSE(some.next);
}

TEST_CASE("A reader that has more than its token says finds that nothing is missing, however far it looks") {
  const bool offset_links = GENERATE(false, true);
  CAPTURE(offset_links);
  auto plan = plan_of(std::vector<std::size_t>(4000, 0));
  plan.page = 10;
  plan.takes_offset = offset_links;
  MovingServer server(plan);
  server.offset_links = offset_links;
  fc::ReadOptions options;
  options.from = std::string("/v1/batch/scrape/7e1f?") + (offset_links ? "offset" : "skip") + "=3980";
  options.already_have = [](const fc::Document& document) { return *document.markdown != "3999"; };
  const auto rest = read(server, options);
  CHECK(rest.texts == Strings{"3999"});
  CHECK(rest.missing == 0);
  CHECK_FALSE(rest.next);
}

TEST_CASE("A document without an id is known by its token to a user who keeps only ids") {
  MovingServer server(plan_of({0, 0, 0}));
  server.ids = false;
  fc::ReadOptions options;
  options.from = "/v1/batch/scrape/7e1f#2";
  options.already_have = [](const fc::Document& document) { return document.metadata.scrape_id.has_value(); };
  const auto rest = read(server, options);
  CHECK(rest.texts == Strings{"2"});
  CHECK(rest.missing == 0);
}

TEST_CASE("A page is asked for again if already_have throws, and nothing of it is lost") {
  MovingServer server(plan_of({0, 0, 0}));
  int calls = 0;
  fc::ReadOptions options;
  options.already_have = [&](const fc::Document&) {
    if (++calls == 2) throw fc::Error("no");
    return false;
  };
  auto range = server.job().documents(options);
  CHECK_THROWS_AS(texts_in(range), fc::Error);
  CHECK(texts_in(range) == Strings{"0", "1", "2"});
}

TEST_CASE("One document a page is read from a server that reads one entry less than `limit`") {
  auto plan = plan_of({0, 0, 0});
  plan.reads_one_less = true;
  MovingServer server(plan);
  fc::ReadOptions options;
  options.page_size = GENERATE(1U, 2U);
  const auto all = read(server, options);
  CHECK(all.texts == Strings{"0", "1", "2"});
  CHECK(all.missing == 0);
}

TEST_CASE("A healthy job costs one request a page") {
  const bool ids = GENERATE(true, false);
  CAPTURE(ids);
  auto plan = plan_of(std::vector<std::size_t>(25, 0));
  plan.page = 10;
  MovingServer server(plan);
  server.ids = ids;
  CHECK(read(server).texts.size() == 25);
  CHECK(server.listing.requests() == 3);
  CHECK(server.fake.waits.empty());
}
