// SPDX-License-Identifier: MIT
/// @file
/// Reads multipart/form-data as strictly as servers do (RFC 7578, RFC 2046).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http_message.hpp"

namespace support {

/// One part of a form.
struct FormPart {
  std::string name;
  std::optional<std::string> filename;
  std::string content_type;
  std::string_view content;  ///< within the request's body
};

/// The parts of a request's body, which has to outlive them. None if it is not a whole and valid form.
std::optional<std::vector<FormPart>> parse_form(const Request& request);

}  // namespace support
