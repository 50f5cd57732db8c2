// SPDX-License-Identifier: MIT
// Servers whose listings make no sense: a range loses nothing that they send, and ends all the same.
#include <cstddef>
#include <cstdint>
#include <firecrawl/client.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using nlohmann::json;
using unit::FakeServer;
using unit::texts_in;
using Strings = std::vector<std::string>;

namespace {

std::uint64_t skip_in(const std::string& url) {
  const auto at = url.find("skip=");
  return at == std::string::npos ? 0 : std::stoull(url.substr(at + 5));
}

json document(const std::string& text, const std::string& id) {
  return {{"markdown", text}, {"metadata", {{"scrapeId", id}}}};
}

fc::HttpResponse page(json data, std::optional<std::uint64_t> next, std::int64_t completed,
                      std::int64_t total) {
  json body = {
      {"status", "completed"}, {"completed", completed}, {"total", total}, {"data", std::move(data)}};
  if (next) body["next"] = "/v1/batch/scrape/7e1f?skip=" + std::to_string(*next);
  return unit::answer(200, body.dump());
}

}  // namespace

TEST_CASE("Documents whose scrapeId is empty are told apart as if they had none") {
  FakeServer server([](const auto& request) {
    const auto skip = skip_in(request.url);
    if (skip > 2) return page(json::array(), {}, 4, 4);
    const auto text = std::to_string(skip);
    return page({document(text, ""), document(text + "b", "")}, skip + 2, 4, 4);
  });
  auto range = unit::job_on(server).documents();
  CHECK(texts_in(range) == Strings{"0", "0b", "2", "2b"});
  CHECK(range.missing() == 0);
  CHECK_FALSE(range.next());
}

TEST_CASE("Reading again ends where `next` names a place that no listing reaches") {
  constexpr std::uint64_t end = 9'000'000'000'000'000'000U;
  // The first document comes again and again, at each place but those after the end.
  FakeServer server([&](const auto& request) {
    REQUIRE(server.requests.size() < 2000);
    const auto skip = skip_in(request.url);
    if (skip == 0) return page({document("a", "1"), document("b", "2")}, end, 2, 2);
    if (skip > end + 100) return page(json::array(), {}, 2, 2);
    return page(json::array({document("b", "2")}), skip < end ? std::optional(skip + 1) : std::nullopt, 2, 2);
  });
  auto range = unit::job_on(server).documents();
  CHECK(texts_in(range) == Strings{"a", "b"});
  CHECK(range.missing() > 0);
}

TEST_CASE("A server whose pages overlap is not read again as a whole for each page") {
  constexpr std::uint64_t pages = 200;
  FakeServer server([&](const auto& request) {
    // Ten documents a page, the first of them the last one of the page before.
    const auto skip = skip_in(request.url);
    const bool last = skip >= (pages - 1) * 10;
    auto data = json::array();
    for (std::uint64_t i = skip; i < skip + 10 && i < pages * 10; ++i) {
      const auto number = std::to_string(i - i / 10);
      data.push_back(document(number, number));
    }
    return page(std::move(data), last ? std::nullopt : std::optional(skip + 10), 1801, 1801);
  });
  auto range = unit::job_on(server).documents();
  CHECK(texts_in(range).size() == 1801);
  // Some rounds of settling are among them.
  CHECK(server.requests.size() < 20 * pages);
}

TEST_CASE("Counts at the ends of their type do no harm") {
  constexpr auto most = (std::numeric_limits<std::int64_t>::max)();
  FakeServer server([&](const auto& request) {
    return skip_in(request.url) == 0
               ? page(json::array({document("a", "1")}), std::uint64_t{most}, -most, most)
               : page(json::array({document("b", "2")}), std::nullopt, -most, most);
  });
  auto range = unit::job_on(server).documents();
  CHECK(texts_in(range) == Strings{"a", "b"});
  CHECK(range.missing() > 0);
}

TEST_CASE("A server that is too busy to be asked about skip has not shown that it follows it") {
  const int status = GENERATE(429, 503);
  bool busy = true;
  FakeServer server([&](const auto& request) {
    const auto skip = skip_in(request.url);
    if (skip > 1000 && busy) return unit::answer(status, "");
    return page({document("a", "1"), document("b", "2")}, skip + 2, 100, 100);
  });
  auto range = unit::job_on(server).documents();
  Strings texts;
  const auto read = [&] {
    for (const auto& each : range) texts.push_back(*each.markdown);
  };
  CHECK_THROWS_AS(read(), fc::ApiError);
  CHECK(texts == Strings{"a", "b"});
  busy = false;
  CHECK_THROWS_AS(read(), fc::PaginationError);
}
