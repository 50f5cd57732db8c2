// SPDX-License-Identifier: MIT
#include <cstddef>
#include <firecrawl/detail/wire/page_decoder.hpp>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "../catch.hpp"
#include "decoding.hpp"
#include "describe.hpp"

using firecrawl::detail::PageDecoder;
using firecrawl::detail::PageHead;
using unit::describe;
using unit::page_of;
using unit::with_nlohmann;

namespace {

const std::vector<std::string>& bodies() {
  static const std::vector<std::string> texts = {
      page_of(
          R"([{"markdown":"# T\u00edtle\n\n\"quoted\" \\ caf)"
          "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"
          R"( \ud83d\ude00 end","links":["https://a.example/","b\/c"],"json":{"a":[1,-2.5e3,true,null,{}]},)"
          R"("metadata":{"title":["x","y"],"statusCode":200,"n":12345678901234567890}},null])"),
      R"( { "status" : "completed" , "total" : 1 , "data" : [ { "html" : "" } ] , "next" : null } )"
      "\n\n",
      R"({"status":"scraping","data":[{"markdown":")" + std::string(300, 'a') + R"(\n)" +
          std::string(300, 'b') + R"("}]})",
      R"({"status":"completed","data":[1]})",
      R"({"status":"completed","data":[{"markdown":"\x"}]})",
      R"({"status":"completed","data":[]} x)",
      R"({"success":false,"error":"no"})",
      "<html>",
  };
  return texts;
}

// Hands a body over in pieces that end at those places, each time as a copy that ends where the piece does,
// so that a sanitizer sees code that looks beyond it, or back at where the text was before.
std::string in_pieces(const std::string& body, const std::vector<std::size_t>& ends) {
  PageDecoder decoder;
  for (const auto end : ends) {
    const std::vector<char> copy(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(end));
    decoder.read({copy.data(), copy.size()});
  }
  return describe(decoder.finish(body));
}

}  // namespace

TEST_CASE("A body that comes in two pieces is decoded as if it came whole") {
  for (const auto& body : bodies()) {
    const auto whole = with_nlohmann(body);
    for (std::size_t cut = 0; cut <= body.size(); ++cut) {
      if (in_pieces(body, {cut}) != whole) FAIL_CHECK("cut at " << cut << ": " << body);
    }
  }
}

TEST_CASE("A body that comes byte by byte is decoded as if it came whole") {
  for (const auto& body : bodies()) {
    std::vector<std::size_t> ends(body.size() + 1);
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = i;
    CHECK(in_pieces(body, ends) == with_nlohmann(body));
  }
}

TEST_CASE("A body that comes in pieces of any size is decoded as if it came whole") {
  std::mt19937 random(2026);
  for (int i = 0; i < 400; ++i) {
    const auto& body = bodies()[static_cast<std::size_t>(random()) % bodies().size()];
    std::vector<std::size_t> ends;
    for (std::size_t end = random() % 90; end < body.size(); end += 1 + random() % 90) ends.push_back(end);
    CHECK(in_pieces(body, ends) == with_nlohmann(body));
  }
}

TEST_CASE("The head is known while the documents are still to come") {
  const std::string body =
      R"({"status":"scraping","total":9,"completed":4,"next":"/x?skip=2","data":[{"markdown":"a"}]})";
  const auto begin_of_data = body.find("\"data\"");
  PageDecoder decoder;
  CHECK(decoder.head_state() == PageHead::State::incomplete);
  decoder.read(body.substr(0, begin_of_data));
  CHECK(decoder.head_state() == PageHead::State::incomplete);
  decoder.read(body.substr(0, begin_of_data + 8));
  REQUIRE(decoder.head_state() == PageHead::State::complete);
  CHECK(decoder.page().total == 9);
  CHECK(decoder.page().next == "/x?skip=2");
  const auto read = decoder.finish(body);
  REQUIRE(read.body.page.data.size() == 1);
  CHECK(read.body.page.data.front().markdown == "a");
}

namespace {

// A string of about so many bytes, written as JSON.
std::string escaped_text(std::size_t size, std::mt19937& random) {
  static const std::vector<std::string> pieces = {
      R"(\n)", R"(\")", R"(\ud83d\ude00)", R"(\ud83d)", R"(\u00e9)", "\xE2\x82\xAC", " plain text of a page ",
  };
  std::string text;
  while (text.size() < size) text += pieces[static_cast<std::size_t>(random()) % pieces.size()];
  return text;
}

}  // namespace

TEST_CASE("A large text with escapes is put together in parts, and is the same") {
  std::mt19937 random(27);
  const auto large = [&] { return '"' + escaped_text(1'300'000 + random() % 2'500'000, random) + '"'; };
  const std::vector<std::string> documents = {
      R"({"markdown":)" + large() + R"(,"html":)" + large() + R"(,"links":[)" + large() + "]}",
      // The last of a key counts, whatever it is.
      R"({"markdown":)" + large() + R"(,"markdown":)" + large() + R"(,"html":)" + large() +
          R"(,"html":"x\n"})",
      R"({"summary":[1],"summary":)" + large() + R"(,"rawHtml":)" + large() + R"(,"rawHtml":null})",
      R"({"json":{"a":)" + large() + R"(},"metadata":{"title":)" + large() + R"(},)" + large() + ":1}",
      // What the scanner leaves to nlohmann/json.
      R"({"markdown":)" + large() + R"(,"html":"\x"})",
      R"({"markdown":)" + large().substr(0, 1'200'000),
  };
  for (std::size_t i = 0; i < documents.size(); ++i) {
    CAPTURE(i);
    const auto body = page_of("[" + documents[i] + "]");
    const auto whole = with_nlohmann(body);
    CHECK((in_pieces(body, {}) == whole));
    for (int times = 0; times < 4; ++times) {
      std::vector<std::size_t> ends;
      for (std::size_t end = random() % 9; end < body.size(); end += 1 + random() % 700'000)
        ends.push_back(end);
      CHECK((in_pieces(body, ends) == whole));
    }
  }
}

TEST_CASE("A text that is put together in parts takes about as much memory as it needs") {
  std::mt19937 random(72);
  const std::string large = escaped_text(4'000'000, random);
  const auto body = page_of(R"([{"markdown":")" + large + R"(","html":")" + large + large + large + R"("}])");
  PageDecoder decoder;
  decoder.read(std::string_view(body).substr(0, 5'000'000), 60'000'000);
  const auto read = decoder.finish(body);
  REQUIRE(read.body.page.data.size() == 1);
  const auto& markdown = *read.body.page.data.front().markdown;
  CHECK(markdown.size() > 1'000'000);
  CHECK(markdown.capacity() <= 2 * markdown.size());
}
