// SPDX-License-Identifier: MIT
// The ways to write a request to start a job, and that each is what it looks like.

#include <firecrawl/batch_scrape.hpp>
#include <firecrawl/client.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using Urls = std::vector<std::string>;

namespace {

const char* const a = "https://a.example";
const char* const b = "https://b.example";

// The URLs that a call of start_batch_scrape() sends.
template <class Start>
Urls sent_by(const Start& start) {
  unit::FakeServer server({unit::answer(200, R"({"success":true,"id":"7e1f"})")});
  start(fc::Client(server.options()));
  return nlohmann::json::parse(server.requests.at(0).body).at("urls").get<Urls>();
}

template <class Client, class = void>
struct TakesTwoUrlsAsId : std::false_type {};
template <class Client>
struct TakesTwoUrlsAsId<Client, std::void_t<decltype(std::declval<Client>().batch_scrape_job({a, b}))>>
    : std::true_type {};

}  // namespace

TEST_CASE("A job is started from a list of URLs in the call") {
  CHECK(sent_by([](const auto& client) {
          client.start_batch_scrape({"https://a.example", "https://b.example"});
        }) == Urls{a, b});
  CHECK(sent_by([](const auto& client) { client.start_batch_scrape({"https://a.example"}); }) == Urls{a});
  CHECK(sent_by([](const auto& client) {
          client.start_batch_scrape({std::string(a), std::string(b)});
        }) == Urls{a, b});
  CHECK(sent_by([](const auto& client) {
          client.start_batch_scrape({"https://a.example", "https://b.example", "https://c.example"});
        }) == Urls{a, b, "https://c.example"});
  CHECK(sent_by([](const auto& client) {
          client.start_batch_scrape({"https://a.example", "https://b.example"}, fc::CancellationToken());
        }) == Urls{a, b});
}

TEST_CASE("A job is started from URLs that are at hand") {
  const Urls urls{a, b};
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape(urls); }) == urls);
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape({urls}); }) == urls);
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape(Urls{a, b}); }) == urls);
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape(Urls{a}); }) == Urls{a});
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape(urls); }) == urls);
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape(fc::BatchScrapeRequest{urls}); }) ==
        urls);
  const std::string url = a;
  CHECK(sent_by([&](const auto& client) { client.start_batch_scrape({url}); }) == Urls{url});
}

TEST_CASE("A pair of braces more does no harm") {
  CHECK(sent_by([](const auto& client) { client.start_batch_scrape({{a}}); }) == Urls{a});
  CHECK(sent_by([](const auto& client) { client.start_batch_scrape({{a, b}}); }) == Urls{a, b});
  CHECK(sent_by([](const auto& client) { client.start_batch_scrape({{a}, {b}}); }) == Urls{a, b});
  CHECK(sent_by([](const auto& client) { client.start_batch_scrape({{std::string(a)}}); }) == Urls{a});
}

TEST_CASE("A request is written with one pair of braces") {
  const fc::BatchScrapeRequest request = {"https://a.example", "https://b.example"};
  CHECK(request.urls == Urls{a, b});
  const fc::BatchScrapeRequest assigned = Urls{a, b};
  CHECK(assigned.urls == Urls{a, b});
  const fc::BatchScrapeRequest copy{request};
  CHECK(copy.urls == request.urls);
  CHECK(fc::BatchScrapeRequest{}.urls.empty());
  static_assert(!TakesTwoUrlsAsId<fc::Client>::value);
  static_assert(!std::is_convertible_v<std::string, fc::BatchScrapeRequest>);
}
