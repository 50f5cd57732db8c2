// SPDX-License-Identifier: MIT
// read_over_tls URL CA_FILE: reads the job "demo" of a server whose certificate an authority in this file has
// to have signed.
#include <firecrawl/firecrawl.hpp>
#include <iostream>

namespace fc = firecrawl;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  fc::ClientOptions options;
  options.base_url = argv[1];
  options.ca_file = argv[2];
  try {
    int count = 0;
    for (const fc::Document& document : fc::Client::from_env(options).batch_scrape_job("demo").documents())
      count += document.markdown ? 1 : 0;
    std::cout << count << " documents\n";
  } catch (const fc::Error& error) {
    std::cout << error.what() << '\n';
    return 1;
  }
}
