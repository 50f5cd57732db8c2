// SPDX-License-Identifier: MIT
// Both stores: what a claim is good for, what is saved at once, what goes in and out.
#include "store.hpp"

#include <atomic>
#include <set>
#include <thread>

#include "postgres.hpp"
#include "stores.hpp"

namespace {

using namespace std::chrono_literals;
using namespace harvest_tests;
using harvest::Claim;
using harvest::JobState;
using harvest::Step;
using harvest::Then;

Step page_of(std::initializer_list<const char*> ids, const std::string& token) {
  Step step = step_to(token);
  for (const char* const id : ids) step.rows.push_back(row_of(id));
  return step;
}

std::size_t stored(harvest::Store& store) {
  std::size_t count = 0;
  store.read("", [&count](const std::string&, std::int64_t, const std::string&) { ++count; });
  return count;
}

Step end_as(JobState state, const std::string& reason) {
  Step step;
  step.then = Then::end;
  step.state = state;
  step.reason = reason;
  return step;
}

}  // namespace

BOTH_STORES("Tables are made once, and nothing works without them", "[store]") {
  if (!TestType::there()) return;
  const auto store = harvest::open_store(TestType::fresh());
  CHECK_THROWS_AS(store->check_version(), harvest::StoreError);
  CHECK(store->init() == 0);
  store->check_version();
  store->add(jobs_named({"a"}));
  CHECK(store->init() == 4);
  CHECK(store->jobs("", 10).size() == 1);
}

BOTH_STORES("Each job is claimed once, and the one that expires first is the first", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  CHECK(store->add(jobs_named({"a", "b", "c"})) == 3);
  CHECK(store->add(jobs_named({"b", "d"})) == 1);
  // What the server says of b is that it goes soon.
  for (int i = 0; i < 4; ++i) {
    auto claim = store->claim("w", long_lease).value();
    Step step;
    step.then = Then::later;
    step.expires_at = std::chrono::system_clock::now() + (claim.job == "b" ? 1h : 20h);
    CHECK(store->save(claim, step, long_lease));
    store->wake(claim.job);
    if (claim.job == "b") break;
    step.delay = 1h;
    claim = store->claim("w", long_lease).value();
    CHECK(store->save(claim, step, long_lease));
  }
  for (const char* const id : {"a", "b", "c", "d"}) store->wake(id);
  CHECK(store->claim("w", long_lease).value().job == "b");
  std::set<std::string> rest;
  while (const auto claim = store->claim("w", long_lease)) CHECK(rest.insert(claim->job).second);
  CHECK(rest == std::set<std::string>{"a", "c", "d"});
}

