// SPDX-License-Identifier: MIT
// One worker that has many jobs at once, on both stores: none of them keeps another one waiting, and none of
// them touches another one's lease.
#include <signal.h>

#include <algorithm>
#include <optional>
#include <type_traits>

#include "postgres.hpp"
#include "program.hpp"
#include "sqlite.hpp"
#include "support/documents.hpp"

namespace {

using namespace std::chrono_literals;
using namespace harvest_tests;
using support::LoopbackServer;
using support::Request;

// It runs, and has nothing to read yet.
support::Job live_job(const std::string& id) {
  support::Job job = job_of(id, 20);
  job.status = "scraping";
  job.finished = 0;
  return job;
}

std::size_t looks_at(const LoopbackServer& server, const std::string& job) {
  const auto requests = server.requests();
  const auto count = std::count_if(requests.begin(), requests.end(), [&job](const Request& request) {
    return has(request.path + "?", "/" + job + "?");
  });
  return static_cast<std::size_t>(count);
}

// Until each was looked at so often.
void wait_for_looks(const LoopbackServer& server, const std::vector<std::string>& jobs, std::size_t looks) {
  wait_until([&] {
    return std::all_of(jobs.begin(), jobs.end(),
                       [&](const std::string& job) { return looks_at(server, job) >= looks; });
  });
}

std::int64_t documents_of(harvest::Store& store, const std::string& job) {
  for (const harvest::JobRow& row : store.jobs("", 100)) {
    if (row.id == job) return row.documents;
  }
  return -1;
}

// Another worker has the job from now on.
template <class StoreType>
void take_from_its_worker(const std::string& address, const std::string& job) {
  const std::string change = " SET worker = 'another', epoch = epoch + 1 WHERE id = '" + job + "'";
  if constexpr (std::is_same_v<StoreType, Sqlite>) {
    harvest::Sqlite(address.substr(std::string("sqlite:").size())).run("UPDATE jobs" + change);
  } else {
    harvest::Postgres database(address, {});
    database.connect();
    database.run("UPDATE harvest.jobs" + change);
  }
}

}  // namespace

BOTH_STORES("Jobs of which no answer comes keep no other job waiting", "[live]") {
  if (!TestType::there()) return;
  LoopbackServer server;
  Gate gate;
  server.on_request([wait = gate.wait()](const Request& request, std::size_t) {
    return has(request.path, "silent") ? wait() : std::nullopt;
  });
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  std::vector<std::string> silent;
  for (int i = 0; i < 6; ++i) {
    silent.push_back("silent-" + std::to_string(i));
    server.add_job(job_of(silent.back(), 20));
    REQUIRE(harvest.run({"add", silent.back()}) == 0);  // each expires before those after it, and so is first
  }
  server.add_job(job_of("good", 30));
  server.add_job(job_of("better", 30));
  REQUIRE(harvest.run({"add", "good", "better"}) == 0);
  Process worker = harvest.start({"work", "--drain"});
  const auto store = harvest.store();
  wait_until([&store] { return store->totals().done == 2; });
  wait_for_looks(server, silent, 1);
  CHECK(store->totals().documents == 60);
  CHECK(store->totals().running == 6);

  SECTION("and are read when it comes") {
    gate.open();
    CHECK(worker.wait() == 0);
    CHECK(store->totals().documents == 180);
  }
  SECTION("and are all given back at SIGTERM") {
    worker.signal(SIGTERM);
    CHECK(worker.wait() == 0);
    CHECK(store->totals().open == 6);
    gate.open();
  }
}

BOTH_STORES("Live jobs are followed side by side, each under one claim", "[live]") {
  if (!TestType::there()) return;
  const std::vector<std::string> jobs{"a", "b", "c", "d", "endless"};
  LoopbackServer server;
  for (const std::string& job : jobs) server.add_job(live_job(job));
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "endless"}) == 0);
  REQUIRE(harvest.run({"add", "a", "b", "c", "d"}) == 0);
  Process worker = harvest.start({"work", "--poll", "0.05"});
  const auto store = harvest.store();
  wait_for_looks(server, jobs, 3);
  CHECK(store->totals().running == 5);
  CHECK(store->totals().expected == 100);
  server.finish("endless", 7);
  wait_until([&] { return documents_of(*store, "endless") == 7; });
  for (const char* const job : {"a", "b", "c", "d"}) server.finish_all(job);
  wait_until([&store] { return store->totals().done == 4; });
  server.finish("endless", 9);
  wait_until([&] { return documents_of(*store, "endless") == 9; });
  CHECK(store->totals().documents == 89);
  worker.signal(SIGTERM);
  CHECK(worker.wait() == 0);
  const auto claim = store->claim("another", long_lease);
  REQUIRE(claim);
  CHECK(claim->job == "endless");
  CHECK(claim->epoch == 2);
}

BOTH_STORES("More live jobs than slots have their turns", "[live]") {
  if (!TestType::there()) return;
  const std::vector<std::string> jobs{"a", "b", "c", "d", "e"};
  LoopbackServer server;
  for (const std::string& job : jobs) server.add_job(live_job(job));
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a", "b", "c", "d", "e"}) == 0);
  Process worker = harvest.start({"work", "--slots", "2", "--poll", "0.05", "--drain"});
  wait_for_looks(server, jobs, 3);
  CHECK(harvest.store()->totals().running <= 3);  // one more while it takes the place of another one
  for (const std::string& job : jobs) server.finish_all(job);
  CHECK(worker.wait() == 0);
  CHECK(harvest.store()->totals().done == 5);
  CHECK(harvest.store()->totals().documents == 100);
}

