// SPDX-License-Identifier: MIT
// What errors say about a server's validation: of a union's error, the complaint of the branch that was
// meant.

#include <exception>
#include <firecrawl/detail/call/api_error.hpp>
#include <firecrawl/error.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "../catch.hpp"
#include "decoding.hpp"

namespace fc = firecrawl;
using kit::contains;

namespace {

// What an error says in the brackets after the server's words.
std::string detail_of(const std::string& details) {
  const auto response =
      unit::answer(400, R"({"success":false,"error":"Bad Request","details":)" + details + "}");
  const std::string what =
      kit::thrown<fc::BadRequestError>([&] {
        std::rethrow_exception(fc::detail::make_api_error(
            unit::call_facts(), response, nlohmann::json::parse(response.body), std::nullopt));
      }).what();
  const auto begin = what.find("Bad Request (");
  return begin == std::string::npos ? "" : what.substr(begin + 13, what.size() - begin - 14);
}

// A branch of a union of formats that wants another type.
std::string other_type(const std::string& type) {
  return R"([{"code":"invalid_value","values":[")" + type + R"("],"path":["type"],"message":"expected \")" +
         type + R"(\""}])";
}

std::string union_of(const std::string& branches, const std::string& place = R"(["formats",0])") {
  return R"([{"code":"invalid_union","errors":[)" + branches + R"(],"path":)" + place +
         R"(,"message":"Invalid input"}])";
}

}  // namespace

TEST_CASE("Of a union's error the complaint of the branch with the right type is reported") {
  const std::string json_branch =
      R"([{"code":"unrecognized_keys","keys":["systemPrompt"],"path":[],"message":"Unrecognized key: \"systemPrompt\""}])";
  CHECK(detail_of(union_of(other_type("markdown") + "," + json_branch + "," + other_type("html"))) ==
        "formats.0: Unrecognized key: \"systemPrompt\"");
  const std::string screenshot =
      R"([{"origin":"number","code":"too_big","maximum":100,"path":["quality"],"message":"Too big: expected number to be <=100"}])";
  CHECK(detail_of(union_of(other_type("html") + "," + screenshot)) ==
        "formats.0.quality: Too big: expected number to be <=100");
}

TEST_CASE("A type that no branch has is reported with those that there are") {
  CHECK(detail_of(union_of(other_type("markdown") + "," + other_type("html") + "," + other_type("json"))) ==
        "formats.0: Invalid input: expected one of markdown, html, json");
}

TEST_CASE("A branch of the same kind of value is nearer than one of another kind") {
  const std::string text =
      R"([{"expected":"string","code":"invalid_type","path":[],"message":"expected string, received object"}])";
  const std::string object =
      R"([{"expected":"string","code":"invalid_type","path":["url"],"message":"expected string, received undefined"}])";
  CHECK(detail_of(union_of(text + "," + object, R"(["webhook"])")) ==
        "webhook.url: expected string, received undefined");
  CHECK(detail_of(union_of(text, R"(["webhook"])")) == "webhook: expected string, received object");
}

TEST_CASE("Unions within unions are followed to the innermost complaint") {
  const std::string inner =
      union_of(R"([{"code":"too_small","path":["width"],"message":"Too small"}])", R"(["viewport"])");
  CHECK(detail_of(union_of(inner)) == "formats.0.viewport.width: Too small");
  std::string deep = R"([{"code":"custom","path":[],"message":"the innermost"}])";
  for (int i = 0; i < 40; ++i) deep = union_of(deep, "[]");
  CHECK(detail_of(deep) == "Invalid input");
}

TEST_CASE("Older servers write the branches of a union in another way") {
  CHECK(
      detail_of(
          R"([{"code":"invalid_union","unionErrors":[{"issues":[{"code":"invalid_type","path":["webhook"],"message":"Expected string"}],"name":"ZodError"},)"
          R"({"issues":[{"code":"invalid_type","path":["webhook","url"],"message":"Required"}],"name":"ZodError"}],"path":["webhook"],"message":"Invalid input"}])") ==
      "webhook.url: Required");
  CHECK(
      detail_of(
          R"([{"code":"invalid_union","unionErrors":[{"issues":[{"code":"invalid_literal","path":["formats",0,"type"],"message":"Expected json"}]}],"path":["formats",0],"message":"Invalid input"}])") ==
      "formats.0: Invalid input");
}

TEST_CASE("Details of a union of any shape do no harm") {
  for (const char* errors :
       {"null", "7", "[]", "[7]", "[[]]", "[[7]]", "[{}]", R"([{"issues":7}])", R"([{"issues":[7]}])",
        R"([[{"message":7}]])", R"([[{"path":7}]])", R"([[{}]])"}) {
    for (const char* name : {"errors", "unionErrors"}) {
      CAPTURE(name, errors);
      CHECK(detail_of(R"([{"message":"Invalid input","path":["a"],")" + std::string(name) + "\":" + errors +
                      "}]") == "a: Invalid input");
    }
  }
}

TEST_CASE("What a server of August 2026 says of a format that it does not know") {
  // As recorded, but for the branches of which there are more of the same.
  CHECK(contains(
      detail_of(
          R"([{"code":"invalid_union","errors":[[{"code":"invalid_value","values":["markdown"],"path":["type"],"message":"Invalid input: expected \"markdown\""}],)"
          R"([{"code":"invalid_value","values":["attributes"],"path":["type"],"message":"Invalid input: expected \"attributes\""},)"
          R"({"expected":"array","code":"invalid_type","path":["selectors"],"message":"Invalid input: expected array, received undefined"}]],)"
          R"("path":["formats",0],"message":"Invalid input"}])"),
      "formats.0: Invalid input: expected one of markdown, attributes"));
}
