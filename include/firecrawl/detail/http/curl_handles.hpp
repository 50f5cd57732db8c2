// SPDX-License-Identifier: MIT
/// @file
/// libcurl's handles, owned and typed.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "../../error.hpp"
#include "../base/pools.hpp"
#include "sigpipe_guard.hpp"
#include "told_sockets.hpp"

#if LIBCURL_VERSION_NUM < 0x074a00
#error "firecrawl needs libcurl 7.74.0 or newer"
#endif

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// Thread-safe, since a static is initialised once; curl_global_cleanup() is never called, since others may
// use curl too.
inline void init_curl() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK)
    throw TransportError("curl could not be initialised", {static_cast<int>(result), {}, 0, false});
}

// CURL and CURLM are both void, so that each needs a deleter of its own. Both may write to connections, when
// TLS ends.
struct CurlEasyDeleter {
  void operator()(CURL* easy) const noexcept {
    const SigpipeGuard guard;
    curl_easy_cleanup(easy);
  }
};
struct CurlMultiDeleter {
  void operator()(CURLM* multi) const noexcept {
    const SigpipeGuard guard;
    curl_multi_cleanup(multi);
  }
};
struct CurlListDeleter {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
struct CurlUrlDeleter {
  void operator()(CURLU* url) const noexcept { curl_url_cleanup(url); }
};
using CurlEasy = std::unique_ptr<CURL, CurlEasyDeleter>;
using CurlMulti = std::unique_ptr<CURLM, CurlMultiDeleter>;
using CurlList = std::unique_ptr<curl_slist, CurlListDeleter>;
using CurlUrl = std::unique_ptr<CURLU, CurlUrlDeleter>;

// curl_easy_setopt() is variadic: an int when curl reads a long is undefined behaviour that no compiler
// reports. This takes the types that curl reads only, and reports every failure.
template <class Value>
void set_option(CURL* easy, CURLoption option, Value value) {
  static_assert(std::is_same_v<Value, long> || std::is_same_v<Value, curl_off_t> || std::is_pointer_v<Value>);
  const CURLcode code = curl_easy_setopt(easy, option, value);
  if (code == CURLE_OK) return;
  if (code == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  throw TransportError(std::string("curl refused an option: ") + curl_easy_strerror(code),
                       {static_cast<int>(code), curl_easy_strerror(code), 0, false});
}

// Adds a line to a list of headers.
inline void append_line(CurlList& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  (void)list.release();
  list.reset(longer);
}

class CurlExchange;

// A multi handle with its connections, unused easy handles, and buffers for bodies: what a session borrows.
class CurlHandles {
 public:
  CurlHandles() : multi_(curl_multi_init()) {
    if (!multi_) throw std::bad_alloc();
#if LIBCURL_VERSION_NUM < 0x080800
    sockets_.listen_to(multi_.get());
#endif
  }
  [[nodiscard]] CURLM* multi() const noexcept { return multi_.get(); }
#if LIBCURL_VERSION_NUM < 0x080800
  [[nodiscard]] const ToldSockets& sockets() const noexcept { return sockets_; }
#endif

  CurlEasy take_easy() {
    if (idle_.empty()) {
      CurlEasy easy(curl_easy_init());
      if (!easy) throw std::bad_alloc();
      return easy;
    }
    auto easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }
  // The reset keeps connections and caches, and drops all that was set: no key, no pointer stays.
  void put_easy(CurlEasy easy) {
    curl_easy_reset(easy.get());
    // curl keeps a handle's buffer while its HTTP/2 connection is still in use, and then refuses to have the
    // size set: such a handle cannot serve again.
    if (curl_easy_setopt(easy.get(), CURLOPT_BUFFERSIZE, 16384L) != CURLE_OK) return;
    idle_.push_back(std::move(easy));
  }

  /// curl ran out of memory: in which state it left the handles is not known.
  void mark_unusable() noexcept { usable_ = false; }
  [[nodiscard]] bool usable() const noexcept { return usable_; }

  BufferPool& buffers() noexcept { return buffers_; }
  std::vector<CurlExchange*>& active() noexcept { return active_; }

 private:
#if LIBCURL_VERSION_NUM < 0x080800
  ToldSockets sockets_;  // before the multi handle, which tells it of the connections that it closes
#endif
  CurlMulti multi_;
  std::vector<CurlEasy> idle_;
  BufferPool buffers_;
  std::vector<CurlExchange*> active_;
  bool usable_ = true;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
