// SPDX-License-Identifier: MIT
// harvest status: how many jobs there are of each state, how far they are, and how long it may take.
#include <algorithm>
#include <cstdio>
#include <iomanip>
#include <iostream>
#include <thread>

#include "../watch_job/progress_bar.hpp"
#include "commands.hpp"

namespace harvest {
namespace {

void print_line(const char* name, std::int64_t count, const char* meaning) {
  std::cout << std::left << std::setw(9) << name << std::right << std::setw(9) << count << "  " << meaning
            << '\n';
}

std::string time_left(const Totals& totals) {
  if (totals.per_second <= 0 || totals.expected <= totals.documents) return {};
  const auto seconds =
      static_cast<long long>(static_cast<double>(totals.expected - totals.documents) / totals.per_second);
  char text[64];
  std::snprintf(text, sizeof text, ", about %lld:%02lld:%02lld left", seconds / 3600, seconds / 60 % 60,
                seconds % 60);
  return text;
}

std::string bar(const Totals& totals) {
  constexpr std::int64_t length = 40;
  const auto whole = std::max<std::int64_t>({totals.expected, totals.documents, 1});
  std::string filled(static_cast<std::size_t>(totals.documents * length / whole), '=');
  if (filled.size() < length) filled += '>';
  filled.resize(length, ' ');
  return "[" + filled + "] " + std::to_string(totals.documents * 100 / whole) + "%";
}

void print_totals(const Totals& totals) {
  print_line("open", totals.open, "a worker may take it now");
  print_line("running", totals.running, "a worker reads it");
  print_line("waiting", totals.waiting, "it failed a moment ago, or has nothing new: later");
  print_line("done", totals.done, "all of it is stored");
  print_line("lost", totals.lost, "the server does not know it, or does not give it");
  print_line("fault", totals.fault, "it cannot be read on");
  std::cout << '\n'
            << bar(totals) << "  " << totals.documents << " of about " << totals.expected << " documents";
  if (totals.missing > 0) std::cout << " (" << totals.missing << " were never listed)";
  std::cout << std::fixed << std::setprecision(1) << ", " << totals.per_second << " a second"
            << time_left(totals) << '\n';
}

void print_jobs(const std::vector<JobRow>& jobs) {
  for (const JobRow& job : jobs) {
    std::cout << job.id << '\t' << job.state << '\t' << job.documents << " of "
              << (job.total ? std::to_string(*job.total) : "?");
    if (job.missing > 0) std::cout << " (" << job.missing << " never listed)";
    if (!job.reason.empty()) std::cout << '\t' << job.reason;
    std::cout << '\n';
  }
}

void watch_until_done(Store& store) {
  Totals totals = store.totals();
  ProgressBar bar_line(totals.documents);
  for (;;) {
    const bool ended = totals.unfinished() == 0;
    const std::string state = std::to_string(totals.unfinished()) + " jobs to do";
    bar_line.show(totals.documents, totals.expected, ended ? "done" : state, ended);
    if (ended) return;
    std::this_thread::sleep_for(std::chrono::seconds(1));
    totals = store.totals();
  }
}

}  // namespace

int run_status(Store& store, const StatusSettings& settings) {
  constexpr std::size_t most = 1'000'000;
  if (settings.watch) watch_until_done(store);
  const Totals totals = store.totals();
  print_totals(totals);
  if (settings.jobs) {
    std::cout << '\n';
    print_jobs(store.jobs("", most));
  } else if (totals.lost + totals.fault > 0) {
    std::cout << '\n';
    print_jobs(store.jobs("lost", 20));
    print_jobs(store.jobs("fault", 20));
  }
  return std::cout.flush() ? 0 : 1;
}

}  // namespace harvest
