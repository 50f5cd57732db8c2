// SPDX-License-Identifier: MIT
// What single calls make of answers that are odd, and of options that are.
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::completed_page;
using unit::FakeServer;
using unit::job_on;
using unit::undelimited;

namespace {

// A transport whose sessions refuse what they are asked to send.
class Refusing : public fc::Transport {
 public:
  std::unique_ptr<fc::Session> open() override { return std::make_unique<RefusingSession>(); }

 private:
  class RefusingSession : public fc::Session {
   public:
    std::unique_ptr<fc::Exchange> start(fc::HttpRequest) override {
      throw fc::TransportError("an option was refused", {48, "an option was refused", 1, false});
    }
    void pump(std::chrono::milliseconds) override {}
    void wake() noexcept override {}
  };
};

}  // namespace

TEST_CASE("A start whose answer was cut is not sent again, whatever shows the cut") {
  FakeServer server({undelimited(R"({"success":true,"id":"7e1)"), answer(200, R"({"id":"another"})")});
  const fc::Client client(server.options());
  const auto error = thrown<fc::TransportError>([&] { client.start_batch_scrape({"https://a.example"}); });
  CHECK(error.request_sent());
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A started job whose id cannot be used is an answer that cannot be") {
  for (const char* id : {R"(.)", R"(a\nb)"}) {
    FakeServer server({answer(200, R"({"success":true,"id":")" + std::string(id) + R"("})")});
    const fc::Client client(server.options());
    const auto error = thrown<fc::DecodeError>([&] { client.start_batch_scrape({"https://a.example"}); });
    CHECK(error.pointer() == "/id");
  }
}

TEST_CASE("A job that was just started is asked for ever more seldom, and each request is counted") {
  FakeServer server([](const fc::HttpRequest& request) {
    return request.method == "POST" ? answer(200, R"({"success":true,"id":"7e1f"})")
                                    : answer(404, R"({"error":"Job not found"})");
  });
  auto options = server.options();
  std::vector<int> attempts;
  options.on_event = [&](const fc::RequestEvent& event) { attempts.push_back(event.attempt); };
  const auto started = fc::Client(options).start_batch_scrape({"https://a.example"});
  const auto error = thrown<fc::NotFoundError>([&] { started.job.status(); });
  CHECK(server.waits == std::vector<std::chrono::milliseconds::rep>{250, 500, 1000, 2000, 4000, 2250});
  CHECK(error.attempts() == 7);
  CHECK(attempts == std::vector<int>{1, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("A job that was just started is not asked for without end, whatever the back-off") {
  FakeServer server([](const fc::HttpRequest& request) {
    return request.method == "POST" ? answer(200, R"({"success":true,"id":"7e1f"})") : answer(404, "");
  });
  auto options = server.options();
  options.retry.initial_backoff = std::chrono::milliseconds(0);
  const auto started = fc::Client(options).start_batch_scrape({"https://a.example"});
  server.on_wait = [&] {
    if (server.requests.size() > 1000) throw std::runtime_error("asked without end");
  };
  CHECK_THROWS_AS(started.job.status(), fc::NotFoundError);
  CHECK(server.requests.size() <= 1 + 101);
}

TEST_CASE("What fails for a job that was just started is tried as often as with any other") {
  int gets = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (request.method == "POST") return answer(200, R"({"success":true,"id":"7e1f"})");
    return ++gets <= 3 ? answer(404, "") : answer(503, "");
  });
  const auto started = fc::Client(server.options()).start_batch_scrape({"https://a.example"});
  CHECK_THROWS_AS(started.job.status(), fc::ServerError);
  CHECK(gets == 3 + 4);
}

TEST_CASE("A 404 that speaks of the path and not of the job is believed at once") {
  FakeServer server({answer(200, R"({"success":true,"id":"7e1f"})"),
                     answer(404, "<!DOCTYPE html><pre>Cannot GET /v2/batch/scrape/7e1f/errors</pre>")});
  const auto started = fc::Client(server.options()).start_batch_scrape({"https://a.example"});
  CHECK_THROWS_AS(started.job.errors(), fc::NotFoundError);
  CHECK(server.requests.size() == 2);
}

TEST_CASE("A job that was just started is not waited for longer than it may take to be known") {
  FakeServer server({answer(200, R"({"success":true,"id":"7e1f"})"),
                     answer(404, R"({"error":"Job not found"})", {{"Retry-After", "60"}})});
  const auto started = fc::Client(server.options()).start_batch_scrape({"https://a.example"});
  CHECK_THROWS_AS(started.job.status(), fc::NotFoundError);
  CHECK(server.waits.empty());
}

TEST_CASE("A cancel() is done once the server says so, with a body or without") {
  FakeServer server({undelimited("")});
  job_on(server).cancel();
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A cancel() that the server did not take is an error") {
  FakeServer server({answer(200, R"({"success":false,"error":"not now"})"), answer(200, "<html>")});
  CHECK(contains(thrown<fc::ApiError>([&] { job_on(server).cancel(); }).what(), "not now"));
  CHECK_THROWS_AS(job_on(server).cancel(), fc::DecodeError);
}

TEST_CASE("wait() looks again no sooner than the server asks for") {
  FakeServer server([](const fc::HttpRequest&) { return answer(503, "", {{"Retry-After", "7"}}); });
  fc::WaitOptions options;
  options.poll_interval = std::chrono::milliseconds(10);
  options.time_limit = std::chrono::seconds(60);
  CHECK_THROWS_AS(job_on(server).wait(options), fc::TimeLimitError);
  CHECK(server.requests.size() == 9);
}

TEST_CASE("wait() does not wait for a server that asks for too long a wait") {
  const int status = GENERATE(429, 503);
  FakeServer server({answer(status, "", {{"Retry-After", "1000"}})});
  const auto job = job_on(server);
  CHECK_THROWS_AS(job.wait(), fc::ApiError);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("A status that is not 200 is reported as it is") {
  FakeServer server({answer(203, "<html>")});
  CHECK(contains(thrown<fc::DecodeError>([&] { job_on(server).status(); }).what(), "has status 203"));
}

TEST_CASE("A server that has answered at all may go away for a while when it is waited for") {
  int calls = 0;
  FakeServer server([&](const fc::HttpRequest&) -> fc::HttpResponse {
    if (++calls <= 4) return answer(503, "");
    if (calls <= 8) throw fc::TransportError("reset", {56, "reset"});
    return answer(200, completed_page);
  });
  CHECK(job_on(server).wait().status == fc::JobStatus::completed);
  CHECK(calls == 9);
}

TEST_CASE("A listener that throws gets each request once") {
  unit::FakeJob job;
  job.documents = 5;
  FakeServer server(job);
  auto options = server.options();
  int events = 0;
  options.on_event = [&](const fc::RequestEvent&) {
    if (++events == 1) throw std::runtime_error("a fault of the listener");
  };
  auto range = fc::Client(options).batch_scrape_job("7e1f").documents();
  CHECK_THROWS_AS(range.begin() == range.end(), std::runtime_error);
  std::size_t read = 0;
  for (auto it = range.begin(); it != range.end(); ++it) ++read;
  CHECK(read == 5);
  CHECK(events == static_cast<int>(server.requests.size()));
}

TEST_CASE("A request that could not be sent is reported with its URL") {
  fc::ClientOptions options;
  options.transport = std::make_shared<Refusing>();
  const auto error =
      thrown<fc::TransportError>([&] { fc::Client(options).batch_scrape_job("7e1f").status(); });
  CHECK(contains(error.what(),
                 "GET https://api.firecrawl.dev/v1/batch/scrape/7e1f: an option was refused (curl 48)"));
  CHECK(error.curl_code() == 48);
  CHECK_FALSE(error.request_sent());
}

TEST_CASE("A key that was given in the place of an id is in no message") {
  const auto& key = unit::test_key;
  FakeServer server([&](const fc::HttpRequest&) {
    return answer(200,
                  R"({"status":"completed","next":"/v1/batch/scrape/other?skip=1","data":[{"html":"x"}]})");
  });
  const auto job = job_on(server, key);
  fc::CancellationSource source;
  source.cancel();
  fc::WaitOptions wait;
  wait.cancel = source.token();
  fc::ReadOptions cancelled;
  cancelled.cancel = source.token();
  fc::BatchScrapeRequest request{"https://a.example"};
  request.append_to = key;
  const std::string messages[] = {
      thrown<fc::CancelledError>([&] { job.status(source.token()); }).what(),
      thrown<fc::CancelledError>([&] { job.progress(source.token()); }).what(),
      thrown<fc::CancelledError>([&] { job.wait(wait); }).what(),
      thrown<fc::CancelledError>([&] { job.documents(cancelled).begin(); }).what(),
      thrown<fc::PaginationError>([&] {
        for (auto& page : job.pages()) page.data.clear();
      }).what(),
      thrown<fc::UsageError>([&] { job.page("nonsense"); }).what(),
      thrown<fc::UsageError>([&] { fc::Client(server.options()).start_batch_scrape(request); }).what()};
  for (const auto& message : messages) {
    CAPTURE(message);
    CHECK_FALSE(contains(message, key));
  }
}
