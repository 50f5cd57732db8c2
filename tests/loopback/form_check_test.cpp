// SPDX-License-Identifier: MIT
// How strictly the test servers look at files that they are sent.
#include <string>

#include "catch.hpp"
#include "support/data_answers.hpp"
#include "support/multipart.hpp"

TEST_CASE("The test servers read a form as strictly as it is defined") {
  support::Request request;
  request.headers = {{"Content-Type", "multipart/form-data; boundary=xyz"}};
  const std::string file =
      "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b.html\"\r\n"
      "Content-Type: text/html\r\n\r\n<p>\r\n--xy</p>\r\n";
  const std::string options =
      "--xyz\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{\"formats\":[\"html\"]}\r\n";
  request.body = file + options + "--xyz--\r\n";
  const auto parts = support::parse_form(request);
  REQUIRE(parts);
  REQUIRE(parts->size() == 2);
  CHECK(parts->at(0).filename == "a\"b.html");
  CHECK(parts->at(0).content == "<p>\r\n--xy</p>");
  CHECK(parts->at(0).content_type == "text/html");
  CHECK(parts->at(1).name == "options");
  CHECK_FALSE(parts->at(1).filename);
  CHECK(nlohmann::json::parse(support::parse_answer(request).body).at("data").contains("html"));

  for (const std::string& body : {file + options, file + "--xyz", "x" + file + "--xyz--",
                                  std::string("--xyz\r\n\r\nno name\r\n--xyz--"), std::string()}) {
    CAPTURE(body);
    request.body = body;
    CHECK_FALSE(support::parse_form(request));
    CHECK(support::parse_answer(request).status == 400);
  }
}

TEST_CASE("The test servers refuse files and options that the real one does not parse") {
  support::Request request;
  request.headers = {{"Content-Type", "multipart/form-data; boundary=xyz"}};
  const auto code_of = [&request](const std::string& name, const std::string& options) {
    request.body = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
                   "\"\r\n\r\nx\r\n--xyz\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n" +
                   options + "\r\n--xyz--\r\n";
    return nlohmann::json::parse(support::parse_answer(request).body).value("code", "");
  };
  CHECK(code_of("a.PDF", "{}").empty());
  CHECK(code_of("a.png", "{}") == "UNSUPPORTED_FILE_TYPE");
  CHECK(code_of("pdf", "{}") == "UNSUPPORTED_FILE_TYPE");
  CHECK(code_of("a.pdf", R"({"nonsense":1})") == "BAD_REQUEST");
  CHECK(code_of("a.pdf", "{") == "BAD_REQUEST_INVALID_JSON");
  for (const char* options :
       {R"({"mobile":true})", R"({"waitFor":1})", R"({"proxy":"stealth"})", R"({"formats":["screenshot"]})",
        R"({"location":{"country":"DE"}})", R"({"actions":[{"type":"scrape"}]})"}) {
    CAPTURE(options);
    CHECK(code_of("a.pdf", options) == "PARSE_UNSUPPORTED_OPTIONS");
  }
}
