// SPDX-License-Identifier: MIT
/// @file
/// Runs a program against a test server: demo_server [options] -- COMMAND [ARGUMENT...]
/// Sets FIRECRAWL_API_URL and FIRECRAWL_API_KEY for it, and ends with its exit status. See demo_usage().
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "demo_server_options.hpp"
#include "loopback_server.hpp"

namespace {

support::Response failure(int status) {
  if (status == 429) {
    return {
        status,
        R"({"success":false,"error":"Rate limit exceeded. Consumed (req/min): 11, Remaining (req/min): 0. )"
        R"(Please retry after 1s, resets at Thu Jan 01 2026 00:00:01 GMT+0000"})",
        {{"Retry-After", "1"}},
        false};
  }
  if (status >= 502) {
    return {status,
            "<html><body><h1>" + std::to_string(status) + "</h1></body></html>",
            {{"Content-Type", "text/html"}},
            false};
  }
  return {status, R"({"success":false,"error":"Scripted failure"})", {}, false};
}

// What the events of jobs are signed with.
constexpr const char* webhook_secret = "demo-webhook-secret";

void set_environment(const std::string& url, const std::string& key) {
  ::setenv("FIRECRAWL_API_URL", url.c_str(), 1);
  ::setenv("FIRECRAWL_API_KEY", key.c_str(), 1);
  ::setenv("FIRECRAWL_WEBHOOK_SECRET", webhook_secret, 1);
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
                           "ALL_PROXY", "NO_PROXY"}) {
    ::unsetenv(name);
  }
}

/// The signals that this program waits for. Blocked before the server's threads start, so that none of them
/// gets one.
sigset_t block_signals(sigset_t& before) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGCHLD}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  return signals;
}

/// Runs the command to its end; returns what a shell would.
int run(char** command, const sigset_t& signals, const sigset_t& mask) {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &mask);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, command[0], nullptr, &attributes, command, environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    std::cerr << "demo_server: cannot run " << command[0] << ": " << std::strerror(error) << '\n';
    return error == ENOENT ? 127 : 126;
  }
  for (;;) {
    siginfo_t info{};
    const int signal = ::sigwaitinfo(&signals, &info);
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) == child) {
      return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
    // What a terminal's key sends reaches the child without us.
    const bool from_terminal = info.si_code > 0;
    if ((signal == SIGINT || signal == SIGTERM) && !from_terminal) ::kill(child, signal);
  }
}

void serve_until_interrupted(const support::LoopbackServer& server, const support::Job& job,
                             const std::string& key, sigset_t signals) {
  std::cout << "serving job " << job.id << " (" << job.count << " documents) at " << server.base_url()
            << "; Ctrl-C ends it. To use it:\n"
            << "export FIRECRAWL_API_URL=" << server.base_url() << " FIRECRAWL_API_KEY=" << key << std::endl;
  sigdelset(&signals, SIGCHLD);
  int signal = 0;
  sigwait(&signals, &signal);
}

int serve(const support::DemoOptions& options) {
  sigset_t before;
  const sigset_t signals = block_signals(before);
  const support::Job job = support::make_demo_job(options);
  support::LoopbackServer server(job, options.port);
  server.set_site_pages(options.site_pages);
  server.set_started_job([&job] {
    support::Job started;
    started.schedule = job.schedule;
    started.page_documents = job.page_documents;
    started.page_bytes = job.page_bytes;
    started.compression = job.compression;
    started.delay = job.delay;
    started.errors = job.errors;
    return started;
  }());
  server.require_key(options.key);
  server.sign_webhooks(webhook_secret);
  server.on_request([&options](const support::Request&, std::size_t nth) -> std::optional<support::Response> {
    if (nth < options.fail_status.size()) return failure(options.fail_status[nth]);
    return std::nullopt;
  });
  if (options.command == nullptr) {
    serve_until_interrupted(server, job, options.key, signals);
    return 0;
  }
  set_environment(server.base_url(), options.key);
  return run(options.command, signals, before);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const support::DemoOptions options = support::parse_demo_options(count, arguments);
    if (!options.help) return serve(options);
    std::cout << support::demo_usage();
    return 0;
  } catch (const std::invalid_argument& error) {
    std::cerr << "demo_server: " << error.what() << "\ndemo_server --help lists what it takes\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "demo_server: " << error.what() << '\n';
    return 1;
  }
}
