// SPDX-License-Identifier: MIT
/// @file
/// Runs a handler over JSON text: with the scanner, and with nlohmann/json wherever the scanner refuses.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builder.hpp"
#include "repair.hpp"
#include "scanner.hpp"
#include "text_parser.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Why a text could not be read.
struct DecodeProblem {
  std::string pointer;  ///< RFC 6901
  std::string message;
  bool unfinished = false;  ///< the text ended before its JSON did
};

/// What every handler has: a place for what went wrong, and the limits.
class HandlerBase {
 public:
  std::optional<DecodeProblem> problem;
  /// Called now and then; what it throws ends the reading. May be empty.
  std::function<void()> throw_if_over;

  /// nlohmann's parser met text that is not JSON.
  bool parse_error(std::size_t position, const std::exception& error) {
    problem.emplace();
    problem->message = error.what();
    problem->unfinished = position > text_size;
    return false;
  }

  /// Large strings are wanted whole.
  bool part(std::string_view) { return false; }

  std::size_t text_size = 0;  ///< set by read_json()

 protected:
  /// Values that a body may contain in addition to long strings. Each costs tens of bytes of memory for as
  /// few as two in the body.
  static constexpr std::size_t max_values = 1'000'000;

  /// To be called with each value. @param count how many there were
  void look_up(std::size_t count) const {
    constexpr std::size_t often = 4096;
    if (count % often == 0 && throw_if_over) throw_if_over();
  }

  bool fail(std::string pointer, std::string message) {
    problem = DecodeProblem{std::move(pointer), std::move(message), false};
    return false;
  }
  bool fail_too_many(std::string pointer) {
    return fail(std::move(pointer), "contains more than 1000000 values");
  }
};

/// Open containers may be this deep. nlohmann's values recurse when they are copied or written, so depth
/// costs stack.
inline constexpr std::size_t max_json_depth = 256;

/// "a string", "an object" …, for messages.
[[nodiscard]] inline std::string kind_of(const nlohmann::json& value) {
  if (value.is_null()) return "null";
  return (value.is_array() || value.is_object() ? "an " : "a ") + std::string(value.type_name());
}

/// Hands what nlohmann's parser meets to a handler.
template <class Handler>
class SaxBridge final : public TextEvents {
 public:
  /// For the text of `repair`. Both must outlive the bridge.
  SaxBridge(Handler& handler, const JsonRepair& repair)
      : handler_(handler),
        next_huge_(repair.huge_numbers().begin()),
        huge_end_(repair.huge_numbers().end()) {}

  bool null() override { return handler_.null(); }
  bool boolean(bool value) override { return handler_.boolean(value); }
  bool number_integer(number_integer_t value) override {
    ++numbers_;
    return handler_.number_integer(value);
  }
  bool number_unsigned(number_unsigned_t value) override {
    const bool huge = next_huge_ != huge_end_ && next_huge_->index == numbers_;
    ++numbers_;
    return huge ? handler_.huge_number((next_huge_++)->text) : handler_.number_unsigned(value);
  }
  bool number_float(number_float_t value, const string_t& text) override {
    ++numbers_;
    return handler_.number_float(value, text);
  }
  bool string(string_t& text) override { return handler_.string(text); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t size) override { return handler_.start_object(size); }
  bool key(string_t& text) override { return handler_.key(text); }
  bool end_object() override { return handler_.end_object(); }
  bool start_array(std::size_t size) override { return handler_.start_array(size); }
  bool end_array() override { return handler_.end_array(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    return handler_.parse_error(position, error);
  }

 private:
  using HugeNumbers = std::vector<JsonRepair::HugeNumber>;

  Handler& handler_;
  HugeNumbers::const_iterator next_huge_;
  HugeNumbers::const_iterator huge_end_;
  std::size_t numbers_ = 0;
};

/// Which parser to use. Outside tests always `scanner_first`.
enum class JsonPath { scanner_first, nlohmann_only };

/// Reads `text` into a handler made by `make`, and returns the handler.
template <class Make>
auto read_json(std::string_view text, const Make& make, JsonPath path = JsonPath::scanner_first) {
  if (path == JsonPath::scanner_first) {
    auto handler = make();
    const auto result = Scanner<decltype(handler)>(handler).read(text);
    if (result == ScanResult::complete || result == ScanResult::stopped) return handler;
  }
  auto handler = make();
  handler.text_size = text.size();
  const JsonRepair repair(text);
  SaxBridge<decltype(handler)> bridge(handler, repair);
  parse_text(repair.text(), bridge);
  return handler;
}

/// Builds the whole text as one value.
class ValueHandler : public HandlerBase {
 public:
  nlohmann::json take() { return builder_.take(); }

