// SPDX-License-Identifier: MIT
/// @file
/// From a transfer that failed to the exception that says why, and what to do about it.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "../../error.hpp"
#include "../../options.hpp"
#include "../base/secrets.hpp"
#include "curl_handles.hpp"
#include "lasting_error.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What curl's own message does not say.
struct CurlAdvice {
  std::string words;     ///< put after curl's own
  bool lasting = false;  ///< whether repeating the request is of no use
};

/// The status with which a proxy answered CONNECT in this transfer; 0 if it was not asked or did not
/// answer.
[[nodiscard]] inline long connect_status(CURL* easy) noexcept {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
  return status;
}

/// True if any of the request may have reached the server. What curl counts as sent includes CONNECT,
/// which a proxy reads: by way of a tunnel, as with TLS at all, nothing of a request goes out before TLS is
/// up. (TLS with a proxy counts as well. Then this is true more often than it needs to be.)
[[nodiscard]] inline bool may_have_been_sent(CURL* easy, bool tls) noexcept {
  long bytes = 0;
  curl_off_t tls_up = 0;
  curl_off_t under_way = 0;
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes);
  curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &tls_up);  // 0 on a kept connection
  curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &under_way);
  const long tunnel = connect_status(easy);
  if (bytes <= 0 || (tunnel != 0 && tunnel / 100 != 2)) return false;
  return !tls || tls_up > 0 || under_way > 0;
}

/// True for what TLS libraries say of an answer that is not TLS.
[[nodiscard]] inline bool is_not_tls(std::string_view text) noexcept {
  for (const std::string_view words :
       {"wrong version number", "packet length too long",  // OpenSSL and the like
        "unexpected TLS packet",                           // GnuTLS
        "SEC_E_INVALID_TOKEN",                             // Windows
        "invalid SSL record"}) {                           // Mbed TLS
    if (text.find(words) != std::string_view::npos) return true;
  }
  return false;
}

[[nodiscard]] inline CurlAdvice advice_on_tls(CURLcode code, std::string_view text,
                                              const std::string& ca_file) {
  if (code == CURLE_PEER_FAILED_VERIFICATION && ca_file.empty())
    return {"; a server with a certificate authority of its own needs ClientOptions::ca_file", true};
  if (code == CURLE_PEER_FAILED_VERIFICATION)
    return {"; trusted are the authorities in ca_file (" + ca_file + ") alone, and not the system's", true};
  if (code == CURLE_SSL_CACERT_BADFILE && ca_file.empty())
    return {"; name a file of certificate authorities in ClientOptions::ca_file", true};
  if (code == CURLE_SSL_CACERT_BADFILE)
    return {"; ca_file (" + ca_file + ") has to contain certificates in PEM form", true};
  if (code == CURLE_SSL_CONNECT_ERROR && is_not_tls(text))
    return {"; this port does not speak TLS; it seems to speak plain http", true};
  if (code == CURLE_SSL_CONNECT_ERROR && text.find("alert protocol version") != std::string_view::npos)
    return {"; the server has to speak TLS 1.2 or newer", true};
  return {};
}

[[nodiscard]] inline CurlAdvice advice_on(CURL* easy, CURLcode code, std::string_view text,
                                          const std::string& ca_file) {
  const long tunnel = connect_status(easy);
  if (tunnel == 407)
    return {"; the proxy wants a user name and a password in ClientOptions::proxy, or not those", true};
  if (tunnel != 0 && tunnel / 100 != 2) {
    const bool may_pass = tunnel == 408 || tunnel == 429 || (tunnel / 100 == 5 && tunnel != 501);
    return {"; it is the proxy that answered so, the server was not reached", !may_pass};
  }
  // All that was decoded had been taken: what is left is what curl cannot decode.
  if (code == CURLE_WRITE_ERROR)
    return {"; the body is compressed in a way that curl does not read, such as gzip of several members",
            true};
  if (code == CURLE_UNSUPPORTED_PROTOCOL && text.find("HTTP/0.9") != std::string_view::npos)
    return {"; this port does not speak http; it may speak TLS, and belong to https://", true};
  return advice_on_tls(code, text, ca_file);
}

/// @param words what curl says @param tls whether the request is one for an https URL
[[nodiscard]] inline std::exception_ptr make_curl_error(CURL* easy, CURLcode code, const std::string& words,
                                                        bool tls, const CurlTransportOptions& options) {
  // curl repeats a proxy that it cannot use, and a password may be in it.
  const auto text = options.proxy.find('@') == std::string::npos ? words : redact(words, options.proxy);
  const bool sent = may_have_been_sent(easy, tls);
  const auto advice = advice_on(easy, code, text, options.ca_file);
  const auto what = text + advice.words;
  TransportFailure failure{static_cast<int>(code), text, 1, sent};
  if (advice.lasting) return std::make_exception_ptr(LastingError(what, std::move(failure)));
  if (code == CURLE_OPERATION_TIMEDOUT)
    return std::make_exception_ptr(TimeoutError(what, std::move(failure)));
  return std::make_exception_ptr(TransportError(what, std::move(failure)));
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
