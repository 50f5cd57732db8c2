// SPDX-License-Identifier: MIT
// The key goes to base_url and nowhere else: not to where a redirect, a `next` or the environment points, and
// into nothing that a program might log.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "support/job_answers.hpp"
#include "support/kit/variable.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

/// A server that nobody should talk to.
support::RawServer::Handler stranger() {
  return [](auto& connection, const auto&) { connection.respond(200, "{}"); };
}

/// All that an error carries, as one text.
std::string text_of(const fc::Error& error) {
  std::string text = error.what();
  const auto add = [&](const std::string& more) { text += '\n' + more; };
  if (const auto* api = dynamic_cast<const fc::ApiError*>(&error)) {
    add(api->body());
    add(api->code());
    add(api->details().dump());
    if (api->details().is_string()) add(api->details().get<std::string>());
  }
  if (const auto* decode = dynamic_cast<const fc::DecodeError*>(&error)) {
    add(decode->pointer());
    add(decode->body());
  }
  if (const auto* transport = dynamic_cast<const fc::TransportError*>(&error)) add(transport->curl_text());
  return text;
}

/// What is left of the key in a text: how many of its first characters are there in a row.
std::size_t leaked(const std::string& text, const std::string& secret) {
  std::size_t length = secret.size();
  while (length > 0 && !contains(text, secret.substr(0, length))) --length;
  return length;
}

constexpr std::size_t harmless = 3;  // "fc-"

template <class Function>
std::string error_of(const Function& function) {
  try {
    function();
  } catch (const fc::Error& error) {
    return text_of(error);
  }
  return {};
}

}  // namespace

TEST_CASE("The key does not follow a redirect", "[secrets]") {
  support::RawServer elsewhere(stranger());
  for (const int status : {301, 302, 303, 307, 308}) {
    support::RawServer server([&](auto& connection, const auto&) {
      connection.respond(status, "", {{"Location", elsewhere.base_url() + path}});
    });
    const auto job = fc::Client(options_for(server.base_url())).batch_scrape_job(id);
    auto range = job.documents();
    CHECK(read(range).error == "ApiError " + std::to_string(status));
    CHECK_THROWS_AS(job.cancel(), fc::ApiError);
    CHECK(server.request_count() == 2);
  }
  CHECK(elsewhere.connections() == 0);
}

TEST_CASE("The key does not follow a foreign next", "[secrets]") {
  support::RawServer elsewhere(stranger());
  const auto port = std::to_string(elsewhere.port());
  for (const std::string& next : std::vector<std::string>{
           "http://127.0.0.1:" + port + path + "?skip=2", "//127.0.0.1:" + port + path + "?skip=2",
           "http://user:pass@127.0.0.1:" + port + path + "?skip=2", "http://127.0.0.1:" + port + "?skip=2"}) {
    support::RawServer server([&](auto& connection, const auto& request) {
      auto answer = support::status_response(make_job(4, 2), request, 1);
      const std::string own = "http://127.0.0.1:1" + path + "?skip=2";
      if (const auto at = answer.body.find(own); at != std::string::npos)
        answer.body.replace(at, own.size(), next);
      connection.respond(answer);
    });
    const auto job = fc::Client(options_for(server.base_url())).batch_scrape_job(id);
    auto range = job.documents();
    CHECK(read(range).documents == from_to(0, 4));
    CHECK(job.page(next).data.size() == 2);
  }
  CHECK(elsewhere.connections() == 0);
}

