// SPDX-License-Identifier: MIT
#include <firecrawl/detail/base/urls.hpp>
#include <firecrawl/detail/call/checks.hpp>
#include <firecrawl/detail/call/endpoint.hpp>
#include <firecrawl/error.hpp>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
namespace detail = firecrawl::detail;
using detail::Endpoint;
using fc::ApiVersion;

TEST_CASE("Requests go below the base URL with its path prefix") {
  struct Row {
    const char* base_url;
    const char* url;
  };
  const Row rows[] = {
      {"https://api.firecrawl.dev", "https://api.firecrawl.dev/v1/batch/scrape/7e1f"},
      {"https://api.firecrawl.dev/", "https://api.firecrawl.dev/v1/batch/scrape/7e1f"},
      {"https://api.firecrawl.dev///", "https://api.firecrawl.dev/v1/batch/scrape/7e1f"},
      {"http://localhost:3002", "http://localhost:3002/v1/batch/scrape/7e1f"},
      {"HTTPS://Example.COM:65535/a/b/", "HTTPS://Example.COM:65535/a/b/v1/batch/scrape/7e1f"},
      {"http://127.0.0.1:1", "http://127.0.0.1:1/v1/batch/scrape/7e1f"},
      {"http://[::1]", "http://[::1]/v1/batch/scrape/7e1f"},
      {"http://[fe80::1%25eth0]:80", "http://[fe80::1%25eth0]:80/v1/batch/scrape/7e1f"},
      {"http://bücher.example/ü", "http://bücher.example/ü/v1/batch/scrape/7e1f"},
      {"http://my_host-1.local", "http://my_host-1.local/v1/batch/scrape/7e1f"},
      {"http://[::1]:8080/x", "http://[::1]:8080/x/v1/batch/scrape/7e1f"},
      {"http://h", "http://h/v1/batch/scrape/7e1f"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.base_url);
    const Endpoint endpoint(row.base_url, ApiVersion::v1);
    CHECK(endpoint.url(endpoint.job_path(fc::JobKind::batch_scrape, "7e1f")) == row.url);
  }
}

TEST_CASE("The version of the API is the first segment below the base URL") {
  CHECK(Endpoint("http://h/p", ApiVersion::v1).jobs_path(fc::JobKind::batch_scrape) == "/v1/batch/scrape");
  CHECK(Endpoint("http://h/p", ApiVersion::v2).jobs_path(fc::JobKind::batch_scrape) == "/v2/batch/scrape");
  CHECK(Endpoint("http://h/p", ApiVersion::v2).job_path(fc::JobKind::batch_scrape, "7e1f") ==
        "/v2/batch/scrape/7e1f");
}

TEST_CASE("A version at the end of the base URL is left out if it is the one that is asked for") {
  struct Row {
    const char* base_url;
    const char* url;
  };
  const Row rows[] = {
      {"https://api.firecrawl.dev/v1", "https://api.firecrawl.dev/v1/batch/scrape"},
      {"https://api.firecrawl.dev/v1/", "https://api.firecrawl.dev/v1/batch/scrape"},
      {"http://h:3002/team/v1//", "http://h:3002/team/v1/batch/scrape"},
      {"http://h//v1", "http://h/v1/batch/scrape"},
      {"http://h/v1/v1", "http://h/v1/v1/batch/scrape"},  // a prefix of that name
      {"http://h/v2/v1", "http://h/v2/v1/batch/scrape"},
      {"http://v1", "http://v1/v1/batch/scrape"},
      {"http://v2", "http://v2/v1/batch/scrape"},
      {"http://h/xv1", "http://h/xv1/v1/batch/scrape"},
      {"http://h/v1/x", "http://h/v1/x/v1/batch/scrape"},
      {"http://h/v12", "http://h/v12/v1/batch/scrape"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.base_url);
    const Endpoint endpoint(row.base_url, ApiVersion::v1);
    CHECK(endpoint.url(endpoint.jobs_path(fc::JobKind::batch_scrape)) == row.url);
  }
  const Endpoint v2("https://api.firecrawl.dev/v2/", ApiVersion::v2);
  CHECK(v2.url(v2.job_path(fc::JobKind::batch_scrape, "7e1f")) ==
        "https://api.firecrawl.dev/v2/batch/scrape/7e1f");
}

TEST_CASE("A base URL that ends in the other version is refused with both ways out") {
  const auto v2 = kit::thrown<fc::UsageError>([] { Endpoint("https://h/team/v2/", ApiVersion::v1); });
  CHECK(kit::contains(v2.what(),
                      "base_url ends in /v2, but api_version is ApiVersion::v1: set api_version to "
                      "ApiVersion::v2, or leave /v2 out of base_url"));
  const auto v1 = kit::thrown<fc::UsageError>([] { Endpoint("https://h/v1", ApiVersion::v2); });
  CHECK(kit::contains(v1.what(), "set api_version to ApiVersion::v1, or leave /v1 out"));
}

