// SPDX-License-Identifier: MIT
// A Windows program that does not define NOMINMAX. mingw-w64's windows.h leaves min and max alone in C++, and
// libstdc++'s headers take them away. So they are defined here, after the headers that are not ours (the
// standard ones come through -include).
#include <winsock2.h>
// After winsock2.h, as in every program that has both.
#include <windows.h>

#include <nlohmann/json.hpp>

#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))

#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>

std::size_t read_all(const firecrawl::Client& client);

std::size_t read_all(const firecrawl::Client& client) {
  std::size_t count = 0;
  for (const firecrawl::Document& document : client.batch_scrape_job("job").documents()) {
    count += document.links.size();
  }
  return count;
}
