// SPDX-License-Identifier: MIT
/// @file
/// URLs: their escapes (RFC 3986), and when two of them name the same page for the API and for the WHATWG's
/// URL standard, https://url.spec.whatwg.org.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "punycode.hpp"
#include "text.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

[[nodiscard]] constexpr bool is_unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

inline void append_percent_encoded(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += hex[byte >> 4U];
  out += hex[byte & 15U];
}

/// The byte that the escape at `at` of `text` writes; -1 if there is none.
[[nodiscard]] inline int escaped_byte(std::string_view text, std::size_t at) noexcept {
  if (text[at] != '%' || at + 2 >= text.size()) return -1;
  const int high = hex_digit(text[at + 1]);
  const int low = hex_digit(text[at + 2]);
  return high >= 0 && low >= 0 ? high * 16 + low : -1;
}

[[nodiscard]] inline std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = escaped_byte(text, i);
    out += byte >= 0 ? static_cast<char>(byte) : text[i];
    if (byte >= 0) i += 2;
  }
  return out;
}

/// `url` without the blanks and control characters around it, which readers of URLs pass over.
[[nodiscard]] inline std::string_view trimmed_url(std::string_view url) noexcept {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!url.empty() && is_blank(url.front())) url.remove_prefix(1);
  while (!url.empty() && is_blank(url.back())) url.remove_suffix(1);
  return url;
}

/// The scheme of a trimmed URL, as written; empty if it has none, and the API puts "http://" before it.
[[nodiscard]] inline std::string_view scheme_of(std::string_view url) noexcept {
  const auto end = url.find("://");
  const auto scheme = url.substr(0, end == std::string_view::npos ? 0 : end);
  return scheme.find_first_of(".:/?#") == std::string_view::npos ? scheme : std::string_view();
}

/// A part of a URL with what it must not contain percent-encoded, `also` included, and the digits of the
/// escapes that it has in capitals.
[[nodiscard]] inline std::string with_escapes(std::string_view text, std::string_view also) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int byte = escaped_byte(text, i);
    if (byte >= 0) {
      append_percent_encoded(out, static_cast<char>(byte));
      i += 2;
    } else if (c == ' ' || is_control(c) || static_cast<unsigned char>(c) >= 0x80 ||
               also.find(c) != std::string_view::npos) {
      append_percent_encoded(out, c);
    } else {
      out += c;
    }
  }
  return out;
}

/// A path without the segments "." and "..", which lead elsewhere in it, also if their dots are escaped.
[[nodiscard]] inline std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  while (!path.empty()) {
    path.remove_prefix(1);  // a slash
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    const auto name = segment.size() <= 6 ? percent_decode(segment) : std::string();
    const bool is_dots = name == "." || name == "..";
    if (name == ".." && !kept.empty()) kept.pop_back();
    if (!is_dots) kept.push_back(segment);
    if (is_dots && path.empty()) kept.emplace_back();  // "/a/." is "/a/"
  }
  std::string out;
  for (const auto segment : kept) out.append("/").append(segment);
  return out;
}

/// Host and port as a reader of URLs has them: the host as DNS writes it, and no port that the scheme has
/// anyway.
[[nodiscard]] inline std::string comparable_authority(std::string_view authority, std::string_view scheme) {
  const auto host_begin = authority.rfind('@') + 1;  // 0 if there is none
  const auto bracket = authority.rfind(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? host_begin : bracket);
  auto host = percent_decode(authority.substr(host_begin, (std::min)(colon, authority.size()) - host_begin));
  std::string out(authority.substr(0, host_begin));
  out += to_ascii_host(to_valid_utf8(std::move(host)));
  if (colon == std::string_view::npos) return out;
  const auto port = authority.substr(colon + 1);
  const auto number = parse_number(port);
  const bool is_default = port.empty() || number == (scheme == "https" ? 443U : 80U);
  if (!is_default) out += ':' + (number ? std::to_string(*number) : std::string(port));
  return out;
}

/// A form of a page's URL that is the same for all URLs that the API and a browser take for one: with a
/// scheme
/// ("http", if it has none), the host as DNS writes it, no default port, dots resolved, escapes where they
/// are needed, and no fragment. Without the slash at its end, too, which servers put and leave out.
[[nodiscard]] inline std::string comparable_url(std::string_view url) {
  url = trimmed_url(url);
  std::string text(url.substr(0, url.find('#')));
  const auto is_break = [](char c) { return c == '\t' || c == '\n' || c == '\r'; };
  text.erase(std::remove_if(text.begin(), text.end(), is_break), text.end());

  std::string_view rest = text;
  std::string scheme(scheme_of(rest));
  if (scheme.empty()) {
    scheme = "http";
  } else {
    rest.remove_prefix(scheme.size() + 3);
    for (char& c : scheme) c = to_lower(c);
  }
  const auto authority = rest.substr(0, rest.find_first_of("/\\?"));
  rest.remove_prefix(authority.size());
  std::string path(rest.substr(0, rest.find('?')));
  rest.remove_prefix(path.size());
  std::replace(path.begin(), path.end(), '\\', '/');
  path = without_dot_segments(with_escapes(path, "\"<>`{}^"));
  if (rest.size() <= 1 || path == "/") {  // no query, or the page of the host itself
    while (!path.empty() && path.back() == '/') path.pop_back();
  }
  const auto query = rest.size() <= 1 ? std::string() : with_escapes(rest, "\"<>'");
  return scheme + "://" + comparable_authority(authority, scheme) + path + query;
}

/// `text` as one path segment: all but the unreserved characters are encoded, so that it can neither end the
/// segment nor begin a query.
[[nodiscard]] inline std::string encode_segment(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      append_percent_encoded(out, c);
    }
  }
  return out;
}

/// A query that somebody else wrote, made fit for a request line: what RFC 3986 does not allow in a query is
/// encoded, the rest (percent signs included) stays as it is.
[[nodiscard]] inline std::string sanitize_query(std::string_view query) {
  constexpr std::string_view allowed = "!$&'()*+,;=:@/?%";
  std::string out;
  for (const char c : query) {
    if (is_unreserved(c) || allowed.find(c) != std::string_view::npos) {
      out += c;
    } else {
      append_percent_encoded(out, c);
    }
  }
  return out;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