TEST_CASE("Proxies of the environment are not used", "[secrets]") {
  support::RawServer proxy(stranger());
  const Variable http("http_proxy", proxy.base_url());
  const Variable https("https_proxy", proxy.base_url());
  const Variable http_upper("HTTP_PROXY", proxy.base_url());
  const Variable https_upper("HTTPS_PROXY", proxy.base_url());
  const Variable all("all_proxy", proxy.base_url());
  const Variable all_upper("ALL_PROXY", proxy.base_url());
  support::RawServer server([&](auto& connection, const auto& request) {
    connection.respond(support::status_response(make_job(4, 2), request, 1));
  });
  auto range = fc::Client(options_for(server.base_url())).batch_scrape_job(id).documents();
  CHECK(read(range).documents == from_to(0, 4));
  CHECK(error_of([] {
          (void)fc::Client(options_for("https://127.0.0.1:1")).batch_scrape_job(id).status();
        }) != "");
  CHECK(proxy.connections() == 0);
}

TEST_CASE("An explicit proxy is used, and does not see the key of a TLS server", "[secrets]") {
  const Variable none("no_proxy", "*");  // the environment does not switch it off either
  const Variable none_upper("NO_PROXY", "*");
  support::RawServer proxy([](auto& connection, const auto&) { connection.respond(502, "no"); });
  auto options = options_for("https://server.invalid");
  options.proxy = proxy.base_url();
  options.retry.max_attempts = 1;
  const auto text = error_of([&] { (void)fc::Client(options).batch_scrape_job(id).status(); });
  CHECK(leaked(text, key) <= harmless);
  const auto requests = proxy.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].method == "CONNECT");
  CHECK(requests[0].target == "server.invalid:443");
  CHECK_FALSE(requests[0].has_header("Authorization"));
  for (const auto& [name, value] : requests[0].headers) CHECK(leaked(value, key) <= harmless);
}

TEST_CASE("The password of a proxy is in no error", "[secrets]") {
  const std::string password = "Pa55word-of-the-proxy";
  for (const auto& proxy : {"http://user:" + password + "@127.0.0.1:1", "http://user:" + password + "@[::1",
                            "nonsense://user:" + password + "@127.0.0.1:1"}) {
    auto options = options_for("http://server.invalid");
    options.proxy = proxy;
    options.retry.max_attempts = 1;
    const auto text = error_of([&] { (void)fc::Client(options).batch_scrape_job(id).status(); });
    INFO(text);
    CHECK(text != "");
    CHECK(leaked(text, password) <= harmless);
  }
}

TEST_CASE("A .netrc file is not read", "[secrets]") {
  const auto home = std::filesystem::temp_directory_path() / ("firecrawl-home-" + std::to_string(::getpid()));
  std::filesystem::create_directories(home);
  std::ofstream(home / ".netrc") << "machine 127.0.0.1 login somebody password something\n";
  const Variable variable("HOME", home.string());
  support::RawServer server([](auto& connection, const auto& request) {
    connection.respond(support::status_response(make_job(4, 2), request, 1));
  });
  auto options = options_for(server.base_url());
  options.api_key.clear();
  (void)fc::Client(options).batch_scrape_job(id).status();
  std::filesystem::remove_all(home);
  REQUIRE(server.request_count() == 1);
  CHECK_FALSE(server.requests()[0].has_header("Authorization"));
}

TEST_CASE("Nothing is written to the standard streams", "[secrets]") {
  const auto file =
      std::filesystem::temp_directory_path() / ("firecrawl-streams-" + std::to_string(::getpid()));
  support::RawServer server([](auto& connection, const auto& request) {
    if (request.nth == 1) return (void)connection.respond(500, "no");
    connection.respond(support::status_response(make_job(4, 2), request, 1));
  });
  std::fflush(nullptr);
  const int out = ::dup(1);
  const int err = ::dup(2);
  const int sink = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  ::dup2(sink, 1);
  ::dup2(sink, 2);
  auto range = fc::Client(options_for(server.base_url())).batch_scrape_job(id).documents();
  const auto outcome = read(range);
  std::fflush(nullptr);
  ::dup2(out, 1);
  ::dup2(err, 2);
  for (const int fd : {out, err, sink}) ::close(fd);
  CHECK(outcome.documents == from_to(0, 4));
  CHECK(std::filesystem::file_size(file) == 0);
  std::filesystem::remove(file);
}

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
