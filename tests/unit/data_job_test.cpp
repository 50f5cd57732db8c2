// SPDX-License-Identifier: MIT
// Extracts and agents that run: their status field by field, the wait for their end, their cancellation.

#include <chrono>
#include <firecrawl/client.hpp>
#include <firecrawl/error.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using nlohmann::json;
using unit::answer;
using unit::FakeServer;

namespace {

fc::Client data_client(FakeServer& server, fc::ApiVersion version = fc::ApiVersion::v2) {
  auto options = server.options();
  options.api_version = version;
  return fc::Client(options);
}

fc::HttpResponse data_status(const std::string& status, const std::string& more = "") {
  return answer(200, R"({"success":true,"status":")" + status +
                         R"(","expiresAt":"2026-11-26T10:00:00.000Z")" + more + "}");
}
fc::HttpResponse data_failed() {
  return answer(200, R"({"success":false,"status":"failed","data":[],"error":"no page could be read"})");
}

fc::DataJobStatus data_status_of(const std::string& body) {
  FakeServer server({answer(200, body)});
  return data_client(server).extract_job("7e1f").status();
}

template <class E>
E status_error(int status, const std::string& body) {
  FakeServer server({answer(status, body)});
  return thrown<E>([&] { (void)data_client(server).extract_job("7e1f").status(); });
}

}  // namespace

