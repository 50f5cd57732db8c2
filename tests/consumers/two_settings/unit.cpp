// SPDX-License-Identifier: MIT
// Compiled once with nlohmann/json's JSON_DIAGNOSTICS and once without, both into one program. With it each
// JSON value is larger, and so is each type of the library that contains one.
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>

#include "units.hpp"

std::size_t READ_ALL() {
  firecrawl::testing::Script script;
  script.reply(200, R"({"status":"completed","data":[)"
                    R"({"markdown":"a","actions":{"pdfs":["a","b"]},"metadata":{"keywords":["a","b"]}},)"
                    R"({"markdown":"b","actions":{"pdfs":["c","d"]},"metadata":{"keywords":["c","d"]}}]})");
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  std::size_t read = 0;
  std::vector<firecrawl::Document> kept;
  for (const firecrawl::Document& document : firecrawl::Client{options}.batch_scrape_job("job").documents()) {
    kept.push_back(document);
    read += kept.back().extra.at("actions").at("pdfs").size();
  }
  return read;
}
