// SPDX-License-Identifier: MIT
// What passes is tried again, as the server asked; what stays is thrown, and next() names it.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

using Waits = std::vector<std::int64_t>;

/// The pages of a job with 30 documents. Request number `bad` is answered by `failure`.
RawServer::Handler failing_at(std::size_t bad,
                              std::function<void(RawConnection&, const std::string&)> failure) {
  return [=](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    PageText page{skip, 10, next_at(skip + 10), "completed", 30};
    if (skip == 20) page.next.reset();
    const std::string body = page;
    if (request.nth == bad) {
      failure(connection, body);
    } else {
      connection.respond(200, body);
    }
  };
}

/// Reads all 30 documents while request number `bad` fails; returns the waits.
Waits read_past(std::size_t bad, std::function<void(RawConnection&, const std::string&)> failure) {
  const RawServer server(failing_at(bad, std::move(failure)));
  const Time time;
  {
    fc::ReadOptions options;
    options.prefetch = 0;
    auto range = job_in(time, server).documents(options);
    Numbers numbers;
    read_into(numbers, range);
    CHECK(numbers == from_to(0, 30));
    CHECK_FALSE(range.next());
  }
  auto expected = std::vector<std::string>{path, next_at(10), next_at(20)};
  expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(bad), expected[bad]);
  CHECK(targets_at_the_end(server) == expected);
  return time.waits();
}

}  // namespace

TEST_CASE("A status that passes is tried again after a part of the back-off") {
  const std::size_t bad = GENERATE(0U, 1U, 2U);
  const int status = GENERATE(408, 425, 429, 500, 502, 503, 504, 520, 530);
  const bool has_body = GENERATE(true, false);
  CAPTURE(bad, status, has_body);
  CHECK(read_past(bad, [=](RawConnection& connection, const std::string&) {
          connection.respond(status, has_body ? "<html>busy</html>" : "");
        }) == Waits{250});
}

TEST_CASE("A connection that is reset is tried again") {
  const std::size_t bad = GENERATE(0U, 1U, 2U);
  const std::size_t sent = GENERATE(0U, 3U, 1000U);
  CAPTURE(bad, sent);
  CHECK(read_past(bad, [=](RawConnection& connection, const std::string& body) {
          connection.send(support::to_bytes({200, body, {}, false}).substr(0, sent));
          connection.reset();
        }).size() <= 1);  // curl itself repeats what failed on a kept connection before anything came
}

TEST_CASE("A body that was cut is tried again, whatever shows that it was") {
  enum class Shown { by_length, by_chunks, by_its_json };
  const auto shown = GENERATE(Shown::by_length, Shown::by_chunks, Shown::by_its_json);
  const std::size_t bad = GENERATE(0U, 1U, 2U);
  const double part = GENERATE(0.0, 0.01, 0.5, 0.999);
  CAPTURE(static_cast<int>(shown), bad, part);
  const auto waits = read_past(bad, [=](RawConnection& connection, const std::string& body) {
    const auto cut = static_cast<std::size_t>(part * static_cast<double>(body.size()));
    const auto rest = body.substr(0, cut);
    if (shown == Shown::by_length)
      connection.send_head(200, {{"Content-Length", std::to_string(body.size())}});
    if (shown == Shown::by_chunks) connection.send_head(200, {{"Transfer-Encoding", "chunked"}});
    if (shown == Shown::by_its_json) connection.send_head(200, {{"Connection", "close"}});
    if (shown == Shown::by_chunks && !rest.empty()) {
      const auto chunks = support::chunked(rest, 1000);
      connection.send(chunks.substr(0, chunks.size() - 5));
    } else {
      connection.send(rest);
    }
    connection.close();
  });
  CHECK(waits == Waits{250});
}

TEST_CASE("A whole body without length or chunks is taken as it is") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.send_head(200, {{"Connection", "close"}});
    connection.send(std::string(PageText{0, 10}));
    connection.close();
  });
  CHECK(read(job_at(server).documents()) == from_to(0, 10));
  CHECK(server.request_count() == 1);
}

