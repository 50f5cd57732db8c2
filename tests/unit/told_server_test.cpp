// SPDX-License-Identifier: MIT
// Messages name the server that was asked: its host and the prefix of its path, never a credential.

#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/job.hpp>
#include <firecrawl/options.hpp>
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::FakeServer;

namespace {

const std::string job_url = "https://firecrawl.example/team/v1/batch/scrape/7e1f";

fc::Job job_below_a_prefix(FakeServer& server) {
  auto options = server.options();
  options.base_url = "https://firecrawl.example/team/v1/";
  return fc::Client(options).batch_scrape_job("7e1f");
}

}  // namespace

TEST_CASE("An error of each kind names the server") {
  FakeServer refusing({answer(401, R"({"success":false,"error":"Unauthorized: Invalid token"})")});
  CHECK(thrown<fc::AuthenticationError>([&] { job_below_a_prefix(refusing).page("?skip=100"); }).what() ==
        "GET " + job_url + "?skip=100: 401 Unauthorized: Unauthorized: Invalid token; check the API key");

  FakeServer odd({answer(200, "{}")});
  CHECK(contains(thrown<fc::DecodeError>([&] { job_below_a_prefix(odd).status(); }).what(),
                 "GET " + job_url + ": the answer has status 200, but "));

  FakeServer gone([](const fc::HttpRequest&) -> fc::HttpResponse {
    throw fc::TransportError("no route", {60, "no route"});
  });
  CHECK(thrown<fc::TransportError>([&] { job_below_a_prefix(gone).cancel(); }).what() ==
        "DELETE " + job_url + ": no route (curl 60)");
}

TEST_CASE("What is cancelled or takes too long names the server") {
  fc::CancellationSource source;
  source.cancel();
  FakeServer server([](const fc::HttpRequest&) {
    return answer(200, R"({"status":"scraping","completed":0,"total":1,"data":[]})");
  });
  const auto job = job_below_a_prefix(server);
  CHECK(contains(thrown<fc::CancelledError>([&] { job.status(source.token()); }).what(), job_url));
  CHECK(contains(thrown<fc::CancelledError>([&] { job.progress(source.token()); }).what(), job_url));
  fc::WaitOptions options;
  options.time_limit = std::chrono::seconds(10);
  CHECK(contains(thrown<fc::TimeLimitError>([&] { job.wait(options); }).what(), "waiting for " + job_url));
}

TEST_CASE("The key is blanked out also in the server's address") {
  FakeServer server({answer(404, "")});
  auto options = server.options();
  options.base_url = "https://firecrawl.example/" + unit::test_key;
  const auto error =
      thrown<fc::NotFoundError>([&] { fc::Client(options).batch_scrape_job("7e1f").status(); });
  CHECK(contains(error.what(), "https://firecrawl.example/[key]/v1/batch/scrape/7e1f"));
}

TEST_CASE("An event tells the path alone, as the API has it") {
  FakeServer server({answer(200, unit::completed_page)});
  auto options = server.options();
  std::string path;
  options.base_url = "https://firecrawl.example/team";
  options.on_event = [&path](const fc::RequestEvent& event) { path = event.path; };
  fc::Client(options).batch_scrape_job("7e1f").status();
  CHECK(path == "/v1/batch/scrape/7e1f");
}
