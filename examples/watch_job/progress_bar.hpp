// SPDX-License-Identifier: MIT
// A progress bar with rate and time left, on the standard error. If that is not a terminal, a line now
// and then.
#pragma once

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <iostream>
#include <string>

class ProgressBar {
 public:
  explicit ProgressBar(std::int64_t done) { measure(done); }
  ~ProgressBar() { end_line(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `last`: shown in any case, where others are left out that come too fast to be read.
  void show(std::int64_t done, std::int64_t total, const std::string& status, bool last = false) {
    measure(done);
    auto now = Clock::now();
    if (!last && now < next_draw_) return;
    next_draw_ = now + (terminal_ ? std::chrono::milliseconds(100) : std::chrono::seconds(10));
    std::string text = describe(done, total, status);
    if (terminal_) text = "\r" + to_width(bar(done, total, text) + text);
    std::cerr << text << (terminal_ ? "" : "\n") << std::flush;
    line_open_ = terminal_;
  }

  // A line of its own, above the bar.
  void say(const std::string& text) {
    if (line_open_) std::cerr << '\r';
    std::cerr << (terminal_ ? to_width(text) : text) << '\n';
    line_open_ = false;
  }

  void end_line() {
    if (line_open_) std::cerr << '\n';
    line_open_ = false;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Sample {
    Clock::time_point when;
    std::int64_t done;
  };

  // The rate is that of the last seconds: what was there before the start says nothing about what is to come.
  void measure(std::int64_t done) {
    auto now = Clock::now();
    samples_.push_back({now, done});
    while (samples_.size() > 2 && now - samples_[1].when > std::chrono::seconds(15)) samples_.pop_front();
  }

  double rate() const {
    std::chrono::duration<double> time = samples_.back().when - samples_.front().when;
    auto done = static_cast<double>(samples_.back().done - samples_.front().done);
    return time.count() > 0 ? done / time.count() : 0;
  }

  std::string describe(std::int64_t done, std::int64_t total, const std::string& status) const {
    std::int64_t percent = total > 0 ? std::min<std::int64_t>(100, done * 100 / total) : 0;
    char text[100];
    std::snprintf(text, sizeof text, "%4lld%%  %lld/%lld  ", static_cast<long long>(percent),
                  static_cast<long long>(done), static_cast<long long>(total));
    if (rate() == 0) return text + status;  // nothing came for a while, or it has only begun
    char speed[40];
    std::snprintf(speed, sizeof speed, "%.1f/s  ", rate());
    return std::string(text) + speed +
           (done < total ? time_left(static_cast<double>(total - done) / rate()) : status);
  }

  static std::string time_left(double seconds) {
    auto s = static_cast<long long>(std::min(seconds, 360'000.0));
    char text[40];
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld left", s / 3600, s / 60 % 60, s % 60);
    return text;
  }

  static std::string bar(std::int64_t done, std::int64_t total, const std::string& text) {
    std::size_t room = columns() - std::min(columns(), text.size() + 2);
    std::size_t length = std::min<std::size_t>(room, 40);
    double part = total > 0 ? std::min(1.0, static_cast<double>(done) / static_cast<double>(total)) : 0;
    std::string filled(static_cast<std::size_t>(part * static_cast<double>(length)), '=');
    if (filled.size() < length) filled += '>';
    filled.resize(length, ' ');
    return "[" + filled + "]";
  }

  // Cut or filled with blanks, so that a line covers the one before.
  static std::string to_width(std::string text) {
    text.resize(columns(), ' ');
    return text;
  }

  // The last column stays free: some terminals go to the next line after it.
  static std::size_t columns() {
    winsize size{};
    bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    return known ? size.ws_col - std::size_t{1} : 79;
  }

  bool terminal_ = isatty(STDERR_FILENO) == 1;
  bool line_open_ = false;
  Clock::time_point next_draw_{};
  std::deque<Sample> samples_;
};
