// SPDX-License-Identifier: MIT
#include <firecrawl/firecrawl.hpp>

firecrawl::Job job_from_other_unit(const firecrawl::Client& client);

firecrawl::Job job_from_other_unit(const firecrawl::Client& client) { return client.batch_scrape_job("job"); }
