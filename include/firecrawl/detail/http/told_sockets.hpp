// SPDX-License-Identifier: MIT
/// @file
/// The sockets that a curl older than 8.8 waits for.
#pragma once

#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <new>
#include <vector>

#include "../../wait_set.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Takes note of each change that curl tells. It tells only changes, so this has to listen from the first
/// transfer on, and must outlive the multi handle.
class ToldSockets {
 public:
  void listen_to(CURLM* multi) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &ToldSockets::on_change);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
  }

  /// @throws std::bad_alloc also if there was no memory for a change
  [[nodiscard]] std::vector<WaitSocket> list() const {
    if (incomplete_) throw std::bad_alloc();
    return sockets_;
  }

 private:
  static int on_change(CURL* /*easy*/, curl_socket_t socket, int what, void* self, void* /*own*/) noexcept {
    static_cast<ToldSockets*>(self)->change(socket, what);
    return 0;
  }

  void change(curl_socket_t socket, int what) noexcept {
    const auto known = std::find_if(sockets_.begin(), sockets_.end(),
                                    [&](const auto& other) { return other.descriptor == socket; });
    WaitSocket now;
    now.descriptor = socket;
    now.read = what == CURL_POLL_IN || what == CURL_POLL_INOUT;
    now.write = what == CURL_POLL_OUT || what == CURL_POLL_INOUT;
    const bool wanted = now.read || now.write;
    try {
      if (known == sockets_.end()) {
        if (wanted) sockets_.push_back(now);
      } else if (wanted) {
        *known = now;
      } else {
        sockets_.erase(known);
      }
    } catch (const std::exception&) {  // this is called from C
      incomplete_ = true;
    }
  }

  std::vector<WaitSocket> sockets_;
  bool incomplete_ = false;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
