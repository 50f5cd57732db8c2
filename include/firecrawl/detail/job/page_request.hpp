// SPDX-License-Identifier: MIT
/// @file
/// One page that was asked for, and how far ahead may be asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "../call/call.hpp"
#include "../call/driver.hpp"
#include "../wire/page_decoder.hpp"
#include "cursor.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// How far ahead may be asked.
struct AskAhead {
  std::size_t prefetch = 0;  ///< pages beyond the one that arrives or is read
  std::size_t parallel = 1;  ///< above 1: that many requests at once, cursors guessed
  std::size_t pages = 0;     ///< pages that are still wanted, the one that is fetched included; 0: all
  std::optional<std::uint64_t> end_skip;  ///< documents from there on are not wanted
};

/// The request for a page, and what is known of its answer.
struct PageRequest {
  PageRequest(Driver& driver, CallPlan plan, Cursor at)
      : cursor(std::move(at)), call(driver, std::move(plan)) {}
  Cursor cursor;
  Call call;
  PageDecoder decoder;
  int attempt = 0;       // the one whose answer is read
  std::size_t read = 0;  // bytes of it
  std::size_t seen = 0;  // bytes that had come when it was looked at last
  bool head_known = false;
  std::optional<Cursor> next;        // where it advances to, as far as the head tells
  std::optional<std::uint64_t> end;  // the place after the last page, if the head says that this is it
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
