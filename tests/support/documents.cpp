// SPDX-License-Identifier: MIT
#include "documents.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace support {

std::string scrape_id(std::size_t index) {
  char text[40];
  std::snprintf(text, sizeof text, "5c4a9e1d-0000-4000-8000-%012llx", static_cast<unsigned long long>(index));
  return text;
}

std::string document_url(std::size_t index) { return "https://site.example/page/" + std::to_string(index); }

std::string make_document(std::size_t index, const std::string& url) {
  const std::string number = std::to_string(index);
  const std::string source = url.empty() ? document_url(index) : url;
  const std::string title = "Page " + number;
  nlohmann::ordered_json document;
  document["markdown"] =
      title +
      "\n======\n\nGr\u00fc\u00dfe, \u4f60\u597d, \U0001F525 and \u2028 a \"quoted\" \\ backslash.\n\n"
      "*   a\n*   b\n\n\tcode\twith\ttabs\n\nA control character: \x01.\n\n[next](" +
      document_url(index + 1) + ")";
  document["html"] = "<!DOCTYPE html><html lang=\"en\"><body><h1>" + title +
                     "</h1><p>Gr\u00fc\u00dfe &amp; \U0001F525</p></body></html>";
  document["links"] = {document_url(index + 1), "https://site.example/?a=1&b=2",
                       "https://site.example/\u00fc"};
  nlohmann::ordered_json& metadata = document["metadata"];
  metadata["title"] = title;
  metadata["description"] = "Description of page " + number;
  metadata["favicon"] = "https://site.example/favicon.ico";
  metadata["language"] = "en";
  metadata["keywords"] = {"batch", "scrape", number};
  metadata["ogTitle"] = title + " \u2014 site.example";
  metadata["ogLocaleAlternate"] = nlohmann::ordered_json::array();
  metadata["viewport"] = "width=device-width, initial-scale=1";
  metadata["scrapeId"] = scrape_id(index);
  metadata["sourceURL"] = source;
  metadata["url"] = source;
  metadata["statusCode"] = 200;
  metadata["contentType"] = "text/html; charset=utf-8";
  metadata["proxyUsed"] = "basic";
  metadata["cacheState"] = "miss";
  metadata["creditsUsed"] = 1;
  metadata["concurrencyLimited"] = false;
  metadata["timezone"] = nullptr;
  return document.dump();
}

std::string make_large_document(std::size_t index, std::size_t bytes) {
  constexpr std::string_view block =
      R"(The quick brown fox jumps over the lazy dog, and says \"hello\" to Grüße. )"
      R"(A line of plain text as pages have it, long enough to be copied in blocks rather than by character.\n)";
  const std::string number = std::to_string(index);
  const std::string head = R"({"markdown":")";
  const std::string tail = R"(","metadata":{"title":"Large page )" + number +
                           R"(","language":"en","scrapeId":")" + scrape_id(index) + R"(","sourceURL":")" +
                           document_url(index) + R"(","url":")" + document_url(index) +
                           R"(","statusCode":200,"contentType":"text/html"}})";
  std::string document = head;
  document.reserve(std::max(bytes, head.size() + tail.size()));
  while (document.size() + block.size() + tail.size() <= bytes) document += block;
  // A block must not be cut within an escape, so the rest is letters.
  if (document.size() + tail.size() < bytes) document.append(bytes - document.size() - tail.size(), 'x');
  return document + tail;
}

std::vector<std::string> documents_from_folder(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  if (files.empty()) throw std::runtime_error("no *.json file in " + folder);
  std::sort(files.begin(), files.end());
  std::vector<std::string> documents;
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!nlohmann::json::accept(text)) throw std::runtime_error("no JSON: " + path.string());
    documents.push_back(text.substr(0, text.find_last_not_of(" \r\n\t") + 1));
  }
  return documents;
}

}  // namespace support
