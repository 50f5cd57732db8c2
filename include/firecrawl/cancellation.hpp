// SPDX-License-Identifier: MIT
/// @file
/// @ingroup cancellation
/// Cancelling from another thread.
#pragma once

#include <functional>
#include <memory>
#include <utility>

// Any C++20: g++ 10 calls its own 201709, and Visual C++ keeps __cplusplus at 199711 unless told otherwise.
#if __cplusplus > 201703L || (defined(_MSVC_LANG) && _MSVC_LANG > 201703L)
#if __has_include(<stop_token>)
#include <stop_token>
#endif
#endif

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE

namespace detail {
class CancellationState;
class WakeUp;
std::shared_ptr<CancellationState> make_cancellation_state();
void cancel(CancellationState& state);
}  // namespace detail

/// Tells a call or a range whether it has been cancelled. Cheap to copy; safe to use from any thread.
/// A default-made token is never cancelled.
///
/// @code
/// fc::CancellationSource source;
/// fc::CancellationToken token = source.token();
/// use(job.status(token));
/// @endcode
class CancellationToken {
 public:
  /// A token that is never cancelled.
  CancellationToken() = default;

#if defined(__cpp_lib_jthread)
  /// C++20: a std::stop_token may be given wherever a CancellationToken may.
  CancellationToken(std::stop_token token) {  // NOLINT(google-explicit-constructor)
    struct Cancel {
      detail::CancellationState* state;
      void operator()() const { detail::cancel(*state); }
    };
    struct Linked {
      explicit Linked(std::stop_token stop) : link(std::move(stop), Cancel{state.get()}) {}
      std::shared_ptr<detail::CancellationState> state = detail::make_cancellation_state();
      std::stop_callback<Cancel> link;
    };
    if (!token.stop_possible()) return;
    auto linked = std::make_shared<Linked>(std::move(token));
    state_ = std::shared_ptr<detail::CancellationState>(linked, linked->state.get());
  }
#endif

  /// True from the moment of CancellationSource::cancel() on.
  [[nodiscard]] bool cancelled() const noexcept;

 private:
  friend class CancellationSource;
  friend class CancellationCallback;
  friend class detail::WakeUp;
  explicit CancellationToken(std::shared_ptr<detail::CancellationState> state);

  std::shared_ptr<detail::CancellationState> state_;
};

/// Cancels whatever was given one of its tokens: a transfer, a back-off, a wait between polls, a loop over
/// documents. It is felt within 100 ms, as a CancelledError. Safe to use from any thread, but not from a
/// signal handler (set a flag there, and cancel from a thread). Copies cancel the same.
///
/// @code
/// fc::CancellationSource source;
/// fc::ReadOptions options;
/// options.cancel = source.token();
/// std::thread stopper([&source] { source.cancel(); });
/// try {
///   for (const fc::Document& document : job.documents(options)) use(document);
/// } catch (const fc::CancelledError&) {
/// }
/// stopper.join();
/// @endcode
class CancellationSource {
 public:
  /// A source that is not cancelled.
  CancellationSource();
  /// A token of this source. Tokens may outlive it.
  [[nodiscard]] CancellationToken token() const;
  /// Cancels, once and for good.
  void cancel();
  /// True once cancel() was called.
  [[nodiscard]] bool cancelled() const noexcept;

 private:
  std::shared_ptr<detail::CancellationState> state_;
};

/// Calls a function when a token is cancelled, until this object is destroyed; at once if it is cancelled
/// already. The function runs on the thread that cancels, perhaps more than once, and while others of the
/// same source are kept waiting: it must not throw, cancel, or make or destroy a callback of that source.
/// What a Transport of your own can use to wake itself; programs rarely need it.
///
/// @code
/// fc::CancellationSource source;
/// std::atomic<bool> stop{false};
/// fc::CancellationCallback callback(source.token(), [&stop] { stop = true; });
/// source.cancel();
/// @endcode
class CancellationCallback {
 public:
  /// Registers the function, or calls it, if the token is cancelled already.
  CancellationCallback(const CancellationToken& token, const std::function<void()>& function);
  /// Takes the function back; waits for it if it runs on another thread.
  ~CancellationCallback();
  CancellationCallback(const CancellationCallback&) = delete;
  CancellationCallback& operator=(const CancellationCallback&) = delete;

 private:
  struct Registered;
  std::unique_ptr<Registered> registered_;
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/cancellation.ipp"
#endif
