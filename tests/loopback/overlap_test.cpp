// SPDX-License-Identifier: MIT
// Pages that overlap: asked for early, used in order, never further ahead than wanted. Proven by servers that
// hold an answer back until the request that has to come is there.

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

fc::ReadOptions options_with(std::size_t prefetch, std::size_t parallel = 1, std::size_t page_size = 0) {
  fc::ReadOptions options;
  options.prefetch = prefetch;
  options.parallel = parallel;
  if (page_size > 0) options.page_size = page_size;
  return options;
}

/// Curl's transport, with a record of what it is asked for: the skip of each request at the moment when it is
/// made.
class RecordingTransport : public fc::Transport {
 public:
  explicit RecordingTransport(std::vector<std::size_t>& skips) : skips_(skips) {}
  std::unique_ptr<fc::Session> open() override {
    return std::make_unique<Recording>(transport_.open(), skips_);
  }

 private:
  class Recording : public fc::Session {
   public:
    Recording(std::unique_ptr<fc::Session> inner, std::vector<std::size_t>& skips)
        : inner_(std::move(inner)), skips_(skips) {}
    std::unique_ptr<fc::Exchange> start(fc::HttpRequest request) override {
      const auto at = request.url.find("skip=");
      skips_.push_back(at == std::string::npos ? 0 : std::stoul(request.url.substr(at + 5)));
      return inner_->start(std::move(request));
    }
    void pump(milliseconds at_most) override { inner_->pump(at_most); }
    void wake() noexcept override { inner_->wake(); }

   private:
    std::unique_ptr<fc::Session> inner_;
    std::vector<std::size_t>& skips_;
  };
  fc::CurlTransport transport_;
  std::vector<std::size_t>& skips_;
};

/// The page at `skip` of a job with 60 documents. A page of which little is left when its head is read would
/// not be overtaken; this one is large.
std::string page_bytes(std::size_t skip, bool chunked) {
  PageText page{skip, 10, next_at(skip + 10), "completed", 60};
  page.document_bytes = 20'000;
  if (skip == 50) page.next.reset();
  return support::to_bytes({200, page, {}, chunked});
}

}  // namespace

TEST_CASE("The request for the next page goes out while a page still arrives") {
  const bool chunked = GENERATE(false, true);
  CAPTURE(chunked);
  std::atomic<int> overlapped{0};
  Signals asked;
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    asked.set(skip);
    const auto bytes = page_bytes(skip, chunked);
    connection.send(bytes.substr(0, 3000));
    if (skip < 50 && asked.wait(skip + 10)) ++overlapped;
    connection.send(bytes.substr(3000));
  });
  CHECK(read(job_at(server).documents(options_with(1))) == from_to(0, 60));
  CHECK(overlapped == 5);
  CHECK(server.request_count() == 6);
  CHECK(server.connections() == 2);
}

TEST_CASE("With prefetch = 3, three pages are asked for while the first still arrives") {
  std::atomic<bool> came{false};
  Signals asked;
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    asked.set(skip);
    const auto bytes = page_bytes(skip, false);
    connection.send(bytes.substr(0, 3000));
    if (skip == 0) came = asked.wait(30);
    connection.send(bytes.substr(3000));
  });
  CHECK(read(job_at(server).documents(options_with(3))) == from_to(0, 60));
  CHECK(came);
  CHECK(server.request_count() == 6);
  CHECK(server.connections() <= 4);
}

TEST_CASE("The server works on the next page while the reader is busy with a document") {
  const LoopbackServer server(make_job(60, 10));
  auto range = job_at(server).documents(options_with(1));
  Numbers numbers;
  for (const auto& document : kit::each(range)) {
    numbers.push_back(number_of(document));
    // On the second document of each page the reader looks at nothing until the next page is asked for.
    if (numbers.size() % 10 == 2 && numbers.size() < 50)
      CHECK(server.wait_for_requests(numbers.size() / 10 + 2));
  }
  CHECK(numbers == from_to(0, 60));
}

TEST_CASE("No page is asked for further ahead than prefetch says") {
  const std::size_t prefetch = GENERATE(0U, 1U, 2U, 4U);
  CAPTURE(prefetch);
  const LoopbackServer server(make_job(100, 10));
  std::vector<std::size_t> asked;
  auto options = options_for(server.base_url());
  options.transport = std::make_shared<RecordingTransport>(asked);
  // Time passes at each look, as for a reader who takes his: so what can be asked for is.
  auto now = std::chrono::steady_clock::time_point{} + std::chrono::hours(1);
  clock_of(options).steady = [&] { return now += milliseconds(2); };
  std::size_t delivered = 0;
  for (const auto& document :
       kit::each(fc::Client(options).batch_scrape_job(id).documents(options_with(prefetch)))) {
    CHECK(number_of(document) == delivered);
    const auto page = delivered++ / 10;
    CHECK(asked.size() <= page + 1 + prefetch);
  }
  CHECK(delivered == 100);
  CHECK(asked == Numbers{0, 10, 20, 30, 40, 50, 60, 70, 80, 90});
}