TEST_CASE("The status of a run has every field that is sent") {
  const auto status = data_status_of(
      R"({"success":true,"status":"completed","data":{"fee":12.5,"currency":"EUR"},"expiresAt":"2026-11-26T10:00:00.000Z",)"
      R"("tokensUsed":300,"creditsUsed":20.5,"sources":{"fee":["https://a.example"]},"warnings":["deprecated"],)"
      R"("replacement":"/v2/scrape"})");
  CHECK(status.status == fc::JobStatus::completed);
  CHECK(status.status_text == "completed");
  CHECK(status.data == json{{"fee", 12.5}, {"currency", "EUR"}});
  CHECK(status.expires_at == std::chrono::system_clock::from_time_t(1'795'687'200));
  CHECK(status.credits_used == 20.5);
  CHECK_FALSE(status.error);
  CHECK(status.extra == json{{"tokensUsed", 300},
                             {"sources", {{"fee", json::array({"https://a.example"})}}},
                             {"warnings", json::array({"deprecated"})},
                             {"replacement", "/v2/scrape"}});
}

TEST_CASE("A run that is processing runs, and newer words are kept") {
  CHECK(data_status_of(R"({"success":true,"status":"processing","data":[]})").status ==
        fc::JobStatus::scraping);
  CHECK(data_status_of(R"({"success":true,"status":"processing","data":[]})").status_text == "processing");
  CHECK(data_status_of(R"({"success":true,"status":"processing","data":[]})").data == json::array());
  CHECK(data_status_of(R"({"status":"scraping"})").status == fc::JobStatus::scraping);
  CHECK(data_status_of(R"({"status":"cancelled"})").status == fc::JobStatus::cancelled);
  const auto newer = data_status_of(R"({"status":"refused"})");
  CHECK(newer.status == fc::JobStatus::unknown);
  CHECK(newer.status_text == "refused");
  CHECK(newer.data.is_null());
  CHECK(newer.extra == json::object());
}

TEST_CASE("A run that has failed is a status, although the server says success false") {
  const auto status =
      data_status_of(R"({"success":false,"status":"failed","data":[],"error":"no page could be read"})");
  CHECK(status.status == fc::JobStatus::failed);
  CHECK(status.error == "no page could be read");
}

TEST_CASE("What does not fit its field of a status is kept, and null is none") {
  const auto odd = data_status_of(
      R"({"status":"completed","error":{"a":1},"expiresAt":"soon","creditsUsed":"many","success":"yes"})");
  CHECK_FALSE(odd.error);
  CHECK_FALSE(odd.expires_at);
  CHECK_FALSE(odd.credits_used);
  CHECK(odd.extra == json{{"error", {{"a", 1}}}, {"expiresAt", "soon"}, {"creditsUsed", "many"}});
  const auto null = data_status_of(
      R"({"status":"completed","data":null,"error":null,"expiresAt":null,"creditsUsed":null})");
  CHECK(null.data.is_null());
  CHECK(null.extra == json::object());
  CHECK_FALSE(data_status_of(R"({"status":"processing","creditsUsed":-1})").credits_used);
}

TEST_CASE("An answer without a status is a refusal, or not an answer") {
  const auto refused =
      status_error<fc::ApiError>(200, R"({"success":false,"error":"no such thing","code":"X"})");
  CHECK(refused.code() == "X");
  CHECK(refused.http_status() == 200);
  CHECK(contains(refused.what(), "no such thing"));
  CHECK(status_error<fc::DecodeError>(200, "{}").pointer() == "/status");
  CHECK(status_error<fc::DecodeError>(200, R"({"status":""})").pointer() == "/status");
  CHECK(contains(status_error<fc::DecodeError>(200, R"({"status":7})").what(),
                 "is a number, where text belongs"));
  CHECK(contains(status_error<fc::DecodeError>(200, "[]").what(), "where an object belongs"));
  CHECK(contains(status_error<fc::DecodeError>(200, "<html>").what(), "is not JSON"));
  CHECK(contains(
      status_error<fc::NotFoundError>(404, R"({"success":false,"error":"Extract job not found"})").what(),
      "Extract job not found"));
}

TEST_CASE("A handle sends nothing, and its id is one segment of the path") {
  FakeServer server({data_status("processing")});
  const auto client = data_client(server);
  const auto job = client.agent_job("a/b?c");
  CHECK(job.id() == "a/b?c");
  CHECK(server.requests.empty());
  (void)job.status();
  CHECK(server.requests.at(0).url == "http://fake.example/v2/agent/a%2Fb%3Fc");
  CHECK(server.requests.at(0).method == "GET");
  for (const char* id : {"", ".", "..", "a\nb"}) {
    CHECK_THROWS_AS(client.extract_job(id), fc::UsageError);
    CHECK_THROWS_AS(client.agent_job(id), fc::UsageError);
  }
  FakeServer old({data_status("completed")});
  (void)data_client(old, fc::ApiVersion::v1).extract_job("7e1f").status();
  CHECK(old.requests.at(0).url == "http://fake.example/v1/extract/7e1f");
  CHECK(contains(
      thrown<fc::UsageError>([&] { (void)data_client(old, fc::ApiVersion::v1).agent_job("7e1f"); }).what(),
      "ApiVersion::v2"));
}

TEST_CASE("wait() looks at a run until it has ended, and returns its data") {
  FakeServer server({data_status("processing"), data_status("processing"),
                     data_status("completed", R"(,"data":{"a":1},"creditsUsed":3)")});
  fc::WaitOptions options;
  options.poll_interval = std::chrono::milliseconds(700);
  std::vector<fc::JobProgress> seen;
  options.on_progress = [&](const fc::JobProgress& progress) { seen.push_back(progress); };
  const auto end = data_client(server).agent_job("7e1f").wait(options);
  CHECK(end.data == json{{"a", 1}});
  CHECK(end.credits_used == 3);
  CHECK(server.timeline == std::vector<std::string>{"GET /v2/agent/7e1f", "wait 700", "GET /v2/agent/7e1f",
                                                    "wait 700", "GET /v2/agent/7e1f"});
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].status == fc::JobStatus::scraping);
  CHECK(seen[0].status_text == "processing");
  CHECK(seen[2].status == fc::JobStatus::completed);
  CHECK(seen[2].total == 0);
  CHECK_FALSE(seen[2].credits_used);
  CHECK_FALSE(seen[2].expires_at);
}

TEST_CASE("wait() ends if the run has failed or was cancelled, with the server's reason") {
  FakeServer failing({data_status("processing"), data_failed()});
  const auto failed =
      thrown<fc::JobFailedError>([&] { (void)data_client(failing).extract_job("7e1f").wait(); });
  CHECK(contains(failed.what(), "extract 7e1f failed: no page could be read"));
  CHECK(failed.progress().status == fc::JobStatus::failed);
  CHECK(failed.progress().error == "no page could be read");
  FakeServer cancelled({data_status("cancelled", R"(,"error":"by the user")")});
  CHECK(contains(
      thrown<fc::JobCancelledError>([&] { (void)data_client(cancelled).agent_job("7e1f").wait(); }).what(),
      "agent 7e1f was cancelled: by the user"));
}

TEST_CASE("wait() ends at its time limit") {
  FakeServer server([](const fc::HttpRequest&) { return data_status("processing"); });
  fc::WaitOptions options;
  options.time_limit = std::chrono::minutes(1);
  const auto error =
      thrown<fc::TimeLimitError>([&] { (void)data_client(server).extract_job("7e1f").wait(options); });
  CHECK(contains(error.what(), "waiting for http://fake.example/v2/extract/7e1f"));
  CHECK(server.requests.size() == 30);
  options.time_limit = std::chrono::milliseconds(-1);
  CHECK_THROWS_AS(data_client(server).extract_job("7e1f").wait(options), fc::UsageError);
}

