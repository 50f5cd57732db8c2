// SPDX-License-Identifier: MIT
// A program whose nlohmann/json does not throw (JSON_NOEXCEPTION): it aborts in place of that. What is wrong
// in a request or an answer is an exception of the library all the same.
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>
#include <iostream>

namespace fc = firecrawl;

template <class Error, class Function>
bool throws(const Function& function) {
  try {
    function();
  } catch (const Error&) {
    return true;
  }
  return false;
}

bool is_decode_error(const std::string& body) {
  fc::testing::Script script;
  script.reply(200, body);
  fc::ClientOptions options;
  options.transport = script.transport();
  return throws<fc::DecodeError>([&] { fc::Client{options}.batch_scrape_job("job").status(); });
}

bool is_api_error(const std::string& body) {
  fc::testing::Script script;
  script.reply(400, body);
  fc::ClientOptions options;
  options.transport = script.transport();
  return throws<fc::BadRequestError>([&] { fc::Client{options}.batch_scrape_job("job").progress(); });
}

bool refuses(const fc::BatchScrapeRequest& request) {
  return throws<fc::UsageError>([&] { fc::Client{"fc-key"}.start_batch_scrape(request); });
}

int main() {
  bool good = true;
  for (const char* body :
       {"", "{", "[]", "{\"status\":\"\xff\"}", R"({"status":"completed","data":[{"a":"\u"}]})"}) {
    good = good && is_decode_error(body);
  }
  for (const char* body :
       {"", "{\"error\":\"\xff\"}", R"({"error":"no","details":[{"message":"m","path":[0,"a",1.5,{}]}]})"}) {
    good = good && is_api_error(body);
  }
  const std::string bad = "https://a.example/\xff";
  const std::string cut = "https://a.example/\xe2\x82";
  for (const auto& text : {bad, cut}) {
    good = good && refuses(fc::BatchScrapeRequest(std::vector<std::string>{"https://a.example", text}));
    fc::BatchScrapeRequest request(std::vector<std::string>{"https://a.example"});
    request.extra["note"] = {1, text};
    good = good && refuses(request);
    request.extra = {{text, 1}};
    good = good && refuses(request);
  }
  if (good) std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
