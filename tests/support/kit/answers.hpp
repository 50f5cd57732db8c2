// SPDX-License-Identifier: MIT
/// @file
/// What the servers of the tests answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "../documents.hpp"
#include "../http_message.hpp"
#include "../loopback_server.hpp"
#include "basics.hpp"

namespace kit {

/// A completed job with this many documents.
inline support::Job make_job(std::size_t count, std::size_t page_documents = 100) {
  support::Job job;
  job.id = id;
  job.count = count;
  job.page_documents = page_documents;
  return job;
}

/// The body of a status answer, for servers that write their own.
struct PageText {
  std::size_t first = 0;
  std::size_t count = 0;
  std::optional<std::string> next{};
  std::string status = "completed";
  std::int64_t completed = 0;      ///< 0: the documents up to the end of this page
  std::size_t document_bytes = 0;  ///< 0: about a thousand

  operator std::string() const {  // NOLINT(google-explicit-constructor)
    const auto done = completed != 0 ? completed : static_cast<std::int64_t>(first + count);
    std::string text = R"({"success":true,"status":")" + status + R"(","completed":)" + std::to_string(done) +
                       R"(,"total":)" + std::to_string(done) + R"(,"creditsUsed":1)" +
                       R"(,"expiresAt":"2030-01-02T03:04:05.000Z")";
    if (next) text += R"(,"next":")" + *next + '"';
    text += R"(,"data":[)";
    for (std::size_t i = first; i < first + count; ++i) {
      if (i > first) text += ',';
      text +=
          document_bytes != 0 ? support::make_large_document(i, document_bytes) : support::make_document(i);
    }
    return text + "]}";
  }
};

/// "?skip=…", as a server may write its `next`.
inline std::string next_at(std::size_t skip) { return path + "?skip=" + std::to_string(skip); }

/// The skip that a request asks for; 0 if it has none.
inline std::size_t skip_of(const support::Request& request) {
  return std::stoull(request.parameter("skip").value_or("0"));
}

}  // namespace kit
