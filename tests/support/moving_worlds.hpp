// SPDX-License-Identifier: MIT
/// @file
/// Random servers whose listings move, as a seed says.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kit/dice.hpp"
#include "moving_listing.hpp"

namespace support {

struct World {
  MovingPlan plan;
  bool ids = true;
  bool offset_links = false;
  bool moves = false;
  bool loses = false;  ///< some entries never get a value
};

// A document is listed, with its value, at the request that finishes it or up to four requests later. So many
// questions at least are asked while a range settles.
inline World random_world(kit::Dice& dice) {
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
    ListedDocument document;
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

}  // namespace support
