// SPDX-License-Identifier: MIT
// Uses both: the program's own files, compiled one way, and alone.cpp, compiled the other.
#include <iostream>

#include "library.hpp"

int count_alone();

int main() {
  firecrawl::testing::Script script;
  script.reply(200, firecrawl::testing::status_body("completed", {{{"markdown", "# Hello"}}}));
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  const auto page = firecrawl::Client{options}.batch_scrape_job("job").status();
  if (page.data.size() == 1 && count_alone() == 1)
    std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
