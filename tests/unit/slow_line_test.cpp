// SPDX-License-Identifier: MIT
// Pages that arrive in pieces: which comes first, and what goes on while the reader is busy.
#include "slow_line.hpp"

#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/testing.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using std::chrono::milliseconds;
using unit::FakeJob;
using unit::SlowLine;
using unit::texts_in;

namespace {

constexpr std::size_t piece = 100;

// A job whose pages begin with their head, as real ones do.
SlowLine::Answer job_of(std::size_t documents, std::size_t page) {
  FakeJob job;
  job.documents = documents;
  job.page = page;
  return [job](const fc::HttpRequest& request) {
    const auto body = unit::json_of(job(request).body);
    std::optional<std::string> next;
    if (body.contains("next")) next = body["next"].get<std::string>();
    return unit::answer(200, fc::testing::status_body(body["status"].get<std::string>(),
                                                      body["data"].get<std::vector<nlohmann::json>>(), next,
                                                      body["total"].get<std::size_t>()));
  };
}

}  // namespace

TEST_CASE("Until the first page is whole it has the line for itself") {
  SlowLine line(job_of(40, 10), piece);
  fc::ReadOptions options;
  options.parallel = 4;
  options.page_size = 10;
  auto range = fc::Client(line.options()).batch_scrape_job("7e1f").documents(options);
  CHECK(range.begin()->markdown == "0");
  REQUIRE(line.transfers.size() == 4);
  CHECK(line.transfers[0]->received == line.transfers[0]->size);
  CHECK(line.transfers[0]->size > 5 * piece);
  for (std::size_t i = 1; i < 4; ++i) CHECK(line.transfers[i]->received <= piece);
  CHECK(texts_in(range).size() == 39);
}

TEST_CASE("A page that was asked for ahead goes on arriving while the reader takes its time") {
  SlowLine line(job_of(200, 100), piece);
  line.time_of_a_look = milliseconds(2);
  std::size_t read = 0;
  for (const auto& document : fc::Client(line.options()).batch_scrape_job("7e1f").documents()) {
    CHECK(document.markdown == std::to_string(read++));
    if (read < 100) continue;
    REQUIRE(line.transfers.size() >= 2);
    CHECK(line.transfers[1]->size > 20 * piece);
    CHECK(line.transfers[1]->received == line.transfers[1]->size);
  }
  CHECK(read == 200);
}

TEST_CASE("A reader who hurries is not kept between two documents of a page") {
  SlowLine line(job_of(200, 100), piece);
  std::size_t read = 0;
  std::size_t pumps = 0;
  for (const auto& document : fc::Client(line.options()).batch_scrape_job("7e1f").documents()) {
    CHECK(document.markdown == std::to_string(read++));
    if (read == 2) pumps = line.pumps;
    if (read == 100) CHECK(line.pumps < pumps + 10);
  }
  CHECK(read == 200);
}

TEST_CASE("A page that was cut is read as it is when it is asked for again") {
  std::size_t asked = 0;
  SlowLine line(
      [&](const fc::HttpRequest&) {
        const std::string text = ++asked == 1 ? "old" : "new";
        std::string data;
        for (int i = 0; i < 20; ++i)
          data += (i > 0 ? "," : "") + (R"({"markdown":")" + text + R"(","metadata":{"scrapeId":")" +
                                        std::to_string(i) + R"("}})");
        const std::string count = asked == 1 ? "19" : "20";
        return unit::answer(200, R"({"status":"completed","completed":)" + count + R"(,"total":)" + count +
                                     R"(,"data":[)" + data + "]}");
      },
      piece);
  line.breaks_at = [](std::size_t nth) { return nth == 0 ? 5 * piece : SlowLine::whole; };
  auto range = fc::Client(line.options()).batch_scrape_job("7e1f").documents();
  CHECK(texts_in(range) == std::vector<std::string>(20, "new"));
  CHECK(range.progress().completed == 20);
  CHECK(asked == 2);
}
