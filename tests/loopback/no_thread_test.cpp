// SPDX-License-Identifier: MIT
// The library starts no thread.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>

#include "../catch.hpp"
#include "../support/kit.hpp"

using namespace kit;

namespace {

std::ptrdiff_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

// Every way to wait for an answer, and to read. Returns how many more threads were seen than before: an
// emulator has one of its own.
std::ptrdiff_t more_threads(const std::string& base_url) {
  const auto before = threads_of_this_process();
  auto most = before;
  const auto look = [&] { most = (std::max)(most, threads_of_this_process()); };
  auto options = options_for(base_url);
  options.on_event = [&](const fc::RequestEvent&) { look(); };
  const fc::Client client(options);
  const auto job = client.start_batch_scrape({"https://a.example"}).job;
  job.wait();
  job.progress();
  job.errors();
  for (const std::size_t parallel : {1U, 4U}) {
    fc::ReadOptions pages;
    pages.parallel = parallel;
    pages.page_size = 10;
    for (const auto& document : kit::each(client.batch_scrape_job(id).documents(pages))) {
      if (document.metadata.scrape_id) look();
    }
  }
  return most - before;
}

}  // namespace

TEST_CASE("The library starts no thread") {
  // A process of its own, that has no threads of the server's. It is there before the server is.
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::array<char, 100> url{};
    const auto size = ::read(pipe[0], url.data(), url.size());
    int result = 100;
    try {
      if (size > 0)
        result = static_cast<int>(more_threads(std::string(url.data(), static_cast<std::size_t>(size))));
    } catch (...) {
    }
    ::_exit(result);
  }
  {
    const support::LoopbackServer server(make_job(60, 10));
    const auto url = server.base_url();
    CHECK(::write(pipe[1], url.data(), url.size()) == static_cast<ssize_t>(url.size()));
    int status = 0;
    CHECK(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(server.request_count() > 12);
  }
  ::close(pipe[0]);
  ::close(pipe[1]);
}
