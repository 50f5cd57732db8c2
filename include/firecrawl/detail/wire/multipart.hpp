// SPDX-License-Identifier: MIT
/// @file
/// A file and a text as multipart/form-data (RFC 7578), written as browsers do.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "../../config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A body whose largest part is not copied.
struct Multipart {
  std::string content_type;  ///< of the whole, with the boundary
  std::string head;          ///< what is before the content of the file
  std::string_view content;  ///< the caller's
  std::string tail;          ///< what is after it

  /// The body. The views are good for as long as this and the content.
  [[nodiscard]] std::vector<std::string_view> parts() const { return {head, content, tail}; }
};

/// A boundary that the text does not contain. It needs no chance: the text is searched.
[[nodiscard]] inline std::string find_boundary(std::string_view text) {
  const std::string name = "firecrawl-cpp-boundary-";
  for (std::size_t number = 0;; ++number) {
    auto boundary = name + std::to_string(number) + "-";
    // By leaps: a file of 50 MB is looked through in some milliseconds.
    const std::boyer_moore_horspool_searcher searcher(boundary.begin(), boundary.end());
    if (std::search(text.begin(), text.end(), searcher) == text.end()) return boundary;
  }
}

/// The value of a parameter, such as a file name, as RFC 7578 (section 4.2) and browsers write it: UTF-8 as
/// it is, a quote as %22. It must not contain a line break.
[[nodiscard]] inline std::string quoted_parameter(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') {
      quoted += "%22";
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

/// What the part "file" says of the file. No member contains a control character.
struct FilePart {
  std::string_view name;
  std::string_view content_type;
  std::string_view content;
};

/// A body of the parts "file" and "options"; of the former alone if there are no options.
[[nodiscard]] inline Multipart write_multipart(const FilePart& file, const std::string& options) {
  const auto boundary = find_boundary(file.content);
  const std::string delimiter = "--" + boundary;
  Multipart body;
  body.content_type = "multipart/form-data; boundary=" + boundary;
  body.head = delimiter +
              "\r\nContent-Disposition: form-data; name=\"file\"; filename=" + quoted_parameter(file.name) +
              "\r\nContent-Type: " + std::string(file.content_type) + "\r\n\r\n";
  body.content = file.content;
  body.tail = "\r\n";
  if (!options.empty()) {
    body.tail +=
        delimiter + "\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n" + options + "\r\n";
  }
  body.tail += delimiter + "--\r\n";
  return body;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
