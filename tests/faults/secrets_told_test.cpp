// SPDX-License-Identifier: MIT
// The key is in nothing that a program might log: no error, no event, no token.
#include <cstddef>
#include <string>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "leaked_key.hpp"
#include "support/job_answers.hpp"
#include "support/raw_server.hpp"

using namespace faults;

TEST_CASE("Whatever the server repeats, the key is in no error and no event", "[secrets]") {
  // At each offset once, so that it is cut wherever a message or a body is cut.
  const auto client_with = [](const std::string& body, int status, std::string& events) {
    auto options = options_for("https://api.example");
    options.api_version = fc::ApiVersion::v2;
    options.retry.max_attempts = 1;
    options.on_event = [&events](const fc::RequestEvent& event) {
      events += event.method + ' ' + event.path + '\n';
    };
    options.transport = fc::make_transport([=](const fc::HttpRequest&) {
      return fc::HttpResponse{status, {}, body};
    });
    return fc::Client(options);
  };
  const auto check = [&](const std::string& body, int status) {
    std::string events;
    const auto client = client_with(body, status, events);
    const auto job = client.batch_scrape_job(id);
    for (const auto& text :
         {error_of([&] { (void)job.status(); }), error_of([&] { (void)job.errors(); }),
          error_of([&] { (void)job.wait(); }), error_of([&] { job.cancel(); }),
          error_of([&] { client.start_crawl("https://a.example"); }),
          error_of([&] { (void)client.active_crawls(); }),
          error_of([&] { (void)client.preview_crawl("https://a.example", "x"); }), error_of([&] {
            for (const auto& page : kit::each(job.pages())) (void)page;
          }),
          error_of([&] { (void)client.scrape("https://a.example"); }),
          error_of([&] { (void)client.scrape_result(key); }), error_of([&] {
            (void)client.request("POST", "/v2/x?" + key, {{"key", key}});
          })}) {
      if (leaked(text, key) <= harmless) continue;
      FAIL_CHECK("status " << status << ", the key at " << body.find(key) << " of the body: " << text);
    }
    CHECK(leaked(events, key) <= harmless);
  };
  for (std::size_t before :
       {0U, 5U, 100U, 270U, 280U, 290U, 299U, 300U, 970U, 985U, 999U, 4070U, 4085U, 4095U, 4096U}) {
    const std::string padding(before, 'x');
    INFO(before);
    check(padding + key, 200);
    check(padding + key, 500);
    check(R"({"success":false,"error":")" + padding + key + "\"}", 400);
    check(R"({"success":false,"error":")" + padding + key + "\"}", 200);
    check(R"({"success":false,"error":"no","code":")" + padding + key + "\"}", 401);
    check(R"({"success":false,"error":"no","details":[{"message":")" + padding + key + R"(","path":["a"]}]})",
          400);
    check(R"({"success":false,"error":"no","details":")" + padding + key + "\"}", 400);
    check(R"({"status":"failed","error":")" + padding + key + R"(","data":[]})", 200);
    check(R"({"status":"completed","data":[{")" + padding + key + R"(":1},"x"]})", 200);
    check(R"({"status":"completed","data":[{")" + padding + key + R"(":)", 200);
    check(R"({"success":true,"data":{")" + padding + key + R"(":)", 200);
    check(R"({"status":"completed","next":"/v1/batch/scrape/other?)" + padding + key + R"(","data":[{}]})",
          200);
    check(R"({"status":"completed","next":"?skip=0&)" + padding + key + R"(","data":[{}]})", 200);
  }
}

