// SPDX-License-Identifier: MIT
// wait(): the end of a job, what is borne on the way, and what is not.

#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

using support::Job;

Job running_job() {
  auto job = make_job(10);
  job.status = "scraping";
  job.finished = 4;
  return job;
}

}  // namespace

TEST_CASE("wait() returns the counts when the job is completed, and tells them on the way") {
  LoopbackServer server(running_job());
  const Time time;
  time.on_sleep([&](milliseconds) {
    if (time.waits().size() == 3) server.finish_all(id);
  });
  std::vector<std::int64_t> told;
  fc::WaitOptions options;
  options.poll_interval = std::chrono::seconds(7);
  options.on_progress = [&](const fc::JobProgress& progress) { told.push_back(progress.completed); };
  const auto end = job_in(time, server.base_url()).wait(options);
  CHECK(end.status == fc::JobStatus::completed);
  CHECK(end.completed == 10);
  CHECK(end.total == 10);
  CHECK(told == std::vector<std::int64_t>{4, 4, 4, 10});
  CHECK(time.waits() == std::vector<std::int64_t>{7000, 7000, 7000});
  CHECK(server.connections() == 1);
}

TEST_CASE("wait() throws a JobFailedError with the counts and the server's reason") {
  auto sent = running_job();
  sent.status = "failed";
  sent.error = "the crawler crashed";
  const LoopbackServer server(std::move(sent));
  const auto error = thrown<fc::JobFailedError>([&] { job_at(server).wait(); });
  CHECK(error.progress().status == fc::JobStatus::failed);
  CHECK(error.progress().completed == 4);
  CHECK(error.progress().total == 10);
  CHECK(contains(error.what(), "the crawler crashed"));
  CHECK(contains(error.what(), id));
  CHECK(contains(error.what(), "4 of 10"));
}

TEST_CASE("wait() throws a JobCancelledError with the counts when somebody cancels the job") {
  const LoopbackServer server(running_job());
  const Time time;
  const auto job = job_in(time, server.base_url());
  time.on_sleep([&](milliseconds) { job.cancel(); });
  const auto error = thrown<fc::JobCancelledError>([&] { job.wait(); });
  CHECK(error.progress().status == fc::JobStatus::cancelled);
  CHECK(error.progress().completed == 4);
  CHECK(contains(error.what(), id));
}

TEST_CASE("wait() throws a TimeLimitError when its time limit has passed, and not before") {
  const std::string status = GENERATE("scraping", "paused");
  auto sent = running_job();
  sent.status = status;
  const LoopbackServer server(std::move(sent));
  const Time time;
  fc::WaitOptions options;
  options.time_limit = milliseconds(4500);
  const auto error = thrown<fc::TimeLimitError>([&] { job_in(time, server.base_url()).wait(options); });
  CHECK(contains(error.what(), "time_limit of 4500 ms"));
  CHECK(time.waits() == std::vector<std::int64_t>{2000, 2000, 500});
  CHECK(server.request_count() == 3);
}

TEST_CASE("wait() bears an outage that is longer than the attempts of one request") {
  const int status = GENERATE(429, 500, 502, 503, 504, 522, 529, 0);
  CAPTURE(status);
  const std::string running = PageText{0, 0, next_at(0), "scraping"};
  RawServer server([&](RawConnection& connection, const RawRequest& request) {
    if (request.nth == 0) {
      connection.respond(200, running);
    } else if (request.nth > 20) {
      connection.respond(200, std::string(PageText{0, 1}));
    } else if (status == 0) {
      connection.reset();
    } else {
      connection.respond(status, "<html>busy</html>");
    }
  });
  const Time time;
  const auto end = job_in(time, server.base_url()).wait();
  CHECK(end.completed == 1);
  CHECK(server.request_count() > 20);
}

TEST_CASE("wait() bears no outage of more than five minutes") {
  RawServer server([&](RawConnection& connection, const RawRequest& request) {
    if (request.nth == 0) {
      connection.respond(200, std::string(PageText{0, 0, next_at(0), "scraping"}));
    } else {
      connection.respond(503, "<html>busy</html>");
    }
  });
  const Time time;
  CHECK_THROWS_AS(job_in(time, server.base_url()).wait(), fc::ServerError);
  CHECK(time.passed() > std::chrono::minutes(5));
  CHECK(time.passed() < std::chrono::minutes(6));
}

TEST_CASE("wait() bears nothing that only the user can change") {
  const int status = GENERATE(400, 401, 402, 403, 404);
  CAPTURE(status);
  LoopbackServer server(running_job());
  server.on_request([&](const support::Request& request, std::size_t) -> std::optional<Response> {
    if (request.nth == 0) return std::nullopt;
    return Response{status, "{}", {}, false};
  });
  const Time time;
  const auto error = thrown<fc::ApiError>([&] { job_in(time, server.base_url()).wait(); });
  CHECK(error.http_status() == status);
  CHECK(server.request_count() == 2);
}

TEST_CASE("wait() does not wait for a server that was never there") {
  const Time time;
  const auto job = job_in(time, "http://127.0.0.1:" + std::to_string(support::unused_port()));
  CHECK(thrown<fc::TransportError>([&] { job.wait(); }).attempts() == 4);
  CHECK(time.waited() == 250 + 500 + 1000);
}

TEST_CASE("wait() throws if the server asks for a longer wait than max_retry_after") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.respond(429, "", {{"Retry-After", "3600"}});
  });
  const Time time;
  const auto error = thrown<fc::RateLimitError>([&] { job_in(time, server.base_url()).wait(); });
  CHECK(error.retry_after() == std::chrono::hours(1));
  CHECK(time.waits().empty());
}

TEST_CASE("The time limit of wait() ends a request that hangs, and a back-off") {
  const RawServer server([](RawConnection& connection, const RawRequest& request) {
    if (request.nth == 0) {
      connection.respond(503, "", {{"Retry-After", "1"}});
    } else {
      connection.stall();
    }
  });
  fc::WaitOptions options;
  options.time_limit = milliseconds(1060);
  // The back-off takes no real time, the request does.
  CHECK_THROWS_AS(job_at(server).wait(options), fc::TimeLimitError);
  CHECK(server.request_count() <= 2);
}
