// SPDX-License-Identifier: MIT
/// @file
/// What the library has to say of a document that it could not keep as it was sent.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Why something of a document is not as it was sent.
enum class Flaw : unsigned {
  no_object = 1,
  huge_number = 2,
  too_deep = 4,
  too_many_values = 8,
};

/// Appends to the `warning` of a document or a page. One that the server wrote and that is not text, and so
/// in `extra`, becomes text: there is one warning.
inline void append_warning(std::optional<std::string>& warning, nlohmann::json& extra,
                           const std::string& text) {
  if (const auto sent = extra.find("warning"); sent != extra.end()) {
    warning = sent->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    extra.erase(sent);
  }
  warning = warning && !warning->empty() ? *warning + "; " + text : text;
}

/// Notes for the `warning` of one document. Each flaw is noted once, at its first place: a document may have
/// a million.
class DocumentNotes {
 public:
  /// Whether that flaw has been noted.
  [[nodiscard]] bool has(Flaw flaw) const noexcept { return (noted_ & static_cast<unsigned>(flaw)) != 0; }
  /// Adds a note of a flaw that has none yet.
  void add(Flaw flaw, std::string_view text) {
    noted_ |= static_cast<unsigned>(flaw);
    text_ += text_.empty() ? "firecrawl-cpp: " : "; ";
    text_ += text;
  }
  /// Appends the notes to what the server wrote, and forgets them.
  void move_to(std::optional<std::string>& warning, nlohmann::json& extra) {
    if (noted_ == 0) return;
    append_warning(warning, extra, text_);
    text_.clear();
    noted_ = 0;
  }

 private:
  std::string text_;
  unsigned noted_ = 0;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