TEST_CASE("A key in a link of the server's is in no error and no event", "[secrets]") {
  support::RawServer server([](auto& connection, const auto&) { connection.stall(); });
  std::string events;
  auto options = options_for(server.base_url());
  options.retry.max_attempts = 1;
  options.stall_timeout = milliseconds(50);
  options.on_event = [&](const fc::RequestEvent& event) { events += event.path + '\n'; };
  const auto job = fc::Client(options).batch_scrape_job(id);
  const std::string next = "?skip=2&key=" + key;
  CHECK(leaked(error_of([&] { (void)job.page(next); }), key) <= harmless);
  fc::CancellationSource source;
  source.cancel();
  CHECK(leaked(error_of([&] { (void)job.page(next, source.token()); }), key) <= harmless);
  CHECK(leaked(error_of([&] { (void)job.page("/v1/batch/scrape/other" + next); }), key) <= harmless);
  CHECK(leaked(events, key) <= harmless);
  options.max_response_bytes = 1;
  options.transport = fc::make_transport(
      [](const fc::HttpRequest&) -> fc::HttpResponse { throw fc::ResponseTooLargeError("too large"); });
  CHECK(leaked(error_of([&] { (void)fc::Client(options).batch_scrape_job(id).page(next); }), key) <=
        harmless);
}

TEST_CASE("A key in the place of a URL, a path or an id is in no error", "[secrets]") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(500, "no"); });
  auto options = options_for(server.base_url());
  options.retry.max_attempts = 1;
  const fc::Client client(options);
  fc::CancellationSource source;
  source.cancel();
  for (const auto& text :
       {error_of([&] { (void)client.request(key, "/v2/x"); }),
        error_of([&] { (void)client.request("GET", key); }),
        error_of([&] { (void)client.request("GET", "/v2/" + key + " "); }),
        error_of([&] { (void)client.request("GET", "/v2/" + key); }),
        error_of([&] { (void)client.request("GET", "/v2/" + key, nullptr, source.token()); }), error_of([&] {
          (void)client.request("POST", "/v2/x", {{key, "\xff"}});
        }),
        error_of([&] { (void)client.start_batch_scrape({"ftp://" + key}); }),
        error_of([&] { (void)client.start_crawl("ftp://" + key); }),
        error_of([&] { (void)client.map("ftp://" + key); }),
        error_of([&] { (void)client.scrape(key + "\n"); }),
        error_of([&] { (void)client.scrape("ftp://" + key); }),
        error_of([&] { (void)client.scrape_result(key + "\n"); }),
        error_of([&] { (void)client.scrape_result(key); })}) {
    INFO(text);
    CHECK(text != "");
    CHECK(leaked(text, key) <= harmless);
  }
}

TEST_CASE("A key of odd characters is blanked out of what was read from JSON too", "[secrets]") {
  const std::string odd = "fc-\"quoted\"\\and/\xC3\xBC-end";
  const nlohmann::json detail = {{"message", "you sent " + odd}, {"path", {odd}}, {odd, 1}};
  const std::string body =
      nlohmann::json({{"success", false}, {"error", odd}, {"code", odd}, {"details", {detail}}}).dump();
  auto options = options_for("https://api.example");
  options.api_key = odd;
  options.transport = fc::make_transport([=](const fc::HttpRequest&) {
    return fc::HttpResponse{400, {}, body};
  });
  try {
    (void)fc::Client(options).batch_scrape_job(id).status();
    FAIL("nothing was thrown");
  } catch (const fc::BadRequestError& error) {
    CHECK_FALSE(contains(error.what(), "and/"));
    CHECK(error.code() == "[key]");
    CHECK(error.details() ==
          nlohmann::json::array({{{"message", "you sent [key]"}, {"path", {"[key]"}}, {"[key]", 1}}}));
  }
}

TEST_CASE("The key is in no token", "[secrets]") {
  support::RawServer server([](auto& connection, const auto& request) {
    connection.respond(support::status_response(make_job(4, 2), request, 1));
  });
  auto range = fc::Client(options_for(server.base_url())).batch_scrape_job(id).documents();
  CHECK(leaked(range.next().value_or(""), key) <= harmless);
  for (const auto& document : kit::each(range)) {
    (void)document;
    CHECK(leaked(range.next().value_or(""), key) <= harmless);
  }
}