TEST_CASE("A server that is not there yet is tried again, until it is") {
  auto options = options_for("http://127.0.0.1:" + std::to_string(support::unused_port()));
  const Time time;
  time.rule(options);
  const auto error = thrown<fc::TransportError>([&] { fc::Client(options).batch_scrape_job(id).status(); });
  CHECK(error.attempts() == 4);
  CHECK_FALSE(error.request_sent());
  CHECK(error.curl_code() == 7);
  CHECK_FALSE(error.curl_text().empty());
  CHECK(contains(error.what(), "4 attempts"));
  CHECK(contains(error.what(), path));
  CHECK(time.waits() == Waits{250, 500, 1000});
}

TEST_CASE("After a 429 the wait is what the server said, exactly") {
  struct Case {
    std::string body;
    support::Headers headers;
    std::int64_t wait;
  };
  const std::string text =
      R"({"success":false,"error":"Rate limit exceeded. Consumed (req/min): 11, Remaining (req/min): 0. )"
      R"(Upgrade your plan at https://firecrawl.dev/pricing or please retry after 32s, resets at noon"})";
  const auto sent = GENERATE_COPY(values<Case>({
      {"", {{"Retry-After", "7"}}, 7000},
      {"{}", {{"retry-after", "Tue, 01 Jan 2030 00:01:30 GMT"}}, 90'000},
      {"", {{"Retry-After", "Mon, 31 Dec 2029 23:00:00 GMT"}}, 0},
      {R"({"success":false,"error":"slow down","retry_after_seconds":3})", {}, 3000},
      {R"({"retry_after_seconds":0.5})", {}, 500},
      {text, {}, 32'000},
      {text, {{"Retry-After", "5"}}, 5000},
      {"<html>slow down</html>", {}, 250},
  }));
  const std::size_t bad = GENERATE(0U, 1U);
  CAPTURE(sent.body, sent.wait, bad);
  const auto waits = read_past(bad, [sent](RawConnection& connection, const std::string&) {
    connection.respond(429, sent.body, sent.headers);
  });
  // A loop that polls is not told to wait for no time.
  CHECK(waits == (sent.wait == 0 && kit::reads_polled() ? Waits{} : Waits{sent.wait}));
}

TEST_CASE("503 may say how long to wait too") {
  CHECK(read_past(1, [](RawConnection& connection, const std::string&) {
          connection.respond(503, "", {{"Retry-After", "11"}});
        }) == Waits{11'000});
}

TEST_CASE("A wait that is longer than max_retry_after throws at once, and says how long") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.respond(429, "", {{"Retry-After", "121"}});
  });
  const Time time;
  const auto error = thrown<fc::RateLimitError>([&] { job_in(time, server).status(); });
  CHECK(error.retry_after() == std::chrono::seconds(121));
  CHECK(error.attempts() == 1);
  CHECK(server.request_count() == 1);
  CHECK(time.waits().empty());
}

TEST_CASE("While a 429 is waited out nothing else is sent, and what was in flight is kept") {
  // The first page ends when the second one has been refused; by then the third and fourth are asked for too.
  Signal refused;
  std::atomic<bool> came{false};
  const Time time;
  std::vector<std::pair<std::size_t, std::int64_t>> sent;  // skip and time of each request
  std::mutex mutex;
  RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    bool again = false;
    {
      const std::lock_guard<std::mutex> lock(mutex);
      for (const auto& before : sent) again = again || before.first == skip;
      sent.emplace_back(skip, time.passed().count());
    }
    PageText page{skip, 10, next_at(skip + 10) + "&limit=10", "completed", 80};
    if (skip == 0) page.document_bytes = 20'000;  // a small page would be waited for before anything is asked
    if (skip == 70) page.next.reset();
    const std::string body = page;
    if (skip == 10 && !again) {
      connection.respond(429, "", {{"Retry-After", "7"}});
      refused.set();
    } else if (skip == 0) {
      connection.send_head(200, {{"Content-Length", std::to_string(body.size())}});
      connection.send(body.substr(0, 2000));
      came = refused.wait();
      connection.send(body.substr(2000));
    } else {
      connection.respond(200, body);
    }
  });
  fc::ReadOptions options;
  options.page_size = 10;
  options.parallel = 4;
  CHECK(read(job_in(time, server).documents(options)) == from_to(0, 80));
  CHECK(came);
  CHECK(time.waits() == Waits{7000});
  const std::lock_guard<std::mutex> lock(mutex);
  CHECK(sent.size() == 9);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    CAPTURE(i, sent[i].first);
    CHECK(sent[i].second == (i < 4 ? 0 : 7000));
  }
}

