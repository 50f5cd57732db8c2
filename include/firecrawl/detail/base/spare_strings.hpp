// SPDX-License-Identifier: MIT
/// @file
/// Large strings that are used again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The large strings of a page that was read, for the page that comes next. If they were freed, allocators
/// would give their memory back to the system, and get it again, zeroed, for each page.
class SpareStrings {
 public:
  /// Keeps the memory of a string, if that is worth it. The string is of no use any more.
  void put(std::string& text) noexcept {
    if (text.capacity() < least || strings_.size() == most) return;
    try {
      strings_.push_back(std::move(text));
    } catch (const std::bad_alloc&) {
      // Then it is freed.
    }
  }

  /// Makes `field` a copy of `text`.
  void assign(std::optional<std::string>& field, std::string_view text) {
    if (text.size() >= least) {
      const auto fits = [&](const std::string& spare) {
        return spare.capacity() >= text.size() && spare.capacity() - spare.capacity() / 5 <= text.size();
      };
      const auto looked_at = (std::min)(strings_.size(), std::size_t{8});
      const auto end = strings_.rbegin() + static_cast<std::ptrdiff_t>(looked_at);
      if (const auto spare = std::find_if(strings_.rbegin(), end, fits); spare != end) {
        std::swap(*spare, strings_.back());
        field.emplace(std::move(strings_.back()));
        strings_.pop_back();
        field->assign(text);
        return;
      }
      // One of them goes for each that is new, so that both together take no more memory than a page.
      if (!strings_.empty()) strings_.pop_back();
    }
    field.emplace(text);
  }

  /// Frees what is left.
  void clear() noexcept { strings_.clear(); }

 private:
  static constexpr std::size_t least = std::size_t{16} << 10;
  static constexpr std::size_t most = 4096;
  std::vector<std::string> strings_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
