// SPDX-License-Identifier: MIT
/// @file
/// Chance that a seed decides, and how a user of the tests chooses the seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>

namespace kit {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : generator_(seed) {}
  /// 0, 1, … below `end`.
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(generator_);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937_64 generator_;
};

/// The number in a variable of the environment, or `otherwise` if it is not set.
inline std::uint64_t environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace kit