TEST_CASE("With parallel = 4 and a page size, four requests are in flight, and never five") {
  LoopbackServer server(make_job(100, 10));
  std::atomic<bool> came{true};
  Signals asked;
  // Of the second to the fifth page none is answered until all are asked for.
  server.on_request([&](const support::Request& request, std::size_t) -> std::optional<Response> {
    const auto page = skip_of(request) / 10;
    asked.set(page);
    for (std::size_t i = 1; i <= 4; ++i) {
      if (page >= 1 && page <= 4 && !asked.wait(i)) came = false;
    }
    return std::nullopt;
  });
  CHECK(read(job_at(server).documents(options_with(1, 4, 10))) == from_to(0, 100));
  CHECK(came);
  CHECK(server.peak_in_flight() == 4);
  CHECK(server.request_count() == 10);
  CHECK(server.connections() <= 4);
}

TEST_CASE("With parallel = 4, pages that are answered in any order are delivered in the right one") {
  LoopbackServer server(make_job(130, 10));
  std::atomic<bool> came{true};
  Signals asked;
  // Every other page is answered when the two after it are asked for.
  server.on_request([&](const support::Request& request, std::size_t) -> std::optional<Response> {
    const auto page = skip_of(request) / 10;
    asked.set(page);
    if (page % 2 == 1 && page < 11 && !asked.wait(page + 2)) came = false;
    return std::nullopt;
  });
  CHECK(read(job_at(server).documents(options_with(1, 4, 10))) == from_to(0, 130));
  CHECK(came);
  CHECK(server.request_count() == 13);
}

TEST_CASE("Without a page size, parallel learns from pages that come evenly") {
  LoopbackServer server(make_job(100, 10));
  std::atomic<bool> came{false};
  Signals asked;
  // The page at 20 is answered when the one after it, which no `next` has named yet, is asked for.
  server.on_request([&](const support::Request& request, std::size_t) -> std::optional<Response> {
    asked.set(skip_of(request));
    if (skip_of(request) == 20) came = asked.wait(30);
    return std::nullopt;
  });
  CHECK(read(job_at(server).documents(options_with(1, 4))) == from_to(0, 100));
  CHECK(came);
  CHECK(server.request_count() == 10);
}

TEST_CASE("Guesses that fail cost a few requests at most, and no document is lost or comes twice") {
  const std::size_t page_size = GENERATE(0U, 7U, 10U, 50U);
  CAPTURE(page_size);
  // Pages are cut by their bytes, and the documents are of many sizes.
  auto sent = make_job(200, 10);
  sent.page_bytes = 9000;
  sent.document = [](std::size_t i) {
    return support::make_large_document(i, i < 40 ? 300 : 300 + (i * 7919) % 3000);
  };
  const LoopbackServer server(std::move(sent));
  std::size_t pages = 0;
  auto options = options_with(1, 4, page_size);
  options.on_progress = [&](const fc::JobProgress&) { ++pages; };
  {
    auto range = job_at(server).documents(options);
    Numbers numbers;
    read_into(numbers, range);
    CHECK(numbers == from_to(0, 200));
    CHECK_FALSE(range.next());
  }
  CHECK(pages > 20);
  CHECK(requests_at_the_end(server).size() <= pages + 4);
}

TEST_CASE("No guess goes beyond the documents that are finished") {
  const std::size_t count = GENERATE(1U, 10U, 35U, 40U);
  CAPTURE(count);
  const LoopbackServer server(make_job(count, 10));
  CHECK(read(job_at(server).documents(options_with(1, 8, 10))) == from_to(0, count));
  CHECK(requests_at_the_end(server).size() == (count + 9) / 10);
}

TEST_CASE("A server that ignores `limit` is read whole in parallel") {
  auto sent = make_job(250);
  sent.ignore_limit = true;
  const LoopbackServer server(std::move(sent));
  CHECK(read(job_at(server).documents(options_with(1, 4, 10))) == from_to(0, 250));
}

TEST_CASE(
    "The request for the next page goes out while a compressed page still arrives, whatever its length") {
  std::atomic<int> overlapped{0};
  Signals asked;
  const RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    asked.set(skip);
    PageText page{skip, 10, next_at(skip + 10), "completed", 60};
    if (skip == 50) page.next.reset();
    const auto body = support::gzip(std::string(page));
    const support::Headers head{{"Content-Encoding", "gzip"},
                                {"Content-Length", std::to_string(body.size())}};
    connection.send_head(200, head);
    // The page without its last bytes is there, but for what the client has yet to decompress.
    connection.send(std::string_view(body).substr(0, body.size() - 10));
    if (skip < 50 && asked.wait(skip + 10)) ++overlapped;
    connection.send(std::string_view(body).substr(body.size() - 10));
  });
  CHECK(read(job_at(server).documents(options_with(1))) == from_to(0, 60));
  CHECK(overlapped == 5);
}

TEST_CASE("Compressed pages overlap too") {
  auto sent = make_job(300, 10);
  sent.compression = support::Compression::gzip;
  sent.chunked = true;
  const LoopbackServer server(std::move(sent));
  const auto [prefetch, parallel] = GENERATE(table<std::size_t, std::size_t>({{1, 1}, {4, 1}, {1, 4}}));
  CHECK(read(job_at(server).documents(options_with(prefetch, parallel, 10))) == from_to(0, 300));
  CHECK(server.request_count() == 30);
}