TEST_CASE("The hosted service is known by its name") {
  for (const char* url :
       {"https://api.firecrawl.dev", "HTTP://API.Firecrawl.DEV:443/x", "https://api.firecrawl.dev/v1"}) {
    CAPTURE(url);
    CHECK(Endpoint(url, ApiVersion::v1).is_hosted());
  }
  for (const char* url : {"https://firecrawl.dev", "https://api.firecrawl.dev.example",
                          "http://h/api.firecrawl.dev", "https://xapi.firecrawl.dev"}) {
    CAPTURE(url);
    CHECK_FALSE(Endpoint(url, ApiVersion::v1).is_hosted());
  }
}

TEST_CASE("A base URL that is not an absolute http URL is refused with the reason") {
  struct Row {
    std::string base_url;
    const char* why;
  };
  const Row rows[] = {
      {"", "it is empty"},
      {"api.firecrawl.dev", "does not begin with http"},
      {"//api.firecrawl.dev", "does not begin with http"},
      {"/v1", "does not begin with http"},
      {"ftp://host", "does not begin with http"},
      {"file:///etc/passwd", "does not begin with http"},
      {"httpss://host", "does not begin with http"},
      {"http:host", "does not begin with http"},
      {"http:/host", "does not begin with http"},
      {"localhost:3002", "does not begin with http"},
      {"http://", "names no host"},
      {"https:///path", "names no host"},
      {"http://:8080", "names no host"},
      {"http://host:", "its port"},
      {"http://host:0", "its port"},
      {"http://host:65536", "its port"},
      {"http://host:80a", "its port"},
      {"http://host:-1", "its port"},
      {"http://host:80:90", "its port"},
      {"http://::1", "names no host"},
      {"http://[::1]:x", "its port"},
      {"http://[::1]x:80", "not a host"},
      {"http://[]", "not a host"},
      {"http://[gg]", "not a host"},
      {"http://[::1", "not a host"},
      {"http://::1]", "not a host"},
      {"http://%", "not a host"},
      {"http://a|b", "a blank"},
      {"http://h/{x}", "a blank"},
      {"http://h^", "a blank"},
      {"http://h/`", "a blank"},
      {"http://user@host", "user name or password"},
      {"http://user:pw@host", "user name or password"},
      {"https://api.firecrawl.dev@evil.example", "user name or password"},
      {"http://host?x=1", "query or a fragment"},
      {"http://host/#top", "query or a fragment"},
      {" http://host", "a blank"},
      {"http://host ", "a blank"},
      {"http://ho st", "a blank"},
      {"http://host\n", "a blank"},
      {std::string("http://host\0.evil", 17), "a blank"},
      {"http://host\\@evil.example", "a blank"},
      {"http://<host>", "a blank"},
      {"http://host\x7F", "a blank"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.base_url);
    const auto error = kit::thrown<fc::UsageError>([&] { Endpoint(row.base_url, ApiVersion::v1); });
    CAPTURE(error.what());
    CHECK(kit::contains(error.what(), "base_url must be an absolute http(s) URL"));
    CHECK(kit::contains(error.what(), row.why));
  }
}

TEST_CASE("An id stays one segment of the path whatever it contains") {
  const Endpoint endpoint("https://h", ApiVersion::v1);
  CHECK(endpoint.job_path(fc::JobKind::batch_scrape, "../../team?x=1#y") ==
        "/v1/batch/scrape/..%2F..%2Fteam%3Fx%3D1%23y");
  CHECK(endpoint.job_path(fc::JobKind::batch_scrape, "7e1f0c2a-0000-4000-8000-00000000000a") ==
        "/v1/batch/scrape/7e1f0c2a-0000-4000-8000-00000000000a");
  CHECK(endpoint.job_path(fc::JobKind::batch_scrape, "a b%2F~._") == "/v1/batch/scrape/a%20b%252F~._");
  CHECK(endpoint.job_path(fc::JobKind::batch_scrape, "\xC3\xA9") == "/v1/batch/scrape/%C3%A9");
}

TEST_CASE("Decoding gives back what was encoded") {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(static_cast<unsigned char>(c));
  CHECK(detail::percent_decode(detail::encode_segment(all)) == all);
  CHECK(detail::percent_decode("%zz%4") == "%zz%4");
  CHECK(detail::percent_decode("%4a%4A") == "JJ");
  CHECK(detail::percent_decode("100%") == "100%");
}

TEST_CASE("An id that no job can have is refused") {
  for (const std::string& id :
       {std::string(), std::string("."), std::string(".."), std::string("7e1f\r\nX: y"),
        std::string("7e1f\n"), std::string("\x7F"), std::string("a\0b", 3), std::string("\t")}) {
    CAPTURE(id);
    CHECK_THROWS_AS(detail::check_job_id(id), fc::UsageError);
  }
  for (const char* id : {"7e1f", "...", "a/b", " ", "../x", "\xC3\xA9"}) {
    CAPTURE(id);
    CHECK_NOTHROW(detail::check_job_id(id));
  }
}

TEST_CASE("A header value with a line break is refused and not repeated") {
  const auto error = kit::thrown<fc::UsageError>(
      [] { detail::check_header_value("fc-secret\r\nX-Evil: 1", "the API key"); });
  CHECK(kit::contains(error.what(), "the API key contains a control character"));
  CHECK(kit::contains(error.what(), "at position 9"));
  CHECK_FALSE(kit::contains(error.what(), "secret"));
  CHECK_NOTHROW(detail::check_header_value("fc-secret", "the API key"));
}
