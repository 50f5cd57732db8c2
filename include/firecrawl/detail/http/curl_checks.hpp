// SPDX-License-Identifier: MIT
/// @file
/// Options of the network that can be seen to be of no use before any request is sent.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <ios>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <system_error>

#include "../../error.hpp"
#include "../base/text.hpp"
#include "curl_handles.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// A part of a URL; empty if it has none.
[[nodiscard]] inline std::string url_part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owner(text, &curl_free);
  return text;
}

// Reads the text as curl will. No message repeats it: a password may be in it.
inline void check_proxy(const std::string& proxy) {
  if (proxy.empty()) return;
  const auto blank = [](char c) { return c == ' ' || is_control(c); };
  if (std::any_of(proxy.begin(), proxy.end(), blank))
    throw UsageError("proxy contains a blank or a control character");
  const CurlUrl url(curl_url());
  if (!url) throw std::bad_alloc();
  const auto code =
      curl_url_set(url.get(), CURLUPART_URL, proxy.c_str(), CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME);
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc();
  const auto port = url_part(url.get(), CURLUPART_PORT);
  if (code == CURLUE_BAD_PORT_NUMBER || port == "0")
    throw UsageError("the port of the proxy is not a number from 1 to 65535");
  if (code != CURLUE_OK || url_part(url.get(), CURLUPART_HOST).empty())
    throw UsageError(
        "proxy is not like \"http://user:password@proxy.example:3128\" or \"proxy.example:3128\"");
  const auto scheme = url_part(url.get(), CURLUPART_SCHEME);
  constexpr std::array<std::string_view, 7> known{"http",    "https",  "socks",  "socks4",
                                                  "socks4a", "socks5", "socks5h"};
  const auto is_scheme = [&](std::string_view name) { return same_ignoring_case(scheme, name); };
  if (std::none_of(known.begin(), known.end(), is_scheme))
    throw UsageError(
        "proxy has a scheme that curl does not know (http, https, socks4, socks4a, socks5, socks5h)");
  if (is_scheme("https") && (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTPS_PROXY) == 0)
    throw UsageError("proxy is an https URL, and this libcurl was built without TLS to proxies");
}

inline void check_ca_file(const std::string& ca_file) {
#if !defined(_WIN32)  // there curl reads the name in another encoding than the standard library does
  if (ca_file.empty()) return;
  errno = 0;
  std::ifstream file(ca_file, std::ios::binary);
  if (file) file.peek();  // a folder can be opened
  if (!file.bad() && file.is_open()) return;
  throw UsageError("ca_file (" + ca_file + ") cannot be read: " + std::generic_category().message(errno));
#else
  (void)ca_file;
#endif
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
