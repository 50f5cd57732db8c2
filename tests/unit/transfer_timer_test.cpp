// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstddef>
#include <firecrawl/detail/http/transfer_timer.hpp>
#include <firecrawl/transport.hpp>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using fc::detail::TransferTimer;

namespace {

using Milliseconds = std::chrono::milliseconds;

TransferTimer timer(int connect, int stall, int request) {
  fc::HttpRequest limits;
  limits.connect_timeout = Milliseconds(connect);
  limits.stall_timeout = Milliseconds(stall);
  limits.request_timeout = Milliseconds(request);
  return TransferTimer(limits);
}

// What ran out; empty while nothing did.
std::string expired(const TransferTimer& timer) { return timer.expired().value_or(""); }

constexpr Milliseconds ms(int count) { return Milliseconds(count); }

}  // namespace

TEST_CASE("A connection that takes too long is given up") {
  auto transfer = timer(100, 50, 1000);
  CHECK(transfer.left() == ms(100));
  transfer.add(ms(99), false, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(1));
  transfer.add(ms(1), false, 0);
  CHECK(expired(transfer) == "no connection within connect_timeout (100 ms)");
  CHECK(transfer.left() == ms(0));
}

TEST_CASE("A server from which nothing comes is given up") {
  auto transfer = timer(100, 50, 1000);
  transfer.add(ms(90), true, 0);
  CHECK(expired(transfer) == "nothing moved for stall_timeout (50 ms)");

  auto slow = timer(100, 50, 1000);
  slow.add(ms(20), true, 0);
  for (std::size_t bytes = 1; bytes <= 10; ++bytes) {
    slow.add(ms(40), true, bytes);
    CHECK(expired(slow).empty());
    CHECK(slow.left() == ms(50));
  }
  slow.add(ms(49), true, 10);
  CHECK(expired(slow).empty());
  CHECK(slow.left() == ms(1));
  slow.add(ms(1), true, 10);
  CHECK(kit::contains(expired(slow), "stall_timeout"));
}

TEST_CASE("The time until the connection is made is not a stall") {
  auto transfer = timer(1000, 50, 0);
  transfer.add(ms(500), false, 0);
  CHECK(expired(transfer).empty());
  transfer.add(ms(10), true, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(40));
}

TEST_CASE("A transfer that takes too long in all is given up however busy it is") {
  auto transfer = timer(100, 50, 300);
  for (std::size_t bytes = 1; bytes <= 9; ++bytes) {
    transfer.add(ms(30), true, bytes);
    CHECK(expired(transfer).empty());
  }
  CHECK(transfer.left() == ms(30));
  transfer.add(ms(30), true, 10);
  CHECK(expired(transfer) == "no whole answer within request_timeout (300 ms)");
}

TEST_CASE("If no limit is set nothing runs out") {
  auto transfer = timer(0, 0, 0);
  transfer.add(std::chrono::hours(1000), false, 0);
  CHECK(expired(transfer).empty());
  transfer.add(std::chrono::hours(1000), true, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() > std::chrono::hours(1000));
}

TEST_CASE("A limit that is as long as can be is not a limit") {
  fc::HttpRequest limits;
  limits.connect_timeout = limits.stall_timeout = limits.request_timeout = (Milliseconds::max)();
  TransferTimer transfer(limits);
  transfer.add(std::chrono::hours(1), false, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() > std::chrono::hours(1));
}
