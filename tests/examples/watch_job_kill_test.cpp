// SPDX-License-Identifier: MIT
/// @file
/// watch_job_kill_test WATCH_JOB [SEED]: kills WATCH_JOB at random moments while a job's documents are
/// finished one after the other, looks each time at what its folder says, and in the end compares the folder
/// with the truth.
///
/// A kill comes a random time after a random request of the run. The job's own time is that of the requests
/// too: each finishes some documents more. So the test means the same on a slow machine.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include "support/documents.hpp"
#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kill_count = 50;

void check(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  check(file.is_open(), "cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t uniform(std::mt19937& random, std::size_t least, std::size_t most) {
  return std::uniform_int_distribution<std::size_t>(least, most)(random);
}

/// Runs watch_job; with a moment, kills it then. Returns its exit status, or none if it was killed.
template <class Moment>
std::optional<int> run(std::string program, std::string folder, Moment wait_for_moment) {
  std::string job = "demo";
  char* arguments[] = {program.data(), job.data(), folder.data(), nullptr};
  pid_t child = 0;
  check(::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments, environ) == 0,
        "cannot run " + program);
  if (wait_for_moment()) ::kill(child, SIGKILL);
  int status = 0;
  check(::waitpid(child, &status, 0) == child, "waitpid");
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) return std::nullopt;
  check(WIFEXITED(status), "watch_job ended by a signal of its own");
  return WEXITSTATUS(status);
}

/// What the folder's cursor says.
struct Cursor {
  std::size_t documents = 0;
  std::size_t bytes = 0;
};

/// What the cursor says is there, whole, in order and once. Returns how many bytes there are after the
/// cursor.
std::size_t check_folder(const fs::path& folder, Cursor& checked) {
  if (!fs::exists(folder / "cursor.json")) return 0;  // killed too early
  const json cursor = json::parse(read(folder / "cursor.json"));
  const auto bytes = cursor.at("bytes").get<std::size_t>();
  const auto count = cursor.at("documents").get<std::size_t>();
  const std::string text = read(folder / "documents.jsonl");
  check(bytes >= checked.bytes && count >= checked.documents, "the cursor went back");
  check(text.size() >= bytes, "the cursor is at byte " + std::to_string(bytes) + ", the data ends at " +
                                  std::to_string(text.size()));
  for (; checked.documents < count; ++checked.documents) {
    const std::size_t end = text.find('\n', checked.bytes);
    check(end < bytes, "fewer lines than the cursor says");
    const json line = json::parse(text.substr(checked.bytes, end - checked.bytes));
    const json truth = json::parse(support::make_document(checked.documents));
    check(line == truth,
          "line " + std::to_string(checked.documents + 1) + " is " + line.dump() + "\n, not " + truth.dump());
    char name[32];
    std::snprintf(name, sizeof name, "%06zu.md", checked.documents + 1);
    check(read(folder / "markdown" / name) == truth["markdown"].get<std::string>(),
          std::string("wrong: ") + name);
    checked.bytes = end + 1;
  }
  check(checked.bytes == bytes, "more lines than the cursor says");
  return text.size() - bytes;
}

/// A second name for a cursor: shows whether the file is changed in place, which a kill would seldom catch,
/// or replaced as a whole.
class OldCursor {
 public:
  explicit OldCursor(const fs::path& folder) : path_(folder.string() + ".old") {
    if (!fs::exists(folder / "cursor.json")) return;
    fs::create_hard_link(folder / "cursor.json", path_);
    text_ = read(path_);
  }
  ~OldCursor() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  OldCursor(const OldCursor&) = delete;
  OldCursor& operator=(const OldCursor&) = delete;

  void check_unchanged() const { check(!text_ || read(path_) == *text_, "the cursor was changed in place"); }

 private:
  fs::path path_;
  std::optional<std::string> text_;
};

void test(const std::string& program, unsigned seed) {
  std::mt19937 random(seed);
  support::Job job;
  job.id = "demo";
  job.count = 1'000'000;
  job.total = 5'000;
  job.page_documents = 4;
  job.status = "scraping";
  job.finished = 0;
  support::LoopbackServer server(job);
  std::atomic<std::size_t> idle_from{0};  // requests from this one on find nothing new: watch_job waits
  server.on_request(
      [&server, &idle_from](const support::Request&, std::size_t nth) -> std::optional<support::Response> {
        if (nth < idle_from)
          server.update("demo", [nth](support::Job& now) { *now.finished += 1 + nth % 4; });
        return std::nullopt;
      });
  ::setenv("FIRECRAWL_API_URL", server.base_url().c_str(), 1);
  ::setenv("FIRECRAWL_API_KEY", "fc-demo", 1);

  const fs::path folder = support::make_temporary_folder("watch_job_kill_test");
  const auto begin = std::chrono::steady_clock::now();
  Cursor cursor;
  int cut = 0;
  int moved = 0;
  for (int kill = 0; kill < kill_count; ++kill) {
    const std::size_t request = server.request_count() + uniform(random, 0, 10);
    const std::chrono::microseconds delay(uniform(random, 0, 8'000));
    idle_from = uniform(random, 0, 9) == 0 ? request - 1 : SIZE_MAX;
    const OldCursor old(folder);
    const auto status = run(program, folder, [&] {
      check(server.wait_for_requests(request, std::chrono::seconds(60)), "watch_job stopped asking");
      std::this_thread::sleep_for(delay);
      return true;
    });
    check(!status, "watch_job ended with " + std::to_string(status.value_or(0)));
    old.check_unchanged();
    const std::size_t before = cursor.documents;
    const std::size_t behind = check_folder(folder, cursor);
    cut += behind > 0 ? 1 : 0;
    moved += cursor.documents > before ? 1 : 0;
  }
  std::size_t count = 0;
  server.update("demo", [&count](support::Job& now) {
    count = now.count = *now.finished + 10;
    now.total.reset();
  });
  idle_from = 0;
  server.finish_all("demo");
  const auto last = run(program, folder, [] { return false; });
  check(last == 0, "the last run ended with " + std::to_string(last.value_or(-1)));
  check(check_folder(folder, cursor) == 0, "there is something after the last document");
  check(cursor.documents == count,
        std::to_string(cursor.documents) + " documents of " + std::to_string(count));
  const auto files = std::distance(fs::directory_iterator(folder / "markdown"), fs::directory_iterator());
  check(files == static_cast<std::ptrdiff_t>(count), std::to_string(files) + " files of markdown");
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  std::cout << count << " documents, each once, after " << kill_count << " kills in " << time.count()
            << " s; " << moved << " runs had moved the cursor, " << cut
            << " were killed while they wrote after it\n";
  fs::remove_all(folder);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: watch_job_kill_test WATCH_JOB [SEED]\n";
    return 2;
  }
  const unsigned seed = count > 2 ? static_cast<unsigned>(std::stoul(arguments[2])) : 1;
  try {
    test(arguments[1], seed);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "seed " << seed << ": " << error.what() << '\n';
    return 1;
  }
}
