// SPDX-License-Identifier: MIT
#include <iterator>
#include <stdexcept>
#include <string>

#include "request_schema.hpp"

namespace support {

namespace {

constexpr Field url = Field{"url", Kind::url}.needed();
constexpr Field origin = Field{"origin", Kind::text};
constexpr Field integration = Field{"integration", Kind::text};
constexpr Field private_data = Field{"zeroDataRetention", Kind::boolean};
constexpr Field webhook = Field{"webhook", Kind::text_or_object, "webhook"};
constexpr Field sitemap = Field{"sitemap", Kind::text}.one_of("include|skip|only").only(In::v2);
constexpr Field workers = Field{"maxConcurrency", Kind::integer}.above(0);
constexpr Field crawl_scrape = Field{"scrapeOptions", Kind::object, "scrape_options"};

}  // namespace

const std::vector<Shape>& call_shapes() {
  static const std::vector<Shape> shapes = {
      {"scrape", "scrape_options", Others::refused, {url, private_data, origin, integration}},
      {"batch_scrape",
       "scrape_options",
       Others::refused,
       {Field{"urls", Kind::urls}.needed().from(1), webhook, Field{"appendToId", Kind::uuid},
        Field{"ignoreInvalidURLs", Kind::boolean}, workers, private_data, origin, integration}},
      {"crawler_options",
       nullptr,
       Others::refused,
       {{"includePaths", Kind::texts},
        {"excludePaths", Kind::texts},
        {"maxDiscoveryDepth", Kind::number},
        {"crawlEntireDomain", Kind::boolean},
        {"allowExternalLinks", Kind::boolean},
        {"allowSubdomains", Kind::boolean},
        {"ignoreQueryParameters", Kind::boolean},
        {"deduplicateSimilarURLs", Kind::boolean},
        {"regexOnFullURL", Kind::boolean},
        {"ignoreRobotsTxt", Kind::boolean},
        Field{"delay", Kind::number}.above(0).up_to(60),
        sitemap,
        Field{"robotsUserAgent", Kind::text}.only(In::v2),
        Field{"maxDepth", Kind::number}.only(In::v1),
        Field{"allowBackwardLinks", Kind::boolean}.only(In::v1),
        Field{"ignoreSitemap", Kind::boolean}.only(In::v1)}},
      {"crawl",
       "crawler_options",
       Others::refused,
       {url,
        {"limit", Kind::number},
        Field{"prompt", Kind::text}.up_to(10'000).only(In::v2),
        workers,
        crawl_scrape,
        webhook,
        private_data,
        origin,
        integration}},
      {"crawl_preview", nullptr, Others::ignored, {url, Field{"prompt", Kind::text}.needed().up_to(10'000)}},
      {"map",
       "crawler_options",
       Others::refused,
       {url,
        {"search", Kind::text},
        Field{"sitemapOnly", Kind::boolean}.only(In::v1),
        {"includeSubdomains", Kind::boolean},
        Field{"limit", Kind::number}.from(1).up_to(100'000),
        Field{"timeout", Kind::number}.above(0),
        {"filterByPath", Kind::boolean},
        {"useIndex", Kind::boolean},
        {"ignoreCache", Kind::boolean},
        {"location", Kind::object, "location"},
        {"headers", Kind::text_map},
        {"threatProtection", Kind::object, "threat_protection"},
        {"auditMetadata", Kind::object, "audit_metadata"},
        origin,
        integration}},
      {"search",
       nullptr,
       Others::refused,
       {Field{"query", Kind::text}.needed(),
        Field{"limit", Kind::integer}.from(1).up_to(100),
        {"tbs", Kind::text},
        {"filter", Kind::text},
        {"lang", Kind::text},
        {"country", Kind::text},
        {"location", Kind::text},
        Field{"timeout", Kind::integer}.above(0),
        {"ignoreInvalidURLs", Kind::boolean},
        {"scrapeOptions", Kind::object, "search_scrape_options"},
        {"threatProtection", Kind::object, "threat_protection"},
        origin,
        integration,
        Field{"sources", Kind::variants, "source"}.only(In::v2),
        Field{"categories", Kind::variants, "category"}.only(In::v2),
        Field{"includeDomains", Kind::texts}.only(In::v2),
        Field{"excludeDomains", Kind::texts}.only(In::v2),
        Field{"safe", Kind::boolean}.only(In::v2),
        Field{"asyncScraping", Kind::boolean}.only(In::v2),
        Field{"highlights", Kind::boolean}.only(In::v2),
        Field{"enterprise", Kind::texts}.one_of("default|anon|zdr").only(In::v2)}},
      {"search_scrape_options",
       "scrape_options",
       Others::refused,
       {{"formats", Kind::variants, "search_format"}}},
      {"extract",
       nullptr,
       Others::refused,
       {Field{"urls", Kind::texts}.up_to(10),
        Field{"prompt", Kind::text}.up_to(10'000),
        {"schema", Kind::schema},
        Field{"systemPrompt", Kind::text}.up_to(10'000),
        Field{"limit", Kind::integer}.above(0),
        {"ignoreSitemap", Kind::boolean},
        {"includeSubdomains", Kind::boolean},
        {"allowExternalLinks", Kind::boolean},
        {"enableWebSearch", Kind::boolean},
        {"showSources", Kind::boolean},
        {"ignoreInvalidURLs", Kind::boolean},
        {"scrapeOptions", Kind::object, "scrape_options"},
        Field{"timeout", Kind::integer}.from(1000),
        {"agent", Kind::any_object},
        {"urlTrace", Kind::boolean},
        {"threatProtection", Kind::object, "threat_protection"},
        webhook,
        origin,
        integration}},
      {"agent",
       nullptr,
       Others::refused,
       {Field{"prompt", Kind::text}.needed().up_to(10'000),
        {"urls", Kind::texts},
        {"schema", Kind::schema},
        {"maxCredits", Kind::number},
        {"strictConstrainToURLs", Kind::boolean},
        {"model", Kind::text},
        Field{"webhook", Kind::text_or_object, "agent_webhook"},
        {"threatProtection", Kind::object, "threat_protection"},
        {"auditMetadata", Kind::object, "audit_metadata"},
        Field{"effort", Kind::text}.one_of("low|medium|high"),
        {"threadId", Kind::text},
        Field{"mode", Kind::text}.one_of("extract|chat"),
        {"exchange", Kind::any_object},
        origin,
        integration}},
      {"parse", "scrape_options", Others::refused, {private_data, origin, integration}},
      {"agent_webhook",
       "webhook",
       Others::refused,
       {Field{"events", Kind::texts}.one_of("started|action|completed|failed|cancelled")}},
      {"webhook",
       nullptr,
       Others::refused,
       {url,
        {"headers", Kind::text_map},
        {"metadata", Kind::text_map},
        Field{"events", Kind::texts}.one_of("started|page|completed|failed")}}};
  return shapes;
}

const std::vector<Variant>& call_variants() {
  static const std::vector<Variant> variants = [] {
    std::vector<Variant> all = {{"source",
                                 "web",
                                 In::v2,
                                 As::either,
                                 Others::refused,
                                 {{"tbs", Kind::text},
                                  {"filter", Kind::text},
                                  {"lang", Kind::text},
                                  {"country", Kind::text},
                                  {"location", Kind::text}}}};
    for (const char* type : {"news", "images"})
      all.push_back({"source", type, In::v2, As::either, Others::refused, {}});
    for (const char* type : {"github", "research", "pdf", "developer", "repo", "code", "docs", "devdex",
                             "repo_search", "developer_index"}) {
      all.push_back({"category", type, In::v2, As::either, Others::refused, {}});
    }
    // A search takes the formats of a scrape, but for those that take a browser's time or several looks.
    const auto is_left_out = [](std::string_view type) {
      for (const char* name :
           {"changeTracking", "branding", "audio", "video", "rawBase64", "attributes", "deterministicJson"}) {
        if (type == name) return true;
      }
      return false;
    };
    for (const Variant& variant : scrape_variants()) {
      if (std::string_view(variant.set) != "format") continue;
      if (variant.in == In::v2 && is_left_out(variant.type)) continue;
      all.push_back(variant);
      all.back().set = "search_format";
    }
    return all;
  }();
  return variants;
}

const Shape& find_shape(std::string_view name) {
  for (const auto* table : {&scrape_shapes(), &call_shapes()}) {
    for (const Shape& shape : *table) {
      if (name == shape.name) return shape;
    }
  }
  throw std::out_of_range("no shape " + std::string(name));
}

std::vector<Field> fields_of(const Shape& shape, Version version) {
  std::vector<Field> fields;
  const auto add = [&](const Field& field) {
    if (!is_in(field.in, version)) return;
    for (const Field& own : fields) {
      if (std::string_view(own.name) == field.name) return;
    }
    fields.push_back(field);
  };
  for (const Field& field : shape.fields) add(field);
  if (shape.base != nullptr) {
    for (const Field& field : fields_of(find_shape(shape.base), version)) add(field);
  }
  return fields;
}

std::vector<const Variant*> variants_of(std::string_view set, Version version) {
  std::vector<const Variant*> found;
  for (const auto* table : {&scrape_variants(), &call_variants()}) {
    for (const Variant& variant : *table) {
      if (set == variant.set && is_in(variant.in, version)) found.push_back(&variant);
    }
  }
  return found;
}

}  // namespace support
