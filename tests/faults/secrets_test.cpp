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
#include "leaked_key.hpp"
#include "support/job_answers.hpp"
#include "support/kit/variable.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

/// A server that nobody should talk to.
support::RawServer::Handler stranger() {
  return [](auto& connection, const auto&) { connection.respond(200, "{}"); };
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
