// SPDX-License-Identifier: MIT
#include "request_schema.hpp"

namespace support {

namespace {

constexpr const char* redacted = "PERSON|EMAIL|PHONE|LOCATION|FINANCIAL|SECRET";
constexpr const char* papers = "A0|A1|A2|A3|A4|A5|A6|Letter|Legal|Tabloid|Ledger";

constexpr Field prompt_text = Field{"prompt", Kind::text}.up_to(10'000);

// A format or an action without members of its own: by its name, and as {"type": name} where objects are
// taken.
Variant plain(const char* set, const char* type, In in) {
  return {set, type, in, As::either, Others::refused, {}};
}
Variant name_alone(const char* set, const char* type, In in) {
  return {set, type, in, As::text, Others::refused, {}};
}
Variant action(const char* type, std::vector<Field> fields, In in = In::both) {
  return {"action", type, in, As::object, Others::ignored, std::move(fields)};
}

}  // namespace

const std::vector<Shape>& scrape_shapes() {
  static const std::vector<Shape> shapes = {
      {"scrape_options",
       nullptr,
       Others::refused,
       {{"formats", Kind::variants, "format"},
        {"headers", Kind::text_map},
        {"includeTags", Kind::texts},
        {"excludeTags", Kind::texts},
        {"onlyMainContent", Kind::boolean},
        {"onlyCleanContent", Kind::boolean},
        Field{"timeout", Kind::integer}.from(1000),
        Field{"waitFor", Kind::integer}.from(0).up_to(60'000),
        {"mobile", Kind::boolean},
        Field{"actions", Kind::variants, "action"}.up_to(50),
        {"location", Kind::object, "location"},
        {"skipTlsVerification", Kind::boolean},
        {"removeBase64Images", Kind::boolean},
        {"fastMode", Kind::boolean},
        {"blockAds", Kind::boolean},
        Field{"proxy", Kind::text}.one_of("basic|stealth|enhanced|auto"),
        Field{"maxAge", Kind::integer}.from(0),
        {"storeInCache", Kind::boolean},
        {"threatProtection", Kind::object, "threat_protection"},
        {"auditMetadata", Kind::object, "audit_metadata"},
        // v1
        Field{"parsePDF", Kind::boolean}.only(In::v1),
        Field{"geolocation", Kind::object, "location"}.only(In::v1),
        Field{"jsonOptions", Kind::object, "json_options"}.only(In::v1),
        Field{"extract", Kind::object, "json_options"}.only(In::v1),
        Field{"changeTrackingOptions", Kind::object, "change_tracking_options"}.only(In::v1),
        Field{"agent", Kind::object, "scrape_agent"}.only(In::v1),
        // v2
        Field{"parsers", Kind::variants, "parser"}.only(In::v2),
        Field{"minAge", Kind::integer}.from(0).only(In::v2),
        Field{"lockdown", Kind::boolean}.only(In::v2),
        Field{"redactPII", Kind::boolean_or_object, "redaction"}.only(In::v2),
        Field{"profile", Kind::object, "profile"}.only(In::v2)}},
      {"location", nullptr, Others::ignored, {{"country", Kind::text}, {"languages", Kind::texts}}},
      {"threat_protection",
       nullptr,
       Others::refused,
       {Field{"mode", Kind::text}.one_of("off|normal|zscaler|manual-only"),
        Field{"riskScoreThreshold", Kind::integer}.from(0).up_to(100),
        Field{"blacklist", Kind::texts}.up_to(1000), Field{"whitelist", Kind::texts}.up_to(1000),
        Field{"blockedTlds", Kind::texts}.up_to(1000),
        Field{"failurePolicy", Kind::text}.one_of("open|closed")}},
      {"audit_metadata", nullptr, Others::refused, {Field{"username", Kind::text}.needed().up_to(1024)}},
      {"redaction",
       nullptr,
       Others::refused,
       {Field{"mode", Kind::text}.one_of("accurate|aggressive|fast"),
        Field{"entities", Kind::texts}.one_of(redacted),
        Field{"replaceStyle", Kind::text}.one_of("tag|mask|remove")}},
      {"profile",
       nullptr,
       Others::ignored,
       {Field{"name", Kind::text}.needed().from(1).up_to(128), {"saveChanges", Kind::boolean}}},
      {"json_options",
       nullptr,
       Others::refused,
       {Field{"mode", Kind::text}.one_of("llm"),
        {"schema", Kind::schema},
        {"systemPrompt", Kind::text},
        prompt_text,
        {"temperature", Kind::number},
        {"agent", Kind::any_object}}},
      {"change_tracking_options",
       nullptr,
       Others::refused,
       {prompt_text,
        {"schema", Kind::schema},
        Field{"modes", Kind::texts}.one_of("json|git-diff"),
        Field{"tag", Kind::text}.or_null()}},
      {"scrape_agent",
       nullptr,
       Others::refused,
       {Field{"model", Kind::text}.one_of("FIRE-1"),
        Field{"prompt", Kind::text}.needed(),
        {"sessionId", Kind::text},
        {"waitBeforeClosingMs", Kind::number}}},
      {"viewport",
       nullptr,
       Others::refused,
       {Field{"width", Kind::integer}.needed().from(1).up_to(7680),
        Field{"height", Kind::integer}.needed().from(1).up_to(4320)}},
      {"attribute_selector",
       nullptr,
       Others::refused,
       {Field{"selector", Kind::text}.needed(), Field{"attribute", Kind::text}.needed()}}};
  return shapes;
}

const std::vector<Variant>& scrape_variants() {
  static const std::vector<Variant> variants = [] {
    std::vector<Variant> all;
    for (const char* type :
         {"markdown", "html", "rawHtml", "rawBase64", "links", "summary", "branding", "product", "menu"}) {
      all.push_back(name_alone("format", type, In::v1));
      all.push_back(plain("format", type, In::v2));
    }
    for (const char* type : {"screenshot", "screenshot@fullPage", "extract", "json", "changeTracking"}) {
      all.push_back(name_alone("format", type, In::v1));
    }
    for (const char* type : {"images", "audio", "video"}) all.push_back(plain("format", type, In::v2));
    const Variant objects[] = {
        {"format",
         "json",
         In::v2,
         As::either,
         Others::refused,
         {{"schema", Kind::schema}, prompt_text, {"checkPromptInjection", Kind::boolean}}},
        {"format",
         "deterministicJson",
         In::v2,
         As::either,
         Others::refused,
         {{"schema", Kind::schema}, prompt_text}},
        {"format",
         "changeTracking",
         In::v2,
         As::either,
         Others::refused,
         {Field{"modes", Kind::texts}.one_of("json|git-diff"),
          {"schema", Kind::schema},
          prompt_text,
          Field{"tag", Kind::text}.or_null()}},
        {"format",
         "screenshot",
         In::v2,
         As::either,
         Others::ignored,
         {{"fullPage", Kind::boolean},
          Field{"quality", Kind::number}.from(1).up_to(100),
          {"viewport", Kind::object, "viewport"}}},
        {"format",
         "attributes",
         In::v2,
         As::either,
         Others::refused,
         {Field{"selectors", Kind::objects, "attribute_selector"}.needed()}},
        {"format",
         "question",
         In::v2,
         As::either,
         Others::refused,
         {Field{"question", Kind::text}.needed().from(1).up_to(10'000)}},
        {"format",
         "highlights",
         In::v2,
         As::either,
         Others::refused,
         {Field{"query", Kind::text}.needed().from(1).up_to(10'000)}},
        {"format",
         "query",
         In::v2,
         As::either,
         Others::refused,
         {Field{"prompt", Kind::text}.needed().up_to(10'000),
          Field{"mode", Kind::text}.one_of("freeform|directQuote")}},
        action("wait", {Field{"milliseconds", Kind::integer}.above(0), {"selector", Kind::text}}),
        action("click", {Field{"selector", Kind::text}.needed(), {"all", Kind::boolean}}),
        action("screenshot", {{"fullPage", Kind::boolean},
                              Field{"quality", Kind::number}.from(1).up_to(100),
                              Field{"viewport", Kind::object, "viewport"}.only(In::v2)}),
        action("write", {Field{"text", Kind::text}.needed()}),
        action("press", {Field{"key", Kind::text}.needed()}),
        action("scroll", {Field{"direction", Kind::text}.one_of("up|down"), {"selector", Kind::text}}),
        action("scrape", {}),
        action("executeJavascript", {Field{"script", Kind::text}.needed()}),
        action("pdf", {{"landscape", Kind::boolean},
                       {"scale", Kind::number},
                       Field{"format", Kind::text}.one_of(papers)}),
        {"parser",
         "pdf",
         In::v2,
         As::either,
         Others::refused,
         {Field{"mode", Kind::text}.one_of("fast|auto|ocr"),
          Field{"maxPages", Kind::integer}.from(1).up_to(10'000),
          {"pages", Kind::boolean},
          {"blocks", Kind::boolean},
          {"pageMarkers", Kind::boolean},
          {"pageMarkdown", Kind::boolean}}},
        plain("parser", "image", In::v2)};
    all.insert(all.end(), std::begin(objects), std::end(objects));
    return all;
  }();
  return variants;
}

}  // namespace support
