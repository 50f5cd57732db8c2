// Surroundings that users have and headers trip over. Compiled without RTTI, with nlohmann/json's
// conveniences off and warnings as errors. The dependencies, and the standard headers through -include, come
// before the poison: theirs is not our fault.
#include <curl/curl.h>

#include <iostream>
#include <nlohmann/json.hpp>

// windows.h defines these; here each is an error wherever it is used as a macro or a bare call.
#define min(...) write std::min in parentheses
#define max(...) write std::max in parentheses
#define small a header must not use this name
#define ERROR a header must not use this name
#define DELETE a header must not use this name
#define IN a header must not use this name
#define OUT a header must not use this name
#define near a header must not use this name
#define far a header must not use this name

#include <firecrawl/firecrawl.hpp>

int main() {
  const firecrawl::Client client{"fc-key"};
  const firecrawl::BatchScrapeJob job = client.batch_scrape("job");
  static_cast<void>(job);
  std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
