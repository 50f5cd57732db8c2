// SPDX-License-Identifier: MIT
/// @file
/// What is checked before a request is sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "../../error.hpp"
#include "../base/text.hpp"
#include "../base/time.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Why no job can have this id; empty if one can.
[[nodiscard]] inline std::string job_id_fault(std::string_view id) {
  if (id.empty()) return "is empty";
  if (id == "." || id == "..") return "must not be \".\" or \"..\"";
  const auto at = find_control(id);
  return at == std::string_view::npos
             ? std::string()
             : "contains a control character (a line break?) at position " + std::to_string(at);
}

/// @throws UsageError if no job can have this id.
inline void check_job_id(std::string_view id) {
  if (const auto fault = job_id_fault(id); !fault.empty()) throw UsageError("the job id " + fault);
}

/// @throws UsageError if the value cannot be in a header. The value itself is not repeated: it may be
/// secret.
inline void check_header_value(std::string_view value, const std::string& what) {
  if (const auto at = find_control(value); at != std::string_view::npos) {
    throw UsageError(what + " contains a control character (a line break?) at position " +
                     std::to_string(at) + " of " + std::to_string(value.size()));
  }
}

/// @throws UsageError if a time is negative.
inline void check_not_negative(Milliseconds value, const char* name) {
  if (value.count() < 0)
    throw UsageError(std::string(name) + " is negative (" + std::to_string(value.count()) + " ms)");
}

inline void check_not_negative(std::optional<Milliseconds> value, const char* name) {
  if (value) check_not_negative(*value, name);
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
