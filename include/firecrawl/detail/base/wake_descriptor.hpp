// SPDX-License-Identifier: MIT
/// @file
/// A descriptor that one thread makes readable for another.
#pragma once

#include "../../config.hpp"

#if !defined(_WIN32)
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#if defined(__linux__)
#include <sys/eventfd.h>
#else
#include <sys/ioctl.h>
#endif
#endif

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Readable from set() on, for good. If the system has no descriptor left, or is Windows, where only sockets
/// can be waited for, there is none.
class WakeDescriptor {
#if defined(_WIN32)

 public:
  [[nodiscard]] int descriptor() const noexcept { return -1; }
  void set() const noexcept {}
#else

 public:
#if defined(__linux__)
  WakeDescriptor() noexcept : read_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), write_(read_) {}
#else
  WakeDescriptor() noexcept {
    int ends[2];
    if (::pipe(ends) != 0) return;
    int yes = 1;
    for (const int end : ends) {
      ::ioctl(end, FIOCLEX);
      ::ioctl(end, FIONBIO, &yes);  // a pipe that is full is readable: no more has to be written
    }
    read_ = ends[0];
    write_ = ends[1];
  }
#endif
  WakeDescriptor(const WakeDescriptor&) = delete;
  WakeDescriptor& operator=(const WakeDescriptor&) = delete;
  ~WakeDescriptor() {
    if (read_ != -1) ::close(read_);
    if (write_ != read_) ::close(write_);
  }

  /// What can be waited for; -1: nothing.
  [[nodiscard]] int descriptor() const noexcept { return read_; }
  /// Safe to call from any thread.
  void set() const noexcept {
    if (write_ == -1) return;
    const int saved_errno = errno;
    const std::uint64_t one = 1;
    while (::write(write_, &one, sizeof one) == -1 && errno == EINTR) {
    }
    errno = saved_errno;
  }

 private:
  int read_ = -1;
  int write_ = -1;
#endif
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
