// SPDX-License-Identifier: MIT
/// @file
/// What harvest takes, as lines of tables.
///
/// - `figures HARVEST speed STORE WORKERS JOBS`: documents a second, with so many workers of four slots
/// - `figures HARVEST reader JOBS`: the same jobs, read by one range after the other, and not stored
/// - `figures HARVEST claims STORE JOBS`: the time of a claim among so many open jobs
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <memory>
#include <optional>
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

namespace fc = firecrawl;
namespace fs = std::filesystem;
using namespace harvest_tests;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// A store that waits for the disk, as real ones do.
class Place {
 public:
  explicit Place(const std::string& kind) : folder_(support::make_temporary_folder("harvest-figures")) {
    if (kind == "postgres") server_.emplace(true);
    address_ = server_ ? server_->address("figures") : "sqlite:" + (folder_ / "harvest.db").string();
    store_ = harvest::open_store(address_);
    store_->init();
  }
  ~Place() {
    store_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  harvest::Store& store() { return *store_; }
  const std::string& address() const { return address_; }

 private:
  fs::path folder_;
  std::optional<PostgresServer> server_;
  std::string address_;
  std::unique_ptr<harvest::Store> store_;
};

StormPlan calm(std::size_t jobs) {
  StormPlan plan;
  plan.jobs = jobs;
  plan.least = plan.most = 1000;
  plan.kinds = false;
  return plan;
}

std::vector<harvest::NewJob> jobs_of(const StormServer& server) {
  std::vector<harvest::NewJob> jobs;
  for (const auto& [id, count] : server.counts()) {
    jobs.emplace_back();
    jobs.back().id = id;
  }
  return jobs;
}

void speed(const std::string& program, const std::string& kind, const std::string& workers,
           std::size_t jobs) {
  const StormServer server(calm(jobs));
  Place place(kind);
  place.store().add(jobs_of(server));
  const Environment environment{{"FIRECRAWL_API_URL", server.base_url()},
                                {"FIRECRAWL_API_KEY", "fc-figures"}};
  const auto begin = Clock::now();
  std::vector<Process> running;
  for (int i = 0; i < std::stoi(workers); ++i) {
    running.emplace_back(std::vector<std::string>{program, "--store", place.address(), "work", "--slots", "4",
                                                  "--drain", "--quiet"},
                         environment);
  }
  // Until the last document: that a worker sees nothing is left takes it up to a second.
  while (place.store().totals().unfinished() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const double time = seconds_since(begin);
  for (Process& worker : running) worker.wait();
  const std::string wrong = difference(place.store(), server);
  if (!wrong.empty()) throw std::runtime_error(wrong);
  std::printf("| %s, workers: %s | %.0f |\n", kind.c_str(), workers.c_str(),
              static_cast<double>(server.documents()) / time);
}

void reader(std::size_t jobs) {
  const StormServer server(calm(jobs));
  fc::ClientOptions options;
  options.base_url = server.base_url();
  const fc::Client client(options);
  const auto begin = Clock::now();
  std::size_t count = 0;
  for (const auto& [id, documents] : server.counts()) {
    for (const fc::Document& document : client.batch_scrape_job(id).documents())
      count += document.markdown ? 1U : 0U;
  }
  std::printf("| a reader without a store | %.0f |\n", static_cast<double>(count) / seconds_since(begin));
}

void print_claims(const std::string& what, std::vector<double> times) {
  std::sort(times.begin(), times.end());
  std::printf("| %s | %.2f | %.2f |\n", what.c_str(), times.at(times.size() / 2),
              times.at(times.size() * 99 / 100));
}

std::vector<double> claim_times(harvest::Store& store) {
  std::vector<double> times;
  for (int i = 0; i < 500; ++i) {
    const auto begin = Clock::now();
    if (!store.claim("figures", std::chrono::hours(1))) throw std::runtime_error("nothing to claim");
    times.push_back(seconds_since(begin) * 1000);
  }
  return times;
}

void claims(const std::string& kind, std::size_t count) {
  Place place(kind);
  std::vector<harvest::NewJob> jobs(count);
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].id = "job-" + std::to_string(i);
  place.store().add(jobs);
  const std::string open = kind + ", " + std::to_string(count) + " open";
  print_claims(open, claim_times(place.store()));
  // A tenth, which comes first, has a worker, or waits: a claim passes over them.
  for (std::size_t i = 0; i < count / 10; ++i) place.store().claim("figures", std::chrono::hours(1));
  print_claims(open + ", the first " + std::to_string(count / 10) + " of them taken",
               claim_times(place.store()));
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments, arguments + count);
  try {
    if (count == 6 && words[2] == "speed") {
      speed(words[1], words[3], words[4], std::stoul(words[5]));
    } else if (count == 4 && words[2] == "reader") {
      reader(std::stoul(words[3]));
    } else if (count == 5 && words[2] == "claims") {
      claims(words[3], std::stoul(words[4]));
    } else {
      std::cerr << "usage: figures HARVEST speed STORE WORKERS JOBS | reader JOBS | claims STORE JOBS\n";
      return 2;
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "figures: " << error.what() << '\n';
    return 1;
  }
}