  bool null() { return scalar(nullptr); }
  bool boolean(bool value) { return scalar(value); }
  bool number_integer(nlohmann::json::number_integer_t value) { return scalar(value); }
  bool number_unsigned(nlohmann::json::number_unsigned_t value) { return scalar(value); }
  bool number_float(nlohmann::json::number_float_t value, const std::string&) { return scalar(value); }
  bool huge_number(std::string_view text) { return string(text); }
  bool string(std::string_view text) { return scalar(std::string(text)); }
  bool key(std::string_view text) {
    builder_.key(text);
    return true;
  }
  bool start_object(std::size_t) { return open(nlohmann::json::object()); }
  bool start_array(std::size_t) { return open(nlohmann::json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

 private:
  bool scalar(nlohmann::json value) {
    builder_.scalar(std::move(value));
    return count();
  }
  bool open(nlohmann::json container) {
    builder_.open(std::move(container));
    if (builder_.depth() > max_json_depth) return fail({}, "is nested deeper than 256 levels");
    return count();
  }
  bool close() {
    builder_.close();
    return true;
  }
  bool count() {
    look_up(++values_);
    return values_ <= max_values || fail_too_many({});
  }

  JsonBuilder builder_;
  std::size_t values_ = 0;
};

/// Makes a handler that looks up now and then.
template <class Handler>
auto looking_up(const std::function<void()>& throw_if_over) {
  return [&throw_if_over] {
    Handler handler;
    handler.throw_if_over = throw_if_over;
    return handler;
  };
}

/// The value that `text` writes; none if it is not JSON, or too deep, or too large.
[[nodiscard]] inline std::optional<nlohmann::json> parse_json(
    std::string_view text, const std::function<void()>& throw_if_over = {}) {
  auto handler = read_json(text, looking_up<ValueHandler>(throw_if_over));
  if (handler.problem) return std::nullopt;
  // In place: a json can become an optional in two ways, of which g++ 16 warns.
  return std::optional<nlohmann::json>(std::in_place, handler.take());
}

/// A part of a JSON pointer: "/" and the key, escaped as RFC 6901 says.
[[nodiscard]] inline std::string pointer_part(std::string_view key) {
  std::string part = "/";
  for (const char c : key) {
    if (c == '~') {
      part += "~0";
    } else if (c == '/') {
      part += "~1";
    } else {
      part += c;
    }
  }
  return part;
}

/// Takes everything and keeps nothing.
class SyntaxHandler : public HandlerBase {
 public:
  bool null() { return true; }
  bool boolean(bool) { return true; }
  bool number_integer(nlohmann::json::number_integer_t) { return true; }
  bool number_unsigned(nlohmann::json::number_unsigned_t) { return true; }
  bool number_float(nlohmann::json::number_float_t, const std::string&) { return true; }
  bool huge_number(std::string_view) { return true; }
  bool string(std::string_view) { return true; }
  bool key(std::string_view) { return true; }
  bool start_object(std::size_t) { return true; }
  bool start_array(std::size_t) { return true; }
  bool end_object() { return true; }
  bool end_array() { return true; }
};

/// True if the text stops before its JSON does.
[[nodiscard]] inline bool is_unfinished_json(std::string_view text) {
  const auto read = read_json(text, [] { return SyntaxHandler(); });
  return read.problem && read.problem->unfinished;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
