// SPDX-License-Identifier: MIT
// A TLS connection that the other side has reset: what is written to it must not end the program by SIGPIPE,
// nor reach a handler of the user's. nginx speaks TLS, a relay in front of it resets.
//
// curl before 7.87 lets OpenSSL write without MSG_NOSIGNAL. So that the same is tried with every curl, that
// flag is taken away here.
#include <pthread.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "support/raw_server.hpp"
#include "tls_front.hpp"

namespace {
thread_local bool signals_wanted = false;
}

// Found before the system's, by libcurl too.
extern "C" ssize_t send(int socket, const void* bytes, std::size_t size, int flags) {
  return ::sendto(socket, bytes, size, signals_wanted ? flags & ~MSG_NOSIGNAL : flags, nullptr, 0);
}

namespace {

using namespace faults;
using support::RawConnection;
using support::RawRequest;
using support::RawServer;

std::atomic<int> signals{0};

/// Counts each SIGPIPE that would have ended this process, and has this thread write as an old curl does.
class Watch {
 public:
  Watch() {
    signals = 0;
    struct sigaction count {};
    count.sa_handler = [](int) { ++signals; };
    ::sigaction(SIGPIPE, &count, &before_);
    signals_wanted = true;
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() {
    signals_wanted = false;
    ::sigaction(SIGPIPE, &before_, nullptr);
  }

 private:
  struct sigaction before_ {};
};

sigset_t only_sigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

/// Blocks SIGPIPE in this thread for as long as it lives.
class Blocked {
 public:
  Blocked() {
    const auto set = only_sigpipe();
    ::pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  Blocked(const Blocked&) = delete;
  Blocked& operator=(const Blocked&) = delete;
  ~Blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  /// Takes a pending SIGPIPE away. False if there is none.
  static bool take_pending() {
    const auto set = only_sigpipe();
    const timespec at_once{};
    return ::sigtimedwait(&set, nullptr, &at_once) == SIGPIPE;
  }

 private:
  sigset_t before_{};
};

bool sigpipe_is_blocked() {
  sigset_t now;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
  return sigismember(&now, SIGPIPE) == 1;
}

const std::string empty_job = R"({"success":true,"status":"completed","completed":0,"total":0,"data":[]})";

/// A TLS server whose connections are reset when reset() is called, those to come at once: first the end of
/// what it sends, then the reset, after which each write to the connection is a SIGPIPE.
class ResettingServer {
 public:
  explicit ResettingServer(RawServer::Handler handler)
      : backend_(std::move(handler)),
        front_(backend_.port()),
        relay_(nullptr, [this](RawConnection& connection) {
          connection.tunnel_to(front_port());
          connection.close();
          connection.reset();
        }) {}
  ResettingServer(const ResettingServer&) = delete;
  ResettingServer& operator=(const ResettingServer&) = delete;
  // The handler may still be within reset(), and the relay goes first of the members.
  ~ResettingServer() { backend_.stop(); }

  void reset() { relay_.release(); }
  void wait_until_reset() const { REQUIRE(relay_.wait_until_all_closed()); }
  std::size_t requests() const { return backend_.request_count(); }

  fc::ClientOptions options() const {
    auto options = options_for("https://127.0.0.1:" + std::to_string(relay_.port()));
    options.ca_file = front_.ca_file();
    options.retry.max_attempts = 2;
    return options;
  }

 private:
  std::uint16_t front_port() const {
    const auto url = front_.http1();
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
  }

  RawServer backend_;
  TlsFront front_;
  RawServer relay_;
};

/// A server that answers nothing of what it reads and resets the connection.
class RudeServer : public ResettingServer {
 public:
  explicit RudeServer(const std::string& before = {})
      : ResettingServer([this, before](RawConnection& connection, const RawRequest&) {
          connection.send(before);
          reset();
          connection.stall();
        }) {}
};

RawServer::Handler polite() {
  return [](RawConnection& connection, const RawRequest&) { connection.respond(200, empty_job); };
}

}  // namespace

TEST_CASE("A reset in answer to a request raises no SIGPIPE", "[sigpipe]") {
  if (nginx_is_missing()) return;
  const RudeServer server;
  const Watch watch;
  CHECK_THROWS_AS(fc::Client(server.options()).batch_scrape_job(id).status(), fc::TransportError);
  CHECK(server.requests() == 1);
  CHECK(signals == 0);
  CHECK_FALSE(sigpipe_is_blocked());
}

TEST_CASE("A reset within a body raises no SIGPIPE", "[sigpipe]") {
  if (nginx_is_missing()) return;
  const RudeServer server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"success\":true,");
  const Watch watch;
  auto range = fc::Client(server.options()).batch_scrape_job(id).documents();
  CHECK(read(range).error == "TransportError");
  CHECK(signals == 0);
}

TEST_CASE("A reset in answer to a start raises no SIGPIPE", "[sigpipe]") {
  if (nginx_is_missing()) return;
  const RudeServer server;
  const Watch watch;
  const fc::Client client(server.options());
  CHECK_THROWS_AS(client.start_batch_scrape({"https://a.example"}), fc::TransportError);
  CHECK(server.requests() == 1);
  CHECK(signals == 0);
}

TEST_CASE("A kept connection that was reset meanwhile raises no SIGPIPE when it is to serve again",
          "[sigpipe]") {
  if (nginx_is_missing()) return;
  ResettingServer server(polite());
  const Watch watch;
  const auto job = fc::Client(server.options()).batch_scrape_job(id);
  job.status();
  server.reset();
  server.wait_until_reset();
  CHECK_THROWS_AS(job.status(), fc::TransportError);
  CHECK(signals == 0);
}

TEST_CASE("A kept connection that was reset meanwhile raises no SIGPIPE when the client goes", "[sigpipe]") {
  if (nginx_is_missing()) return;
  ResettingServer server(polite());
  const Watch watch;
  {
    const fc::Client client(server.options());
    client.batch_scrape_job(id).status();
    server.reset();
    server.wait_until_reset();
  }
  CHECK(signals == 0);
}

TEST_CASE("A request that is given up raises no SIGPIPE", "[sigpipe]") {
  if (nginx_is_missing()) return;
  const RudeServer server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"success\":true,");
  const Watch watch;
  const auto options = server.options();
  fc::CurlTransport transport({{}, options.ca_file});
  const auto session = transport.open();
  fc::HttpRequest request;
  request.url = options.base_url;
  auto exchange = session->start(request);
  while (exchange->response().status == 0 && !exchange->done()) session->pump(std::chrono::seconds(1));
  server.wait_until_reset();
  exchange.reset();
  CHECK(signals == 0);
}

TEST_CASE("A SIGPIPE that the user blocks and waits for stays pending, and none of ours joins it",
          "[sigpipe]") {
  if (nginx_is_missing()) return;
  const RudeServer server;
  const Watch watch;
  const Blocked blocked;
  const auto job = fc::Client(server.options()).batch_scrape_job(id);
  SECTION("nothing was pending before") {
    CHECK_THROWS_AS(job.status(), fc::TransportError);
    CHECK_FALSE(Blocked::take_pending());
  }
  SECTION("one was pending before") {
    ::pthread_kill(::pthread_self(), SIGPIPE);
    CHECK_THROWS_AS(job.status(), fc::TransportError);
    CHECK(Blocked::take_pending());
  }
  CHECK(sigpipe_is_blocked());
  CHECK(signals == 0);
}
