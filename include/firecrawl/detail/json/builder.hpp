// SPDX-License-Identifier: MIT
/// @file
/// Builds a nlohmann::json from events, for values that have no field of their own.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Adds an element to a JSON array. push_back() has an overload for a member of an object, and clang 17 with
/// libstdc++ 14's C++23 pair cannot decide whether a value is one; emplace_back() has none.
template <class Json>
void add_element(Json& array, Json value) {
  array.emplace_back(std::move(value));
}

/// Puts one value together. If a key comes twice, the last one counts, as in nlohmann's own parser.
class JsonBuilder {
 public:
  /// Forgets what there is, and begins with a value that nothing is known of.
  void reset() {
    root_ = nullptr;
    open_.clear();
    complete_ = false;
  }
  /// True once the value is whole.
  [[nodiscard]] bool complete() const noexcept { return complete_; }
  /// How many containers are open.
  [[nodiscard]] std::size_t depth() const noexcept { return open_.size(); }
  /// The value, moved out.
  nlohmann::json take() { return std::move(root_); }

  void scalar(nlohmann::json value) {
    place(std::move(value));
    complete_ = open_.empty();
  }
  void open(nlohmann::json empty_container) { open_.push_back(&place(std::move(empty_container))); }
  void close() {
    open_.pop_back();
    complete_ = open_.empty();
  }
  void key(std::string_view text) { slot_ = &(*open_.back())[std::string(text)]; }

 private:
  // A container that is open does not move: only what is after it grows.
  nlohmann::json& place(nlohmann::json value) {
    if (open_.empty()) return root_ = std::move(value);
    if (open_.back()->is_array()) {
      add_element(*open_.back(), std::move(value));
      return open_.back()->back();
    }
    return *slot_ = std::move(value);
  }

  nlohmann::json root_;
  std::vector<nlohmann::json*> open_;
  nlohmann::json* slot_ = nullptr;
  bool complete_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
