// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <firecrawl/client.hpp>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>

#include "../catch.hpp"
#include "../support/kit/variable.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::FakeJob;
using unit::FakeServer;

namespace {

using Milliseconds = std::chrono::milliseconds;

// The environment of a program, put back at the end. Null: without the variable.
class Environment {
 public:
  Environment(const char* key, const char* url)
      : key_("FIRECRAWL_API_KEY", key), url_("FIRECRAWL_API_URL", url) {}

 private:
  kit::Variable key_;
  kit::Variable url_;
};

// The URL and the key that a client of the environment sends.
std::string sent_from_environment() {
  FakeServer server({unit::answer(200, unit::completed_page)});
  fc::ClientOptions options = server.options();
  options.api_key = "fc-of-the-options";
  fc::Client::from_env(options).batch_scrape_job("7e1f").status();
  const auto& request = server.requests.at(0);
  std::string sent = request.url;
  for (const auto& header : request.headers) {
    if (header.name == "Authorization") sent += " " + header.value;
  }
  return sent;
}

std::string refused_options(const std::function<void(fc::ClientOptions&)>& change) {
  fc::ClientOptions options;
  change(options);
  return thrown<fc::UsageError>([&] { const fc::Client client(options); }).what();
}

std::string refused_range(const std::function<void(fc::ReadOptions&)>& change) {
  fc::ReadOptions options;
  change(options);
  FakeServer server(FakeJob{});
  const auto job = fc::Client(server.options()).batch_scrape_job("7e1f");
  const std::string pages = thrown<fc::UsageError>([&] { return job.pages(options); }).what();
  const std::string documents = thrown<fc::UsageError>([&] { return job.documents(options); }).what();
  CHECK(pages == documents);
  CHECK(server.requests.empty());
  return documents;
}

}  // namespace

TEST_CASE("Options that cannot be used are refused before any request") {
  CHECK(contains(refused_options([](auto& o) { o.base_url = "api.firecrawl.dev"; }), "base_url"));
  CHECK(contains(refused_options([](auto& o) { o.base_url = "https://key@host"; }), "base_url"));
  CHECK(contains(refused_options([](auto& o) { o.api_key = "fc-key\n"; }),
                 "the API key contains a control character"));
  CHECK(contains(refused_options([](auto& o) { o.user_agent = "a\r\nb: c"; }), "user_agent"));
  CHECK(contains(refused_options([](auto& o) { o.proxy = "http://p\n"; }), "proxy"));
  CHECK(contains(refused_options([](auto& o) { o.retry.max_attempts = 0; }), "max_attempts"));
  CHECK(contains(refused_options([](auto& o) { o.retry.initial_backoff = Milliseconds(-1); }),
                 "initial_backoff"));
  CHECK(contains(refused_options([](auto& o) { o.retry.max_backoff = Milliseconds(-1); }), "max_backoff"));
  CHECK(contains(refused_options([](auto& o) { o.retry.max_retry_after = Milliseconds(-1); }),
                 "max_retry_after"));
  CHECK(contains(refused_options([](auto& o) { o.connect_timeout = Milliseconds(-1); }),
                 "connect_timeout is negative (-1 ms)"));
  CHECK(contains(refused_options([](auto& o) { o.request_timeout = Milliseconds(-1); }), "request_timeout"));
  CHECK(contains(refused_options([](auto& o) { o.stall_timeout = Milliseconds(-1); }), "stall_timeout"));
}

TEST_CASE("A key with a line break is refused and not repeated") {
  const auto error = thrown<fc::UsageError>([] { const fc::Client client("fc-secret\r\nX-Evil: 1"); });
  CHECK_FALSE(contains(error.what(), "secret"));
}

TEST_CASE("A key that is a null pointer is refused as one") {
  const char* unset = std::getenv("FIRECRAWL_TESTS_HAVE_NO_SUCH_VARIABLE");
  CHECK(contains(thrown<fc::UsageError>([&] { const fc::Client client(unset); }).what(),
                 "the API key is a null pointer"));
  static_assert(!std::is_constructible_v<fc::Client, std::nullptr_t>);
  static_assert(!std::is_convertible_v<const char*, fc::Client>);
  CHECK_NOTHROW(fc::Client("fc-key"));
  CHECK_NOTHROW(fc::Client(std::string("fc-key")));
}

