// SPDX-License-Identifier: MIT
#include <cstddef>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using fc::detail::PageHead;
using fc::detail::read_head;
using unit::json_of;

namespace {

const std::string page_head =
    R"({"success":true,"status":"scraping","completed":100,"total":250,"creditsUsed":100,"expiresAt":"2026-11-24T10:00:00.000Z",)"
    R"("next":"https://api.firecrawl.dev/v1/batch/scrape/7e1f?skip=100",)";

PageHead::State state_of(const std::string& body) { return read_head(body).state; }

}  // namespace

TEST_CASE("The head of a page is known as soon as its data begins and not before") {
  const std::string body = page_head + R"("data":[{"markdown":"a"}]})";
  const std::size_t known_at = page_head.size() + std::string(R"("data")").size();
  for (std::size_t size = 0; size <= body.size(); ++size) {
    CAPTURE(size);
    const auto read = read_head(body.substr(0, size));
    if (size < known_at) {
      CHECK(read.state == PageHead::State::incomplete);
      CHECK_FALSE(read.status.next);
    } else {
      REQUIRE(read.state == PageHead::State::complete);
      CHECK(read.status.status == fc::JobStatus::scraping);
      CHECK(read.status.completed == 100);
      CHECK(read.status.total == 250);
      CHECK(read.status.credits_used == 100);
      CHECK(read.status.expires_at);
      CHECK(read.status.next == "https://api.firecrawl.dev/v1/batch/scrape/7e1f?skip=100");
      CHECK(read.status.data.empty());
    }
  }
}

TEST_CASE("The head of a page without a next is known as well") {
  const auto read = read_head(R"({"status":"completed","completed":3,"total":3,"data":[)");
  CHECK(read.state == PageHead::State::complete);
  CHECK_FALSE(read.status.next);
}

TEST_CASE("Values of any shape may be in the head") {
  const auto read = read_head(
      R"({"status":"failed","error":"why","x":{"data":[1,{"next":"no"}],"status":"no"},"list":[[],{"data":1}],"n":-1.5e3,"data":)");
  CHECK(read.state == PageHead::State::complete);
  CHECK(read.status.status == fc::JobStatus::failed);
  CHECK(read.status.error == "why");
  CHECK_FALSE(read.status.next);
  CHECK(read.status.extra ==
        json_of(R"({"x":{"data":[1,{"next":"no"}],"status":"no"},"list":[[],{"data":1}],"n":-1500.0})"));
}

TEST_CASE("A head after the documents is of no use") {
  CHECK(state_of(R"({"data":[],"status":"completed"})") == PageHead::State::unusable);
  CHECK(state_of(R"({"success":true,"data":[)") == PageHead::State::unusable);
  CHECK(state_of(R"({"completed":1,"total":1,"data":[{"markdown":)") == PageHead::State::unusable);
}

TEST_CASE("A body that ends without documents is of no use to a reader of its head") {
  CHECK(state_of(R"({"success":false,"status":"failed","error":"x"})") == PageHead::State::unusable);
  CHECK(state_of("{}") == PageHead::State::unusable);
  CHECK(state_of(R"([{"status":"completed","data":[]}])") == PageHead::State::unusable);
}

TEST_CASE("What is broken after the head does not matter to the head") {
  const auto broken =
      read_head("{\"status\":\"caf\xC3\xA9\",\"data\":[{\"markdown\":\"\xFF\"}]}" + std::string(200, ' '));
  CHECK(broken.state == PageHead::State::complete);
  CHECK(broken.status.status_text == "caf\xC3\xA9");
}

TEST_CASE("What is broken in the head is left to the reader of the whole body") {
  for (const char* body :
       {"<html>", "null", "[]", R"({"status":7,"data":[)", R"({"status":"completed","next":7,"data":[)",
        R"({"status":"completed","total":"1","data":[)", R"({"status":"completed",,"data":[)",
        R"({"status":"\x","data":[)", "{\"status\":\"\xFF\xFF\xFF\xFF\",\"data\":["}) {
    CAPTURE(body);
    CHECK(state_of(body) == PageHead::State::unusable);
  }
}

TEST_CASE("A head that was cut in a character or an escape or a number may still be completed") {
  for (const char* cut : {"", " ", "{", R"({"st)",
                          R"({"status":"caf)"
                          "\xC3",
                          R"({"status":"\u00)", R"({"status":"\ud83d)", R"({"status":"completed","total":12)",
                          R"({"status":"completed","x":1e)", R"({"status":"completed","x":tr)",
                          R"({"status":"completed","x":-)", R"({"status":"completed","x":1.)"}) {
    CAPTURE(cut);
    CHECK(state_of(cut) == PageHead::State::incomplete);
  }
}
