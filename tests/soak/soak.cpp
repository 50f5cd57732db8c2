// SPDX-License-Identifier: MIT
// soak [pages [calls]]
// Reads a job of so many pages (20,000), then makes so many small calls (100,000), all with one client, and
// prints as a table what the process has meanwhile: memory, file descriptors, sockets. Fails if any of them
// grows. The server is a process of its own.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <firecrawl/firecrawl.hpp>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include "support/documents.hpp"
#include "support/kit/calls.hpp"
#include "support/loopback_server.hpp"

namespace {

namespace fc = firecrawl;
using Clock = std::chrono::steady_clock;

constexpr std::size_t page_documents = 20;

std::string document(std::size_t index) {
  return R"({"markdown":")" + std::string(500 + index * 37 % 3000, 'x') +
         R"(\n","links":["https://a.example"],)" +
         R"("metadata":{"title":"A page","statusCode":200,"other":[1,2],"scrapeId":")" +
         support::scrape_id(index) + R"("}})";
}

/// A server in a process of its own, which ends with this object.
class ServerProcess {
 public:
  explicit ServerProcess(std::size_t documents) {
    int to_parent[2];
    int to_child[2];
    if (::pipe(to_parent) != 0 || ::pipe(to_child) != 0) throw std::runtime_error("pipe failed");
    process_ = ::fork();
    if (process_ == 0) {
      ::close(to_child[1]);
      serve(documents, to_parent[1], to_child[0]);
      ::_exit(0);
    }
    ::close(to_parent[1]);
    ::close(to_child[0]);
    life_ = to_child[1];
    if (::read(to_parent[0], &port_, sizeof port_) != sizeof port_) throw std::runtime_error("no server");
    ::close(to_parent[0]);
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess() {
    ::close(life_);
    ::waitpid(process_, nullptr, 0);
  }
  std::string base_url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  static void serve(std::size_t documents, int report, int life) {
    support::LoopbackServer server;
    support::Job large;
    large.id = "large";
    large.count = documents;
    large.page_documents = page_documents;
    large.document = document;
    server.add_job(large);
    support::Job small = large;
    small.id = "small";
    small.count = 1;
    server.add_job(small);
    const auto port = server.port();
    if (::write(report, &port, sizeof port) != sizeof port) return;
    char byte = 0;
    while (::read(life, &byte, 1) > 0) {
    }
  }

  pid_t process_ = 0;
  int life_ = -1;
  std::uint16_t port_ = 0;
};

struct Holdings {
  std::size_t memory = 0;  // KiB
  std::size_t descriptors = 0;
  std::size_t sockets = 0;
};

Holdings holdings() {
  Holdings now;
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") status >> now.memory;
  }
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (gone) continue;
    ++now.descriptors;
    if (target.rfind("socket:", 0) == 0) ++now.sockets;
  }
  return now;
}

/// Prints a line every tenth of the way, and compares with the first of them.
class Watch {
 public:
  Watch(const char* what, std::size_t total) : what_(what), total_(total) {}

  void at(std::size_t done) {
    if (done % (total_ / 10) != 0) return;
    const auto now = holdings();
    const auto seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    std::cout << "| " << done << ' ' << what_ << " | " << static_cast<double>(now.memory) / 1024 << " MiB | "
              << now.descriptors << " | " << now.sockets << " | " << seconds << " s |\n"
              << std::flush;
    if (done == total_ / 10) first_ = now;
    // The heap may still settle; what leaks 10 bytes a call would show.
    flat_ = flat_ && now.memory <= first_.memory + 1024 && now.descriptors <= first_.descriptors &&
            now.sockets <= first_.sockets;
  }
  bool flat() const { return flat_; }

 private:
  const char* what_;
  std::size_t total_;
  Clock::time_point begin_ = Clock::now();
  Holdings first_;
  bool flat_ = true;
};

bool read_pages(const fc::Client& client, std::size_t pages) {
  Watch watch("pages", pages);
  std::size_t read = 0;
  for (const auto& document : client.batch_scrape_job("large").documents()) {
    if (document.metadata.scrape_id != support::scrape_id(read)) throw std::runtime_error("not in order");
    ++read;
    if (read % page_documents == 0) watch.at(read / page_documents);
  }
  if (read != pages * page_documents) throw std::runtime_error("not all documents");
  return watch.flat();
}

bool make_calls(const fc::Client& client, std::size_t calls) {
  Watch watch("calls", calls);
  for (std::size_t i = 1; i <= calls; ++i) {
    const auto job = client.batch_scrape_job("small");
    const auto kind = i % (kit::reading_calls.size() + 1);
    if (kind < kit::reading_calls.size()) {
      kit::reading_calls.at(kind)(job);
    } else {
      try {
        (void)client.batch_scrape_job("unknown").status();
      } catch (const fc::NotFoundError&) {
      }
    }
    watch.at(i);
  }
  return watch.flat();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::size_t pages = argc > 1 ? std::stoul(argv[1]) : 20'000;
    const std::size_t calls = argc > 2 ? std::stoul(argv[2]) : 100'000;
    const ServerProcess server(pages * page_documents);
    fc::ClientOptions options;
    options.base_url = server.base_url();
    const fc::Client client(options);
    std::cout << "| done | resident memory | file descriptors | sockets | time |\n| --- | --- | --- | --- | "
                 "--- |\n";
    const bool flat = read_pages(client, pages) && make_calls(client, calls);
    std::cout << (flat ? "\nFlat to the end.\n" : "\nNOT flat.\n");
    return flat ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "soak: " << error.what() << '\n';
    return 1;
  }
}
