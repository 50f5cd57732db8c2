// SPDX-License-Identifier: MIT
// Makes Markdown of a file on this machine: a PDF, a Word file, a spreadsheet, HTML.
//
//   parse_file FILE
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <firecrawl/firecrawl.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace fc = firecrawl;

namespace {

/// False if the file cannot be read.
bool read_file(const std::string& path, fc::File& file) {
  const auto name = std::filesystem::path(path).filename().u8string();  // UTF-8 on Windows, too
  file.name.assign(name.begin(), name.end());
  std::ifstream stream(path, std::ios::binary);
  file.content.assign(std::istreambuf_iterator<char>(stream), {});
  return static_cast<bool>(stream);
}

int parse(const fc::File& file) {
  fc::ClientOptions options;
  options.api_version = fc::ApiVersion::v2;
  fc::ScrapeOptions formats;
  formats.formats = {"markdown"};
  const fc::Document document = fc::Client::from_env(options).parse(file, formats);
  if (document.warning) std::cerr << *document.warning << '\n';
  std::cout << document.markdown.value_or("") << std::endl;
  return std::cout ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: parse_file FILE\n";
    return 2;
  }
  fc::File file;
  if (!read_file(argv[1], file)) {
    std::cerr << "parse_file: cannot read " << argv[1] << ": " << std::strerror(errno) << '\n';
    return 1;
  }
  try {
    return parse(file);
  } catch (const fc::Error& error) {
    std::cerr << "parse_file: " << error.what() << '\n';
    return 1;
  }
}