BOTH_STORES("The lease of one of several jobs is lost, and the others go on", "[live]") {
  if (!TestType::there()) return;
  LoopbackServer server;
  for (const char* const job : {"a", "b", "c"}) server.add_job(live_job(job));
  const std::string address = TestType::fresh();
  const Harvest harvest(address, server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a", "b", "c"}) == 0);
  const auto start = [&](const std::string& lease) {
    Process worker = harvest.start({"work", "--lease", lease, "--poll", "0.05"});
    wait_for_looks(server, {"a", "b", "c"}, 3);
    take_from_its_worker<TestType>(address, "b");
    return worker;
  };
  const std::string let_go = "job b: the lease was over; let go";
  std::optional<Process> worker;
  SECTION("as it sees when it prolongs them") {
    worker.emplace(start("9"));
    wait_until([&] { return has(harvest.log(), let_go); });
    server.finish_all("b");
  }
  SECTION("as it sees when it saves, and rolls back") {
    worker.emplace(start("3600"));
    server.finish_all("b");
    wait_until([&] { return has(harvest.log(), let_go); });
  }
  const auto store = harvest.store();
  server.finish_all("a");
  server.finish_all("c");
  wait_until([&store] { return store->totals().done == 2; });
  CHECK(store->totals().documents == 40);
  CHECK(documents_of(*store, "b") == 0);
  worker->signal(SIGTERM);
  CHECK(worker->wait() == 0);
  const auto running = store->jobs("running", 10);
  REQUIRE(running.size() == 1);
  CHECK(running.at(0).worker == "another");
}

TEST_CASE("Leases are prolonged while the documents of one job are being saved - Postgres", "[live]") {
  if (!Postgres::there()) return;
  LoopbackServer server(live_job("a"));
  server.add_job(live_job("b"));
  const std::string address = Postgres::fresh();
  const Harvest harvest(address, server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a", "b"}) == 0);
  Process worker = harvest.start({"work", "--lease", "9", "--poll", "0.05"});
  wait_for_looks(server, {"a", "b"}, 2);
  harvest::Postgres other(address, {});
  other.connect();
  other.run("BEGIN");
  other.run("LOCK TABLE harvest.documents IN SHARE MODE");
  server.finish("a", 10);
  harvest::Postgres look(address, {});
  look.connect();
  wait_until([&] { return look.run("SELECT 1 FROM pg_locks WHERE NOT granted").rows() > 0; });
  // Twice: the first time may have begun before the lock.
  for (int i = 0; i < 2; ++i) {
    const auto lease_of_b = [&look] {
      return look.run("SELECT ready_at::text FROM harvest.jobs WHERE id = 'b'").text(0, 0);
    };
    const std::string before = lease_of_b();
    wait_until([&] { return lease_of_b() != before; });
  }
  other.run("COMMIT");
  server.finish_all("a");
  server.finish_all("b");
  wait_until([&harvest] { return harvest.store()->totals().done == 2; });
  CHECK(look.run("SELECT max(epoch) FROM harvest.jobs").number(0, 0) == 1);
  worker.signal(SIGTERM);
  CHECK(worker.wait() == 0);
}

BOTH_STORES("A live job that was woken is looked at without a wait", "[live]") {
  if (!TestType::there()) return;
  LoopbackServer server(live_job("a"));
  server.add_job(live_job("b"));
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a", "b"}) == 0);
  Process worker = harvest.start({"work", "--poll", "3600", "--drain"});
  wait_for_looks(server, {"a", "b"}, 1);
  const auto store = harvest.store();
  server.finish("a", 5);
  CHECK(store->wake("a"));
  wait_until([&] { return documents_of(*store, "a") == 5; });
  server.finish_all("a");
  server.finish_all("b");
  CHECK(store->wake("a"));
  CHECK(store->wake("b"));
  CHECK(worker.wait() == 0);
  CHECK(store->totals().documents == 40);
}

BOTH_STORES("A live job goes on without a repeat after its listing has moved", "[live]") {
  if (!TestType::there()) return;
  // The first document is listed last, in front of the others.
  support::Job job = live_job("a");
  job.finished = 9;
  job.document = [](std::size_t index) { return support::make_document(index + 1); };
  LoopbackServer server(job);
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a"}) == 0);
  Process worker = harvest.start({"work", "--poll", "3600", "--drain"});
  const auto store = harvest.store();
  wait_until([&store] { return store->totals().documents == 9; });
  const auto move = [&server] {
    server.update("a", [](support::Job& moved) {
      moved.document = nullptr;
      moved.count = 10;
      moved.finished = 10;
      moved.status = "completed";
    });
  };
  SECTION("while its worker had it") {
    move();
    store->wake("a");
    CHECK(worker.wait() == 0);
  }
  SECTION("while nobody had it") {
    worker.signal(SIGTERM);
    CHECK(worker.wait() == 0);
    move();
    CHECK(harvest.run({"work", "--drain"}) == 0);
  }
  const auto rows = store->jobs("", 10);
  CHECK(rows.at(0).state == "done");
  CHECK(rows.at(0).documents == 10);
  CHECK(rows.at(0).missing == 0);
}