TEST_CASE("A page that fails for good is thrown, next() names it, and a later range goes on there") {
  const auto [prefetch, parallel] =
      GENERATE(table<std::size_t, std::size_t>({{0, 1}, {1, 1}, {3, 1}, {1, 4}}));
  CAPTURE(prefetch, parallel);
  LoopbackServer server(make_job(100, 10));
  server.on_request([](const support::Request& request, std::size_t) -> std::optional<Response> {
    if (request.parameter("skip") == "30") return Response{500, R"({"error":"page lost"})", {}, false};
    return std::nullopt;
  });
  fc::ReadOptions options;
  options.prefetch = prefetch;
  options.parallel = parallel;
  auto range = job_at(server).documents(options);
  Numbers numbers;
  const auto error = thrown<fc::ServerError>([&] { read_into(numbers, range); });
  CHECK(numbers == from_to(0, 30));
  CHECK(error.attempts() == 4);
  CHECK(contains(error.what(), "skip=30"));
  CHECK(contains(error.what(), "page lost"));
  const auto next = range.next();
  REQUIRE(next == server.base_url() + path + "?skip=30");

  // The fault stays: a new range, and the same one asked again, meet it again.
  options.from = *next;
  auto later = job_at(server).documents(options);
  CHECK_THROWS_AS(read_into(numbers, later), fc::ServerError);
  CHECK(later.next() == next);
  CHECK_THROWS_AS(read_into(numbers, range), fc::ServerError);
  CHECK(numbers == from_to(0, 30));

  server.on_request(nullptr);
  auto rest = numbers;
  read_into(rest, later);
  CHECK(rest == from_to(0, 100));
  read_into(numbers, range);
  CHECK(numbers == from_to(0, 100));
}

TEST_CASE("max_attempts = 1 tries nothing again") {
  const RawServer server(
      [](RawConnection& connection, const RawRequest&) { connection.respond(503, "busy"); });
  auto options = options_for(server.base_url());
  options.retry.max_attempts = 1;
  const auto error = thrown<fc::ServerError>([&] { fc::Client(options).batch_scrape_job(id).status(); });
  CHECK(error.attempts() == 1);
  CHECK(server.request_count() == 1);
}

TEST_CASE("Broken HTTP is tried again, then thrown as a TransportError") {
  const std::string broken = GENERATE("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
  CAPTURE(broken);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send(broken);
    connection.close();
  });
  const auto error = thrown<fc::TransportError>([&] { job_at(server).status(); });
  CHECK(error.attempts() == 4);
  CHECK(server.request_count() == 4);
}

TEST_CASE("A server that does not speak HTTP is not tried again") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.send("SSH-2.0-OpenSSH_9.2\r\n");
    connection.close();
  });
  CHECK(thrown<fc::TransportError>([&] { job_at(server).status(); }).attempts() == 1);
}

TEST_CASE("An answer that ends within its head is asked for again, whatever its status") {
  const support::RawServer server([](RawConnection& connection, const RawRequest& request) {
    if (request.nth == 0) {
      connection.send("HTTP/1.1 404 Not Found\r\nContent-Le");
      connection.close();
    } else {
      connection.respond(200, std::string(PageText{0, 3}));
    }
  });
  CHECK(job_at(server).status().data.size() == 3);
  CHECK(server.request_count() == 2);
}
