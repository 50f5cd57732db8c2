// SPDX-License-Identifier: MIT
// Searches the web and prints the hits, with what their pages say if that is asked for.
//
//     search_web WORDS [N [scrape]]
//
// At most N hits of the web and of the news each (5). With "scrape", the server scrapes each hit, too, which
// costs a credit or more for each; the size of its Markdown is printed.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 something was found; 1 something went wrong; 2 wrong usage; 3 nothing was found.

#include <cerrno>
#include <cstdlib>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

namespace fc = firecrawl;

namespace {

void print(const char* source, const std::vector<fc::SearchHit>& hits) {
  for (const fc::SearchHit& hit : hits) {
    std::cout << source << '\t' << hit.url << '\t' << hit.title.value_or("-");
    if (hit.date) std::cout << '\t' << *hit.date;
    // A page that could not be scraped is a hit all the same: its document has an error and no text.
    if (hit.document.markdown) std::cout << '\t' << hit.document.markdown->size() << " bytes of Markdown";
    if (hit.document.metadata.error) std::cout << '\t' << *hit.document.metadata.error;
    std::cout << '\n';
  }
}

int search(fc::SearchRequest request) {
  fc::ClientOptions client_options;
  client_options.api_version = fc::ApiVersion::v2;  // v1 searches the web alone
  fc::Client client = fc::Client::from_env(client_options);

  request.sources = {"web", "news"};
  fc::SearchResults results = client.search(request);

  print("web", results.web);
  print("news", results.news);
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  if (results.warning) std::cerr << "search_web: " << *results.warning << '\n';
  if (results.credits_used) std::cerr << "search_web: " << *results.credits_used << " credits\n";
  return results.web.empty() && results.news.empty() ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  int hits = argc > 2 ? std::atoi(argv[2]) : 5;
  bool scrapes = argc == 4 && std::string(argv[3]) == "scrape";
  if (argc < 2 || argc > 4 || hits < 1 || (argc == 4 && !scrapes)) {
    std::cerr << "usage: search_web WORDS [N [scrape]]\n";
    return 2;
  }
  try {
    fc::SearchRequest request(argv[1]);
    request.limit = hits;
    if (scrapes) {
      request.scrape = fc::ScrapeOptions();
      request.scrape->formats = {"markdown"};
    }
    return search(request);
  } catch (const fc::UsageError& e) {
    std::cerr << "search_web: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "search_web: " << e.what() << '\n';
    return 1;
  }
}
