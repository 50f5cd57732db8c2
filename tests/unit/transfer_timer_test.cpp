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
using Phase = fc::detail::TransferPhase;

namespace {

using Milliseconds = std::chrono::milliseconds;

TransferTimer timer(int connect, int stall, int request, int first_byte = 0) {
  fc::HttpRequest limits;
  limits.first_byte_timeout = Milliseconds(first_byte);
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
  transfer.add(ms(99), Phase::connecting, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(1));
  transfer.add(ms(1), Phase::connecting, 0);
  CHECK(expired(transfer) == "no connection within connect_timeout (100 ms)");
  CHECK(transfer.left() == ms(0));
}

TEST_CASE("A server from which nothing comes is given up") {
  const auto phase = GENERATE(Phase::sending, Phase::waiting, Phase::receiving);
  auto transfer = timer(100, 50, 1000);
  transfer.add(ms(90), phase, 0);
  CHECK(expired(transfer).empty());  // it took so long to connect
  transfer.add(ms(50), phase, 0);
  CHECK(expired(transfer) == "nothing moved for stall_timeout (50 ms)");

  auto slow = timer(100, 50, 1000);
  slow.add(ms(20), Phase::receiving, 0);
  for (std::size_t bytes = 1; bytes <= 10; ++bytes) {
    slow.add(ms(40), Phase::receiving, bytes);
    CHECK(expired(slow).empty());
    CHECK(slow.left() == ms(50));
  }
  slow.add(ms(49), Phase::receiving, 10);
  CHECK(expired(slow).empty());
  CHECK(slow.left() == ms(1));
  slow.add(ms(1), Phase::receiving, 10);
  CHECK(kit::contains(expired(slow), "stall_timeout"));
}

TEST_CASE("The time until the connection is made is not a stall") {
  auto transfer = timer(1000, 50, 0);
  transfer.add(ms(500), Phase::connecting, 0);
  CHECK(expired(transfer).empty());
  transfer.add(ms(1), Phase::waiting, 0);
  transfer.add(ms(10), Phase::waiting, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(40));
}

TEST_CASE("A transfer that takes too long in all is given up however busy it is") {
  auto transfer = timer(100, 50, 300);
  for (std::size_t bytes = 1; bytes <= 9; ++bytes) {
    transfer.add(ms(30), Phase::receiving, bytes);
    CHECK(expired(transfer).empty());
  }
  CHECK(transfer.left() == ms(30));
  transfer.add(ms(30), Phase::receiving, 10);
  CHECK(expired(transfer) == "no whole answer within request_timeout (300 ms)");
}

TEST_CASE("If no limit is set nothing runs out") {
  auto transfer = timer(0, 0, 0);
  transfer.add(std::chrono::hours(1000), Phase::connecting, 0);
  CHECK(expired(transfer).empty());
  transfer.add(std::chrono::hours(1000), Phase::receiving, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() > std::chrono::hours(1000));
}

TEST_CASE("A limit that is as long as can be is not a limit") {
  fc::HttpRequest limits;
  limits.connect_timeout = limits.stall_timeout = limits.request_timeout = (Milliseconds::max)();
  limits.first_byte_timeout = (Milliseconds::max)();
  TransferTimer transfer(limits);
  transfer.add(std::chrono::hours(1), Phase::connecting, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() > std::chrono::hours(1));
}

TEST_CASE("A server that works for an answer has its own limit until the first byte, and then the others") {
  auto transfer = timer(100, 50, 300, 1000);
  transfer.add(ms(40), Phase::connecting, 0);
  transfer.add(ms(5), Phase::sending, 0);
  CHECK(transfer.left() == ms(50));
  transfer.add(ms(40), Phase::sending, 0);
  CHECK(transfer.left() == ms(10));
  transfer.add(ms(5), Phase::waiting, 500);
  CHECK(transfer.left() == ms(1000));
  transfer.add(ms(900), Phase::waiting, 500);
  CHECK(expired(transfer).empty());
  // An answer that another one follows is not yet it.
  transfer.add(ms(50), Phase::waiting, 525);
  CHECK(transfer.left() == ms(50));
  // What was waited until the first byte counts against nothing that comes after it.
  transfer.add(ms(49), Phase::receiving, 600);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(50));
  transfer.add(ms(40), Phase::receiving, 600);
  CHECK(transfer.left() == ms(10));
  transfer.add(ms(10), Phase::receiving, 600);
  CHECK(expired(transfer) == "nothing moved for stall_timeout (50 ms)");
}

TEST_CASE("A server that works for an answer for too long is given up") {
  auto transfer = timer(100, 0, 0, 1000);
  transfer.add(ms(40), Phase::waiting, 0);
  transfer.add(ms(999), Phase::waiting, 0);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(1));
  transfer.add(ms(1), Phase::waiting, 0);
  CHECK(expired(transfer) == "no answer within 1000 ms, the time that the server may work for one");
}

TEST_CASE("The limit of a request counts what goes out and what comes in, but not the work in between") {
  auto transfer = timer(100, 0, 300, 10'000);
  transfer.add(ms(50), Phase::sending, 0);
  transfer.add(ms(100), Phase::waiting, 10);
  transfer.add(ms(9'000), Phase::waiting, 10);
  transfer.add(ms(500), Phase::receiving, 20);
  CHECK(expired(transfer).empty());
  CHECK(transfer.left() == ms(150));
  transfer.add(ms(150), Phase::receiving, 30);
  CHECK(expired(transfer) == "no whole answer within request_timeout (300 ms)");

  auto upload = timer(100, 0, 300, 10'000);
  upload.add(ms(50), Phase::sending, 0);
  upload.add(ms(250), Phase::sending, 10);
  CHECK(kit::contains(expired(upload), "request_timeout"));
}
