// SPDX-License-Identifier: MIT
// The program itself against a server, on both stores: what becomes of a job, and of a worker that is
// stopped.
#include "program.hpp"

#include <signal.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace {

using namespace std::chrono_literals;
using namespace harvest_tests;
using support::LoopbackServer;
using support::Request;
using support::Response;

}  // namespace

BOTH_STORES("A worker that is stopped past its lease and wakes up writes nothing", "[program]") {
  if (!TestType::there()) return;
  LoopbackServer server(job_of("a", 200));
  Gate gate;
  server.on_request(
      [wait = gate.wait()](const Request&, std::size_t nth) { return nth >= 5 ? wait() : std::nullopt; });
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a"}) == 0);
  Process sleeper = harvest.start({"work", "--slots", "1", "--lease", "1", "--drain"});
  const auto store = harvest.store();
  wait_until([&store] { return store->totals().documents == 50; });  // and the next page does not come yet
  sleeper.stop();
  gate.open();
  wait_until([&store] { return store->totals().open == 1; });  // the lease is over
  CHECK(store->totals().documents == 50);

  SECTION("while another one has claimed the job") {
    REQUIRE(store->claim("another", 1h));
    const Everything before = everything(*store);
    sleeper.signal(SIGCONT);
    wait_until([&harvest] { return has(harvest.log(), "let go"); });
    sleeper.signal(SIGTERM);
    CHECK(sleeper.wait() == 0);
    CHECK(everything(*store) == before);
  }
  SECTION("after another one has read the job") {
    CHECK(harvest.run({"work", "--drain"}) == 0);
    const Everything after = everything(*store);
    CHECK(store->totals().documents == 200);
    sleeper.signal(SIGCONT);
    CHECK(sleeper.wait() == 0);
    CHECK(everything(*store) == after);
  }
}

BOTH_STORES("SIGTERM gives the jobs back at once", "[program]") {
  if (!TestType::there()) return;
  LoopbackServer server(job_of("a", 200));
  Gate gate;
  server.on_request(
      [wait = gate.wait()](const Request&, std::size_t nth) { return nth >= 5 ? wait() : std::nullopt; });
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a"}) == 0);
  Process worker = harvest.start({"work", "--lease", "3600"});
  REQUIRE(server.wait_for_requests(6, 60s));
  CHECK(harvest.store()->totals().running == 1);
  worker.signal(SIGTERM);
  CHECK(worker.wait() == 0);
  gate.open();
  const auto totals = harvest.store()->totals();
  CHECK(totals.open == 1);
  CHECK(totals.documents >= 40);
  CHECK(harvest.run({"work", "--drain"}) == 0);
  CHECK(harvest.store()->totals().documents == 200);
}

BOTH_STORES("What becomes of a job is known, and why", "[program]") {
  if (!TestType::there()) return;
  LoopbackServer server(job_of("good", 25));
  support::Job circle = job_of("circle", 25);
  circle.next_job_id = "good";
  server.add_job(circle);
  support::Job failed = job_of("failed", 5);
  failed.status = "failed";
  server.add_job(failed);
  support::Job lacking = job_of("lacking", 5);
  lacking.completed = lacking.total = 7;
  server.add_job(lacking);
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "good", "circle", "failed", "lacking", "nobody"}) == 0);
  CHECK(harvest.run({"work", "--drain"}) == 0);
  std::map<std::string, harvest::JobRow> jobs;
  for (harvest::JobRow& job : harvest.store()->jobs("", 10)) jobs[job.id] = std::move(job);
  CHECK(jobs["good"].state == "done");
  CHECK(jobs["good"].documents == 25);
  CHECK(jobs["circle"].state == "fault");
  CHECK(jobs["circle"].documents == 10);
  CHECK(has(jobs["circle"].reason, "another job"));
  CHECK(jobs["failed"].state == "done");
  CHECK(jobs["failed"].documents == 5);
  CHECK(jobs["lacking"].state == "done");
  CHECK(jobs["lacking"].missing == 2);
  CHECK(jobs["nobody"].state == "lost");
  CHECK(has(jobs["nobody"].reason, "404"));

  // The server is in order again: it goes on after the ten.
  server.update("circle", [](support::Job& job) { job.next_job_id.reset(); });
  harvest.printed();
  CHECK(harvest.run({"add", "circle", "good"}) == 0);
  CHECK(has(harvest.printed(), "1 of 2 jobs added"));
  CHECK(harvest.run({"work", "--drain"}) == 0);
  CHECK(harvest.store()->jobs("done", 10).size() == 4);
  harvest.printed();
  CHECK(harvest.run({"status"}) == 0);
  CHECK(has(harvest.printed(), "60 of about 60 documents (2 were never listed)"));
  CHECK(harvest.run({"export", "--job", "circle"}) == 0);
  std::istringstream lines(harvest.printed());
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto document = nlohmann::json::parse(line);
    CHECK(document["ordinal"] == count);
    CHECK(document["document"]["metadata"]["title"] == "Page " + std::to_string(count));
  }
  CHECK(count == 25);
  CHECK(harvest.run({"search", "quoted", "backslash", "--most", "3"}) == 0);
  CHECK(has(harvest.printed(), "https://site.example/page/"));
  CHECK(harvest.run({"search", "nosuchword"}) == 3);
}

