// SPDX-License-Identifier: MIT
// Compiled with one file of the library next to it and nothing else. testing.hpp is in it too.
#include <iostream>

#include "firecrawl_single.hpp"

std::string version_of_other_unit();

int main() {
  firecrawl::testing::Script script;
  script.reply(200, firecrawl::testing::status_body("completed", {{{"markdown", "# Hello"}}}));
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  for (const auto& document : firecrawl::Client{options}.batch_scrape_job("job").documents()) {
    if (document.markdown == "# Hello") std::cout << "firecrawl " << version_of_other_unit() << " is here\n";
  }
}
