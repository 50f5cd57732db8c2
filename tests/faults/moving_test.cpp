// SPDX-License-Identifier: MIT
// Listings that move at servers that fail: every fault at each of the first requests, and random drains of
// random servers. Whatever is thrown, reading goes on from the token with what is kept: nothing lost, nothing
// twice.
//
// FIRECRAWL_SEED=<n> FIRECRAWL_DRAINS=<m> runs m drains from seed n on; a failure names its seed.
#include <atomic>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "support/job_answers.hpp"
#include "support/kit/dice.hpp"
#include "support/kit/random_options.hpp"
#include "support/moving_worlds.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

/// Answers a job whose listing moves, if `strike` does not answer instead.
class MovingServer {
 public:
  using Strike = std::function<bool(support::RawConnection&, const support::Response&, std::size_t nth)>;

  MovingServer(const support::MovingPlan& plan, bool ids, Strike strike)
      : strike_(std::move(strike)), server_([this](auto& connection, const auto& request) {
          const auto healthy = support::status_response(job_, request, server_.port());
          if (!strike_(connection, healthy, asked_++)) connection.respond(healthy);
        }) {
    job_.id = id;
    job_.listing = std::make_shared<support::MovingListing>(plan);
    job_.document = [ids](std::size_t i) {
      const std::string number = std::to_string(i);
      return R"({"markdown":")" + number + R"(","metadata":{"statusCode":200)" +
             (ids ? R"(,"scrapeId":"id-)" + number + R"("}})" : "}}");
    };
  }

  std::string base_url() const { return server_.base_url(); }
  std::size_t promised() const { return job_.listing->promised(); }

 private:
  Strike strike_;
  support::Job job_;
  std::atomic<std::size_t> asked_{0};
  support::RawServer server_;
};

/// Documents by their text, and how often each came.
class Kept {
 public:
  void add(const fc::Document& document) { ++count_[*document.markdown]; }
  bool has(const fc::Document& document) const { return count_.count(*document.markdown) > 0; }
  std::size_t size() const { return count_.size(); }
  bool each_once() const {
    for (const auto& [text, times] : count_) {
      if (times != 1) return false;
    }
    return true;
  }

 private:
  std::map<std::string, int> count_;
};

/// Reads until the job has ended and nothing is owed, in as many ranges as it takes. Returns missing().
std::int64_t drain(const MovingServer& server, Kept& kept, const std::function<fc::ReadOptions()>& options_of,
                   int attempts) {
  auto client_options = options_for(server.base_url());
  client_options.retry.max_attempts = attempts;
  client_options.stall_timeout = milliseconds(60);
  client_options.connect_timeout = milliseconds(2000);
  std::string token;
  int ranges_in_vain = 0;
  for (int stretch = 0; stretch < 1000; ++stretch) {
    const auto kept_before = kept.size();
    auto options = options_of();
    options.from = token;
    options.settle = milliseconds(0);
    options.poll_interval = milliseconds(0);
    options.already_have = [&](const fc::Document& document) { return kept.has(document); };
    auto range = fc::Client(client_options).batch_scrape_job(id).documents(options);
    std::string error;
    try {
      for (const auto& document : kit::each(range)) kept.add(document);
    } catch (const fc::Error& e) {
      error = name_of(e);
      REQUIRE_FALSE(error == "PaginationError");
      REQUIRE_FALSE(error == "UsageError");
    }
    const auto next = range.next();
    if (!next) return 0;
    // Without time to settle, what is late is asked for by the next range. Ranges that failed do not count:
    // on a busy machine those are many, since a stall is 60 ms here.
    if (kept.size() > kept_before) ranges_in_vain = 0;
    if (error.empty() && range.missing() > 0 && ++ranges_in_vain > 20) return range.missing();
    token = *next;
  }
  FAIL("no end after a thousand ranges");
  return 0;
}

support::MovingPlan late_plan() {
  support::MovingPlan plan;
  plan.page = 3;
  plan.ended_at = 3;
  for (std::size_t i = 0; i < 12; ++i) plan.documents.push_back({i, i / 4, i / 4, i / 4});
  plan.documents[1].visible_at = plan.documents[1].valued_at = 2;  // in front of others
  plan.documents[6].valued_at = 5;                                 // counted, and left out
  plan.documents[8].visible_at = plan.documents[8].valued_at = 6;  // after the end
  return plan;
}

}  // namespace

TEST_CASE("Every fault at a listing that moves loses nothing", "[matrix]") {
  const auto all = all_faults();
  for (const auto& fault : all) {
    if (!fault.detour.empty()) continue;
    const auto place = fault.places.empty() ? Place::nothing : fault.places.front();
    for (std::size_t hit = 0; hit < 7; hit += 2) {
      INFO(fault.name << " at request " << hit);
      MovingServer server(late_plan(), true, [&](auto& connection, const auto& healthy, std::size_t nth) {
        if (nth != hit) return false;
        fault.answer(connection, healthy.body, place);
        return true;
      });
      Kept kept;
      const auto follow = [] {
        fc::ReadOptions options;
        options.follow = true;
        return options;
      };
      CHECK(drain(server, kept, follow, 1) == 0);
      CHECK(kept.size() == 12);
      CHECK(kept.each_once());
    }
  }
}

TEST_CASE("Random drains of random listings that move lose nothing", "[random]") {
  const auto seed = environment("FIRECRAWL_SEED", 1);
  const auto drains = environment("FIRECRAWL_DRAINS", 400);
  std::vector<Fault> pool;
  for (auto& fault : all_faults()) {
    if (fault.detour.empty() && !contains(fault.once + fault.lasting, "TimeoutError"))
      pool.push_back(std::move(fault));
  }
  std::size_t delivered = 0;
  std::size_t faults_made = 0;
  for (std::uint64_t i = seed; i < seed + drains; ++i) {
    INFO("FIRECRAWL_SEED=" << i << " FIRECRAWL_DRAINS=1");
    Dice dice(i);
    auto world = support::random_world(dice);
    if (!world.ids) world.plan.reads_one_less = false;
    Dice fate(i ^ 0x5EEDU);
    std::mutex mutex;
    MovingServer server(world.plan, world.ids, [&](auto& connection, const auto& healthy, std::size_t nth) {
      const std::lock_guard<std::mutex> lock(mutex);
      // In the end the server recovers, so that a range comes to its end.
      if (nth > 200 || fate.below(100) >= 30) return false;
      ++faults_made;
      const auto& fault = pool[fate.below(pool.size())];
      const auto place =
          fault.places.empty() ? Place::nothing : fault.places[fate.below(fault.places.size())];
      fault.answer(connection, healthy.body, place);
      return true;
    });
    Kept kept;
    const auto any_options = [&] {
      kit::RandomOptions may;
      may.limit_pages = false;
      return kit::random_options(dice, may);
    };
    const auto missing = drain(server, kept, any_options, 1 + static_cast<int>(dice.below(4)));
    CHECK(kept.each_once());
    CHECK(kept.size() + static_cast<std::size_t>(missing) >= server.promised());
    if (!world.loses) CHECK(missing == 0);
    delivered += kept.size();
  }
  if (std::getenv("FIRECRAWL_TABLE") != nullptr) {
    std::cout << drains << " drains of listings that move, faults: " << faults_made
              << ", documents: " << delivered << ", nothing lost, nothing twice\n";
  }
}
