/// @file
/// Runs a program against a test server: demo_server [options] -- COMMAND [ARGUMENT...]
/// Sets FIRECRAWL_API_URL and FIRECRAWL_API_KEY for it, and ends with its exit status. See usage_text.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents.hpp"
#include "loopback_server.hpp"

namespace {

constexpr const char* usage_text = R"(usage: demo_server [options] [-- COMMAND [ARGUMENT...]]

Serves a batch scrape job on 127.0.0.1 while COMMAND runs, with FIRECRAWL_API_URL and FIRECRAWL_API_KEY set for it.
Without a command: says where, and serves until it is interrupted.

  --job ID              the job's id (demo)
  --documents N         how many documents the job has (250, or those of --folder)
  --folder DIR          the documents: the *.json files of this folder, over again where N is greater
  --document-bytes N    make each document about this large
  --page-documents N    at most so many documents a page (100)
  --page-bytes N        at most so many bytes of documents a page (10485760)
  --status STATUS       completed, scraping, failed or cancelled (completed)
  --finished N          how many documents are listed (all)
  --interval-ms M       every M milliseconds of real time ...
  --step K              ... K documents more are finished (10), the first ones at once. Jobs that COMMAND starts do
                        the same
  --late K              each K-th document is listed some requests later than the others, in its place among them
  --errors N            failed pages that the errors endpoint lists (0), also of jobs that COMMAND starts
  --gzip                compress answers for clients that ask for it
  --delay-ms D          wait before each status answer
  --key KEY             the only key that is accepted (fc-demo)
  --fail-status N,N...  answer the first requests with these HTTP statuses
)";

struct Options {
  support::Job job;
  std::size_t documents = 0;
  std::string folder;
  std::size_t document_bytes = 0;
  std::size_t interval_ms = 0;
  std::size_t step = 10;
  std::size_t late = 0;
  std::size_t errors = 0;
  std::string key = "fc-demo";
  std::vector<int> fail_status;
  char** command = nullptr;
};

template <typename Number>
Number number(std::string_view text) {
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) {
    throw std::invalid_argument("not a number: " + std::string(text));
  }
  return value;
}

std::vector<int> numbers(std::string_view list) {
  std::vector<int> values;
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    values.push_back(number<int>(item));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
  }
  return values;
}

void set_option(Options& options, std::string_view name, const char* value) {
  using Size = std::size_t;
  if (name == "--job") {
    options.job.id = value;
  } else if (name == "--documents") {
    options.documents = number<Size>(value);
  } else if (name == "--folder") {
    options.folder = value;
  } else if (name == "--document-bytes") {
    options.document_bytes = number<Size>(value);
  } else if (name == "--page-documents") {
    options.job.page_documents = number<Size>(value);
  } else if (name == "--page-bytes") {
    options.job.page_bytes = number<Size>(value);
  } else if (name == "--status") {
    options.job.status = value;
  } else if (name == "--finished") {
    options.job.finished = number<Size>(value);
  } else if (name == "--interval-ms") {
    options.interval_ms = number<Size>(value);
  } else if (name == "--step") {
    options.step = number<Size>(value);
  } else if (name == "--late") {
    options.late = number<Size>(value);
  } else if (name == "--errors") {
    options.errors = number<Size>(value);
  } else if (name == "--delay-ms") {
    options.job.delay = std::chrono::milliseconds(number<Size>(value));
  } else if (name == "--key") {
    options.key = value;
  } else if (name == "--fail-status") {
    options.fail_status = numbers(value);
  } else {
    throw std::invalid_argument("unknown option: " + std::string(name));
  }
}

Options parse(int count, char** arguments) {
  Options options;
  options.job.id = "demo";
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--") {
      if (i + 1 == count) throw std::invalid_argument("no command after --");
      options.command = arguments + i + 1;
      break;
    }
    if (name == "--gzip") {
      options.job.compression = support::Compression::gzip;
    } else if (name.substr(0, 2) == "--" && i + 1 < count) {
      set_option(options, name, arguments[++i]);
    } else {
      throw std::invalid_argument("unknown option, or one without its value: " + std::string(name));
    }
  }
  return options;
}

// As of servers that list a document when what has stored it began: what takes long comes in front of others.
std::shared_ptr<support::MovingListing> late_listing(const support::Job& job, std::size_t every) {
  support::MovingPlan plan;
  plan.page = job.page_documents;
  plan.final_status = job.status;
  for (std::size_t i = 0; i < job.count; ++i) {
    const std::size_t listed_at = i % every == every - 1 ? 1 + i % 5 : 0;
    plan.documents.push_back({i, 0, listed_at, listed_at});
  }
  return std::make_shared<support::MovingListing>(std::move(plan));
}

support::Job make_job(const Options& options) {
  support::Job job = options.job;
  job.count = options.documents;
  if (!options.folder.empty()) {
    std::vector<std::string> texts = support::documents_from_folder(options.folder);
    if (job.count == 0) job.count = texts.size();
    job.document = [texts = std::move(texts)](std::size_t i) { return texts[i % texts.size()]; };
  } else if (options.document_bytes > 0) {
    job.document = [bytes = options.document_bytes](std::size_t i) {
      return support::make_large_document(i, bytes);
    };
  }
  if (job.count == 0) job.count = 250;
  if (options.interval_ms > 0) {
    job.schedule = support::Schedule{options.step, std::chrono::milliseconds(options.interval_ms)};
  }
  if (options.late > 0) job.listing = late_listing(job, options.late);
  for (std::size_t i = 0; i < options.errors; ++i) {
    job.errors.push_back(R"({"id":")" + support::scrape_id(900'000 + i) +
                         R"(","timestamp":"2026-01-02T03:04:05.678Z","url":")" +
                         support::document_url(900'000 + i) +
                         R"(","code":"SCRAPE_ALL_ENGINES_FAILED","error":"All scraping engines failed!"})");
  }
  return job;
}

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

void set_environment(const std::string& url, const std::string& key) {
  ::setenv("FIRECRAWL_API_URL", url.c_str(), 1);
  ::setenv("FIRECRAWL_API_KEY", key.c_str(), 1);
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

void serve_until_interrupted(const support::LoopbackServer& server, const Options& options,
                             sigset_t signals) {
  std::cout << "FIRECRAWL_API_URL=" << server.base_url() << " FIRECRAWL_API_KEY=" << options.key << '\n'
            << "job: " << options.job.id << std::endl;
  sigdelset(&signals, SIGCHLD);
  int signal = 0;
  sigwait(&signals, &signal);
}

int serve(const Options& options) {
  sigset_t before;
  const sigset_t signals = block_signals(before);
  support::Job job = make_job(options);
  support::LoopbackServer server(job);
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
  server.on_request([&options](const support::Request&, std::size_t nth) -> std::optional<support::Response> {
    if (nth < options.fail_status.size()) return failure(options.fail_status[nth]);
    return std::nullopt;
  });
  if (options.command == nullptr) {
    serve_until_interrupted(server, options, signals);
    return 0;
  }
  set_environment(server.base_url(), options.key);
  return run(options.command, signals, before);
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string_view(arguments[1]) == "--help") {
    std::cout << usage_text;
    return 0;
  }
  try {
    return serve(parse(count, arguments));
  } catch (const std::invalid_argument& error) {
    std::cerr << "demo_server: " << error.what() << "\n\n" << usage_text;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "demo_server: " << error.what() << '\n';
    return 1;
  }
}
