#include <firecrawl/firecrawl.hpp>

firecrawl::BatchScrapeJob job_from_other_unit(const firecrawl::Client& client);

firecrawl::BatchScrapeJob job_from_other_unit(const firecrawl::Client& client) {
  return client.batch_scrape("job");
}
