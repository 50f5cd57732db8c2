// SPDX-License-Identifier: MIT
/// @file
/// storm HARVEST [option...]: workers that are killed and stopped at random, a server that fails, a database
/// that is restarted, clocks that differ; and in the end every document once. See storm_usage.
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "check.hpp"
#include "postgres_server.hpp"
#include "process.hpp"
#include "store.hpp"
#include "storm_server.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace harvest_tests;
using Clock = std::chrono::steady_clock;

const char* const storm_usage =
    "usage: storm HARVEST --store sqlite|postgres [--jobs 300] [--least 250] [--most 5000] [--workers 8]\n"
    "             [--kill-ms 1000] [--failing 20] [--restarts 2] [--faketime LIBRARY] [--seed 1] [--limit-s "
    "3600]\n"
    "             [--line 1]: print one line of a table at the end\n";

class Options {
 public:
  Options(int count, char** arguments) {
    for (int i = 2; i + 1 < count; i += 2) values_[arguments[i]] = arguments[i + 1];
  }
  std::string text(const std::string& name, const std::string& otherwise) const {
    const auto found = values_.find("--" + name);
    return found == values_.end() ? otherwise : found->second;
  }
  std::size_t number(const std::string& name, std::size_t otherwise) const {
    return std::stoul(text(name, std::to_string(otherwise)));
  }

 private:
  std::map<std::string, std::string> values_;
};

constexpr std::chrono::seconds lease{4};

class Storm {
 public:
  Storm(std::string program, const Options& options)
      : program_(std::move(program)),
        options_(options),
        random_(static_cast<unsigned>(options.number("seed", 1))),
        server_(plan_of(options)),
        folder_(support::make_temporary_folder("harvest-storm")) {
    if (options_.text("store", "sqlite") == "postgres") {
      database_.emplace();
      address_ = database_->address("storm");
    } else {
      address_ = "sqlite:" + (folder_ / "harvest.db").string();
    }
    store_ = harvest::open_store(address_);
  }
  ~Storm() {
    workers_.clear();
    store_.reset();
    std::error_code ignored;
    if (succeeded_) fs::remove_all(folder_, ignored);
  }

  void run() {
    add_jobs();
    const auto begin = Clock::now();
    const std::size_t count = options_.number("workers", 8);
    for (std::size_t i = 0; i < count; ++i) workers_.push_back(start_worker(i));
    const std::chrono::milliseconds kill_every(options_.number("kill-ms", 1000));
    auto next_kill = begin + kill_every;
    const auto limit = begin + std::chrono::seconds(options_.number("limit-s", 3600));
    while (any_running()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (Clock::now() > limit) throw std::runtime_error("it takes too long: see " + folder_.string());
      wake_sleepers();
      restart_database();
      if (Clock::now() < next_kill) continue;
      next_kill += kill_every;
      kill_one();
    }
    const std::chrono::duration<double> time = Clock::now() - begin;
    const std::string wrong = difference(*store_, server_);
    if (!wrong.empty()) throw std::runtime_error(wrong);
    succeeded_ = true;
    report(time.count());
  }

 private:
  static StormPlan plan_of(const Options& options) {
    StormPlan plan;
    plan.jobs = options.number("jobs", 300);
    plan.least = options.number("least", 250);
    plan.most = options.number("most", 5000);
    plan.failing = static_cast<unsigned>(options.number("failing", 20));
    plan.seed = static_cast<unsigned>(options.number("seed", 1));
    return plan;
  }

  void add_jobs() {
    store_->init();
    std::vector<harvest::NewJob> jobs;
    for (const auto& [id, documents] : server_.counts()) {
      jobs.emplace_back();
      jobs.back().id = id;
    }
    for (const char* const unknown : {"nobody", "nothing"}) {
      jobs.emplace_back();
      jobs.back().id = unknown;
    }
    store_->add(jobs);
  }

  Process start_worker(std::size_t index) {
    Environment environment{{"FIRECRAWL_API_URL", server_.base_url()}, {"FIRECRAWL_API_KEY", "fc-storm"}};
    const std::string library = options_.text("faketime", "");
    if (!library.empty()) {
      // The clock alone: what is measured in it is as long as ever.
      environment["LD_PRELOAD"] = library;
      environment["FAKETIME"] = index % 3 == 0 ? "+1h" : index % 3 == 1 ? "-1h" : "+0";
      environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
    }
    return Process({program_, "--store", address_, "work", "--slots", "3", "--lease",
                    std::to_string(lease.count()), "--poll", "0.5", "--drain"},
                   environment, folder_ / ("worker-" + std::to_string(index) + ".log"));
  }

