// SPDX-License-Identifier: MIT
// Both stores: what goes in and out, what is found in it, what is reckoned from it, and which lists were
// started.
#include "store.hpp"
#include "stores.hpp"

namespace {

using namespace std::chrono_literals;
using namespace harvest_tests;
using harvest::Claim;
using harvest::Row;
using harvest::Step;

}  // namespace

BOTH_STORES("The parts of a list are started once, and it is known of which nobody knows", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  const harvest::Part part{"list", 0};
  CHECK(store->begin_start(part) == harvest::Start::first);
  CHECK(store->begin_start(part) == harvest::Start::unknown);
  store->forget_start(part);
  CHECK(store->begin_start(part) == harvest::Start::first);
  harvest::NewJob job;
  job.id = "started";
  job.total = 1000;
  job.just_started = true;
  store->record_start(part, job);
  CHECK(store->begin_start(part) == harvest::Start::started);
  store->forget_start(part);  // too late
  CHECK(store->begin_start(part) == harvest::Start::started);
  CHECK(store->begin_start({"list", 1}) == harvest::Start::first);
  CHECK(store->claim("w", long_lease).value().young);
  store->forget_list("list");
  CHECK(store->begin_start(part) == harvest::Start::first);
}

BOTH_STORES("Any text goes in and comes out as it was, and is found", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a"}));
  Claim claim = store->claim("w", long_lease).value();
  Step step = step_to("t");
  const std::vector<std::string> documents{
      R"({"markdown":"tab\t back\\slash \\N \"quoted\" \u0000 \u2028","n":1e400})", R"({"markdown":null})",
      "{\"markdown\":\"gr\u00fcn \U0001F525\"}"};
  for (std::size_t i = 0; i < documents.size(); ++i) {
    Row row = row_of(std::to_string(i),
                     std::string("tab\t \\N \\. nul") + '\0' + "end \r\n meadow" + std::to_string(i));
    row.document = documents[i];
    step.rows.push_back(row);
  }
  Row bare;
  bare.document = "{}";
  step.rows.push_back(bare);
  // More different words than an index of one document can have.
  std::string words = "firstword";
  for (int i = 0; i < 200'000; ++i) words += " w" + std::to_string(i) + "-" + std::to_string(i * 7);
  step.rows.push_back(row_of("large", words));
  CHECK(store->save(claim, step, long_lease));
  std::vector<std::string> read;
  store->read("a", [&read](const std::string&, std::int64_t ordinal, const std::string& document) {
    CHECK(ordinal == static_cast<std::int64_t>(read.size()));
    read.push_back(document);
  });
  REQUIRE(read.size() == 5);
  CHECK(std::vector<std::string>(read.begin(), read.begin() + 3) == documents);
  CHECK(store->search("meadow1", 10).size() == 1);
  CHECK(store->search("meadow1", 10).at(0).url == "https://a.example/1");
  CHECK(store->search("firstword", 10).at(0).title == "Title of large");
  CHECK(store->search("nosuchword", 10).empty());
  CHECK(store->search("Title meadow2", 10).size() == 1);
  CHECK(store->search("\"of large\"", 10).size() == 1);
  CHECK(store->search("\"large of\"", 10).empty());
  for (const char* const odd : {"", "\"", "AND", "a\" OR (", "* ^ :", "'); DROP TABLE jobs"})
    store->search(odd, 10);
}

BOTH_STORES("How many documents are to come is reckoned from the jobs that are known", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a", "b", "c"}));
  Claim claim = store->claim("w", long_lease).value();
  Step step = step_to("t");
  step.rows = {row_of("1"), row_of("2")};  // 2 of 10
  CHECK(store->save(claim, step, long_lease));
  const harvest::Totals totals = store->totals();
  CHECK(totals.open == 2);
  CHECK(totals.running == 1);
  CHECK(totals.unfinished() == 3);
  CHECK(totals.documents == 2);
  CHECK(totals.expected == 30);
  CHECK(totals.per_second > 0);
}