TEST_CASE("The hosted service is not asked without a key") {
  for (const char* url :
       {"https://api.firecrawl.dev", "https://API.firecrawl.dev:443/", "https://api.firecrawl.dev/v1"}) {
    CAPTURE(url);
    CHECK(contains(refused_options([&](auto& o) { o.base_url = url; }),
                   "no API key, and api.firecrawl.dev needs one"));
  }
  CHECK_THROWS_AS(fc::Client(""), fc::UsageError);
  fc::ClientOptions options;
  options.base_url = "http://localhost:3002";
  CHECK_NOTHROW(fc::Client(options));
  // What a transport of the user's does, such as adding the key, is not known.
  FakeServer server({unit::answer(200, unit::completed_page)});
  options.transport = server.options().transport;
  options.base_url = "https://api.firecrawl.dev";
  CHECK_NOTHROW(fc::Client(options));
}

TEST_CASE("A placeholder is not a key") {
  for (const char* key : {"fc-\xE2\x80\xA6", "fc-...", "fc-YOUR-KEY", "fc-YOUR-API-KEY", "fc-YOUR_API_KEY"}) {
    CAPTURE(key);
    CHECK(contains(thrown<fc::UsageError>([&] { const fc::Client client(key); }).what(),
                   std::string("still the placeholder ") + key));
    CHECK(
        contains(refused_options([&](auto& o) { o.api_key = key, o.base_url = "http://h"; }), "placeholder"));
  }
}

TEST_CASE("A client and its jobs are made without a request") {
  const fc::Client client("fc-key");
  CHECK(client.batch_scrape_job("7e1f").id() == "7e1f");
  const auto odd = client.batch_scrape_job("../../team?x=1#y");
  CHECK(odd.id() == "../../team?x=1#y");
  const fc::Client copy = client;
  CHECK(copy.batch_scrape_job("a").id() == "a");
}

TEST_CASE("An id that no job can have is refused before any request") {
  const fc::Client client("fc-key");
  for (const char* id : {"", ".", "..", "7e1f\n", "7e1f\r\nX-Evil: 1", "\x7F"}) {
    CAPTURE(id);
    CHECK_THROWS_AS(client.batch_scrape_job(id), fc::UsageError);
  }
}

TEST_CASE("An id stays one segment of the path that is asked for") {
  FakeServer server(FakeJob{});
  fc::Client(server.options()).batch_scrape_job("../../team?x=1#y").status();
  CHECK(server.requests.at(0).url == "http://fake.example/v1/batch/scrape/..%2F..%2Fteam%3Fx%3D1%23y");
}

TEST_CASE("Options of a range that cannot be used are refused before any request") {
  CHECK(contains(refused_range([](auto& o) { o.settle = Milliseconds(-1); }), "settle is negative"));
  CHECK(contains(refused_range([](auto& o) { o.time_limit = Milliseconds(-1); }), "time_limit is negative"));
  CHECK(contains(refused_range([](auto& o) { o.poll_interval = Milliseconds(-1); }),
                 "poll_interval is negative"));
  CHECK(contains(refused_range([](auto& o) { o.parallel = 0; }), "parallel is 0"));
  CHECK(contains(refused_range([](auto& o) { o.from = "nonsense"; }), "not a resume token of job 7e1f"));
  CHECK(contains(refused_range([](auto& o) { o.from = "/v1/batch/scrape/other?skip=1"; }),
                 "names another job"));
  CHECK(contains(refused_range([](auto& o) { o.from = "?skip=1#x"; }), "not in a number"));
}

