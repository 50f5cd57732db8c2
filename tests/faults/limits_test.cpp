// SPDX-License-Identifier: MIT
// Answers that are too large, too deep or too many: each is an error of its own kind, and what is kept of
// them stays small.
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

#include "catch.hpp"
#include "fault_kit.hpp"
#include "support/http_message.hpp"
#include "support/raw_server.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FIRECRAWL_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FIRECRAWL_SANITIZED 1
#endif
#endif

namespace {

using namespace faults;

constexpr std::size_t mebibyte = std::size_t{1} << 20;

/// A line of /proc/self/status, in bytes.
std::size_t memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kibibytes = 0;
    if (word == name + ':' && status >> kibibytes) return kibibytes * 1024;
  }
  return 0;
}

/// The most memory that the process had at once in the life of this object, beyond what it had at its
/// beginning.
class Peak {
 public:
  Peak() {
    std::ofstream("/proc/self/clear_refs") << "5";  // the high-water mark begins again
    before_ = memory("VmRSS");
  }
  std::size_t more() const {
    const auto peak = memory("VmHWM");
    return peak > before_ ? peak - before_ : 0;
  }

 private:
  std::size_t before_ = 0;
};

void require_less(const Peak& peak, std::size_t bytes, const char* what) {
  const auto more = peak.more();
  if (std::getenv("FIRECRAWL_TABLE") != nullptr) {
    std::cout << "| " << what << " | " << static_cast<double>(more) / static_cast<double>(mebibyte)
              << " MiB |\n";
  }
#if !defined(FIRECRAWL_SANITIZED)  // sanitizers keep what is freed
  CHECK(more < bytes);
#else
  (void)bytes;
#endif
}

fc::Job job_at(const support::RawServer& server, std::size_t limit) {
  auto options = options_for(server.base_url());
  options.max_response_bytes = limit;
  options.retry.max_attempts = 2;
  return fc::Client(options).batch_scrape_job(id);
}

/// Sends a piece until the client has had enough, or a gigabyte.
void send_without_end(support::RawConnection& connection, const std::string& piece) {
  for (std::size_t sent = 0; sent < 1024 * mebibyte && connection.send(piece); sent += piece.size()) {
  }
}

void require_too_large(const char* what, const support::RawServer::Handler& handler) {
  support::RawServer server(handler);
  const auto job = job_at(server, mebibyte);
  const Peak peak;
  auto range = job.documents();
  const auto outcome = read(range);
  INFO(what << ": " << outcome.what);
  CHECK(outcome.error == "ResponseTooLargeError");
  CHECK(contains(outcome.what, path));
  CHECK(server.request_count() == 1);  // it would be as large again
  CHECK(outcome.next == path);
  require_less(peak, 24 * mebibyte, what);
}

/// The error that comes of this body.
Outcome outcome_of(const std::string& body, int status = 200) {
  support::RawServer server([&](auto& connection, const auto&) { connection.respond(status, body); });
  auto range = job_at(server, 0).documents();
  return read(range);
}

std::string page(const std::string& data) { return R"({"status":"completed","data":[)" + data + "]}"; }

}  // namespace

TEST_CASE("A body that is too large ends while it arrives", "[limits]") {
  const std::string piece(mebibyte, ' ');
  const std::string chunk = "100000\r\n" + piece + "\r\n";
  const auto bomb = support::gzip(std::string(400 * mebibyte, ' '));
  require_too_large("endless, chunked", [&](auto& connection, const auto&) {
    connection.send_head(200, {{"Transfer-Encoding", "chunked"}});
    send_without_end(connection, chunk);
  });
  require_too_large("endless, until closed", [&](auto& connection, const auto&) {
    connection.send_head(200, {{"Connection", "close"}});
    send_without_end(connection, piece);
  });
  require_too_large("a gigabyte, announced", [&](auto& connection, const auto&) {
    connection.send_head(200, {{"Content-Length", "1073741824"}});
    send_without_end(connection, piece);
  });
  require_too_large("gzip that grows to 400 MiB", [&](auto& connection, const auto&) {
    connection.respond(200, bomb, {{"Content-Encoding", "gzip"}});
  });
  require_too_large("an error of a gigabyte", [&](auto& connection, const auto&) {
    connection.send_head(500, {{"Transfer-Encoding", "chunked"}});
    send_without_end(connection, chunk);
  });
}