BOTH_STORES("Several workers at once never get the same job", "[store]") {
  if (!TestType::there()) return;
  const std::string address = TestType::fresh();
  std::vector<harvest::NewJob> jobs(120);
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].id = "job-" + std::to_string(i);
  ready(address)->add(jobs);
  std::vector<std::vector<std::string>> claimed(4);
  std::vector<std::thread> workers;
  for (auto& mine : claimed) {
    workers.emplace_back([&mine, &address] {
      const auto store = harvest::open_store(address);
      while (const auto claim = store->claim("w", long_lease)) mine.push_back(claim->job);
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::set<std::string> all;
  for (const auto& mine : claimed) {
    for (const std::string& job : mine) CHECK(all.insert(job).second);
  }
  // One that passed over a row which another one was taking may have ended early, but the other one went on.
  CHECK(all.size() == jobs.size());
}

BOTH_STORES("A page and the place after it are saved at once, or neither is", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a"}));
  Claim claim = store->claim("w", long_lease).value();
  CHECK(claim.documents == 0);
  CHECK_FALSE(claim.token);
  CHECK(store->save(claim, page_of({"1", "2"}, "after 2"), long_lease));
  CHECK(claim.documents == 2);
  // The same scrape twice: the second row fails, and the whole page with it.
  Claim copy = claim;
  CHECK_THROWS_AS(store->save(copy, page_of({"3", "1"}, "after 4"), long_lease), harvest::StoreError);
  CHECK(copy.documents == 2);
  CHECK(stored(*store) == 2);
  store->release(claim);
  claim = store->claim("w", long_lease).value();
  CHECK(claim.token == "after 2");
  CHECK(claim.documents == 2);
  CHECK(store->scrape_ids("a") == std::vector<std::string>{"1", "2"});
  CHECK(store->save(claim, page_of({"3"}, "after 3"), long_lease));
  CHECK(stored(*store) == 3);
}

BOTH_STORES("Who is past its lease writes nothing, whether or not another one has the job", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a"}));
  Claim first = store->claim("first", 0ms).value();  // over at once
  const Everything before = everything(*store);
  CHECK_FALSE(store->save(first, page_of({"1"}, "t"), long_lease));
  CHECK_FALSE(renew(*store, first, long_lease));
  CHECK(everything(*store) == before);

  Claim second = store->claim("second", long_lease).value();
  CHECK(second.epoch == first.epoch + 1);
  CHECK(store->save(second, page_of({"1"}, "t"), long_lease));
  const Everything saved = everything(*store);
  CHECK_FALSE(store->save(first, page_of({"1"}, "t"), long_lease));
  CHECK_FALSE(store->save(first, end_as(JobState::lost, "gone"), long_lease));
  CHECK_FALSE(renew(*store, first, long_lease));
  store->release(first);
  CHECK(everything(*store) == saved);
  CHECK(renew(*store, second, long_lease));
  CHECK(store->save(second, page_of({"2"}, "t"), long_lease));
}

TEST_CASE(
    "Who is silent in the middle of a transaction keeps nobody waiting for longer than a lease - Postgres",
    "[store]") {
  if (!Postgres::there()) return;
  const std::string address = Postgres::fresh();
  const auto store = ready(address);
  store->add(jobs_named({"a"}));
  harvest::Postgres stopped(address, {});
  stopped.limit_silence(300ms);
  stopped.connect();
  stopped.run("BEGIN");
  stopped.run("UPDATE harvest.jobs SET documents = 7");
  std::optional<Claim> claim;
  const auto end = std::chrono::steady_clock::now() + 60s;
  while (!(claim = store->claim("w", long_lease)) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(20ms);
  }
  REQUIRE(claim);
  CHECK(claim->documents == 0);
  CHECK_THROWS_AS(stopped.run("COMMIT"), harvest::ConnectionLost);
}

BOTH_STORES("Of several leases those that are over are named, and the others are prolonged", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a", "b", "c"}));
  std::vector<Claim> claims;
  while (const auto claim = store->claim("w", 1h)) claims.push_back(*claim);
  REQUIRE(claims.size() == 3);
  const std::string lost = claims.at(1).job;
  CHECK(store->renew({claims.at(1)}, 0ms).empty());  // over from now on
  REQUIRE(store->claim("another", long_lease));
  const std::vector<Claim> over = store->renew(claims, long_lease);
  REQUIRE(over.size() == 1);
  CHECK(over.at(0).job == lost);
  CHECK(over.at(0).epoch == claims.at(1).epoch);
  CHECK(store->renew({}, long_lease).empty());
  CHECK(store->totals().running == 3);
}

TEST_CASE("A lease does not wait for a job that is just being saved - Postgres", "[store]") {
  if (!Postgres::there()) return;
  const std::string address = Postgres::fresh();
  const auto store = ready(address);
  store->add(jobs_named({"a", "b"}));
  std::vector<Claim> claims;
  while (const auto claim = store->claim("w", long_lease)) claims.push_back(*claim);
  harvest::Postgres saving(address, {});
  saving.limit_silence(60s);  // so that a renewal that waits fails, and does not wait for ever
  saving.connect();
  saving.run("BEGIN");
  saving.run("UPDATE harvest.jobs SET documents = 7 WHERE id = 'a'");
  CHECK(store->renew(claims, 2 * long_lease).empty());
  // Without the lock, this one: the other's lease is that of its claim, which save() prolongs.
  const harvest::Result renewed =
      saving.run("SELECT id FROM harvest.jobs WHERE ready_at > now() + interval '90 minutes'");
  REQUIRE(renewed.rows() == 1);
  CHECK(renewed.text(0, 0) == "b");
  saving.run("COMMIT");
}

BOTH_STORES("A claim with the epoch of another worker writes nothing", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a"}));
  Claim claim = store->claim("w", long_lease).value();
  Claim other = claim;
  other.worker = "another";
  CHECK_FALSE(store->save(other, page_of({"1"}, "t"), long_lease));
  CHECK_FALSE(renew(*store, other, long_lease));
  CHECK(stored(*store) == 0);
  // And one that does not know what was saved: so a step that was saved already is not saved again.
  Claim copy = claim;
  CHECK(store->save(claim, page_of({"1"}, "t"), long_lease));
  CHECK_FALSE(store->save(copy, page_of({"9"}, "t"), long_lease));
  CHECK(stored(*store) == 1);
}

BOTH_STORES("A job that is left for later is not claimed before, unless somebody wakes it", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"a"}));
  Claim claim = store->claim("w", long_lease).value();
  Step step;
  step.then = Then::later;
  step.token = "t";
  step.delay = 1h;
  step.failures = 3;
  CHECK(store->save(claim, step, long_lease));
  CHECK_FALSE(store->claim("w", long_lease));
  CHECK(store->totals().waiting == 1);
  CHECK_FALSE(store->wake("unknown"));
  CHECK(store->wake("a"));
  claim = store->claim("w", long_lease).value();
  CHECK(claim.token == "t");
  CHECK(claim.failures == 3);
  CHECK(store->totals().running == 1);
  // News while a worker has it: what it has read may be from before. So it is looked at again at once.
  CHECK(store->wake("a"));
  CHECK_FALSE(store->claim("another", long_lease));
  CHECK(store->save(claim, step, long_lease));
  claim = store->claim("another", long_lease).value();
  // By the same worker, too, which need not give it back for that.
  CHECK(store->wake("a"));
  const Claim again = store->claim("another", long_lease).value();
  CHECK(again.epoch == claim.epoch + 1);
  CHECK_FALSE(renew(*store, claim, long_lease));
  CHECK_FALSE(store->claim("another", long_lease));
  claim = again;
  CHECK(store->save(claim, step, long_lease));
  CHECK_FALSE(store->claim("another", long_lease));
}

BOTH_STORES("What is lost or at fault is open again when it is added, and goes on where it was", "[store]") {
  if (!TestType::there()) return;
  const auto store = ready(TestType::fresh());
  store->add(jobs_named({"done", "lost", "fault"}));
  while (auto claim = store->claim("w", long_lease)) {
    CHECK(store->save(*claim, page_of({"1"}, "t"), long_lease));
    const JobState state = claim->job == "done"   ? JobState::done
                           : claim->job == "lost" ? JobState::lost
                                                  : JobState::fault;
    Step step = end_as(state, "why " + claim->job);
    step.token = "t";
    CHECK(store->save(*claim, step, long_lease));
  }
  CHECK(store->jobs("lost", 10).at(0).reason == "why lost");
  const harvest::Totals totals = store->totals();
  CHECK(totals.done == 1);
  CHECK(totals.lost == 1);
  CHECK(totals.fault == 1);
  CHECK(totals.documents == 3);
  CHECK(store->add(jobs_named({"done", "lost", "fault"})) == 2);
  const Claim claim = store->claim("w", long_lease).value();
  CHECK(claim.token == "t");
  CHECK(claim.documents == 1);
  CHECK(store->claim("w", long_lease));
  CHECK_FALSE(store->claim("w", long_lease));
}
