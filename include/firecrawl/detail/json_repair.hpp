/// @file
/// Makes a text fit for nlohmann/json, which refuses two things that a page must not be lost for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "string_scanner.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A text in which each surrogate escape without its other half is "\ufffd". What is replaced keeps its
/// length, so that the places in nlohmann's messages stay true. One pass; no copy where nothing is replaced.
class JsonRepair {
 public:
  /// `text` must outlive this object.
  explicit JsonRepair(std::string_view text) : text_(text) {
    bool in_string = false;
    for (std::size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      if (c == '"') in_string = !in_string;
      at += in_string && c == '\\' ? repair_escape(at) : 1;
    }
  }

  /// The repaired text. Good as long as this object.
  std::string_view text() const noexcept { return copy_ ? std::string_view(*copy_) : text_; }

 private:
  // The code unit that the escape at that place writes; -1 where it is no "\u".
  int code_unit(std::size_t at) const {
    if (text_.size() - at < 6 || text_[at] != '\\' || text_[at + 1] != 'u') return -1;
    return four_hex_digits(text_.data() + at + 2);
  }

  // Returns how long the escape is that begins there.
  std::size_t repair_escape(std::size_t at) {
    const int code = code_unit(at);
    if (!is_surrogate(code)) return 2;
    if (is_high_surrogate(code) && is_low_surrogate(code_unit(at + 6))) return 12;
    writable().replace(at, 6, "\\ufffd");
    return 6;
  }

  std::string& writable() {
    if (!copy_) copy_.emplace(text_);
    return *copy_;
  }

  std::string_view text_;
  std::optional<std::string> copy_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
