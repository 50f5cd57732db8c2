// SPDX-License-Identifier: MIT
// What every reader does: take the time, count, and report it on one line of JSON.
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace bench {

// reader BASE_URL JOB PAGES DOCUMENTS_PER_PAGE [VARIANT]
struct Task {
  explicit Task(char** argv, int argc)
      : base_url(argv[1]),
        job(argv[2]),
        pages(std::strtoul(argv[3], nullptr, 10)),
        documents(std::strtoul(argv[4], nullptr, 10)),
        variant(argc > 5 ? argv[5] : "") {}
  std::string path() const { return "/v1/batch/scrape/" + job; }

  std::string base_url;
  std::string job;
  std::size_t pages;
  std::size_t documents;
  std::string variant;
};

class Measurement {
 public:
  void document(std::size_t text_bytes) {
    if (documents_++ == 0) first_ = Clock::now();
    text_bytes_ += text_bytes;
  }

  ~Measurement() {
    const auto end = Clock::now();
    std::printf(R"({"seconds":%.6f,"first":%.6f,"cpu":%.6f,"peak":%zu,"documents":%zu,"text":%zu})"
                "\n",
                seconds(end - begin_), documents_ == 0 ? 0.0 : seconds(first_ - begin_), cpu_time() - cpu_,
                peak_memory(), documents_, text_bytes_);
  }
  Measurement() = default;
  Measurement(const Measurement&) = delete;
  Measurement& operator=(const Measurement&) = delete;

 private:
  using Clock = std::chrono::steady_clock;
  static double seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }
  static double cpu_time() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds_of = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  }
  // VmHWM, in bytes.
  static std::size_t peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
      std::size_t kibibytes = 0;
      if (word == "VmHWM:" && status >> kibibytes) return kibibytes << 10U;
    }
    return 0;
  }

  double cpu_ = cpu_time();
  Clock::time_point begin_ = Clock::now();
  Clock::time_point first_{};
  std::size_t documents_ = 0;
  std::size_t text_bytes_ = 0;
};

}  // namespace bench
