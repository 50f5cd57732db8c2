// SPDX-License-Identifier: MIT
// Memory that runs out and curl functions that fail, at each place where they can, one after the other. Each
// is carried out as an exception, through no frame of C, and reading goes on from the token as after any
// other.
#include <curl/curl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "failing.hpp"
#include "firecrawl/firecrawl.hpp"
#include "support/documents.hpp"
#include "support/kit.hpp"

namespace {

using namespace kit;
using failing::Source;

const bool curl_memory_can_fail = (failing::take_over_curl_memory(), true);

constexpr std::size_t documents = 7;

/// Nothing in it goes to `extra`: nlohmann/json allocates when it destroys a value that contains others. So
/// it ends the program if there is no memory. That cannot be tested around, or helped.
std::string plain_document(std::size_t index) {
  return R"({"markdown":"a text that is too long for a short string, with \n an escape","links":["a","b"],)"
         R"("metadata":{"title":"another text that is too long for a short string","statusCode":200,"scrapeId":")" +
         support::scrape_id(index) + R"("}})";
}

struct Server : LoopbackServer {
  Server() {
    auto job = make_job(documents, 3);
    job.document = plain_document;
    add_job(job);
  }
};

struct Tally {
  long tried = 0;
  long exceptions = 0;
};

/// Reads while something fails, then goes on without. Returns false once nothing was left to fail.
bool drain(const Server& server, Source source, long n, const fc::ReadOptions& page_options, Tally& tally) {
  Numbers got;
  got.reserve(100);
  const auto options = options_for(server.base_url());
  std::optional<fc::Client> client;
  std::optional<fc::DocumentRange> range;
  bool thrown = false;
  {
    const failing::Nth nth(source, n);
    try {
      client.emplace(options);
      range.emplace(client->batch_scrape_job(id).documents(page_options));
      for (const auto& document : *range) got.push_back(number_of(document));
    } catch (const std::bad_alloc&) {
      thrown = true;
    } catch (const fc::Error&) {
      thrown = true;
    }
  }
  const bool happened = failing::Nth::happened();
  INFO("failure number " << n);
  ++tally.tried;
  if (thrown) ++tally.exceptions;
  REQUIRE((happened || !thrown));
  if (thrown) {
    fc::ReadOptions rest = page_options;
    if (range) {
      REQUIRE(range->next());
      rest.from = *range->next();
    }
    // Half of the time the range itself goes on. If curl has run out of memory in it, its session may
    // not.
    if (range && n % 2 == 0 && source != Source::curl_memory) {
      for (const auto& document : *range) got.push_back(number_of(document));
    } else {
      range.reset();
      if (!client) client.emplace(options);
      for (const auto& document : client->batch_scrape_job(id).documents(rest))
        got.push_back(number_of(document));
    }
  }
  REQUIRE(got == from_to(0, documents));
  return happened;
}

void drain_with_each_failure(const char* name, Source source) {
  const Server server;
  for (const std::size_t parallel : {1U, 3U}) {
    fc::ReadOptions options;
    options.parallel = parallel;
    options.page_size = 3;
    Tally tally;
    // How many allocations there are differs a little from run to run.
    for (long n = 1, quiet = 0; quiet < 5; ++n)
      quiet = drain(server, source, n, options, tally) ? 0 : quiet + 1;
    CHECK(tally.tried > 5);
    if (std::getenv("FIRECRAWL_TABLE") != nullptr) {
      std::cout << "| " << name << " | parallel = " << parallel << " | " << tally.tried << " places | "
                << tally.exceptions << " exceptions |\n";
    }
  }
}

template <class Call>
void call_with_each_failure(Source source, const Call& call) {
  for (long n = 1, quiet = 0; quiet < 3; ++n) {
    const failing::Nth nth(source, n);
    try {
      call();
    } catch (const std::bad_alloc&) {
    } catch (const fc::Error&) {
    }
    quiet = failing::Nth::happened() ? 0 : quiet + 1;
    REQUIRE(n < 100'000);
  }
  call();
}

}  // namespace

