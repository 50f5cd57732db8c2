// SPDX-License-Identifier: MIT
// Thousands of random servers whose listings move, against the truth: every document once, or counted as
// missing.
//
// FIRECRAWL_SEED=<n> FIRECRAWL_SERVERS=<m> reads from m servers, from seed n on; a failure names its seed.
// FIRECRAWL_TABLE=1 prints what was read.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <firecrawl/client.hpp>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/dice.hpp"
#include "../support/kit/random_options.hpp"
#include "../support/moving_worlds.hpp"
#include "moving_server.hpp"

namespace fc = firecrawl;
using kit::Dice;
using support::World;
using unit::MovingServer;

namespace {

struct Totals {
  std::size_t servers = 0, documents = 0, missing = 0, given_up = 0, requests = 0, ranges = 0, repeated = 0;
};
Totals totals;

class Reader {
 public:
  Reader(std::uint64_t seed, bool keeps)
      : dice_(seed), world_(support::random_world(dice_)), keeps_(keeps), server_(world_.plan) {
    server_.ids = world_.ids;
    server_.offset_links = world_.offset_links;
    if (dice_.one_in(2)) server_.fails = [this] { return dice_.one_in(6); };
  }

  void read_all() {
    for (;; ++ranges_) {
      REQUIRE(ranges_ < 1000);
      const bool last = read_a_stretch();
      if (last) break;
    }
    check();
  }

 private:
  // One range, read in one or several loops. Returns whether it came to its end.
  bool read_a_stretch() {
    auto options = kit::random_options(dice_, {9});
    options.from = token_;
    if (keeps_)
      options.already_have = [this](const fc::Document& document) {
        return count_.count(*document.markdown) > 0;
      };
    auto range = server_.job().documents(options);
    const auto most = dice_.one_in(3) ? 1 + dice_.below(6) : std::size_t{1'000'000};
    std::size_t read = 0;
    try {
      for (const auto& document : range) {
        ++count_[*document.markdown];
        if (++read == most) break;
      }
    } catch (const fc::ServerError&) {
    }
    missing_ = range.missing();
    const auto next = range.next();
    // A range that had no limit and came to its end has settled.
    const bool ended = read != most && !options.max_documents && !options.max_pages &&
                       fc::has_ended(range.progress().status);
    token_ = next.value_or("");
    return !next || (ended && missing_ > 0);
  }

  void check() {
    std::size_t repeated = 0;
    for (const auto& [text, times] : count_) repeated += static_cast<std::size_t>(times) - 1;
    const auto promised = server_.listing.promised();
    ++totals.servers;
    totals.documents += count_.size();
    totals.missing += static_cast<std::size_t>(missing_);
    totals.requests += server_.listing.requests();
    totals.ranges += ranges_ + 1;
    totals.repeated += repeated;
    CAPTURE(ranges_, missing_, world_.moves, world_.loses, world_.ids, world_.offset_links,
            world_.plan.final_status);
    // Without already_have a listing that moves between two ranges repeats, and hides what came in front.
    if (keeps_ || ranges_ == 0) {
      CHECK(repeated == 0);
      CHECK(count_.size() + static_cast<std::size_t>(missing_) >= promised);
      // What comes late may come after `settle`, but hardly ever does.
      if (!world_.loses && missing_ > 0 && world_.plan.final_status == "completed") ++totals.given_up;
    } else if (!world_.moves) {
      CHECK(count_.size() + static_cast<std::size_t>(missing_) >= promised);
    }
  }

  Dice dice_;
  World world_;
  bool keeps_;
  MovingServer server_;
  std::map<std::string, int> count_;
  std::string token_;
  std::int64_t missing_ = 0;
  std::size_t ranges_ = 0;
};

void read_servers(bool keeps) {
  totals = {};
  const auto seed = kit::environment("FIRECRAWL_SEED", 1);
  const auto servers = kit::environment("FIRECRAWL_SERVERS", 3000);
  for (std::uint64_t i = 0; i < servers; ++i) {
    INFO("FIRECRAWL_SEED=" << seed + i << " FIRECRAWL_SERVERS=1");
    Reader(seed + i, keeps).read_all();
  }
  CHECK(totals.given_up * 10'000 <= servers);
  if (std::getenv("FIRECRAWL_TABLE") == nullptr) return;
  std::cout << totals.servers << " servers, " << totals.ranges << " ranges, " << totals.requests
            << " requests, " << totals.documents << " documents, " << totals.missing << " missing, "
            << totals.repeated << " repeated\n";
}

}  // namespace

TEST_CASE("Random listings that move are read whole by a user who keeps the documents", "[model]") {
  read_servers(true);
}

TEST_CASE("Random listings that move lose nothing for a user who goes on from tokens", "[model]") {
  read_servers(false);
}
