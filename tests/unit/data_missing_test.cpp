// SPDX-License-Identifier: MIT
// A status without documents is a status: an empty page, and all that progress() and wait() need.
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using unit::answer;
using unit::decode;
using unit::FakeServer;
using unit::job_on;

TEST_CASE("A page whose data is missing or null is an empty page") {
  for (const char* body :
       {R"({"status":"scraping","total":3})", R"({"success":true,"status":"scraping","total":3})",
        R"({"status":"scraping","data":null,"total":3})"}) {
    CAPTURE(body);
    const auto page = decode(body);
    CHECK(page.status == fc::JobStatus::scraping);
    CHECK(page.total == 3);
    CHECK(page.data.empty());
    FakeServer server({answer(200, body)});
    CHECK(job_on(server).status().total == 3);
  }
  // A status is asked for all the same, and data of another kind is not a page.
  CHECK(unit::decode_error(R"({"total":3})").pointer() == "/status");
  CHECK(unit::decode_error(R"({"status":"completed","data":{}})").pointer() == "/data");
  CHECK_THROWS_AS(decode(R"({"success":false,"error":"no"})"), fc::ApiError);
}

TEST_CASE("A range ends on a page without data") {
  FakeServer server({answer(200, R"({"status":"completed","completed":0,"total":0})")});
  auto range = job_on(server).documents();
  CHECK(range.begin() == range.end());
  CHECK_FALSE(range.next());
}

TEST_CASE("progress() and wait() take a status whatever its data is") {
  for (const char* data :
       {"", R"(,"data":null)", R"(,"data":[])", R"(,"data":7)", R"(,"data":1e400)", R"(,"data":"text")",
        R"(,"data":{"a":[{}]})", R"(,"data":[[{"a":1}],"x",{"markdown":7}])"}) {
    CAPTURE(data);
    const std::string body =
        R"({"completed":2,"total":3)" + std::string(data) + R"(,"warning":"w","status":"completed"})";
    FakeServer server({answer(200, body), answer(200, body)});
    const auto job = job_on(server);
    const auto progress = job.progress();
    CHECK(progress.status == fc::JobStatus::completed);
    CHECK(progress.completed == 2);
    CHECK(progress.total == 3);
    CHECK(progress.warning == "w");
    CHECK(job.wait().total == 3);
    CHECK(server.requests.size() == 2);
  }
  FakeServer broken({answer(200, R"({"status":"completed","data":[}})")});
  CHECK_THROWS_AS(job_on(broken).progress(), fc::DecodeError);
  FakeServer none({answer(200, R"({"total":3,"data":[]})")});
  CHECK_THROWS_AS(job_on(none).progress(), fc::DecodeError);
  FakeServer refused({answer(200, R"({"success":false,"error":"no"})")});
  CHECK_THROWS_AS(job_on(refused).progress(), fc::ApiError);
}
