// SPDX-License-Identifier: MIT
// The key reaches the configured server and no other host, whatever a server, an id or a user writes.

#include <cstdlib>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"
#include "../support/kit/variable.hpp"

using namespace kit;
using namespace std::string_literals;

namespace {

/// A server that nobody must ever call.
class Trap {
 public:
  Trap()
      : server_([](RawConnection& connection, const RawRequest&) {
          connection.respond(200, std::string(PageText{0, 1}));
        }) {}
  std::string host() const { return "127.0.0.1:" + std::to_string(server_.port()); }
  std::size_t calls() const { return server_.connections(); }

 private:
  RawServer server_;
};

}  // namespace

TEST_CASE("A `next` that names another host or port leads nobody there") {
  const Trap trap;
  const std::string before =
      GENERATE("http://", "https://", "//", "HTTP://", "http://127.0.0.1@", "http://user:password@",
               "http://127.0.0.1:1@", "http://127.0.0.1\\\\@");
  CAPTURE(before);
  RawServer server([&](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    PageText page{skip, 10, before + trap.host() + next_at(skip + 10)};
    if (skip == 20) page.next.reset();
    connection.respond(200, std::string(page));
  });
  CHECK(read(job_at(server).documents()) == from_to(0, 30));
  CHECK(targets_at_the_end(server) == std::vector<std::string>{path, next_at(10), next_at(20)});
  for (const auto& request : server.requests()) CHECK(request.header("Authorization") == "Bearer " + key);
  CHECK(trap.calls() == 0);
}

TEST_CASE("A resume token that names another host leads nobody there") {
  const Trap trap;
  const LoopbackServer server(make_job(30));
  fc::ReadOptions options;
  options.from = "http://" + trap.host() + next_at(20) + "#3";
  CHECK(read(job_at(server).documents(options)) == from_to(23, 30));
  CHECK(numbers_of(job_at(server).page("//" + trap.host() + next_at(25)).data) == from_to(25, 30));
  CHECK(trap.calls() == 0);
}

TEST_CASE("A redirect is an error that says where it points to, and is not followed") {
  const Trap trap;
  const int status = GENERATE(301, 302, 303, 307, 308);
  const bool to_same_server = GENERATE(false, true);
  CAPTURE(status, to_same_server);
  std::string target;
  RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.respond(status, "", {{"Location", target}});
  });
  target = (to_same_server ? server.base_url() : "http://" + trap.host()) + "/moved";
  const auto job = job_at(server);
  const auto error = thrown<fc::ApiError>([&] { job.status(); });
  CHECK(error.http_status() == status);
  CHECK(error.attempts() == 1);
  CHECK(contains(error.what(), target));
  CHECK(contains(error.what(), "redirect"));
  CHECK_THROWS_AS(read(job.documents()), fc::ApiError);
  CHECK_THROWS_AS(job.progress(), fc::ApiError);
  CHECK_THROWS_AS(job.errors(), fc::ApiError);
  CHECK_THROWS_AS(job.cancel(), fc::ApiError);
  CHECK(server.request_count() == 5);
  CHECK(trap.calls() == 0);
}

TEST_CASE("Any id stays one segment of the path") {
  struct Case {
    std::string id;
    std::string segment;
  };
  const auto sent = GENERATE(values<Case>({
      {"../../team?x=1#y", "..%2F..%2Fteam%3Fx%3D1%23y"},
      {"a b", "a%20b"},
      {"50%", "50%25"},
      {"%2e%2e", "%252e%252e"},
      {"a\\b;c&d=e", "a%5Cb%3Bc%26d%3De"},
      {"@host:80", "%40host%3A80"},
      {"\xC3\xBC", "%C3%BC"},
      {"...", "..."},
      {".hidden", ".hidden"},
  }));
  CAPTURE(sent.id);
  auto served = make_job(25, 10);
  served.id = sent.id;
  const LoopbackServer server(std::move(served));
  const std::string base = "/v1/batch/scrape/" + sent.segment;
  {
    const auto job = fc::Client(options_for(server.base_url())).batch_scrape_job(sent.id);
    CHECK(job.id() == sent.id);
    CHECK(read(job.documents()) == from_to(0, 25));
    job.errors();
    job.cancel();
  }
  CHECK(targets_at_the_end(server) ==
        std::vector<std::string>{base, base + "?skip=10", base + "?skip=20", base + "/errors", base});
}

