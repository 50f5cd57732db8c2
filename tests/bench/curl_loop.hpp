// SPDX-License-Identifier: MIT
// What the readers that are written against libcurl share: one handle, one page after the other.
#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace bench {

using WriteFunction = std::size_t (*)(char*, std::size_t, std::size_t, void*);

class CurlLoop {
 public:
  CurlLoop(WriteFunction write, void* target) {
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, write);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, target);
    curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, 512L * 1024);
    headers_ = curl_slist_append(headers_, "Authorization: Bearer fc-benchmark");
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
  }
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;
  ~CurlLoop() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
  }

  void post(const std::string& url, const std::string& body) {
    curl_easy_setopt(easy_, CURLOPT_COPYPOSTFIELDS, body.c_str());
    get(url);
  }

  void get(const std::string& url) {
    curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
    const CURLcode code = curl_easy_perform(easy_);
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && status == 200) return;
    std::fprintf(stderr, "%s: %s, %ld\n", url.c_str(), curl_easy_strerror(code), status);
    std::exit(1);
  }

 private:
  CURL* easy_ = curl_easy_init();
  curl_slist* headers_ = nullptr;
};

}  // namespace bench