TEST_CASE("A head that is too large ends while it arrives", "[limits]") {
  require_too_large("endless header fields", [](auto& connection, const auto&) {
    connection.send("HTTP/1.1 200 OK\r\n");
    send_without_end(connection, "X-Padding: " + std::string(1000, 'x') + "\r\n");
  });
  require_too_large("a header field without end", [](auto& connection, const auto&) {
    connection.send("HTTP/1.1 200 OK\r\nX-Padding: ");
    send_without_end(connection, std::string(10'000, 'x'));
  });
  require_too_large("interim answers without end", [](auto& connection, const auto&) {
    send_without_end(connection, "HTTP/1.1 103 Early Hints\r\nLink: " + std::string(1000, 'x') + "\r\n\r\n");
  });
  require_too_large("endless trailer fields", [](auto& connection, const auto&) {
    connection.send_head(200, {{"Transfer-Encoding", "chunked"}});
    connection.send("0\r\n");
    send_without_end(connection, "X-Padding: " + std::string(1000, 'x') + "\r\n");
  });
}

TEST_CASE("A page of exactly the limit is read", "[limits]") {
  const auto body = page("{}");
  support::RawServer server([&](auto& connection, const auto&) { connection.respond(200, body); });
  CHECK(job_at(server, body.size()).status().data.size() == 1);
  CHECK_THROWS_AS(job_at(server, body.size() - 1).status(), fc::ResponseTooLargeError);
}

TEST_CASE("A document that is nested too deeply is read, and a body that never ends is an error",
          "[limits]") {
  const auto nested = [](std::size_t depth) {
    return page(R"({"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}");
  };
  const Peak peak;
  for (const std::size_t depth : {200U, 300U, 200'000U}) CHECK(outcome_of(nested(depth)).error.empty());
  for (const std::string brackets : {"[", "{\"a\":", "[{\"a\":"}) {
    const auto outcome = outcome_of(page(repeated(200'000, brackets)));
    CHECK(outcome.error == "DecodeError");
    CHECK(outcome.next == path);
    CHECK(outcome_of(repeated(200'000, brackets), 400).error == "BadRequestError");
  }
  require_less(peak, 32 * mebibyte, "200,000 levels");
}

TEST_CASE("A body of too many values is read without them or is a DecodeError", "[limits][million]") {
  std::string keys;
  for (int i = 0; i < 1'100'000; ++i) keys += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":0";
  struct Row {
    const char* what;
    std::string body;
    const char* error;
  };
  const Row rows[] = {
      {"documents", page(repeated(150'000, "{}", ",")), "DecodeError"},
      {"null documents", page(repeated(150'000, "null", ",")), "DecodeError"},
      {"documents that are numbers", page(repeated(150'000, "7", ",")), "DecodeError"},
      {"keys of the body", R"({"status":"completed",)" + keys + R"(,"data":[]})", "DecodeError"},
      {"values in an array", page(R"({"x":[)" + repeated(1'100'000, "0", ",") + "]}"), ""},
      {"values that are too deep",
       page(R"({"x":)" + std::string(253, '[') + repeated(1'100'000, "[]", ",") + std::string(253, ']') +
            "}"),
       ""},
      {"numbers beyond double", page(R"({"x":[)" + repeated(1'100'000, "1e400", ",") + "]}"), ""},
      {"links", page(R"({"links":[)" + repeated(1'200'000, "\"\"", ",") + "]}"), ""},
      {"keys of a document", page("{" + keys + "}"), ""},
      {"keys of metadata", page(R"({"metadata":{)" + keys + "}}"), ""},
      {"values of many documents", page(repeated(5'000, "{\"x\":[" + repeated(400, "{}", ",") + "]}", ",")),
       ""},
  };
  for (const auto& row : rows) {
    const Peak peak;
    const auto outcome = outcome_of(row.body);
    INFO(row.what << ": " << outcome.what);
    CHECK(outcome.error == row.error);
    if (!outcome.error.empty()) CHECK(contains(outcome.what, "contains more than"));
    require_less(peak, 400 * mebibyte, row.what);
  }
}