TEST_CASE("A control character in key, id, user_agent or proxy is refused before any connection") {
  const LoopbackServer server(make_job(3));
  const std::string bad = GENERATE("\r\n"s, "\n"s, "\r"s, "\0"s, "\t"s, "\x1f"s, "\x7f"s);
  const std::string text = "before" + bad + "X-Evil: after";
  CAPTURE(text);
  const fc::Client client(options_for(server.base_url()));
  CHECK_THROWS_AS(client.batch_scrape_job(text), fc::UsageError);
  CHECK_THROWS_AS(client.batch_scrape_job(bad), fc::UsageError);
  CHECK_THROWS_AS(fc::Client(text), fc::UsageError);
  auto options = options_for(server.base_url());
  options.api_key = text;
  const auto error = thrown<fc::UsageError>([&] { fc::Client{options}; });
  CHECK_FALSE(contains(error.what(), "before"));
  options = options_for(server.base_url());
  options.user_agent = text;
  CHECK_THROWS_AS(fc::Client(options), fc::UsageError);
  options = options_for(server.base_url());
  options.proxy = text;
  CHECK_THROWS_AS(fc::Client(options), fc::UsageError);
  CHECK(server.connections() == 0);
}

TEST_CASE("An id that no path can contain is refused before any connection") {
  const LoopbackServer server(make_job(3));
  const fc::Client client(options_for(server.base_url()));
  for (const char* bad : {"", ".", ".."}) CHECK_THROWS_AS(client.batch_scrape_job(bad), fc::UsageError);
  CHECK(server.connections() == 0);
}

TEST_CASE("A `next` cannot smuggle lines into the next request") {
  RawServer server([](RawConnection& connection, const RawRequest& request) {
    const auto skip = skip_of(request);
    PageText page{skip, 2, R"(?skip=2\r\nX-Evil: 1\r\n\r\nGET /v1/team HTTP/1.1 \u0000\u00fc)"};
    if (skip == 2) page.next.reset();
    connection.respond(200, std::string(page));
  });
  CHECK(read(job_at(server).documents()) == from_to(0, 4));
  const auto requests = requests_at_the_end(server);
  REQUIRE(requests.size() == 2);
  CHECK(requests[1].target ==
        path + "?skip=2%0D%0AX-Evil:%201%0D%0A%0D%0AGET%20/v1/team%20HTTP/1.1%20%00%C3%BC");
  CHECK_FALSE(requests[1].has_header("X-Evil"));
}

TEST_CASE("Proxies of the environment are not used") {
  const Trap trap;
  const LoopbackServer server(make_job(3));
  const Variable http("http_proxy", "http://" + trap.host());
  const Variable all("ALL_PROXY", "http://" + trap.host());
  CHECK(read(job_at(server).documents()) == from_to(0, 3));
  CHECK(trap.calls() == 0);
}

TEST_CASE("A proxy of the options is used, whatever the environment excepts") {
  const Trap trap;
  const Variable except("no_proxy", "*");
  RawServer proxy([](RawConnection& connection, const RawRequest&) {
    connection.respond(200, std::string(PageText{0, 3}));
  });
  {
    auto options = options_for("http://" + trap.host() + "/api");
    options.proxy = proxy.base_url();
    CHECK(read(fc::Client(options).batch_scrape_job(id).documents()) == from_to(0, 3));
  }
  CHECK(targets_at_the_end(proxy) == std::vector<std::string>{"http://" + trap.host() + "/api" + path});
  CHECK(trap.calls() == 0);
}

TEST_CASE("Events report every request, and nothing of the key") {
  LoopbackServer server(make_job(25, 10));
  server.on_request([](const support::Request& request, std::size_t) -> std::optional<support::Response> {
    if (request.nth == 1) return support::Response{503, "busy", {}, false};
    return std::nullopt;
  });
  std::vector<std::string> told;
  auto options = options_for(server.base_url());
  options.on_event = [&](const fc::RequestEvent& event) {
    told.push_back(event.method + ' ' + event.path + ' ' + std::to_string(event.status) + ' ' +
                   std::to_string(event.attempt));
    CHECK((event.bytes > 1000) == (event.status == 200 && event.method == "GET"));
  };
  const auto job = fc::Client(options).batch_scrape_job(id);
  read(job.documents());
  job.cancel();
  CHECK(told == std::vector<std::string>{"GET " + path + " 200 1", "GET " + next_at(10) + " 503 1",
                                         "GET " + next_at(10) + " 200 2", "GET " + next_at(20) + " 200 1",
                                         "DELETE " + path + " 200 1"});
}
