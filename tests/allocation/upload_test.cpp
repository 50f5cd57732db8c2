// SPDX-License-Identifier: MIT
// The memory that sending a file takes, as operator new sees it on the sender's thread: little, whatever the
// file's size.
#include <cstddef>
#include <string>

#include "catch.hpp"
#include "failing.hpp"
#include "firecrawl/firecrawl.hpp"
#include "support/kit.hpp"

namespace {

using namespace kit;

long long peak_of_upload(std::size_t bytes) {
  support::RawServer server([](auto& connection, const auto&) {
    connection.respond(200, R"({"success":true,"data":{"markdown":"# Report"}})");
  });
  auto options = options_for(server.base_url());
  options.api_version = fc::ApiVersion::v2;
  const fc::Client client(options);
  fc::File file;
  file.name = "report.pdf";
  file.content = std::string(bytes, 'x');
  failing::begin_peak();
  REQUIRE(client.parse(file).markdown == "# Report");
  return failing::usage().peak;
}

}  // namespace

TEST_CASE("A file of 50 MB is sent without a copy") {
  const auto small = peak_of_upload(1000);
  const auto large = peak_of_upload(std::size_t{50} << 20);
  CAPTURE(small, large);
  CHECK(large < 1'000'000);
  CHECK(large < small + 100'000);
}
