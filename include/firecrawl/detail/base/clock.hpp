// SPDX-License-Identifier: MIT
/// @file
/// The time, the waits and the random numbers that the library uses.
#pragma once

#include <chrono>
#include <cstdint>

#include "time.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// From 0 up to, but not including, 1: SplitMix64 of the time and the place. It is random enough to keep
/// clients that failed together from coming back together, and <random> is a tenth of what these headers take
/// to compile.
[[nodiscard]] inline double jitter() {
  thread_local std::uint64_t state = 0;
  const auto time = std::chrono::steady_clock::now().time_since_epoch().count();
  state += static_cast<std::uint64_t>(time) ^ reinterpret_cast<std::uintptr_t>(&state);
  auto bits = state += 0x9E3779B97F4A7C15U;
  bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
  bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
  return static_cast<double>((bits ^ (bits >> 31U)) >> 11U) * 0x1p-53;
}

/// The system's clock, which a testing::Clock replaces. Its functions are called on each thread that uses the
/// client.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The time that limits and back-offs are measured with.
  [[nodiscard]] virtual TimePoint now() const { return std::chrono::steady_clock::now(); }
  /// The time of day, which a Retry-After date is compared with.
  [[nodiscard]] virtual WallTime wall_now() const { return std::chrono::system_clock::now(); }
  /// False: the library waits in its transport, in which a cancellation ends the wait.
  [[nodiscard]] virtual bool replaces_waits() const { return false; }
  /// Waits while nothing is in flight. Only if replaces_waits().
  virtual void wait(Milliseconds /*duration*/) const {}
  /// A number in [0, 1) for the jitter.
  [[nodiscard]] virtual double chance() const { return jitter(); }
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
