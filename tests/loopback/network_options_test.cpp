// SPDX-License-Identifier: MIT
// Options of the network that are seen to be of no use before any request.
#include <filesystem>
#include <string>

#include "../catch.hpp"
#include "../support/kit.hpp"
#include "support/temporary_folder.hpp"

using namespace kit;

namespace {

std::string refused_proxy(const std::string& proxy) {
  auto options = options_for("http://server.invalid");
  options.proxy = proxy;
  return thrown<fc::UsageError>([&] { const fc::Client client(options); }).what();
}

std::string refused_ca_file(const std::string& file) {
  auto options = options_for("https://server.invalid");
  options.ca_file = file;
  return thrown<fc::UsageError>([&] { const fc::Client client(options); }).what();
}

}  // namespace

TEST_CASE("A text that cannot be a proxy is refused before any request") {
  for (const char* bad :
       {"http://proxy.example:port", "proxy.example:port", "proxy.example:65536", "proxy.example:0",
        "proxy.example:-1", "http://[::1", "http://", ":3128", "nonsense://proxy.example:3128",
        "ftp://proxy.example", "file:///proxy", "http://proxy example:3128", " http://proxy.example",
        "http://proxy.example ", "\t", " "}) {
    CAPTURE(bad);
    CHECK(contains(refused_proxy(bad), "proxy"));
  }
  for (const auto& bad : {"nonsense://user:pass-word@proxy.example",
                          "http://user:pass-word@proxy.example:port", "user:pass word@proxy.example"}) {
    CAPTURE(bad);
    const auto what = refused_proxy(bad);
    CHECK_FALSE(contains(what, "pass-word"));
    CHECK_FALSE(contains(what, "pass word"));
  }
  CHECK_THROWS_AS(fc::CurlTransport({"nonsense://proxy.example", {}}), fc::UsageError);
}

TEST_CASE("A proxy as curl takes it is taken") {
  for (const char* good :
       {"", "proxy.example", "proxy.example:3128", "http://proxy.example", "http://proxy.example:3128/",
        "HTTP://proxy.example", "https://proxy.example:3129", "socks4://proxy.example",
        "socks4a://proxy.example", "socks5://user:password@proxy.example:1080", "socks5h://proxy.example",
        "user:password@proxy.example:3128", "http://user:p%40ss@proxy.example", "127.0.0.1:3128",
        "[::1]:3128", "http://[::1]:3128"}) {
    CAPTURE(good);
    auto options = options_for("http://server.invalid");
    options.proxy = good;
    CHECK_NOTHROW(fc::Client(options));
  }
}

TEST_CASE("A client with a transport of its own has no use for proxy and ca_file") {
  auto options = options_for("http://server.invalid");
  options.proxy = "nonsense://";
  options.ca_file = "/nonexistent.pem";
  options.transport = fc::make_transport([](const fc::HttpRequest&) { return fc::HttpResponse(); });
  CHECK_NOTHROW(fc::Client(options));
}

TEST_CASE("A ca_file that cannot be read is refused before any request") {
  const auto folder = support::make_temporary_folder("firecrawl-ca");
  const auto missing = (folder / "missing.pem").string();
  CHECK(contains(refused_ca_file(missing), missing));
  CHECK(contains(refused_ca_file(missing), "No such file"));
  CHECK(contains(refused_ca_file(folder.string()), "directory"));
  CHECK_THROWS_AS(fc::CurlTransport({{}, missing}), fc::UsageError);
  std::filesystem::remove_all(folder);
}
