// SPDX-License-Identifier: MIT
/// @file
/// Keeps SIGPIPE, which ends a program, from what is written to a connection that the other side has reset.
#pragma once

#include "../../config.hpp"

#if !defined(_WIN32)
#include <cerrno>
#include <csignal>
#include <ctime>
#endif

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// Has to exist around each call of curl that may write. curl itself asks the system for no signal, but up to
// curl 7.86 OpenSSL writes on its own (to close a connection, too), and CURLOPT_NOSIGNAL is not about
// SIGPIPE. The process's handler belongs to the whole program, so only this thread's mask is changed, for as
// long as the guard lives: the signal of a write goes to the thread that wrote. Windows has no SIGPIPE.
class SigpipeGuard {
 public:
#if defined(_WIN32)
  SigpipeGuard() noexcept {}
  ~SigpipeGuard() {}
#else
  SigpipeGuard() noexcept {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    mask(SIG_BLOCK, &pipe_, &before_);
    // What is pending from before is the user's. It can be pending only if it was blocked.
    pending_before_ = sigismember(&before_, SIGPIPE) == 1 && is_pending();
  }
  ~SigpipeGuard() {
    if (!pending_before_) discard();
    if (sigismember(&before_, SIGPIPE) != 1) mask(SIG_SETMASK, &before_, nullptr);
  }
#endif
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;

#if !defined(_WIN32)
 private:
  // glibc keeps pthread_sigmask() in libpthread up to 2.33, and programs link without it. On Linux
  // sigprocmask() is the same system call, for the calling thread alone.
  static void mask(int how, const sigset_t* set, sigset_t* before) noexcept {
#if defined(__linux__) && defined(__GLIBC__)
    sigprocmask(how, set, before);
#else
    pthread_sigmask(how, set, before);
#endif
  }

  static bool is_pending() noexcept {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
  }

  void discard() const noexcept {
    const int saved_errno = errno;
#if defined(__APPLE__) || defined(__OpenBSD__)  // which have no sigtimedwait()
    int signal = 0;
    if (is_pending()) sigwait(&pipe_, &signal);
#else
    const timespec at_once{};
    while (sigtimedwait(&pipe_, nullptr, &at_once) == -1 && errno == EINTR) {
    }
#endif
    errno = saved_errno;
  }

  sigset_t pipe_;
  sigset_t before_;
  bool pending_before_ = false;
#endif
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
