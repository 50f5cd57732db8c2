// SPDX-License-Identifier: MIT
// Handles of jobs, and what is not one.

#include <firecrawl/client.hpp>
#include <firecrawl/options.hpp>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;

namespace {

// Whether an expression of a client compiles: `template <class C> using Expression = decltype(…)`.
template <template <class> class Expression, class = void>
struct Compiles : std::false_type {};
template <template <class> class Expression>
struct Compiles<Expression, std::void_t<Expression<fc::Client>>> : std::true_type {};

template <class C>
using FromId = decltype(std::declval<const C&>().batch_scrape_job("7e1f"));
template <class C>
using FromText = decltype(std::declval<const C&>().batch_scrape_job(std::declval<std::string>()));
template <class C>
using FromOneUrl = decltype(std::declval<const C&>().batch_scrape_job({"https://a.example"}));
template <class C>
using FromTwoUrls =
    decltype(std::declval<const C&>().batch_scrape_job({"https://a.example", "https://b.example"}));
template <class C>
using FromTexts = decltype(std::declval<const C&>().batch_scrape_job(
    {std::string("https://a.example"), "https://b.example"}));
template <class C>
using FromVector =
    decltype(std::declval<const C&>().batch_scrape_job(std::declval<std::vector<std::string>>()));

}  // namespace

TEST_CASE("A list of URLs is not taken for a job's id") {
  static_assert(Compiles<FromId>::value);
  static_assert(Compiles<FromText>::value);
  // Two pointers to characters would make a string of what lies between them.
  static_assert(!Compiles<FromTwoUrls>::value);
  static_assert(!Compiles<FromOneUrl>::value);
  static_assert(!Compiles<FromTexts>::value);
  static_assert(!Compiles<FromVector>::value);
}

TEST_CASE("A handle knows what its job does") {
  FakeServer server{FakeServer::Answer(FakeJob())};
  CHECK(job_on(server).kind() == fc::JobKind::batch_scrape);
  CHECK(server.requests.empty());
}

TEST_CASE("follow() stays with a job that runs, whatever the options say") {
  int answers = 0;
  FakeServer server{FakeServer::Answer([&](const fc::HttpRequest& request) {
    FakeJob job;
    ++answers;
    job.documents = answers < 3 ? 2 : 5;
    job.status = answers < 4 ? "scraping" : "completed";
    return job(request);
  })};
  auto documents = job_on(server).follow();
  CHECK(unit::texts_in(documents).size() == 5);
}
