// SPDX-License-Identifier: MIT
/// @file
/// The body of a request as curl reads it: some bytes at a time, and again from any place.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Parts that are read as one text. They are not copied, and must outlive this.
class RequestBody {
 public:
  RequestBody() = default;
  explicit RequestBody(std::vector<std::string_view> parts)
      : parts_(std::move(parts)),
        size_(std::accumulate(parts_.begin(), parts_.end(), std::size_t{0},
                              [](std::size_t sum, std::string_view part) { return sum + part.size(); })) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Copies the next bytes, at most so many. Returns how many; 0 at the end.
  std::size_t read(char* to, std::size_t most) noexcept {
    std::size_t copied = 0;
    while (copied < most && part_ < parts_.size()) {
      const auto rest = parts_[part_].substr(offset_, most - copied);
      std::copy(rest.begin(), rest.end(), to + copied);
      copied += rest.size();
      offset_ += rest.size();
      if (offset_ < parts_[part_].size()) break;
      ++part_;
      offset_ = 0;
    }
    return copied;
  }

  /// The next read() begins there. False if the body is not so long.
  bool seek(std::int64_t place) noexcept {
    if (place < 0 || static_cast<std::uint64_t>(place) > size_) return false;
    offset_ = static_cast<std::size_t>(place);
    for (part_ = 0; part_ < parts_.size() && offset_ >= parts_[part_].size(); ++part_)
      offset_ -= parts_[part_].size();
    return true;
  }

 private:
  std::vector<std::string_view> parts_;
  std::size_t size_ = 0;
  std::size_t part_ = 0;    // where to read
  std::size_t offset_ = 0;  // within that part
};

/// The parts as one text.
[[nodiscard]] inline std::string join_parts(const std::vector<std::string_view>& parts) {
  std::string text;
  text.reserve(RequestBody(parts).size());
  for (const auto part : parts) text += part;
  return text;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
