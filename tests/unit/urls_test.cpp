// SPDX-License-Identifier: MIT
// When two URLs name the same page, as the API and the WHATWG's URL standard have it.

#include <firecrawl/detail/base/punycode.hpp>
#include <firecrawl/detail/base/urls.hpp>
#include <string>

#include "../catch.hpp"

using firecrawl::detail::comparable_url;
using firecrawl::detail::encode_punycode;
using firecrawl::detail::scheme_of;

TEST_CASE("Labels are encoded as in RFC 3492 and as names in use are") {
  struct Row {
    const char* label;
    const char* encoded;
  };
  const Row rows[] = {
      {"b\u00FCcher", "bcher-kva"},
      {"ma\u00F1ana", "maana-pta"},
      {"fa\u00DF", "fa-hia"},
      {"\u2603", "n3h"},
      {"\u65E5\u672C\u8A9E", "wgv71a119e"},
      {"\U0001F600", "e28h"},
      {"-\u00FC-", "---xka"},
      // Section 7.1
      {"\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A"
       "\u061F",
       "egbpdaj6bu4bxfgehfvwxn"},
      {"\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587", "ihqwcrb4cv8a8dqg056pqjye"},
      {"Pro\u010Dprost\u011Bnemluv\u00ED\u010Desky", "Proprostnemluvesky-uyb24dma41a"},
      {"3\u5E74B\u7D44\u91D1\u516B\u5148\u751F", "3B-ww4c5e180e575a65lsy2b"},
      {"\u3072\u3068\u3064\u5C4B\u6839\u306E\u4E0B2", "2-u9tlzr9756bt3uc0v"},
      {"Maji\u3067Koi\u3059\u308B5\u79D2\u524D", "MajiKoi5-783gue6qz075azm5e"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.label);
    CHECK(encode_punycode(row.label) == row.encoded);
  }
}

TEST_CASE("URLs that the API and a browser take for one are the same") {
  struct Row {
    const char* one;
    const char* other;
  };
  const Row rows[] = {
      {"https://a.example", "https://a.example/"},
      {"a.example", "http://a.example/"},
      {"a.example/p?u=https://b.example", "http://a.example/p?u=https://b.example"},
      {"a.example:80/p", "http://a.example/p"},
      {"HTTPS://A.Example/p", "https://a.example/p"},
      {"https://a.example:443/p", "https://a.example/p"},
      {"https://a.example:0443/p", "https://a.example/p"},
      {"https://a.example:/p", "https://a.example/p"},
      {"http://a.example:80?q=1", "http://a.example/?q=1"},
      {"https://a.example:08443/p", "https://a.example:8443/p"},
      {"https://[2001:DB8::1]:443/", "https://[2001:db8::1]"},
      {"https://a.example/?q=1", "https://a.example?q=1"},
      {"https://a.example/p?", "https://a.example/p"},
      {"https://a.example/p/", "https://a.example/p"},
      {"https://a.example/p#top", "https://a.example/p"},
      {"https://a.example/#/p?q", "https://a.example"},
      {"  https://a.example/p \r\n", "https://a.example/p"},
      {"https://a.exa\nmple/\tp", "https://a.example/p"},
      {"https://a.example/\u00E4", "https://a.example/%C3%A4"},
      {"https://a.example/%c3%a4", "https://a.example/%C3%A4"},
      {"https://a.example/a b", "https://a.example/a%20b"},
      {"https://a.example/?q=\u00E4 b", "https://a.example/?q=%C3%A4%20b"},
      {"https://a.example/{x}", "https://a.example/%7Bx%7D"},
      {"https://b\u00FCcher.example/p", "https://xn--bcher-kva.example/p"},
      {"https://B\u00FCcher.Example:443/p", "https://xn--bcher-kva.example/p"},
      {"https://b%C3%BCcher.example/p", "https://xn--bcher-kva.example/p"},
      {"https://a.example\\p\\q", "https://a.example/p/q"},
      {"https://a.example/x/../p/./q", "https://a.example/p/q"},
      {"https://a.example/x/%2E%2e/p", "https://a.example/p"},
      {"https://a.example/../p/.", "https://a.example/p/"},
      {"https://a.example/p/..", "https://a.example"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.one, row.other);
    CHECK(comparable_url(row.one) == comparable_url(row.other));
  }
}

TEST_CASE("URLs of other pages are not the same") {
  struct Row {
    const char* one;
    const char* other;
  };
  const Row rows[] = {
      {"https://a.example", "http://a.example"},
      {"a.example", "https://a.example"},
      {"https://a.example:80", "https://a.example"},
      {"http://a.example:443", "http://a.example"},
      {"https://a.example/p", "https://a.example/P"},
      {"https://a.example/p?q=1", "https://a.example/p?q=2"},
      {"https://a.example/p?q=X", "https://a.example/p?q=x"},
      {"https://a.example/p/?q=1", "https://a.example/p?q=1"},
      {"https://a.example/p//q", "https://a.example/p/q"},
      {"https://a.example/a%2Fb", "https://a.example/a/b"},
      {"https://a.example/?a=b%26c", "https://a.example/?a=b&c"},
      {"https://user@a.example", "https://a.example"},
      {"https://a.example/%zz", "https://a.example/zz"},
      {"https://a.example/...", "https://a.example/"},
      {"https://b\u00FCcher.example", "https://bucher.example"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.one, row.other);
    CHECK(comparable_url(row.one) != comparable_url(row.other));
  }
}

TEST_CASE("Whatever text is given for a URL can be compared") {
  for (const std::string text :
       {"", " ", "/", "?", "#", "://", "http://", "http://:", "http://[", "http://]:", "@", "%",
        "http://\xE4/\xE4", "http://a.example:99999999999999999999", "...", "/..", "http://.."}) {
    CAPTURE(text);
    CHECK(comparable_url(text) == comparable_url(text + "#top"));
  }
}

TEST_CASE("The scheme of a URL is what is before its ://, if there are no dots yet") {
  CHECK(scheme_of("https://a.example") == "https");
  CHECK(scheme_of("HTP://a") == "HTP");
  CHECK(scheme_of("a.example").empty());
  CHECK(scheme_of("a.example/://").empty());
  CHECK(scheme_of("localhost/?u=http://b").empty());
  CHECK(scheme_of("").empty());
}
