// SPDX-License-Identifier: MIT
// Lists the URLs of a site, without scraping them.
//
//     map_site URL [WORDS]
//
// With WORDS, those that fit come first.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 there are some; 1 something went wrong; 2 wrong usage; 3 the server knows none.

#include <cerrno>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

int map(const std::string& url, const std::string& words) {
  fc::ClientOptions client_options;
  client_options.api_version = fc::ApiVersion::v2;  // v1 says the URLs alone, v2 has titles
  fc::Client client = fc::Client::from_env(client_options);

  fc::MapRequest request(url);
  if (!words.empty()) request.search = words;
  request.limit = 1000;
  fc::MapResult result = client.map(request);

  for (const fc::MapLink& link : result.links)
    std::cout << link.url << '\t' << link.title.value_or("-") << '\n';
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  if (result.warning) std::cerr << "map_site: " << *result.warning << '\n';
  return result.links.empty() ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: map_site URL [WORDS]\n";
    return 2;
  }
  try {
    return map(argv[1], argc == 3 ? argv[2] : "");
  } catch (const fc::UsageError& e) {
    std::cerr << "map_site: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "map_site: " << e.what() << '\n';
    return 1;
  }
}
