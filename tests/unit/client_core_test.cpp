// SPDX-License-Identifier: MIT
// What a client makes of its options.

#include <algorithm>
#include <firecrawl/detail/call/client_core.hpp>
#include <set>

#include "../catch.hpp"

TEST_CASE("The library's own random numbers are spread between 0 and 1") {
  double least = 1;
  double most = 0;
  std::set<double> seen;
  for (int i = 0; i < 1000; ++i) {
    const double number = firecrawl::detail::jitter();
    REQUIRE(number >= 0);
    REQUIRE(number < 1);
    least = (std::min)(least, number);
    most = (std::max)(most, number);
    seen.insert(number);
  }
  // That one of these fails by chance has a probability below 1e-45.
  CHECK(least < 0.1);
  CHECK(most > 0.9);
  CHECK(seen.size() > 900);
}
