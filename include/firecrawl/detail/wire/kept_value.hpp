// SPDX-License-Identifier: MIT
/// @file
/// Builds a value that may contain anything, within limits: what goes beyond them costs nothing but itself.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "../json/sax.hpp"
#include "document_notes.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A SAX handler that builds one value after another. Of a container that is nested too deeply nothing but
/// its place is kept; a number beyond double is its own text.
class KeptValue : public HandlerBase {
 public:
  /// What could not be kept as it was sent.
  DocumentNotes notes;

  /// Whether the value is whole.
  [[nodiscard]] bool complete() const noexcept { return builder_.complete(); }
  /// How many containers are open.
  [[nodiscard]] std::size_t depth() const noexcept { return builder_.depth() + skipped_; }
  /// The value, moved out. The next event begins another one.
  nlohmann::json take() {
    auto value = builder_.take();
    builder_.reset();
    return value;
  }

  bool null() { return scalar(nullptr); }
  bool boolean(bool value) { return scalar(value); }
  bool number_integer(nlohmann::json::number_integer_t value) { return scalar(value); }
  bool number_unsigned(nlohmann::json::number_unsigned_t value) { return scalar(value); }
  bool number_float(nlohmann::json::number_float_t value, const std::string&) { return scalar(value); }
  bool huge_number(std::string_view text) {
    if (!notes.has(Flaw::huge_number))
      notes.add(Flaw::huge_number, "a number beyond double could not be kept as a number");
    return string(text);
  }
  bool string(std::string_view text) { return scalar(std::string(text)); }
  bool key(std::string_view text) {
    if (skipped_ == 0) builder_.key(text);
    return true;
  }
  bool start_object(std::size_t) { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) { return open(nlohmann::json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

 private:
  bool scalar(nlohmann::json value) {
    if (skipped_ == 0) builder_.scalar(std::move(value));
    return count();
  }
  bool open(nlohmann::json container) {
    if (skipped_ == 0 && builder_.depth() < max_json_depth) {
      builder_.open(std::move(container));
      return count();
    }
    if (skipped_ == 0) builder_.scalar(nullptr);
    ++skipped_;
    if (!notes.has(Flaw::too_deep))
      notes.add(Flaw::too_deep, "what is nested deeper than 256 levels was left out");
    return count();
  }
  bool close() {
    if (skipped_ == 0) {
      builder_.close();
    } else {
      --skipped_;
    }
    return true;
  }
  bool count() { return ++values_ <= max_values || fail_too_many({}); }

  JsonBuilder builder_;
  std::size_t skipped_ = 0;  // containers that are open and not kept
  std::size_t values_ = 0;   // of all values so far
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
