// SPDX-License-Identifier: MIT
// A file that has the library for itself: nothing of it is in the names that others link.
#include "library.hpp"

int count_alone();

int count_alone() {
  firecrawl::testing::Script script;
  script.reply(200, firecrawl::testing::status_body("completed", {{{"markdown", "# Hello"}}}));
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  int count = 0;
  for (const auto& document : firecrawl::Client{options}.batch_scrape_job("job").documents())
    count += document.markdown ? 1 : 0;
  return count;
}
