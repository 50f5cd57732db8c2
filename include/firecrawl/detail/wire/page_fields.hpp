// SPDX-License-Identifier: MIT
/// @file
/// Which key of the wire is which field of the models: the one place of the names, for reading and
/// for writing.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"

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
  /// Which of them is set, `kind` says; of some kinds none, which only the reader of a page knows how to
  /// take.
  union {
    std::optional<std::string>* text = nullptr;
    std::optional<int>* integer;
    std::vector<std::string>* strings;
    std::int64_t* count;
    std::optional<std::int64_t>* credits;
    std::optional<std::chrono::system_clock::time_point>* time;
  };

  void point_to(std::optional<std::string>& field) { text = &field; }
  void point_to(std::optional<int>& field) { integer = &field; }
  void point_to(std::vector<std::string>& field) { strings = &field; }
  void point_to(std::int64_t& field) { count = &field; }
  void point_to(std::optional<std::int64_t>& field) { credits = &field; }
  void point_to(std::optional<std::chrono::system_clock::time_point>& field) { time = &field; }
  template <class Other>
  void point_to(Other&) {}
};

/// The kind of a field of that type, unless it has one of its own.
template <class Member>
inline constexpr Kind kind_of_type = Kind::other;
template <>
inline constexpr Kind kind_of_type<std::optional<std::string>> = Kind::text;
template <>
inline constexpr Kind kind_of_type<std::optional<int>> = Kind::integer;
template <>
inline constexpr Kind kind_of_type<std::vector<std::string>> = Kind::strings;
template <>
inline constexpr Kind kind_of_type<std::int64_t> = Kind::count;
template <>
inline constexpr Kind kind_of_type<std::optional<std::int64_t>> = Kind::credits;
template <>
inline constexpr Kind kind_of_type<std::optional<std::chrono::system_clock::time_point>> = Kind::time;
template <>
inline constexpr Kind kind_of_type<nlohmann::json> = Kind::json;
template <>
inline constexpr Kind kind_of_type<Metadata> = Kind::metadata;
template <>
inline constexpr Kind kind_of_type<std::vector<Document>> = Kind::data;

/// A key, and the member that its value goes to and comes from.
template <class Model, class Member>
struct Field {
  std::string_view key;
  Member Model::*member;
  Kind kind = kind_of_type<Member>;
};
template <class Model, class Member>
Field(const char*, Member Model::*) -> Field<Model, Member>;
template <class Model, class Member>
Field(const char*, Member Model::*, Kind) -> Field<Model, Member>;

/// A key that is read and never written.
struct ReadOnlyField {
  std::string_view key;
  Kind kind;
};

/// The fields of a model, as a tuple.
template <class Model>
inline constexpr auto fields = std::tuple<>();

template <>
inline constexpr auto fields<Metadata> = std::make_tuple(
    Field{"title", &Metadata::title}, Field{"description", &Metadata::description},
    Field{"language", &Metadata::language}, Field{"sourceURL", &Metadata::source_url},
    Field{"url", &Metadata::url}, Field{"error", &Metadata::error}, Field{"scrapeId", &Metadata::scrape_id},
    Field{"contentType", &Metadata::content_type}, Field{"statusCode", &Metadata::status_code});

template <>
inline constexpr auto fields<Document> =
    std::make_tuple(Field{"markdown", &Document::markdown}, Field{"html", &Document::html},
                    Field{"rawHtml", &Document::raw_html}, Field{"links", &Document::links},
                    Field{"images", &Document::images}, Field{"screenshot", &Document::screenshot},
                    Field{"summary", &Document::summary}, Field{"answer", &Document::answer},
                    Field{"warning", &Document::warning}, Field{"json", &Document::json},
                    ReadOnlyField{"extract", Kind::extract}, Field{"metadata", &Document::metadata});

template <>
inline constexpr auto fields<JobProgress> = std::make_tuple(
    ReadOnlyField{"success", Kind::success}, Field{"status", &JobProgress::status_text, Kind::status},
    Field{"completed", &JobProgress::completed}, Field{"total", &JobProgress::total},
    Field{"creditsUsed", &JobProgress::credits_used}, Field{"expiresAt", &JobProgress::expires_at},
    Field{"error", &JobProgress::error}, Field{"warning", &JobProgress::warning});

template <>
inline constexpr auto fields<JobPage> =
    std::tuple_cat(fields<JobProgress>,
                   std::make_tuple(Field{"next", &JobPage::next, Kind::next}, Field{"data", &JobPage::data}));

template <>
inline constexpr auto fields<FailedUrl> = std::make_tuple(Field{"id", &FailedUrl::id},
                                                          Field{"timestamp", &FailedUrl::timestamp},
                                                          Field{"url", &FailedUrl::url},
                                                          Field{"code", &FailedUrl::code},
                                                          Field{"error", &FailedUrl::error});

template <class Target, class Model, class Member>
FieldTarget target_of(Target& model, const Field<Model, Member>& field) {
  FieldTarget target;
  target.kind = field.kind;
  target.point_to(model.*field.member);
  return target;
}
template <class Target>
FieldTarget target_of(Target&, const ReadOnlyField& field) {
  FieldTarget target;
  target.kind = field.kind;
  return target;
}

/// The keys of a model's fields, in their order.
template <class Model>
inline constexpr auto field_keys =
    std::apply([](const auto&... each) { return std::array<std::string_view, sizeof...(each)>{each.key...}; },
               fields<Model>);

template <class Model, std::size_t... Index>
FieldTarget target_at(Model& model, std::size_t place, std::index_sequence<Index...>) {
  FieldTarget target;
  ((Index == place ? void(target = target_of(model, std::get<Index>(fields<Model>))) : void()), ...);
  return target;
}

/// Where the value of that key goes in `model`.
template <class Model>
FieldTarget find_field(Model& model, std::string_view key) {
  constexpr const auto& keys = field_keys<Model>;
  std::size_t place = 0;
  while (place != keys.size() && keys[place] != key) ++place;
  if (place == keys.size()) return {};
  return target_at(model, place, std::make_index_sequence<keys.size()>());
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
