/// @file
/// Which key of the wire is which field of the models: the one place where the names stand.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../models.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// What a field takes.
enum class Kind {
  other,  ///< no field: kept in extra
  text,
  integer,
  strings,
  json,
  extract,
  metadata,
  // of the body itself
  success,
  status,
  count,
  credits,
  time,
  next,
  data,
};

/// The field that the value of a key goes to.
struct FieldTarget {
  Kind kind = Kind::other;
  std::optional<std::string>* text = nullptr;
  std::optional<int>* integer = nullptr;
  std::vector<std::string>* strings = nullptr;
  std::int64_t* count = nullptr;
  std::optional<std::int64_t>* credits = nullptr;
  std::optional<std::chrono::system_clock::time_point>* time = nullptr;

  static FieldTarget of(Kind kind) {
    FieldTarget field;
    field.kind = kind;
    return field;
  }
  static FieldTarget of(std::optional<std::string>& target) {
    FieldTarget field = of(Kind::text);
    field.text = &target;
    return field;
  }
  static FieldTarget of(std::vector<std::string>& target) {
    FieldTarget field = of(Kind::strings);
    field.strings = &target;
    return field;
  }
  static FieldTarget of(std::int64_t& target) {
    FieldTarget field = of(Kind::count);
    field.count = &target;
    return field;
  }
};

inline FieldTarget find_field(Metadata& m, std::string_view key) {
  if (key == "title") return FieldTarget::of(m.title);
  if (key == "description") return FieldTarget::of(m.description);
  if (key == "language") return FieldTarget::of(m.language);
  if (key == "sourceURL") return FieldTarget::of(m.source_url);
  if (key == "url") return FieldTarget::of(m.url);
  if (key == "error") return FieldTarget::of(m.error);
  if (key == "scrapeId") return FieldTarget::of(m.scrape_id);
  if (key == "contentType") return FieldTarget::of(m.content_type);
  if (key == "statusCode") {
    FieldTarget field = FieldTarget::of(Kind::integer);
    field.integer = &m.status_code;
    return field;
  }
  return {};
}

inline FieldTarget find_field(Document& d, std::string_view key) {
  if (key == "markdown") return FieldTarget::of(d.markdown);
  if (key == "html") return FieldTarget::of(d.html);
  if (key == "rawHtml") return FieldTarget::of(d.raw_html);
  if (key == "links") return FieldTarget::of(d.links);
  if (key == "images") return FieldTarget::of(d.images);
  if (key == "screenshot") return FieldTarget::of(d.screenshot);
  if (key == "summary") return FieldTarget::of(d.summary);
  if (key == "warning") return FieldTarget::of(d.warning);
  if (key == "json") return FieldTarget::of(Kind::json);
  if (key == "extract") return FieldTarget::of(Kind::extract);
  if (key == "metadata") return FieldTarget::of(Kind::metadata);
  return {};
}

inline FieldTarget find_field(BatchScrapeStatus& s, std::string_view key) {
  if (key == "success") return FieldTarget::of(Kind::success);
  if (key == "status") return FieldTarget::of(Kind::status);
  if (key == "completed") return FieldTarget::of(s.completed);
  if (key == "total") return FieldTarget::of(s.total);
  if (key == "next") return FieldTarget::of(Kind::next);
  if (key == "error") return FieldTarget::of(s.error);
  if (key == "data") return FieldTarget::of(Kind::data);
  if (key == "creditsUsed") {
    FieldTarget field = FieldTarget::of(Kind::credits);
    field.credits = &s.credits_used;
    return field;
  }
  if (key == "expiresAt") {
    FieldTarget field = FieldTarget::of(Kind::time);
    field.time = &s.expires_at;
    return field;
  }
  return {};
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
