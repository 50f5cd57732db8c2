// SPDX-License-Identifier: MIT
// Compiled as C++17, 20 and 23. Uses the templates and inline functions that a plain include leaves alone.
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>

std::size_t read_all(const firecrawl::Client& client) {
  std::size_t count = 0;
  for (const firecrawl::Document& document : client.batch_scrape_job("job").documents()) {
    count += document.links.size();
  }
  return count;
}
