// SPDX-License-Identifier: MIT
#include "pages.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace bench {
namespace {

class DocumentMaker {
 public:
  explicit DocumentMaker(unsigned seed) : random_(seed) {}

  std::string text(std::size_t bytes) {
    std::string out = R"({"markdown":")";
    while (out.size() < bytes * 2 / 5) out += markdown_paragraph();
    out += R"(","html":")";
    while (out.size() + 600 < bytes) out += html_paragraph();
    out += R"(","metadata":{)" + usual_metadata() + "}}";
    return out;
  }

  std::string links(std::size_t bytes) {
    std::string out = R"({"markdown":"# )" + words(6) + R"(","links":[)";
    while (out.size() + 600 < bytes) out += quoted(url()) + ",";
    out += quoted(url()) + R"(],"metadata":{)" + usual_metadata() + "}}";
    return out;
  }

  std::string metadata(std::size_t bytes) {
    static constexpr std::array names = {"ogTitle",      "ogDescription", "ogUrl",          "ogImage",
                                         "ogSiteName",   "viewport",      "favicon",        "robots",
                                         "twitter:card", "twitter:title", "article:author", "theme-color"};
    std::string out = R"({"markdown":"# )" + words(6) + R"(","metadata":{)" + usual_metadata();
    for (const auto* name : names) out += "," + quoted(name) + ":" + quoted(words(4));
    out += R"(,"keywords":[)" + quoted(words(1)) + "," + quoted(words(2)) + "," + quoted(words(1)) + "]";
    out += R"(,"cacheState":"hit","creditsUsed":1,"concurrencyLimited":false,"numPages":null)";
    for (int i = 0; out.size() + 20 < bytes; ++i) {
      out += "," + quoted("dcTerms" + std::to_string(i)) + ":" + quoted(words(3));
    }
    return out + "}}";
  }

 private:
  std::string_view word() {
    static constexpr std::array pool = {"the",      "of",           "and",       "documentation",
                                        "a",        "request",      "pages",     "which",
                                        "returned", "server",       "is",        "configuration",
                                        "with",     "to",           "in",        "example",
                                        "results",  "from",         "batch",     "every",
                                        "message",  "\u00fcber",    "caf\u00e9", "therefore",
                                        "that",     "as",           "was",       "it",
                                        "for",      "\u8a9e\u6587", "be",        "reads"};
    return pool[random_() % pool.size()];
  }
  std::string words(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
      if (i != 0) out += ' ';
      out += word();
    }
    return out;
  }
  static std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }
  std::string url() {
    return "https://www.example.com/" + std::string(plain_word()) + "/" + std::string(plain_word()) + "/" +
           std::to_string(random_() % 1'000'000) + "-" + std::string(plain_word());
  }
  std::string_view plain_word() {
    static constexpr std::array pool = {"blog", "products", "articles", "reference", "about", "guides"};
    return pool[random_() % pool.size()];
  }

  std::string markdown_paragraph() {
    switch (random_() % 4) {
      case 0:
        return "## " + words(5) + R"(\n\n)";
      case 1:
        return "- [" + words(3) + "](" + url() + R"()\n)";
      default:
        return words(20) + R"( \"quoted\" )" + words(20) + R"(.\n\n)";
    }
  }
  std::string html_paragraph() {
    switch (random_() % 3) {
      case 0:
        return R"(<h2 id=\"section\" class=\"title\">)" + words(5) + R"(</h2>\n)";
      case 1:
        return R"(<li><a href=\")" + url() + R"(\">)" + words(3) + R"(</a></li>\n)";
      default:
        return R"(<p class=\"text\">)" + words(30) + R"(</p>\n)";
    }
  }

  std::string usual_metadata() {
    // Each document has one of its own, as on real servers: a reader may drop what comes again.
    std::string id = std::to_string(1'000'000'000'000 + ids_++);
    id = "00000000-0000-4000-8000-" + id.substr(1);
    return R"("title":)" + quoted(words(6)) + R"(,"description":)" + quoted(words(14)) +
           R"(,"language":"en","sourceURL":)" + quoted(url()) + R"(,"url":)" + quoted(url()) +
           R"(,"scrapeId":)" + quoted(id) +
           R"(,"statusCode":200,"contentType":"text/html","proxyUsed":"basic")";
  }

  std::minstd_rand random_;
  std::uint64_t ids_ = 0;
};

}  // namespace

std::string make_documents(Flavour flavour, std::size_t count, std::size_t bytes, unsigned seed) {
  DocumentMaker maker(seed);
  std::string out;
  out.reserve(bytes + bytes / 8);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) out += ',';
    const std::size_t size = (bytes - (out.size() < bytes ? out.size() : bytes)) / (count - i);
    switch (flavour) {
      case Flavour::text:
        out += maker.text(size);
        break;
      case Flavour::links:
        out += maker.links(size);
        break;
      case Flavour::metadata:
        out += maker.metadata(size);
        break;
    }
  }
  return out;
}

std::string make_head(std::size_t total, const std::string& next) {
  const std::string count = std::to_string(total);
  std::string out = R"({"success":true,"status":"completed","completed":)" + count + R"(,"total":)" + count;
  out += R"(,"creditsUsed":)" + count + R"(,"expiresAt":"2030-01-01T00:00:00.000Z",)";
  if (!next.empty()) out += R"("next":")" + next + R"(",)";
  return out + R"("data":[)";
}

}  // namespace bench
