// SPDX-License-Identifier: MIT
/// @file
/// Whatever a file is called and contains, a reader that knows nothing of the writer finds the same file and
/// the same options in the body; or the file is refused.
#include <firecrawl/detail/http/request_body.hpp>
#include <firecrawl/detail/wire/parse.hpp>
#include <firecrawl/error.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "input.hpp"

namespace {

namespace fc = firecrawl;

struct Part {
  std::vector<std::string> head;
  std::string content;
};

/// RFC 2046, section 5.1.1, to the letter.
std::vector<Part> read_parts(const std::string& whole, const std::string& boundary) {
  const std::string text = "\r\n" + whole;
  const std::string delimiter = "\r\n--" + boundary;
  std::vector<Part> parts;
  auto at = text.find(delimiter);
  fuzz::require(at == 0, "the body begins with a delimiter");
  for (;;) {
    at += delimiter.size();
    if (text.compare(at, 2, "--") == 0) {
      fuzz::require(text.substr(at) == "--\r\n", "nothing comes after the last delimiter");
      return parts;
    }
    fuzz::require(text.compare(at, 2, "\r\n") == 0, "a delimiter is a line");
    at += 2;
    Part part;
    for (;;) {
      const auto end = text.find("\r\n", at);
      fuzz::require(end != std::string::npos, "a head ends");
      const auto line = text.substr(at, end - at);
      at = end + 2;
      if (line.empty()) break;
      part.head.push_back(line);
    }
    const auto end = text.find(delimiter, at - 2);
    fuzz::require(end != std::string::npos && end >= at, "a part ends with a delimiter");
    part.content = text.substr(at, end - at);
    parts.push_back(part);
    at = end;
  }
}

std::string read_name(const std::string& line) {
  const std::string before = "Content-Disposition: form-data; name=\"file\"; filename=\"";
  fuzz::require(line.compare(0, before.size(), before) == 0 && line.back() == '"', "the line of the name");
  auto name = line.substr(before.size(), line.size() - before.size() - 1);
  fuzz::require(name.find('"') == std::string::npos, "no quote is within quotes");
  for (std::size_t at = 0; (at = name.find("%22", at)) != std::string::npos; ++at) name.replace(at, 3, "\"");
  return name;
}

std::string without_escapes(std::string name) {
  for (std::size_t at = 0; (at = name.find("%22", at)) != std::string::npos; ++at) name.replace(at, 3, "\"");
  return name;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  fc::File file;
  fc::ScrapeOptions options;
  file.name = input.part();
  file.content_type = input.part();
  const auto origin = input.part();
  if (!origin.empty()) options.extra["origin"] = origin;
  file.content = std::string(input.rest());
  try {
    const auto body = fc::detail::encode_parse(file, options, fc::ApiVersion::v2);
    // As curl reads it.
    fc::detail::RequestBody reader(body.parts());
    std::string whole;
    char piece[7];
    while (const auto count = reader.read(piece, sizeof piece)) whole.append(piece, count);
    fuzz::require(whole.size() == reader.size(), "the body is as long as it says");

    const std::string before = "multipart/form-data; boundary=";
    fuzz::require(body.content_type.compare(0, before.size(), before) == 0, "the type of the body");
    const auto parts = read_parts(whole, body.content_type.substr(before.size()));
    fuzz::require(parts.size() == (origin.empty() ? 1U : 2U), "a file and its options");
    fuzz::require(parts[0].head.size() == 2, "two lines say what the file is");
    fuzz::require(read_name(parts[0].head[0]) == without_escapes(file.name), "the name");
    fuzz::require(file.content_type.empty() || parts[0].head[1] == "Content-Type: " + file.content_type,
                  "the type");
    fuzz::require(parts[0].content == file.content, "the content");
    if (!origin.empty()) {
      fuzz::require(
          parts[1].head == std::vector<std::string>{"Content-Disposition: form-data; name=\"options\""},
          "the line of the options");
      fuzz::require(nlohmann::json::parse(parts[1].content) == options.extra, "the options");
    }
  } catch (const fc::UsageError&) {
    const auto is_odd = [](const std::string& text) {
      return fc::detail::find_control(text) != std::string::npos || !fc::detail::is_valid_utf8(text);
    };
    fuzz::require(file.name.empty() || is_odd(file.name) || is_odd(file.content_type) || is_odd(origin),
                  "only odd texts are refused");
  }
  return 0;
}
