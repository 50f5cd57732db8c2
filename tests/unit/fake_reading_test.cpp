// SPDX-License-Identifier: MIT
// What a range does for its reader in addition to bringing documents: callbacks, links, what it asks for and
// when.
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit/clock.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using unit::answer;
using unit::FakeJob;
using unit::FakeServer;
using unit::job_on;
using unit::texts_in;
using Strings = std::vector<std::string>;

namespace {

FakeJob numbered_job(std::size_t documents) {
  FakeJob job;
  job.documents = documents;
  return job;
}

// A page of these documents; `members` are the other ones of the body.
fc::HttpResponse page_with_texts(const std::string& members, const Strings& documents) {
  std::string data;
  for (const auto& text : documents)
    data += (data.empty() ? "" : ",") +
            (R"({"markdown":")" + text + R"(","metadata":{"scrapeId":")" + text + R"("}})");
  return answer(200, "{" + members + R"(,"data":[)" + data + "]}");
}

std::vector<std::size_t> page_sizes(FakeServer& server, const fc::ReadOptions& options) {
  std::vector<std::size_t> sizes;
  for (const auto& page : job_on(server).pages(options)) sizes.push_back(page.data.size());
  return sizes;
}

}  // namespace

TEST_CASE("What on_progress throws reaches the reader, and the page comes when the range is asked again") {
  FakeServer server(numbered_job(35));
  int pages = 0;
  fc::ReadOptions options;
  options.on_progress = [&](const fc::JobProgress&) {
    if (++pages == 2) throw std::runtime_error("listener");
  };
  auto range = job_on(server).documents(options);
  Strings read;
  const auto read_on = [&] {
    for (const auto& document : range) read.push_back(document.markdown.value());
  };
  CHECK_THROWS_WITH(read_on(), "listener");
  CHECK(read.size() == 10);
  read_on();
  CHECK(read.size() == 35);
  CHECK(read.back() == "34");
}

TEST_CASE("A followed job whose last poll brings nothing gives no empty page") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    return ++asked == 1 ? page_with_texts(R"("status":"scraping")", {"a"})
                        : page_with_texts(R"("status":"completed")", {});
  });
  fc::ReadOptions options;
  options.follow = true;
  CHECK(page_sizes(server, options) == std::vector<std::size_t>{1});
}

TEST_CASE("pages() from after the last document of a job gives none") {
  FakeServer server(numbered_job(20));
  fc::ReadOptions options;
  options.from = "?skip=20";
  CHECK(page_sizes(server, options).empty());
}

TEST_CASE("The limit of a token stays in every request") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    return ++asked == 1 ? page_with_texts(R"("status":"scraping")", {"a"})
                        : page_with_texts(R"("status":"completed")", {"b"});
  });
  fc::ReadOptions options;
  options.follow = true;
  options.from = "/v1/batch/scrape/7e1f?limit=4";
  auto range = job_on(server).documents(options);
  CHECK(texts_in(range) == Strings{"a", "b"});
  CHECK(server.requests.size() == 2);
  for (const auto& request : server.requests) CHECK(contains(request.url, "limit=4"));
}

TEST_CASE("missing() is 0 before the end of a job") {
  FakeServer server([](const fc::HttpRequest& request) {
    const std::string counts = R"("status":"completed","completed":5,"total":5)";
    return page_with_texts(counts, contains(request.url, "skip=2") ? Strings{} : Strings{"a", "b"});
  });
  auto range = job_on(server).documents();
  for (const auto& document : range) {
    CAPTURE(document.markdown.value());
    CHECK(range.missing() == 0);
  }
  CHECK(range.missing() == 3);
}

TEST_CASE("After a cancellation no request goes out any more") {
  fc::CancellationSource source;
  FakeServer server([](const fc::HttpRequest&) {
    return page_with_texts(R"("status":"scraping","next":"/v1/batch/scrape/7e1f?skip=3")", {});
  });
  fc::ReadOptions options;
  options.cancel = source.token();
  options.prefetch = 0;
  options.on_progress = [&](const fc::JobProgress&) { source.cancel(); };
  auto range = job_on(server).documents(options);
  CHECK_THROWS_AS(range.begin() == range.end(), fc::CancelledError);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A range that goes on within a page asks ahead for what its limit still needs") {
  FakeServer server(numbered_job(30));
  fc::ReadOptions options;
  options.from = "/v1/batch/scrape/7e1f#8";
  options.max_documents = 10;
  auto range = job_on(server).documents(options);
  CHECK(range.begin()->markdown == "8");
  CHECK(server.requests.size() == 2);
  CHECK(texts_in(range) == Strings{"9", "10", "11", "12", "13", "14", "15", "16", "17"});
  CHECK(server.requests.size() == 2);
}

