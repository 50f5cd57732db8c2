// SPDX-License-Identifier: MIT
// Failures that waiting does not cure: thrown at once, with words that help. And what an RequestEvent says of
// answers that are none.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/kit.hpp"
#include "support/temporary_folder.hpp"

using namespace kit;

namespace {

/// What the one attempt comes to.
fc::TransportError failure(const fc::ClientOptions& options) {
  const auto job = fc::Client(options).batch_scrape_job(id);
  auto error = thrown<fc::TransportError>([&] { job.status(); });
  CHECK(error.attempts() == 1);
  return error;
}

/// A page as two gzip members, which RFC 1952 calls one file.
std::string two_members(std::size_t document_bytes) {
  PageText page{0, 3};
  page.document_bytes = document_bytes;
  const std::string text = page;
  return support::gzip(text.substr(0, text.size() / 2)) + support::gzip(text.substr(text.size() / 2));
}

}  // namespace

TEST_CASE("HTTPS to a port that speaks HTTP says so and is not tried again") {
  const RawServer server([](RawConnection&, const RawRequest&) {},
                         [](RawConnection& connection) {
                           connection.respond(400, "Bad Request");
                           connection.close();
                         });
  auto options = options_for("https" + server.base_url().substr(4));
  std::vector<int> told;
  options.on_event = [&](const fc::RequestEvent& event) { told.push_back(event.status); };
  const auto error = failure(options);
  CHECK(contains(error.what(), "does not speak TLS; it seems to speak plain http"));
  CHECK_FALSE(error.request_sent());
  CHECK(server.connections() == 1);
  CHECK(told == std::vector<int>{0});
}

TEST_CASE("HTTP to a port that speaks TLS says so and is not tried again") {
  const RawServer server([](RawConnection& connection, const RawRequest&) {
    connection.send("\x15\x03\x01\x00\x02\x02\x46");  // a TLS alert: unexpected message
    connection.close();
  });
  CHECK(contains(failure(options_for(server.base_url())).what(), "it may speak TLS"));
}

TEST_CASE("A ca_file without a certificate is not tried again and is what the advice is about") {
  const auto folder = support::make_temporary_folder("firecrawl-ca");
  const auto file = (folder / "empty.pem").string();
  std::ofstream(file) << "no certificate\n";
  const RawServer server([](RawConnection& connection, const RawRequest&) { connection.respond(200, "{}"); });
  auto options = options_for("https" + server.base_url().substr(4));
  options.ca_file = file;
  const auto error = failure(options);
  CHECK(contains(error.what(), "ca_file (" + file + ") has to contain certificates"));
  CHECK_FALSE(contains(error.what(), "ClientOptions::ca_file"));
  CHECK(server.request_count() == 0);
  std::filesystem::remove_all(folder);
}

TEST_CASE("A body of several gzip members is an error that is not tried again") {
  const bool in_pieces = GENERATE(true, false);
  const std::size_t size = GENERATE(0U, 1'000'000U);
  CAPTURE(in_pieces, size);
  const auto body = two_members(size);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.send_head(200,
                         {{"Content-Encoding", "gzip"}, {"Content-Length", std::to_string(body.size())}});
    in_pieces ? connection.drip(body, body.size() / 4 + 1, milliseconds(1)) : connection.send(body);
    connection.stall();
  });
  const auto error = failure(options_for(server.base_url()));
  CHECK(contains(error.what(), "gzip of several members"));
  CHECK(error.request_sent());
  CHECK(server.request_count() == 1);
}

TEST_CASE("A body in an encoding that cannot be read is not tried again") {
  const std::string encoding = GENERATE("gzip", "deflate", "unheard-of");
  CAPTURE(encoding);
  const RawServer server([&](RawConnection& connection, const RawRequest&) {
    connection.respond(200, std::string(PageText{0, 3}), {{"Content-Encoding", encoding}});
  });
  failure(options_for(server.base_url()));
  CHECK(server.request_count() == 1);
}
