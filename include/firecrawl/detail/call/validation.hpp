// SPDX-License-Identifier: MIT
/// @file
/// What a server's validation says is wrong with a request: the `details` of an answer with status 400.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "../base/text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The text of a member, empty if it is none.
[[nodiscard]] inline std::string text_member(const nlohmann::json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

/// What a server's validation says of one place of a request.
struct Complaint {
  std::string path;  ///< such as "formats.0"
  std::string message;
};

/// A path as the server writes it, an array of names and places.
[[nodiscard]] inline std::string joined_path(const nlohmann::json& entry) {
  std::string path;
  const auto field = entry.find("path");
  if (field == entry.end() || !field->is_array()) return path;
  for (const auto& part : *field) {
    if (!path.empty()) path += '.';
    path += part.is_string() ? part.get<std::string>() : part.dump(-1, ' ', true);
  }
  return path;
}

/// The ways to meet a union of which each failed: arrays of complaints. In newer servers they are the
/// "errors" of an entry, in older ones the "issues" within its "unionErrors".
[[nodiscard]] inline std::vector<const nlohmann::json*> union_branches(const nlohmann::json& entry) {
  std::vector<const nlohmann::json*> branches;
  for (const char* const name : {"errors", "unionErrors"}) {
    const auto list = entry.find(name);
    if (list == entry.end() || !list->is_array()) continue;
    for (const auto& branch : *list) {
      const auto issues = branch.is_object() ? branch.find("issues") : branch.end();
      const auto& complaints = branch.is_object() && issues != branch.end() ? *issues : branch;
      if (complaints.is_array() && !complaints.empty() && complaints.front().is_object())
        branches.push_back(&complaints);
    }
  }
  return branches;
}

/// How far a branch of a union is from what was sent: 0 if a member alone is wrong, 1 if the value is
/// of another kind altogether, 2 if it is of another "type".
[[nodiscard]] inline int branch_distance(const nlohmann::json& complaints, std::string_view union_path) {
  int distance = 0;
  for (const auto& complaint : complaints) {
    if (!complaint.is_object()) continue;
    const auto path = joined_path(complaint);
    const auto code = text_member(complaint, "code");
    const bool is_type = path == "type" || (path.size() > 5 && path.substr(path.size() - 5) == ".type");
    if (is_type && starts_with(code, "invalid_")) return 2;
    if (code == "invalid_type" && (path.empty() || path == union_path)) distance = 1;
  }
  return distance;
}

/// The complaint of an entry that helps most: of a union, whose own message is "Invalid input", the one of
/// the branch that was meant.
[[nodiscard]] inline Complaint innermost(const nlohmann::json& entry, const std::string& outer_path,
                                         int depth) {
  const auto own_path = joined_path(entry);
  // Newer servers write paths within a union from there on, older ones from the beginning.
  const bool is_whole =
      outer_path.empty() || own_path == outer_path || starts_with(own_path, outer_path + ".");
  Complaint complaint{is_whole           ? own_path
                      : own_path.empty() ? outer_path
                                         : outer_path + "." + own_path,
                      text_member(entry, "message")};
  const auto branches = union_branches(entry);
  if (branches.empty() || depth == 0) return complaint;
  const auto distance = [&](const nlohmann::json* branch) {
    return branch_distance(*branch, complaint.path);
  };
  const auto nearest = *std::min_element(branches.begin(), branches.end(),
                                         [&](auto* a, auto* b) { return distance(a) < distance(b); });
  if (distance(nearest) < 2) {
    auto inner = innermost(nearest->front(), complaint.path, depth - 1);
    return inner.message.empty() ? complaint : inner;
  }
  // No branch has this "type": what the branches wanted.
  std::string wanted;
  for (const auto* branch : branches) {
    const auto values = branch->front().find("values");
    const auto* const value = values != branch->front().end() && values->is_array() && !values->empty()
                                  ? &values->front()
                                  : nullptr;
    if (value == nullptr || !value->is_string()) continue;
    wanted += (wanted.empty() ? "" : ", ") + value->get<std::string>();
  }
  if (!wanted.empty()) complaint.message += ": expected one of " + wanted;
  return complaint;
}

/// What the server's validation says is wrong, such as "formats.0: Invalid enum value".
[[nodiscard]] inline std::string first_detail(const nlohmann::json& details) {
  constexpr int depth = 8;  // no server nests unions as deeply
  if (!details.is_array() || details.empty() || !details.front().is_object()) return {};
  const auto complaint = innermost(details.front(), {}, depth);
  if (complaint.message.empty() || complaint.path.empty()) return complaint.message;
  return complaint.path + ": " + complaint.message;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
