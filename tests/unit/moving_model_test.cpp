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
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "moving_server.hpp"

namespace fc = firecrawl;
using support::MovingPlan;
using support::never;
using unit::MovingServer;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : generator_(seed) {}
  /// 0, 1, … below `end`.
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(generator_);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937_64 generator_;
};

struct World {
  MovingPlan plan;
  bool ids = true;
  bool offset_links = false;
  bool moves = false;
  bool loses = false;  ///< some entries never get a value
};

// A document is listed, with its value, at the request that finishes it or up to four requests later. So many
// questions at least are asked while a range settles.
World random_world(Dice& dice) {
  World world;
  auto& plan = world.plan;
  const auto count = dice.below(40);
  const bool runs = dice.one_in(2);
  const auto speed = 1 + dice.below(6);
  world.ids = !dice.one_in(4);
  world.moves = world.ids && !dice.one_in(4);
  const bool gaps = dice.one_in(3);
  world.loses = gaps && dice.one_in(3);
  plan.page = 1 + dice.below(12);
  std::size_t last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    support::ListedDocument document;
    document.number = i;
    document.done_at = runs ? i / speed : 0;
    const auto late = dice.below(5);
    document.visible_at = document.done_at + (world.moves && dice.one_in(5) ? late : 0);
    document.valued_at = document.visible_at + (gaps && dice.one_in(6) ? 4 - late : 0);
    if (world.loses && dice.one_in(8)) document.valued_at = never;
    last = (std::max)(last, document.done_at);
    plan.documents.push_back(document);
  }
  plan.ended_at = runs ? last + dice.below(3) : 0;
  if (dice.one_in(5)) plan.final_status = dice.one_in(2) ? "cancelled" : "failed";
  plan.takes_offset = world.offset_links = world.ids && !gaps && dice.one_in(6);
  // Without ids an entry after a gap cannot be told from the one in it, so exactly the gap is asked for.
  plan.reads_one_less = !plan.takes_offset && (world.ids || !gaps) && dice.one_in(6);
  return world;
}

fc::ReadOptions random_options(Dice& dice) {
  fc::ReadOptions options;
  if (dice.one_in(2)) options.page_size = 1 + dice.below(9);
  if (dice.one_in(4)) options.max_documents = 1 + dice.below(12);
  if (dice.one_in(4)) options.max_pages = 1 + dice.below(4);
  options.prefetch = dice.below(4);
  options.parallel = dice.one_in(2) ? 1 + dice.below(5) : 1;
  options.follow = dice.one_in(2);
  return options;
}

struct Totals {
  std::size_t servers = 0, documents = 0, missing = 0, given_up = 0, requests = 0, ranges = 0, repeated = 0;
};
Totals totals;

class Reader {
 public:
  Reader(std::uint64_t seed, bool keeps)
      : dice_(seed), world_(random_world(dice_)), keeps_(keeps), server_(world_.plan) {
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
    auto options = random_options(dice_);
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

std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void read_servers(bool keeps) {
  totals = {};
  const auto seed = environment("FIRECRAWL_SEED", 1);
  const auto servers = environment("FIRECRAWL_SERVERS", 3000);
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

TEST_CASE("Random listings that move are read whole by who keeps the documents", "[model]") {
  read_servers(true);
}

TEST_CASE("Random listings that move lose nothing to who goes on from tokens", "[model]") {
  read_servers(false);
}
