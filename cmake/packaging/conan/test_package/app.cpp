// SPDX-License-Identifier: MIT
// What a first program does before any request: tests/consumers/app.cpp, which Conan cannot reach from its
// cache.
#include <firecrawl/firecrawl.hpp>
#include <iostream>

int main() {
  const firecrawl::Client client{"fc-key"};
  const firecrawl::Job job = client.batch_scrape_job("job");
  static_cast<void>(job);
  std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
