// SPDX-License-Identifier: MIT
/// @file
/// Which sockets curl waits for.
#pragma once

#include <algorithm>
#include <new>
#include <string>
#include <vector>

#include "../../error.hpp"
#include "../../wait_set.hpp"
#include "curl_handles.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline void throw_if_bad(CURLMcode code) {
  if (code == CURLM_OUT_OF_MEMORY) throw std::bad_alloc();
  if (code != CURLM_OK)
    throw TransportError(std::string("curl: ") + curl_multi_strerror(code));  // no CURLcode
}

// curl 8.8 and newer tell when they are asked. Older ones have curl_multi_fdset(), which leaves out what is
// above FD_SETSIZE, and a function of ours to tell of each change: they call it in curl_multi_socket_all(),
// which is curl_multi_perform() with the changes told after it. (It is deprecated, for being slower than
// curl_multi_socket_action() with thousands of transfers. A range has a few.)
#if LIBCURL_VERSION_NUM >= 0x080800

class CurlSockets {
 public:
  explicit CurlSockets(CurlHandles& handles) noexcept : handles_(handles) {}

  CURLMcode perform(int& running) { return curl_multi_perform(handles_.multi(), &running); }

  std::vector<WaitSocket> list() {
    std::vector<curl_waitfd> found(8);
    unsigned count = 0;
    for (;;) {
      const auto room = static_cast<unsigned>(found.size());
      const auto code = curl_multi_waitfds(handles_.multi(), found.data(), room, &count);
      if (code == CURLM_OK && count <= room) break;
      if (code != CURLM_OUT_OF_MEMORY || room > most) throw_if_bad(code);  // so it says that there is no room
      found.resize(found.size() * 2);
    }
    std::vector<WaitSocket> sockets;
    for (unsigned i = 0; i < count; ++i) {
      WaitSocket socket;
      socket.descriptor = found[i].fd;
      socket.read = (found[i].events & CURL_WAIT_POLLIN) != 0;
      socket.write = (found[i].events & CURL_WAIT_POLLOUT) != 0;
      if (socket.read || socket.write) sockets.push_back(socket);
    }
    return sockets;
  }

 private:
  static constexpr unsigned most = 100'000;
  CurlHandles& handles_;
};

#else

class CurlSockets {
 public:
  explicit CurlSockets(CurlHandles& handles) noexcept : handles_(handles) {}

  CURLMcode perform(int& running) {
    if (!listed_) return curl_multi_perform(handles_.multi(), &running);
    return perform_and_tell(running);
  }

  std::vector<WaitSocket> list() {
    if (!listed_) {
      listed_ = true;
      int running = 0;
      throw_if_bad(perform_and_tell(running));
    }
    return handles_.sockets().list();
  }

 private:
  CURLMcode perform_and_tell(int& running) {
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
    return curl_multi_socket_all(handles_.multi(), &running);
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
  }

  CurlHandles& handles_;
  bool listed_ = false;  // somebody wants to know
};

#endif

}  // namespace detail
FIRECRAWL_END_NAMESPACE
