// SPDX-License-Identifier: MIT
// Linked with other.cpp: a function that is defined in a header and not inline would be defined twice.
#include <firecrawl/firecrawl.hpp>
#include <iostream>

firecrawl::Job job_from_other_unit(const firecrawl::Client& client);

int main() {
  const firecrawl::Client client{"fc-key"};
  const firecrawl::Job here = client.batch_scrape_job("job");
  const firecrawl::Job there = job_from_other_unit(client);
  static_cast<void>(here);
  static_cast<void>(there);
  std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