BOTH_STORES("A job that runs is looked at until it has ended, and keeps no worker busy", "[program]") {
  if (!TestType::there()) return;
  support::Job live = job_of("live", 60);
  live.status = "scraping";
  live.finished = 0;
  LoopbackServer server(live);
  server.add_job(job_of("other", 30));
  // Each look finds some documents more.
  server.on_request([&server](const Request& request, std::size_t) -> std::optional<Response> {
    if (request.path.find("live") != std::string::npos) {
      server.update("live", [](support::Job& job) {
        job.finished = std::min<std::size_t>(job.count, *job.finished + 7);
        if (*job.finished == job.count) job.status = "completed";
      });
    }
    return std::nullopt;
  });
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "live", "other"}) == 0);
  // One slot for both: it is not kept by the one that runs.
  CHECK(harvest.run({"work", "--drain", "--slots", "1", "--poll", "0.1"}) == 0);
  CHECK(harvest.store()->totals().done == 2);
  std::set<std::string> titles;
  harvest.store()->read("live", [&titles](const std::string&, std::int64_t, const std::string& document) {
    titles.insert(nlohmann::json::parse(document)["metadata"]["title"].get<std::string>());
  });
  CHECK(titles.size() == 60);
}

BOTH_STORES("A key that the server refuses ends the worker, and costs no job", "[program]") {
  if (!TestType::there()) return;
  LoopbackServer server(job_of("a", 5));
  server.require_key("another");
  const Harvest harvest(TestType::fresh(), server);
  REQUIRE(harvest.run({"init"}) == 0);
  REQUIRE(harvest.run({"add", "a"}) == 0);
  CHECK(harvest.run({"work"}) == 1);
  CHECK(has(harvest.printed(), "401"));
  CHECK(harvest.store()->totals().open == 1);
}

BOTH_STORES("A list is started part by part, and never twice unless that is wanted", "[program]") {
  if (!TestType::there()) return;
  LoopbackServer server;
  const Harvest harvest(TestType::fresh(), server);
  const std::string list = Sqlite::fresh().substr(std::string("sqlite:").size()) + ".txt";
  {
    std::ofstream file(list);
    for (int i = 0; i < 2500; ++i) file << "https://a.example/" << i << "\r\n\n# a comment\n";
  }
  std::vector<std::size_t> sizes;
  int answer = 0;  // for the second part
  server.on_request([&](const Request& request, std::size_t) -> std::optional<Response> {
    if (request.method != "POST") return std::nullopt;
    sizes.push_back(nlohmann::json::parse(request.body)["urls"].size());
    if (sizes.size() % 2 == 0 && answer != 0)
      return Response{answer, R"({"success":false,"error":"no"})", {}, false};
    return std::nullopt;
  });
  REQUIRE(harvest.run({"init"}) == 0);

  answer = 400;  // surely not started
  CHECK(harvest.run({"add", "--start", list}) == 1);
  CHECK(sizes == std::vector<std::size_t>{1000, 1000});
  CHECK(harvest.store()->jobs("", 10).size() == 1);

  sizes.assign(1, 0);
  answer = 502;  // perhaps it was
  CHECK(harvest.run({"add", "--start", list}) == 1);
  CHECK(sizes == std::vector<std::size_t>{0, 1000});

  sizes.clear();
  answer = 0;
  harvest.printed();
  CHECK(harvest.run({"add", "--start", list}) == 3);
  CHECK(sizes == std::vector<std::size_t>{500});
  CHECK(has(harvest.printed(), "it is not known whether"));
  CHECK(harvest.run({"add", "--start", list, "--unknown-again"}) == 0);
  CHECK(harvest.run({"add", "--start", list}) == 0);
  CHECK(sizes == std::vector<std::size_t>{500, 1000});
  CHECK(harvest.store()->totals().open == 3);
  CHECK(harvest.store()->totals().expected == 2500);

  CHECK(harvest.run({"work", "--drain"}) == 0);
  CHECK(harvest.store()->totals().documents == 2500);
  CHECK(harvest.run({"add", "--start", list, "--again"}) == 0);
  CHECK(harvest.store()->totals().open == 3);
}