TEST_CASE("A curl that cannot be initialised is a TransportError") {
  // In a program of its own, since what curl_global_init() said is remembered.
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::execl("/proc/self/exe", "allocation_tests",
            "The first client of a program whose curl cannot be initialised", static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("The first client of a program whose curl cannot be initialised", "[.]") {
  REQUIRE(failing::global_inits() == 0);
  failing::fail_global_init();
  try {
    const fc::Client client("fc-key");
    FAIL("nothing was thrown");
  } catch (const fc::TransportError& error) {
    CHECK(error.curl_code() == CURLE_FAILED_INIT);
    CHECK_FALSE(error.request_sent());
  }
}

TEST_CASE("Curl is initialised once") {
  for (int i = 0; i < 5; ++i) {
    const Server server;
    CHECK(fc::Client(options_for(server.base_url())).batch_scrape_job(id).status().data.size() == 3);
  }
  CHECK(failing::global_inits() == 1);
}

TEST_CASE("An allocation fails, each in turn, while a job is read") {
  drain_with_each_failure("operator new", Source::operator_new);
}

TEST_CASE("An allocation of curl's fails, each in turn, while a job is read") {
  // What came is not looked at: a curl that has no memory for a query may send its request without one. But
  // nothing breaks, and the same client reads the whole job afterwards.
  REQUIRE(curl_memory_can_fail);
  const Server server;
  const auto options = options_for(server.base_url());
  long n = 1;
  for (long quiet = 0; quiet < 5; ++n) {
    INFO("failure number " << n);
    std::optional<fc::Client> client;
    {
      const failing::Nth nth(Source::curl_memory, n);
      try {
        client.emplace(options);
        for (const auto& document : client->batch_scrape_job(id).documents()) (void)document;
      } catch (const std::bad_alloc&) {
      } catch (const fc::Error&) {
      }
    }
    quiet = failing::Nth::happened() ? 0 : quiet + 1;
    Numbers got;
    for (const auto& document : client.value().batch_scrape_job(id).documents())
      got.push_back(number_of(document));
    REQUIRE(got == from_to(0, documents));
  }
  CHECK(n > 50);
  if (std::getenv("FIRECRAWL_TABLE") != nullptr) std::cout << "| curl's memory | | " << n << " places | |\n";
}

TEST_CASE("A function of curl's fails, at each call in turn, while a job is read") {
  Server server;
  // So that the client has to wait: curl_multi_poll() is not called otherwise.
  server.update(id, [](support::Job& job) { job.delay = std::chrono::milliseconds(2); });
  const std::vector<std::pair<const char*, Source>> sources{
      {"curl_easy_init", Source::easy_init},         {"curl_multi_init", Source::multi_init},
      {"curl_multi_add_handle", Source::add_handle}, {"curl_slist_append", Source::slist_append},
      {"curl_easy_setopt, unknown", Source::setopt}, {"curl_easy_setopt, no memory", Source::setopt_memory},
      {"curl_multi_perform", Source::perform},       {"curl_multi_poll", Source::poll}};
  for (const auto& [name, source] : sources) {
    INFO(name);
    Tally tally;
    for (long n = 1, quiet = 0; quiet < 3; ++n) quiet = drain(server, source, n, {}, tally) ? 0 : quiet + 1;
    CHECK(tally.exceptions > 0);
    if (std::getenv("FIRECRAWL_TABLE") != nullptr) {
      std::cout << "| " << name << " | | " << tally.tried << " places | " << tally.exceptions
                << " exceptions |\n";
    }
  }
}

TEST_CASE("An allocation fails, each in turn, in the calls of a job") {
  Server server;
  const auto options = options_for(server.base_url());
  const fc::Client client(options);
  const auto job = client.batch_scrape_job(id);
  call_with_each_failure(Source::operator_new, [&] { (void)job.status(); });
  call_with_each_failure(Source::operator_new, [&] { (void)job.progress(); });
  call_with_each_failure(Source::operator_new, [&] { (void)job.wait(); });
  call_with_each_failure(Source::operator_new, [&] { job.cancel(); });
  // These handle JSON values.
  call_with_each_failure(Source::curl_memory, [&] { (void)job.errors(); });
  call_with_each_failure(Source::curl_memory,
                         [&] { (void)client.start_batch_scrape({"https://a.example"}); });
}

TEST_CASE("A head that does not end is read from its beginning a few times only") {
  // A text with an escape is put together again each time. It comes in pieces of 16 KB, 256 of them. If it
  // were read at each, 128 times its size would be put together.
  constexpr std::size_t size = std::size_t{4} << 20;
  const RawServer server([](auto& connection, const auto&) {
    connection.respond(200, R"({"status":"scraping","error":"\n)" + std::string(size, 'x') +
                                R"(","completed":1,"total":2,"data":[]})");
  });
  fc::ClientOptions options;
  options.base_url = server.base_url();
  const auto job = fc::Client(options).batch_scrape_job(id);
  const auto before = failing::usage().asked_for;
  const auto progress = job.progress();
  CHECK(progress.error->size() == size + 1);
  CHECK(failing::usage().asked_for - before < 32 * size);
}

TEST_CASE("Curl's verbose output is never switched on, nor its cookies and .netrc") {
  const Server server;
  const auto job = fc::Client(options_for(server.base_url())).batch_scrape_job(id);
  (void)job.status();
  const auto options = failing::options_set();
  const auto has = [&](CURLoption option) {
    return std::count(options.begin(), options.end(), static_cast<int>(option) % 10000) > 0;
  };
  CHECK(has(CURLOPT_URL));
  for (const auto option : {CURLOPT_VERBOSE, CURLOPT_DEBUGFUNCTION, CURLOPT_STDERR, CURLOPT_NETRC,
                            CURLOPT_COOKIEFILE, CURLOPT_COOKIEJAR, CURLOPT_UNRESTRICTED_AUTH}) {
    CHECK_FALSE(has(option));
  }
}

TEST_CASE("TLS is verified, and from TLS 1.2 on, whatever curl's defaults are") {
  const Server server;
  (void)fc::Client(options_for(server.base_url())).batch_scrape_job(id).status();
  CHECK(failing::last_value(CURLOPT_SSLVERSION) == CURL_SSLVERSION_TLSv1_2);
  CHECK(failing::last_value(CURLOPT_SSL_VERIFYPEER) == 1);
  CHECK(failing::last_value(CURLOPT_SSL_VERIFYHOST) == 2);
}
