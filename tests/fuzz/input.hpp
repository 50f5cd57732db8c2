// SPDX-License-Identifier: MIT
/// @file
/// What the fuzz targets share: taking an input apart, and saying that a property is not true.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace fuzz {

/// Ends the run as a finding.
[[noreturn]] inline void fail(const char* what) {
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}
inline void require(bool holds, const char* what) {
  if (!holds) fail(what);
}

/// Hands out an input piece by piece.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool empty() const { return rest_.empty(); }

  /// A number below `end`; 0 if nothing is left.
  std::size_t number(std::size_t end) {
    std::size_t value = 0;
    for (int i = 0; i < 2 && !rest_.empty(); ++i) {
      value = value * 256 + static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
    }
    return value % end;
  }

  /// The text up to the next "\n--\n", which is taken too.
  std::string part() {
    constexpr std::string_view mark = "\n--\n";
    const auto end = rest_.find(mark);
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + mark.size());
    return text;
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace fuzz
