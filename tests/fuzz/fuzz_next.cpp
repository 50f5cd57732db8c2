// SPDX-License-Identifier: MIT
/// @file
/// `next` links and resume tokens. Whatever a server or a user writes: the request stays on the job's own
/// path, nothing in it breaks the request line, and a cursor that was read is a token that is taken.
#include <firecrawl/detail/job/cursor.hpp>
#include <firecrawl/detail/job/stride.hpp>
#include <string>

#include "input.hpp"

namespace {

using namespace firecrawl::detail;

const std::string job_id = "7e1f0a3c-5b2d-4c8e-9f10-3a4b5c6d7e8f";
const JobName jobs[] = {{firecrawl::JobKind::batch_scrape, job_id}, {firecrawl::JobKind::crawl, job_id}};

void check_query(const std::string& query) {
  for (const char c : query) {
    fuzz::require(static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F && c != '#',
                  "a query contains nothing that ends a request line or begins a fragment");
  }
}

void check_cursor(const Cursor& cursor) {
  check_query(cursor.query);
  fuzz::require(cursor.token.find('#') == std::string::npos, "a cursor's token has no fragment");
  fuzz::require(sanitize_query(cursor.query) == cursor.query, "a query is made fit once");
  check_query(with_limit(cursor.query, 7));
  if (cursor.skip) check_query(with_skip(cursor.query, 12));
}

void check_token(const std::string& text, const JobName& job) {
  try {
    const auto point = read_token(text, job);
    check_cursor(point.cursor);
    const auto again = read_token(point.cursor.token + "#" + std::to_string(point.delivered), job);
    fuzz::require(again.cursor.query == point.cursor.query && again.delivered == point.delivered,
                  "a token that was taken is taken again");
  } catch (const firecrawl::UsageError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto& job : jobs) {
    const auto link = read_next(text, job);
    if (link.kind == NextLink::Kind::page) {
      check_cursor(link.cursor);
      fuzz::require(!advances(link.cursor, link.cursor), "no cursor is after itself");
    }
    check_token(text, job);
  }

  // An id is one segment, whatever is in it, and its own links are known again.
  const auto segment = encode_segment(text);
  fuzz::require(segment.find_first_of("/?#% \r\n\\") == std::string::npos ||
                    segment.find_first_of("/?# \r\n\\") == std::string::npos,
                "an id is one segment");
  fuzz::require(percent_decode(segment) == text, "an id survives its encoding");
  if (!text.empty()) {
    for (const auto kind : {firecrawl::JobKind::batch_scrape, firecrawl::JobKind::crawl}) {
      const auto own = read_next(
          "https://h.example/v1" + std::string(path_of(kind)) + "/" + segment + "?skip=3", {kind, text});
      fuzz::require(own.kind == NextLink::Kind::page && own.cursor.skip == std::uint64_t{3},
                    "a job knows its own links");
    }
  }
  try {
    const Endpoint endpoint(text, firecrawl::ApiVersion::v1);
    const auto url = endpoint.url("/v1");
    fuzz::require(url.find('?') == std::string::npos && url.find('#') == std::string::npos &&
                      find_control(url) == std::string::npos,
                  "a base URL has neither query nor fragment nor control characters");
  } catch (const firecrawl::UsageError&) {
  }
  return 0;
}
