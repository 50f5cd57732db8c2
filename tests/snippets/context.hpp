// SPDX-License-Identifier: MIT
/// @file
/// What the snippets of the documentation take for granted. See extract.cmake.
#pragma once

#include <stdlib.h>

#include <atomic>
#include <condition_variable>
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "../support/kit/clock.hpp"
#include "../support/kit/reading.hpp"
#include "catch.hpp"
#include "support/loopback_server.hpp"

// A snippet may have names of its own for what is there already, and need not use all that it shows.
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-variable"

namespace fc = firecrawl;

namespace snippets {

/// A server with a completed job of 250 documents, three pages, and a crawl that runs; and a client of it.
class Context {
 public:
  Context() {
    ::setenv("FIRECRAWL_API_URL", server.base_url().c_str(), 1);
    ::setenv("FIRECRAWL_API_KEY", "fc-snippets", 1);
    support::Job started;
    started.errors = make_job().errors;
    started.robots_blocked = {"https://b.example/private"};
    server.set_started_job(started);
    started.id = "c2a1";
    started.crawl = true;
    started.status = "scraping";
    started.url = "https://docs.example";
    server.add_job(started);
    // A run that was started elsewhere, and is done.
    server.on_request([](const support::Request& request, std::size_t) -> std::optional<support::Response> {
      if (request.method != "GET" || request.path.find("/extract/7e1f") == std::string::npos)
        return std::nullopt;
      return support::Response{
          200, R"({"success":true,"status":"completed","data":{"fee":12.5},"creditsUsed":20})", {}, false};
    });
  }

 protected:
  template <class... Values>
  void use(const Values&...) {
    ++used;
  }
  static void wait_for(const fc::WaitSet& set) { kit::wait_for(set); }
  // Whether something was written to the standard streams.
  bool printed() const { return !output.str().empty(); }
  void save(const std::string& token) { saved = token; }
  std::string load() { return saved; }

  static support::Job make_job() {
    support::Job job;
    job.id = "7e1f…";
    job.count = 250;
    job.errors = {R"({"id":"0","url":"https://b.example","code":"SCRAPE_TIMEOUT","error":"Timed out"})"};
    return job;
  }

  // Waits between requests take no time.
  fc::ClientOptions client_options() {
    fc::ClientOptions options;
    options.base_url = server.base_url();
    kit::clock_of(options).sleeper = [this](std::chrono::milliseconds) { on_sleep(); };
    return options;
  }
  virtual void on_sleep() {}

  // The standard streams write here while the snippet runs.
  class Redirection {
   public:
    Redirection(std::ostream& stream, const std::ostringstream& to)
        : stream_(stream), old_(stream.rdbuf(to.rdbuf())) {}
    Redirection(const Redirection&) = delete;
    Redirection& operator=(const Redirection&) = delete;
    ~Redirection() { stream_.rdbuf(old_); }

   private:
    std::ostream& stream_;
    std::streambuf* old_;
  };
  std::ostringstream output;
  Redirection cout_redirection{std::cout, output};
  Redirection cerr_redirection{std::cerr, output};
  Redirection clog_redirection{std::clog, output};

  support::LoopbackServer server{make_job()};
  fc::Client client{client_options()};
  fc::Job job = client.batch_scrape_job("7e1f…");
  std::string server_url = server.base_url();
  std::vector<std::string> urls = {"https://a.example", "https://b.example"};
  std::vector<std::string> ids = {"7e1f…", "7e1f…"};
  std::string saved;
  std::size_t used = 0;
};

/// The same with a job that is running: each time the client waits, 100 documents more are finished.
class Running : public Context {
 public:
  Running() {
    server.update(job.id(), [](support::Job& job) { job.status = "scraping", job.finished = 50; });
  }

 protected:
  void on_sleep() override {
    finished = (std::min)(finished + 100, std::size_t{250});
    finished == 250 ? server.finish_all(job.id()) : server.finish(job.id(), finished);
  }
  std::size_t finished = 50;
};

}  // namespace snippets
