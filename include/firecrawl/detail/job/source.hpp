// SPDX-License-Identifier: MIT
/// @file
/// What a JobRange reads from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "../../impl/models.hpp"
#include "../../wait_set.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The elements of a job, one after the other. An interface, so that a program that only loops over a range
/// is compiled without the code that reads it.
template <class Element>
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Starts, or goes on after what was delivered.
  virtual void begin() = 0;
  /// Brings the current element, if it has not come yet. Returns whether there is one.
  virtual bool load() = 0;
  /// The current element, which counts as delivered from now on.
  virtual Element& current() = 0;
  /// Goes on to the next element, without fetching anything.
  virtual void advance() = 0;
  /// Goes on to the next element, which counts as delivered then, without waiting for anything. Null if it
  /// has not come yet, and at the end.
  virtual Element* try_next() = 0;
  /// True at the end.
  [[nodiscard]] virtual bool done() const noexcept = 0;
  /// What to wait for before the next try_next().
  virtual WaitSet wait_set() = 0;

  /// The counts of the newest page.
  [[nodiscard]] virtual const JobProgress& progress() const noexcept = 0;
  /// Documents that were counted and never listed.
  [[nodiscard]] virtual std::int64_t missing() const noexcept = 0;
  /// A token for where to go on.
  [[nodiscard]] virtual std::optional<std::string> next() const = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
