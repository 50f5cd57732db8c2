// SPDX-License-Identifier: MIT
/// @file
/// Compares the body of a request with the tables of request_schema.hpp, as the server does: in the words of
/// its validator, and as strictly.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http_message.hpp"
#include "request_schema.hpp"

namespace support {

/// Whether the server can go to it: http or https, or without a scheme; a host with a top-level domain, or an
/// IP address.
bool is_valid_url(const std::string& url);

/// 8-4-4-4-12 hexadecimal digits.
bool is_uuid(const std::string& text);

/// What is wrong with `body` as an object of this shape: the validator's issues, an empty array if nothing
/// is.
nlohmann::json issues_of(const nlohmann::json& body, std::string_view shape, Version version);

/// The rules over several members of a body, such as waitFor at most half of timeout: request_rules.cpp.
/// Appends to `issues`.
void check_rules(const nlohmann::json& body, std::string_view shape, Version version, nlohmann::json& issues);

/// The issue of a rule: {"code":"custom","path":[…],"message":…}
nlohmann::json custom_issue(const nlohmann::json& path, const std::string& message);

/// The body of a request of this shape. If the server refuses it, `refusal` is set.
nlohmann::json read_body(const Request& request, std::string_view shape, Version version,
                         std::optional<Response>& refusal);

}  // namespace support
