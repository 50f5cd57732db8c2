// SPDX-License-Identifier: MIT
// A program that imports the library. nlohmann/json is not a module: who uses its names includes it.
#include <cstddef>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

import firecrawl;

std::size_t read_all(const firecrawl::Job& job);  // in a file that includes the headers

int main() {
  firecrawl::testing::Script script;
  const nlohmann::json document = {{"markdown", "# Hello"}};
  script.reply(200, firecrawl::testing::status_body("completed", {document, document}));
  script.reply(200, firecrawl::testing::status_body("completed", {document}));
  script.reply(404, R"({"success":false,"error":"Job not found"})");
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  const firecrawl::Client client{options};

  int read = 0;
  for (const firecrawl::Document& found : client.batch_scrape_job("job").documents()) {
    if (nlohmann::json(found) != document || document.get<firecrawl::Document>().markdown != "# Hello")
      return 1;
    ++read;
  }
  if (read != 2 || read_all(client.batch_scrape_job("job")) != 1) return 2;
  if (!firecrawl::has_ended(firecrawl::JobStatus::completed)) return 3;
  try {
    client.batch_scrape_job("job").progress();
    return 4;
  } catch (const firecrawl::NotFoundError& error) {
    if (error.http_status() != 404) return 5;
  }
  std::cout << "firecrawl " << EXPECTED_VERSION << " is here\n";
}
