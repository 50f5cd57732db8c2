// SPDX-License-Identifier: MIT
// The server's rules for what a model is asked for: prompts and schemas.
#include <firecrawl/detail/wire/scrape_options.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/scrape_options.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "../catch.hpp"
#include "../support/kit/basics.hpp"

namespace fc = firecrawl;
using fc::ApiVersion;
using kit::contains;
using nlohmann::json;

namespace {

using ChangeOptions = std::function<void(fc::ScrapeOptions&)>;

// What options that were changed so are refused with; "taken" if they are not.
std::string options_outcome(const ChangeOptions& change, ApiVersion version) {
  fc::ScrapeOptions options;
  change(options);
  try {
    auto object = json::object();
    fc::detail::write_scrape_options(object, options, version);
  } catch (const fc::UsageError& error) {
    return error.what();
  }
  return "taken";
}

// The same on both versions.
std::string options_outcome(const ChangeOptions& change) {
  const auto v1 = options_outcome(change, ApiVersion::v1);
  CHECK(v1 == options_outcome(change, ApiVersion::v2));
  return v1;
}

std::string format_outcome(const fc::Format& format) {
  return options_outcome([&](auto& o) { o.formats = {"markdown", format}; }, ApiVersion::v2);
}

}  // namespace

TEST_CASE("A schema that allows everything and names nothing is refused, in any of its parts") {
  const auto with_schema = [](const json& schema) {
    return [=](auto& o) {
      o.formats = {"json"};
      o.json_options = fc::JsonOptions{};
      o.json_options->schema = schema;
    };
  };
  const json open = {{"type", "object"}, {"additionalProperties", true}};
  for (const auto& schema :
       {open, json{{"type", "object"}, {"properties", {{"a", {{"type", "array"}, {"items", open}}}}}},
        json{{"anyOf", json::array({json(7), open})}}}) {
    CAPTURE(schema);
    CHECK(contains(options_outcome(with_schema(schema)), "json_options.schema has additionalProperties"));
  }
  auto named = open;
  named["properties"] = {{"a", {{"type", "string"}}}};
  auto closed = open;
  closed["additionalProperties"] = false;
  auto patterns = open;
  patterns["patternProperties"] = {{"^a", json::object()}};
  for (const auto& schema :
       {named, closed, patterns, json{{"type", "string"}, {"additionalProperties", true}}}) {
    CAPTURE(schema);
    CHECK(options_outcome(with_schema(schema)) == "taken");
  }
  CHECK(contains(options_outcome([&](auto& o) {
                   o.formats = {"markdown", "changeTracking"};
                   o.change_tracking_options = fc::ChangeTrackingOptions{};
                   o.change_tracking_options->schema = open;
                 }),
                 "change_tracking_options.schema has additionalProperties"));
}

TEST_CASE("A page is made JSON of by a prompt or a schema, or both") {
  const auto with_options = [](const fc::JsonOptions& options) {
    return [=](auto& o) {
      o.formats = {"json"};
      o.json_options = options;
    };
  };
  CHECK(
      contains(options_outcome(with_options({})), "formats has \"json\", which needs a prompt or a schema"));
  CHECK(contains(format_outcome("json"), "which needs a prompt or a schema"));
  CHECK(options_outcome(with_options({"the price", nullptr, {}})) == "taken");
  CHECK(options_outcome(with_options({{}, {{"type", "object"}}, {}})) == "taken");
  CHECK(format_outcome(fc::Format("json", {{"schema", {{"type", "object"}}}})) == "taken");
  CHECK(contains(options_outcome(with_options({{}, nullptr, std::string(10'001, 'x')}), ApiVersion::v1),
                 "json_options.system_prompt has 10001 characters"));
}