TEST_CASE("No page is asked for further ahead than prefetch, however much time the reader takes") {
  const std::size_t prefetch = GENERATE(0U, 1U, 2U, 4U);
  CAPTURE(prefetch);
  FakeServer server(numbered_job(100));
  auto client_options = server.options();
  kit::clock_of(client_options).steady = [&] { return server.now += std::chrono::milliseconds(2); };
  fc::ReadOptions options;
  options.prefetch = prefetch;
  std::size_t read = 0;
  for (const auto& document : fc::Client(client_options).batch_scrape_job("7e1f").documents(options)) {
    CHECK(document.markdown == std::to_string(read++));
    CHECK(server.requests.size() <= (read + 9) / 10 + prefetch);
  }
  CHECK(read == 100);
  CHECK(server.requests.size() == 10);
}

TEST_CASE("The next of an answer that is not a success is not followed") {
  std::size_t asked = 0;
  const FakeJob job = numbered_job(25);
  FakeServer server([&](const fc::HttpRequest& request) {
    if (++asked > 1) return job(request);
    return answer(503, R"({"status":"scraping","completed":900,"next":"?skip=500","data":[{}]})");
  });
  auto range = job_on(server).documents();
  CHECK(texts_in(range).size() == 25);
  CHECK(server.requests.size() == 4);
  for (const auto& request : server.requests) CHECK_FALSE(contains(request.url, "skip=500"));
}

TEST_CASE("An empty page whose next names another job is a fault, whatever the status") {
  const std::string status = GENERATE("scraping", "completed", "failed", "cancelled");
  const bool follow = GENERATE(false, true);
  CAPTURE(status, follow);
  int asked = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    if (++asked > 100) throw std::runtime_error("asked without end");
    return page_with_texts(R"("next":"/v1/batch/scrape/other?skip=3","status":")" + status + '"', {});
  });
  fc::ReadOptions options;
  options.follow = follow;
  auto range = job_on(server).documents(options);
  CHECK_THROWS_AS(range.begin() == range.end(), fc::PaginationError);
}

TEST_CASE("A last page that grows and then goes on loses no document if cursors are not numbers") {
  int polls = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    const std::string next = R"("status":"scraping","next":"/v1/batch/scrape/7e1f?cursor=)";
    if (contains(request.url, "cursor=three")) return page_with_texts(R"("status":"completed")", {"g", "h"});
    if (!contains(request.url, "cursor=two")) return page_with_texts(next + R"(two")", {"a", "b", "c"});
    if (++polls < 2) return page_with_texts(R"("status":"scraping")", {"d", "e"});
    return page_with_texts(next + R"(three")", {"d", "e", "f"});
  });
  fc::ReadOptions options;
  options.follow = true;
  auto range = job_on(server).documents(options);
  CHECK(texts_in(range) == Strings{"a", "b", "c", "d", "e", "f", "g", "h"});
}

TEST_CASE("A next is of this job although a prefix before it, or an id in it, looks odd") {
  struct Row {
    const char* id;
    const char* next;
  };
  const Row rows[] = {{"7e1f", "/batch/scrape/x/v1/batch/scrape/7e1f?skip=1"},
                      {"50%25", "/v1/batch/scrape/50%25?skip=1"},
                      {"50%25", "/v1/batch/scrape/50%2525?skip=1"}};
  for (const auto& row : rows) {
    CAPTURE(row.id, row.next);
    FakeServer server([&](const fc::HttpRequest& request) {
      if (contains(request.url, "skip=1")) return page_with_texts(R"("status":"completed")", {"b"});
      return page_with_texts(R"("status":"completed","next":")" + std::string(row.next) + '"', {"a"});
    });
    auto range = job_on(server, row.id).documents();
    CHECK(texts_in(range) == Strings{"a", "b"});
  }
}