  // A worker that has ended by itself has found nothing left to do, or could not go on.
  bool any_running() {
    bool any = false;
    for (std::size_t i = 0; i < workers_.size(); ++i) {
      if (workers_[i].running()) {
        any = true;
      } else if (const int status = workers_[i].wait(); status != 0) {
        throw std::runtime_error("worker " + std::to_string(i) + " ended with " + std::to_string(status) +
                                 ": see " + folder_.string());
      }
    }
    return any;
  }

  // Kills a worker and starts it again. Every fifth is stopped, for longer than its lease, and goes on after.
  void kill_one() {
    const std::size_t index = std::uniform_int_distribution<std::size_t>(0, workers_.size() - 1)(random_);
    if (!workers_[index].running() || asleep_.count(index) > 0) return;
    if (++kills_ % 5 == 0) {
      workers_[index].signal(SIGSTOP);
      asleep_[index] = Clock::now() + lease + std::chrono::seconds(2);
      ++stops_;
      return;
    }
    workers_[index].signal(SIGKILL);
    workers_[index].wait();
    workers_[index] = start_worker(index);
  }

  void wake_sleepers() {
    for (auto sleeper = asleep_.begin(); sleeper != asleep_.end();) {
      if (Clock::now() < sleeper->second) {
        ++sleeper;
        continue;
      }
      workers_[sleeper->first].signal(SIGCONT);
      sleeper = asleep_.erase(sleeper);
    }
  }

  // At one third of the documents, and at two thirds, if it is restarted twice.
  void restart_database() {
    const std::size_t restarts = options_.number("restarts", 2);
    if (!database_ || restarted_ >= restarts || Clock::now() < next_look_) return;
    next_look_ = Clock::now() + std::chrono::milliseconds(500);
    const auto stored = static_cast<std::size_t>(store_->totals().documents);
    if (stored * (restarts + 1) < server_.documents() * (restarted_ + 1)) return;
    database_->crash();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    database_->start();
    ++restarted_;
  }

  void report(double seconds) {
    const double rate = static_cast<double>(server_.documents()) / seconds;
    char text[300];
    const char* const form =
        options_.number("line", 0) == 0
            ? "%s%s: %zu documents of %zu jobs, each once, in %.0f s (%.0f a second); %d workers killed, "
              "%d stopped past their lease, %zu restarts of the database, %zu of %zu requests failed\n"
            : "| %s%s | %zu | %zu | %.0f | %.0f | %d | %d | %zu | %zu of %zu | each once |\n";
    std::snprintf(text, sizeof text, form, options_.text("store", "sqlite").c_str(),
                  options_.text("faketime", "").empty() ? "" : ", clocks an hour apart", server_.documents(),
                  server_.counts().size(), seconds, rate, kills_ - stops_, stops_, restarted_,
                  server_.failed(), server_.requests());
    std::cout << text << std::flush;
  }

  std::string program_;
  Options options_;
  std::mt19937 random_;
  StormServer server_;
  fs::path folder_;
  std::optional<PostgresServer> database_;
  std::string address_;
  std::unique_ptr<harvest::Store> store_;
  std::vector<Process> workers_;
  std::map<std::size_t, Clock::time_point> asleep_;
  Clock::time_point next_look_{};
  std::size_t restarted_ = 0;
  bool succeeded_ = false;  // else the folder stays, with what the workers have said
  int kills_ = 0;
  int stops_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count % 2 != 0) {
    std::cerr << storm_usage;
    return 2;
  }
  try {
    const Options options(count, arguments);
    if (options.text("store", "sqlite") == "postgres" && !has_postgres()) {
      std::cout << "not tried: PostgreSQL is not here, or its user cannot run it\n";
      return std::getenv("FIRECRAWL_REQUIRE_TOOLS") == nullptr ? 0 : 1;
    }
    Storm(arguments[1], options).run();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "storm: " << error.what() << '\n';
    return 1;
  }
}