TEST_CASE("The page that a next names is asked for at the server that was configured") {
  FakeJob job;
  job.documents = 27;
  FakeServer server(job);
  const auto handle = fc::Client(server.options()).batch_scrape_job("7e1f");
  const auto first = handle.status();
  REQUIRE(first.next);
  const auto second = handle.page(*first.next);
  CHECK(second.data.front().markdown == "10");
  CHECK(server.requests.at(1).url == "http://fake.example/v1/batch/scrape/7e1f?skip=10");
  for (const char* next :
       {"https://evil.example/v1/batch/scrape/7e1f?skip=10", "//evil.example/v1/batch/scrape/7e1f?skip=10",
        "http://user:pw@evil.example:99/v1/batch/scrape/7e1f?skip=10", "?skip=10",
        "/x/../v1/batch/scrape/7e1f?skip=10", "https://inside.example/jobs/status?skip=10", "/status?skip=10",
        "7e1f?skip=10"}) {
    CAPTURE(next);
    handle.page(next);
    CHECK(server.requests.back().url == "http://fake.example/v1/batch/scrape/7e1f?skip=10");
  }
}

TEST_CASE("The page that a resume token names begins after what was delivered") {
  FakeJob job;
  job.documents = 27;
  FakeServer server(job);
  const auto handle = fc::Client(server.options()).batch_scrape_job("7e1f");
  CHECK(handle.page("?skip=10#3").data.front().markdown == "13");
  CHECK(handle.page("?skip=10#3").data.size() == 7);
  CHECK(handle.page("?skip=10#10").data.empty());
  CHECK(handle.page("?skip=10#18446744073709551615").data.empty());
  const auto requests = server.requests.size();
  CHECK_THROWS_AS(handle.page(""), fc::UsageError);
  CHECK_THROWS_AS(handle.page("/v1/batch/scrape/other?skip=10"), fc::UsageError);
  CHECK(server.requests.size() == requests);
}

TEST_CASE("A client of the environment takes its key and its server from there") {
  {
    const Environment both("fc-of-the-env", "http://self.example:3002/api/");
    CHECK(sent_from_environment() ==
          "http://self.example:3002/api/v1/batch/scrape/7e1f Bearer fc-of-the-env");
  }
  {
    const Environment key_alone("fc-of-the-env", nullptr);
    CHECK(sent_from_environment() == "http://fake.example/v1/batch/scrape/7e1f Bearer fc-of-the-env");
  }
  {
    const Environment empty_url("fc-of-the-env", "");
    CHECK(sent_from_environment() == "http://fake.example/v1/batch/scrape/7e1f Bearer fc-of-the-env");
  }
  {
    const Environment url_alone(nullptr, "http://self.example");
    CHECK(sent_from_environment() == "http://self.example/v1/batch/scrape/7e1f Bearer fc-of-the-options");
  }
  {
    const Environment empty_key("", "http://self.example");
    CHECK(sent_from_environment() == "http://self.example/v1/batch/scrape/7e1f Bearer fc-of-the-options");
  }
}

TEST_CASE("A client of an environment without a key and a server is refused") {
  const Environment neither(nullptr, nullptr);
  CHECK(contains(thrown<fc::UsageError>([] { return fc::Client::from_env(); }).what(),
                 "FIRECRAWL_API_KEY is not set"));
  const Environment empty("", "");
  CHECK_THROWS_AS(fc::Client::from_env(), fc::UsageError);
  const Environment hosted(nullptr, "https://api.firecrawl.dev");
  CHECK(contains(thrown<fc::UsageError>([] { return fc::Client::from_env(); }).what(), "FIRECRAWL_API_KEY"));
}

TEST_CASE("A client of an environment that cannot be used is refused") {
  const Environment line_break("fc-key\n", nullptr);
  CHECK_THROWS_AS(fc::Client::from_env(), fc::UsageError);
  const auto refused_url = [](const char* url) {
    const Environment environment("fc-key", url);
    return std::string(thrown<fc::UsageError>([] { return fc::Client::from_env(); }).what());
  };
  CHECK(contains(refused_url("self.example"),
                 "FIRECRAWL_API_URL (\"self.example\") cannot be used: base_url must be an absolute"));
  CHECK(contains(refused_url("https://self.example/v2"), "FIRECRAWL_API_URL (\"https://self.example/v2\")"));
  // What may be a secret is not repeated.
  CHECK(contains(refused_url("https://me:hidden@self.example"), "FIRECRAWL_API_URL cannot be used: "));
  CHECK_FALSE(contains(refused_url("https://me:hidden@self.example"), "hidden"));
  CHECK_FALSE(contains(refused_url("fc-0123456789"), "0123"));
}
