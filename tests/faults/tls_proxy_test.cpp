// SPDX-License-Identifier: MIT
// TLS by way of a proxy: what of a request has reached the server, and so may be sent again.
#include <string>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "support/raw_server.hpp"
#include "tls_front.hpp"

namespace {

using namespace faults;
using support::RawConnection;
using support::RawRequest;
using support::RawServer;

/// A proxy that refuses the first requests with 503, and passes all others on.
class Proxy {
 public:
  explicit Proxy(std::size_t refusals = 0)
      : server_([refusals](RawConnection& connection, const RawRequest& request) {
          if (request.nth < refusals) {
            connection.respond(503, "");
            return;
          }
          connection.send_head(200);
          connection.tunnel_to(static_cast<std::uint16_t>(std::stoul(request.target.substr(10))));
          connection.close();
        }) {}

  fc::ClientOptions options(const std::string& base_url, const std::string& ca_file) const {
    auto options = options_for(base_url);
    options.proxy = server_.base_url();
    options.ca_file = ca_file;
    return options;
  }
  std::size_t requests() const { return server_.request_count(); }

 private:
  RawServer server_;
};

}  // namespace

TEST_CASE("A start is sent once the proxy has reached the server, and once only", "[tls][proxy][calls]") {
  if (nginx_is_missing()) return;
  const RawServer backend([](RawConnection& connection, const RawRequest&) {
    connection.respond(200, R"({"success":true,"id":")" + id + "\"}");
  });
  const TlsFront front(backend.port());
  for (const auto& url : {front.http1(), front.http2()}) {
    const Proxy proxy(2);
    const auto before = backend.request_count();
    const fc::Client client(proxy.options(url, front.ca_file()));
    CHECK(client.start_batch_scrape({"https://a.example"}).job.id() == id);
    CHECK(proxy.requests() == 3);
    CHECK(backend.request_count() == before + 1);
  }
}

TEST_CASE("A certificate that is not trusted behind a proxy means that nothing was sent",
          "[tls][proxy][calls]") {
  if (nginx_is_missing()) return;
  const RawServer backend(
      [](RawConnection& connection, const RawRequest&) { connection.respond(200, "{}"); });
  const TlsFront front(backend.port());
  for (const auto& url : {front.self_signed(), front.expired(), front.wrong_name()}) {
    const Proxy proxy;
    const fc::Client client(proxy.options(url, front.ca_file()));
    try {
      client.start_batch_scrape({"https://a.example"});
      FAIL("nothing was thrown");
    } catch (const fc::TransportError& error) {
      INFO(error.what());
      CHECK_FALSE(error.request_sent());
      CHECK(error.attempts() == 1);
    }
  }
  CHECK(backend.request_count() == 0);
}

TEST_CASE("A start that went through the tunnel has been sent, whatever comes of it", "[tls][proxy][calls]") {
  if (nginx_is_missing()) return;
  RawServer* way = nullptr;
  const RawServer backend([&](RawConnection& connection, const RawRequest&) {
    way->release();  // the proxy ends the tunnel
    connection.stall();
  });
  const TlsFront front(backend.port());
  RawServer proxy([&](RawConnection& connection, const RawRequest& request) {
    connection.send_head(200);
    connection.tunnel_to(static_cast<std::uint16_t>(std::stoul(request.target.substr(10))));
    connection.reset();
  });
  way = &proxy;
  auto options = options_for(front.http1());
  options.proxy = proxy.base_url();
  options.ca_file = front.ca_file();
  const fc::Client client(options);
  try {
    client.start_batch_scrape({"https://a.example"});
    FAIL("nothing was thrown");
  } catch (const fc::TransportError& error) {
    INFO(error.what());
    CHECK(error.request_sent());
    CHECK(error.attempts() == 1);
  }
  CHECK(backend.request_count() == 1);
}
