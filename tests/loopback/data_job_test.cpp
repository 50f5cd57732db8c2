// SPDX-License-Identifier: MIT
// Extracts and agents over a real connection: started, waited for, cancelled, and given up at once.

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

fc::ClientOptions second_version(fc::ClientOptions options) {
  options.api_version = fc::ApiVersion::v2;
  return options;
}

/// A server of one run, which is done after some looks at it.
support::RawServer::Handler run_of(int looks) {
  return [left = std::make_shared<std::atomic<int>>(looks)](auto& connection, const auto& request) {
    if (request.method == "POST") {
      connection.respond(200, R"({"success":true,"id":"run"})");
    } else if (request.method == "DELETE") {
      *left = 0;
      connection.respond(200, R"({"success":true})");
    } else if ((*left)-- > 0) {
      connection.respond(200, R"({"success":true,"status":"processing","data":[]})");
    } else {
      connection.respond(
          200,
          R"({"success":true,"status":"completed","data":{"harbours":[{"name":"Port"}]},"creditsUsed":38})");
    }
  };
}

}  // namespace

TEST_CASE("An extract is started with one POST, and its data is waited for") {
  support::RawServer server(run_of(3));
  const fc::Client client(options_for(server.base_url()));
  fc::ExtractRequest request;
  request.urls = {"https://port.example/*"};
  request.prompt = "the fee";
  const auto end = client.start_extract(request).wait();
  CHECK(end.data == nlohmann::json::parse(R"({"harbours":[{"name":"Port"}]})"));
  CHECK(end.credits_used == 38);
  const auto requests = server.requests();
  REQUIRE(requests.size() == 5);
  CHECK(requests[0].method == "POST");
  CHECK(requests[0].target == "/v1/extract");
  CHECK(requests[0].header("Content-Type") == "application/json");
  CHECK(requests[0].header("Authorization") == "Bearer " + key);
  CHECK(requests[4].target == "/v1/extract/run");
}

TEST_CASE("An agent is started, cancelled and looked at") {
  support::RawServer server(run_of(100));
  const fc::Client client(second_version(options_for(server.base_url())));
  fc::AgentRequest request;
  request.prompt = "the harbours";
  const auto job = client.start_agent(request);
  CHECK(job.status().status == fc::JobStatus::scraping);
  job.cancel();
  CHECK(job.status().status == fc::JobStatus::completed);
  const auto requests = server.requests();
  CHECK(requests.at(0).target == "/v2/agent");
  CHECK(requests.at(2).method == "DELETE");
  CHECK(requests.at(2).target == "/v2/agent/run");
}

TEST_CASE("A wait for a run ends within 100 ms when it is cancelled") {
  support::RawServer server(run_of(1'000'000));
  const fc::Client client(second_version(waiting_options_for(server.base_url())));
  const fc::CancellationSource source;
  fc::WaitOptions options;
  options.poll_interval = std::chrono::hours(1);
  options.cancel = source.token();
  std::chrono::steady_clock::time_point cancelled_at;
  std::thread other([&] {
    server.wait_for_requests(1);
    cancelled_at = std::chrono::steady_clock::now();
    fc::CancellationSource(source).cancel();
  });
  CHECK_THROWS_AS(client.extract_job("run").wait(options), fc::CancelledError);
  const auto end = std::chrono::steady_clock::now();
  other.join();
  CHECK(end - cancelled_at < std::chrono::seconds(10));  // and not an hour
}
