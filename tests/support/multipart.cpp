// SPDX-License-Identifier: MIT
#include "multipart.hpp"

#include <cstddef>

namespace support {

namespace {

constexpr std::string_view line_end = "\r\n";

/// The value of a parameter of a header field, quoted or not, such as boundary or filename.
std::optional<std::string> parameter_of(std::string_view field, std::string_view name) {
  const std::string mark = "; " + std::string(name) + "=";
  const std::size_t at = field.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  field.remove_prefix(at + mark.size());
  if (field.empty() || field.front() != '"') return std::string(field.substr(0, field.find(';')));
  field.remove_prefix(1);
  const std::size_t end = field.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  // As browsers write it: a quote and the ends of lines are percent-encoded, and nothing else is.
  return percent_decode(field.substr(0, end));
}

/// Reads the header of a part; false if it names no field of a form.
bool read_head(std::string_view head, FormPart& part) {
  while (!head.empty()) {
    const std::size_t end = head.find(line_end);
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + line_end.size());
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return false;
    const Headers one = {{std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))}};
    if (const auto type = find_header(one, "Content-Type")) part.content_type = *type;
    const auto disposition = find_header(one, "Content-Disposition");
    if (!disposition) continue;
    if (disposition->rfind("form-data;", 0) != 0) return false;
    const auto name = parameter_of(*disposition, "name");
    if (!name) return false;
    part.name = *name;
    part.filename = parameter_of(*disposition, "filename");
  }
  return !part.name.empty();
}

}  // namespace

std::optional<std::vector<FormPart>> parse_form(const Request& request) {
  const std::string type = request.header("Content-Type");
  const auto boundary = parameter_of(type, "boundary");
  if (type.rfind("multipart/form-data;", 0) != 0 || !boundary || boundary->empty() || boundary->size() > 70)
    return std::nullopt;
  const std::string first = "--" + *boundary;
  const std::string between = std::string(line_end) + first;
  std::string_view rest = request.body;
  if (rest.substr(0, first.size()) != first) return std::nullopt;
  rest.remove_prefix(first.size());
  std::vector<FormPart> parts;
  while (rest.substr(0, 2) != "--") {
    if (rest.substr(0, 2) != line_end) return std::nullopt;
    rest.remove_prefix(2);
    const std::size_t blank = rest.find("\r\n\r\n");
    const std::size_t end = rest.find(between);
    if (blank == std::string_view::npos || end == std::string_view::npos || end < blank + 4)
      return std::nullopt;
    FormPart part;
    if (!read_head(rest.substr(0, blank), part)) return std::nullopt;
    part.content = rest.substr(blank + 4, end - blank - 4);
    parts.push_back(part);
    rest.remove_prefix(end + between.size());
  }
  return parts;
}

}  // namespace support
