// SPDX-License-Identifier: MIT
// The other half of a program that is compiled with FIRECRAWL_COMPILED: each body that it names is in the
// library.
#include <iostream>

#include "library.hpp"
#include "reader.hpp"

int main() {
  firecrawl::testing::Script script;
  const nlohmann::json document = {{"markdown", "# Hello"},
                                   {"metadata", {{"sourceURL", "https://a.example"}}}};
  script.reply(200, firecrawl::testing::status_body("completed", {document}));
  script.reply(200, R"({"errors":[],"robotsBlocked":[]})");
  script.reply(404, R"({"success":false,"error":"Job not found"})");
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  const firecrawl::Client client{options};

  const std::vector<std::string> asked{"https://a.example"};
  const auto report = firecrawl::make_report(client.batch_scrape_job("job"), asked);
  if (report.count(firecrawl::UrlOutcome::Kind::scraped) != 1) return 1;
  try {
    client.batch_scrape_job("job").progress();
    return 2;
  } catch (const firecrawl::NotFoundError& error) {
    if (error.http_status() != 404) return 3;
  }
  if (nlohmann::json(document.get<firecrawl::Document>()) != document) return 4;

  script.reply(200, firecrawl::testing::status_body("completed", {document}));
  if (read_all(client.batch_scrape_job("job")) == 1)
    std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
