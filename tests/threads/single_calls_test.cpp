// SPDX-License-Identifier: MIT
// One client, many threads, calls of one request. Meant to be run under ThreadSanitizer.
#include <cstddef>
#include <firecrawl/firecrawl.hpp>
#include <string>

#include "catch.hpp"
#include "support/kit.hpp"
#include "threads.hpp"

namespace {

using namespace kit;
using namespace threads;

/// Makes one call and looks whether the answer is the right one, which no other thread's is.
void make_call(const fc::Client& client, std::size_t call, const std::string& number) {
  const std::string url = "https://site.example/page/" + number;
  switch (call) {
    case 0:
      require(client.scrape(url).metadata.source_url == url);
      break;
    case 1: {
      fc::MapRequest request;
      request.url = url;
      request.limit = 7;
      require(client.map(request).links.size() == 7);
      break;
    }
    case 2: {
      fc::SearchRequest request;
      request.query = "page " + number;
      request.limit = 3;
      require(client.search(request).web.size() == 3);
      break;
    }
    case 3:
      require(client.credit_usage().remaining > 0);
      break;
    case 4: {
      fc::File file;
      file.name = number + ".html";
      file.content = "<h1>" + number + "</h1>";
      require(client.parse(file).markdown.has_value());
      break;
    }
    case 5: {
      fc::CrawlRequest request;
      request.url = url;
      request.limit = 4;
      const auto started = client.start_crawl(request);
      (void)started.job.wait();
      std::size_t pages = 0;
      for (const auto& document : started.job.documents()) pages += document.markdown ? 1 : 0;
      require(pages == 4);
      break;
    }
    default:
      require(client.request("POST", "/v2/scrape", {{"url", url}})["data"]["metadata"]["sourceURL"] == url);
      break;
  }
}

}  // namespace

TEST_CASE("One client serves sixteen threads with calls of one request") {
  LoopbackServer server;
  auto options = options_for(server.base_url());
  options.api_version = fc::ApiVersion::v2;
  const fc::Client client(options);
  const auto failures = run_threads(thread_count, [&](std::size_t thread) {
    for (std::size_t round = 0; round < 14; ++round)
      make_call(client, (thread + round) % 7, std::to_string(100 * thread + round));
  });
  CHECK(failures == Messages{});
}
