// SPDX-License-Identifier: MIT
// Files over a real connection: whole, cancelled in the middle, refused early, and sent again.

#include <atomic>
#include <string>
#include <thread>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

const std::string parsed = R"({"success":true,"data":{"markdown":"# Report","metadata":{"statusCode":200}}})";

fc::ClientOptions of_version_2(fc::ClientOptions options) {
  options.api_version = fc::ApiVersion::v2;
  return options;
}

/// A file in which every place is another text.
fc::File large_file(std::size_t bytes) {
  fc::File file;
  file.name = "report.pdf";
  file.content.reserve(bytes + 16);
  for (std::size_t i = 0; file.content.size() < bytes; ++i) file.content += std::to_string(i) + "\r\n--";
  file.content.resize(bytes);
  return file;
}

/// What is between the empty line after the part's head and the next delimiter.
std::string content_in(const support::Request& request) {
  const auto type = request.header("Content-Type");
  const auto boundary = type.substr(type.find("boundary=") + 9);
  const auto begin = request.body.find("\r\n\r\n") + 4;
  return request.body.substr(begin, request.body.find("\r\n--" + boundary, begin) - begin);
}

}  // namespace

TEST_CASE("A file of 50 MB arrives whole") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, parsed); });
  const auto file = large_file(std::size_t{50} << 20);
  const fc::Client client(of_version_2(options_for(server.base_url())));
  CHECK(client.parse(file).markdown == "# Report");
  const auto request = server.requests().at(0);
  CHECK(request.target == "/v2/parse");
  CHECK(request.header("Content-Length") == std::to_string(request.body.size()));
  CHECK_FALSE(request.has_header("Transfer-Encoding"));
  CHECK_FALSE(request.has_header("Expect"));
  CHECK(content_in(request) == file.content);
}

TEST_CASE("A file is sent again, from its beginning, after a 503") {
  std::atomic<int> asked{0};
  support::RawServer server([&](auto& connection, const auto&) {
    if (asked++ == 0) {
      connection.respond(503, "");
    } else {
      connection.respond(200, parsed);
    }
  });
  const auto file = large_file(300'000);
  const fc::Client client(of_version_2(options_for(server.base_url())));
  CHECK(client.parse(file).markdown == "# Report");
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(content_in(requests[1]) == file.content);
  CHECK(requests[1].body == requests[0].body);
}

TEST_CASE("A file that the server does not read to its end is refused with the server's words") {
  // As servers do that look at the head of a request only, such as at its key.
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, parsed); },
                            [](auto& connection) {
                              connection.respond(
                                  401, R"({"success":false,"error":"Unauthorized: Invalid token"})");
                            });
  const fc::Client client(of_version_2(options_for(server.base_url())));
  try {
    (void)client.parse(large_file(std::size_t{4} << 20));
    FAIL("nothing was thrown");
  } catch (const fc::AuthenticationError& error) {
    CHECK(contains(error.what(), "Invalid token"));
  }
}

TEST_CASE("An upload to a server that does not read ends when it is cancelled") {
  // It takes 1 KB at a time, with a pause: what the kernels keep on the way is soon full.
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, parsed); },
                            [](auto& connection) { connection.read_slowly(1024, std::chrono::seconds(1)); });
  const auto file = large_file(std::size_t{50} << 20);
  const fc::Client client(of_version_2(waiting_options_for(server.base_url())));
  fc::CancellationSource source;
  std::chrono::steady_clock::time_point cancelled_at;
  std::thread other([&] {
    server.wait_for_connections(1);
    cancelled_at = std::chrono::steady_clock::now();
    source.cancel();
  });
  CHECK_THROWS_AS(client.parse(file, {}, source.token()), fc::CancelledError);
  const auto end = std::chrono::steady_clock::now();
  other.join();
  // 100 ms are promised. A machine that has other things to do gets more.
  CHECK(end - cancelled_at < std::chrono::seconds(5));
}

TEST_CASE("An upload that nobody takes is a stall") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, parsed); },
                            [](auto& connection) { connection.stall(); });
  auto options = of_version_2(options_for(server.base_url()));
  options.stall_timeout = milliseconds(100);
  try {
    (void)fc::Client(options).parse(large_file(std::size_t{50} << 20));
    FAIL("nothing was thrown");
  } catch (const fc::TimeoutError& error) {
    CHECK(contains(error.what(), "stall_timeout"));
    CHECK(error.request_sent());
    CHECK(error.attempts() == 1);
  }
}

TEST_CASE("Through a transport that knows no parts the same bytes are sent") {
  class Plain : public fc::Transport {
   public:
    class Forwarding : public fc::Session {
     public:
      explicit Forwarding(std::unique_ptr<fc::Session> inner) : inner_(std::move(inner)) {}
      std::unique_ptr<fc::Exchange> start(fc::HttpRequest request) override {
        CHECK(request.body_parts.empty());
        return inner_->start(std::move(request));
      }
      void pump(milliseconds at_most) override { inner_->pump(at_most); }
      void wake() noexcept override { inner_->wake(); }

     private:
      std::unique_ptr<fc::Session> inner_;
    };
    std::unique_ptr<fc::Session> open() override { return std::make_unique<Forwarding>(curl_.open()); }

   private:
    fc::CurlTransport curl_;
  };
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, parsed); });
  auto options = of_version_2(options_for(server.base_url()));
  const auto file = large_file(100'000);
  CHECK(fc::Client(options).parse(file).markdown == "# Report");
  options.transport = std::make_shared<Plain>();
  CHECK(fc::Client(options).parse(file).markdown == "# Report");
  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].body == requests[1].body);
}
