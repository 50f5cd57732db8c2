// SPDX-License-Identifier: MIT
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
#define interface a header must not use this name
#define CONST a header must not use this name
#define VOID a header must not use this name
#define TRUE a header must not use this name
#define FALSE a header must not use this name
#define IGNORE a header must not use this name
#define OPTIONAL a header must not use this name

// Apple's AssertMacros.h and Unreal Engine define these.
#define check(...) a header must not call a function of this name
#define check_noerr(...) a header must not call a function of this name
#define verify(...) a header must not call a function of this name
#define require(...) a header must not call a function of this name
#define ensure(...) a header must not call a function of this name

// Qt and X11 these.
#define emit a header must not use this name
#define signals a header must not use this name
#define slots a header must not use this name
#define foreach a header must not use this name
#define None a header must not use this name
#define Bool a header must not use this name
#define Status a header must not use this name
#define Success a header must not use this name
#define Always a header must not use this name

#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>

// Templates are compiled only if they are used.
std::size_t read_all(const firecrawl::Job& job);
std::size_t read_all(const firecrawl::Job& job) {
  std::size_t read = 0;
  for (const firecrawl::JobPage& page : job.pages()) read += page.data.size();
  for (const firecrawl::Document& document : job.documents()) {
    // With JSON_DIAGNOSTICS, values are checked when they are copied.
    const firecrawl::Document copy = document;
    read += copy.extra.at("actions").at("pdfs").size();
  }
  return read;
}

int main() {
  firecrawl::testing::Script script;
  for (int i = 0; i < 2; ++i) {
    script.reply(200, R"({"status":"completed","data":[{"actions":{"pdfs":[["a"]],"screenshots":[]},)"
                      R"("metadata":{"keywords":["a","b"]}}]})");
  }
  firecrawl::ClientOptions options;
  options.transport = script.transport();
  const firecrawl::Client client{options};
  if (read_all(client.batch_scrape_job("job")) == 2)
    std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