TEST_CASE("wait() endures an outage of a server that has answered, and no refusal") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest&) {
    ++asked;
    if (asked == 1) return data_status("processing");
    if (asked <= 20) return answer(503, R"({"error":"overloaded"})");
    return data_status("completed");
  });
  CHECK(data_client(server).extract_job("7e1f").wait().status == fc::JobStatus::completed);
  FakeServer refusing(
      [](const fc::HttpRequest&) { return answer(402, R"({"error":"Insufficient credits"})"); });
  CHECK_THROWS_AS(data_client(refusing).extract_job("7e1f").wait(), fc::PaymentRequiredError);
  CHECK(refusing.requests.size() == 1);
}

TEST_CASE("Right after a start an unknown run may be an early question") {
  std::size_t asked = 0;
  FakeServer server([&](const fc::HttpRequest& request) {
    if (request.method == "POST") return answer(200, R"({"success":true,"id":"7e1f"})");
    return ++asked <= 3 ? answer(404, R"({"success":false,"error":"Extract job not found"})")
                        : data_status("completed", R"(,"data":7)");
  });
  fc::ExtractRequest request;
  request.prompt = "x";
  CHECK(data_client(server).start_extract(request).wait().data == 7);
  CHECK(asked == 4);
  asked = 0;
  CHECK_THROWS_AS(data_client(server).extract_job("7e1f").wait(), fc::NotFoundError);
  CHECK(asked == 1);
}

TEST_CASE("What a start answers next to the id is kept") {
  FakeServer server({answer(200, R"({"success":true,"id":"7e1f","invalidURLs":["htp:/broken","x"],)"
                                 R"("warnings":["deprecated"],"replacement":"/v2/scrape"})"),
                     answer(200, R"({"success":true,"id":"7e2f"})")});
  fc::ExtractRequest request;
  request.urls = {"https://a.example", "htp:/broken", "x"};
  const fc::DataJob job = data_client(server).start_extract(request);
  CHECK(job.invalid_urls() == std::vector<std::string>{"htp:/broken", "x"});
  CHECK(job.extra() == nlohmann::json{{"warnings", {"deprecated"}}, {"replacement", "/v2/scrape"}});
  fc::AgentRequest question;
  question.prompt = "x";
  const fc::DataJob agent = data_client(server).start_agent(question);
  const fc::DataJob handle = data_client(server).extract_job("7e1f");
  for (const auto* plain : {&agent, &handle}) {
    CHECK(plain->invalid_urls().empty());
    CHECK(plain->extra() == nlohmann::json::object());
  }
}

TEST_CASE("An agent is cancelled with one DELETE, and an extract cannot be") {
  FakeServer server({answer(200, R"({"success":true})")});
  data_client(server).agent_job("7e1f").cancel();
  CHECK(server.timeline == std::vector<std::string>{"DELETE /v2/agent/7e1f"});
  CHECK(contains(thrown<fc::UsageError>([&] { data_client(server).extract_job("7e1f").cancel(); }).what(),
                 "an extract cannot be cancelled"));
  CHECK(server.requests.size() == 1);
}

TEST_CASE("To cancel an agent that has ended is a conflict, unless an attempt before has cancelled it") {
  const auto already = answer(409, R"({"success":false,"error":"Agent is already cancelled"})");
  FakeServer ended({answer(409, R"({"success":false,"error":"Agent already finished"})")});
  CHECK_THROWS_AS(data_client(ended).agent_job("7e1f").cancel(), fc::ConflictError);
  FakeServer twice({already});
  CHECK_THROWS_AS(data_client(twice).agent_job("7e1f").cancel(), fc::ConflictError);
  FakeServer lost({answer(502, "bad gateway"), already});
  CHECK_NOTHROW(data_client(lost).agent_job("7e1f").cancel());
  FakeServer refused({answer(200, R"({"success":false,"error":"no"})")});
  CHECK_THROWS_AS(data_client(refused).agent_job("7e1f").cancel(), fc::ApiError);
}

TEST_CASE("No message about a run contains the key") {
  FakeServer server({answer(
      200, R"({"success":false,"status":"failed","error":"the key )" + unit::test_key + R"( is bad"})")});
  const auto error =
      thrown<fc::JobFailedError>([&] { (void)data_client(server).extract_job(unit::test_key).wait(); });
  CHECK_FALSE(contains(error.what(), unit::test_key));
}
