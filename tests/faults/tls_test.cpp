// SPDX-License-Identifier: MIT
// TLS that breaks, HTTP/2 that resets streams and ends connections, and a proxy that makes its own errors of
// a server's: nginx is in front. Without it these tests say so and pass, unless FIRECRAWL_REQUIRE_NGINX
// is set.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "support/job_answers.hpp"
#include "support/raw_server.hpp"
#include "tls_front.hpp"

namespace {

using namespace faults;

constexpr std::size_t job_length = 20;

/// A job of single documents behind nginx, one of whose answers may be faulty.
class Backend {
 public:
  Backend()
      : server_([this](auto& connection, const auto& request) { answer(connection, request); }),
        front(server_.port()) {
    job_.id = id;
    job_.count = job_length;
    job_.page_documents = 1;
  }

  fc::Job handle(const std::string& base_url, bool with_ca = true) const {
    auto options = options_for(base_url);
    if (with_ca) options.ca_file = front.ca_file();
    options.retry.max_attempts = 3;
    options.stall_timeout = std::chrono::seconds(3);
    return fc::Client(options).batch_scrape_job(id);
  }

  /// The next `times` answers at this document fail so.
  void fail(const Fault* fault, Place place, std::size_t at, int times) {
    fault_ = fault;
    place_ = place;
    at_ = at;
    left_ = times;
  }

  const support::RawServer& server() const { return server_; }

 private:
  void answer(support::RawConnection& connection, const support::RawRequest& request) {
    const auto healthy = support::status_response(job_, request, server_.port());
    const auto skip = std::stoul(request.parameter("skip").value_or("0"));
    if (skip == at_ && left_ > 0 && left_-- > 0) {
      fault_->answer(connection, healthy.body, place_);
    } else {
      connection.respond(healthy);
    }
  }

  support::Job job_;
  const Fault* fault_ = nullptr;
  Place place_ = Place::nothing;
  std::size_t at_ = 0;
  std::atomic<int> left_{0};
  support::RawServer server_;

 public:
  TlsFront front;
};

fc::ReadOptions in_parallel() {
  fc::ReadOptions options;
  options.parallel = 4;
  options.page_size = 1;
  return options;
}

Outcome read_from(const fc::Job& job, fc::ReadOptions options = in_parallel()) {
  auto range = job.documents(std::move(options));
  return read(range);
}

void require_refused(const Outcome& outcome, const char* why) {
  INFO(outcome.what);
  CHECK(outcome.error == "TransportError");
  CHECK(outcome.attempts == 1);  // a certificate does not get better
  CHECK(contains(outcome.what, why));
  CHECK_FALSE(contains(outcome.what, key));
}

}  // namespace

TEST_CASE("A certificate that cannot be verified ends the request before the key is sent", "[tls]") {
  if (nginx_is_missing()) return;
  const Backend backend;
  const auto& front = backend.front;
  // What to do is in the text if something can be done.
  const auto unknown = read_from(backend.handle(front.http2(), false));
  require_refused(unknown, "ClientOptions::ca_file");
  require_refused(read_from(backend.handle(front.self_signed(), false)), "ClientOptions::ca_file");
  const auto untrusted = read_from(backend.handle(front.self_signed()));
  require_refused(untrusted, "self");
  // It is set: what is said is what it means, and not to set it.
  CHECK(contains(untrusted.what, "ca_file (" + front.ca_file() + ") alone"));
  CHECK_FALSE(contains(untrusted.what, "ClientOptions::ca_file"));
  require_refused(read_from(backend.handle(front.expired())), "expired");
  require_refused(read_from(backend.handle(front.wrong_name())), "127.0.0.1");
  CHECK(backend.server().request_count() == 0);
}

TEST_CASE("With its authority in ca_file a server is read, over HTTP/1.1 and HTTP/2", "[tls]") {
  if (nginx_is_missing()) return;
  const Backend backend;
  CHECK(read_from(backend.handle(backend.front.http1())).documents == from_to(0, job_length));
  CHECK(backend.server().requests().back().header("X-Protocol") == "HTTP/1.1");
  CHECK(read_from(backend.handle(backend.front.http2())).documents == from_to(0, job_length));
  CHECK(backend.server().requests().back().header("X-Protocol") == "HTTP/2.0");
}

TEST_CASE("Requests that begin together share one HTTP/2 connection", "[tls]") {
  if (nginx_is_missing()) return;
  const Backend backend;
  fc::CurlTransport transport({{}, backend.front.ca_file()});
  const auto session = transport.open();
  std::vector<std::unique_ptr<fc::Exchange>> exchanges;
  for (int i = 0; i < 4; ++i) {
    fc::HttpRequest request;
    request.url = backend.front.http2() + "/v1/batch/scrape/" + id;
    exchanges.push_back(session->start(request));
  }
  for (const auto& exchange : exchanges) {
    while (!exchange->done()) session->pump(std::chrono::seconds(1));
    CHECK(exchange->response().status == 200);
  }
  std::set<std::string> connections;
  for (const auto& request : backend.server().requests()) connections.insert(request.header("X-Connection"));
  CHECK(backend.server().request_count() == 4);
  CHECK(connections.size() == 1);
}

TEST_CASE("A GOAWAY in the middle of a job loses nothing", "[tls]") {
  if (nginx_is_missing()) return;
  const Backend backend;
  for (const std::size_t parallel : {1U, 2U, 8U}) {
    auto options = in_parallel();
    options.parallel = parallel;
    const auto outcome = read_from(backend.handle(backend.front.goaway()), options);
    INFO(outcome.what);
    CHECK(outcome.documents == from_to(0, job_length));
  }
}

TEST_CASE("Every fault through HTTP/2: all documents, or an exception and a token for the rest", "[tls]") {
  if (nginx_is_missing()) return;
  Backend backend;
  const auto faults = all_faults();
  std::size_t drains = 0;
  std::size_t exceptions = 0;
  for (const auto& fault : faults) {
    if (!fault.detour.empty()) continue;
    // nginx waits a second for a server that stalls.
    const bool slow = contains(fault.once + fault.lasting, "TimeoutError");
    for (const auto place : fault.places.empty() ? std::vector<Place>{Place::nothing} : fault.places) {
      for (const int times : slow ? std::vector<int>{1} : std::vector<int>{1, 2, 3}) {
        INFO(fault.name << ", " << faults::name_of(place) << ", " << times << " times");
        backend.fail(&fault, place, 7, times);
        auto outcome = read_from(backend.handle(backend.front.http2()));
        auto all = outcome.documents;
        for (++drains; !outcome.error.empty() && exceptions < 1000; ++exceptions) {
          INFO(outcome.what);
          REQUIRE(outcome.next);
          auto options = in_parallel();
          options.from = *outcome.next;
          outcome = read_from(backend.handle(backend.front.http2()), options);
          all.insert(all.end(), outcome.documents.begin(), outcome.documents.end());
        }
        REQUIRE(all == from_to(0, job_length));
      }
    }
  }
  if (std::getenv("FIRECRAWL_TABLE") != nullptr) {
    std::cout << "HTTP/2 behind nginx: " << drains << " drains, " << exceptions
              << " exceptions, nothing lost, nothing twice\n";
  }
}
