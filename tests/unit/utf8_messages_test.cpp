// SPDX-License-Identifier: MIT
// What errors say about an answer is UTF-8, whatever the answer contains: a log line in JSON can be made of
// it.

#include <firecrawl/error.hpp>
#include <firecrawl/transport.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using kit::contains;
using kit::thrown;
using unit::answer;
using unit::FakeServer;

namespace {

const std::string replaced = "\xEF\xBF\xBD";
// A proxy's page in Latin-1.
const std::string latin1 =
    "<html><body>Zugriff verweigert f\xFCr Stra\xDF"
    "e</body></html>";

// What a program that logs in JSON does with it.
std::string logged(const std::string& text) { return nlohmann::json(text).dump(); }

template <class E>
E error_of(const fc::HttpResponse& response) {
  FakeServer server({response, response, response, response});
  return thrown<E>([&] { unit::job_on(server).status(); });
}

}  // namespace

TEST_CASE("A page in another encoding becomes UTF-8 in an ApiError") {
  const auto error = error_of<fc::ServerError>(answer(503, latin1));
  CHECK(contains(logged(error.what()), "f" + replaced + "r Stra" + replaced + "e"));
  CHECK(logged(error.body()) ==
        logged("<html><body>Zugriff verweigert f" + replaced + "r Stra" + replaced + "e</body></html>"));
}

TEST_CASE("A Location in another encoding becomes UTF-8") {
  const auto error = error_of<fc::ApiError>(answer(302, "",
                                                   {{"Location",
                                                     "https://h/stra\xDF"
                                                     "e"}}));
  CHECK(contains(logged(error.what()), "the server points to https://h/stra" + replaced + "e"));
}

TEST_CASE("A page in another encoding becomes UTF-8 in a DecodeError") {
  for (const auto& body :
       {latin1, R"({"status":"Stra)" + std::string("\xDF") + R"(e","data":[]})",
        R"({"status":"completed","data":[{"markdown":"abc)" + std::string("\xE2\x82\"}]}")}) {
    const auto error = error_of<fc::DecodeError>(answer(200, body));
    CHECK(contains(logged(error.what()), replaced));
    CHECK(contains(logged(error.body()), replaced));
    CHECK_NOTHROW(logged(error.pointer()));
  }
}

TEST_CASE("A body is cut between two characters") {
  std::string body;
  while (body.size() < 6000) body += "\xE2\x82\xAC";
  for (const std::string before : {"", "a", "ab"}) {
    CAPTURE(before);
    const auto refused = error_of<fc::ServerError>(answer(500, before + body));
    CHECK(refused.body().size() <= 4096);
    CHECK(refused.body().size() > 4096 - 3);
    CHECK_FALSE(contains(logged(refused.body()), replaced));
    CHECK_FALSE(contains(logged(refused.what()), replaced));
    const auto broken = error_of<fc::DecodeError>(answer(200, before + body));
    CHECK(broken.body().size() > 4096 - 3);
    CHECK_FALSE(contains(logged(broken.body()), replaced));
  }
}

TEST_CASE("What curl says becomes UTF-8 in a TransportError") {
  FakeServer server([](const fc::HttpRequest&) -> fc::HttpResponse {
    throw fc::TransportError("no route: Anschluss verweigert f\xFCr h", {2, "f\xFCr h"});
  });
  const auto error = thrown<fc::TransportError>([&] { unit::job_on(server).status(); });
  CHECK(contains(logged(error.what()), "f" + replaced + "r h"));
  CHECK(logged(error.curl_text()) == logged("f" + replaced + "r h"));
}

TEST_CASE("An id in another encoding becomes UTF-8 in the errors of its job") {
  FakeServer server({answer(200, R"({"status":"failed","completed":0,"total":0,"data":[]})")});
  const auto job = unit::job_on(server,
                                "stra\xDF"
                                "e");
  CHECK(
      contains(logged(thrown<fc::JobFailedError>([&] { job.wait(); }).what()), "job stra" + replaced + "e"));
  CHECK(contains(logged(thrown<fc::UsageError>([&] { job.page("?skip=x"); }).what()), replaced));
}
