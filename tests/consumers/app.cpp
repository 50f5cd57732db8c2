// What a user's first program does before any request: the same for each way in.
#include <firecrawl/firecrawl.hpp>
#include <iostream>

int main() {
  const firecrawl::Client client{"fc-key"};
  const firecrawl::BatchScrapeJob job = client.batch_scrape("job");
  static_cast<void>(job);
  std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
