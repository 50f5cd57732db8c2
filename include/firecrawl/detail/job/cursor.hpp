// SPDX-License-Identifier: MIT
/// @file
/// Cursors: what `next` links and resume tokens say of where a page is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../../error.hpp"
#include "../base/secrets.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"
#include "link.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Where a page is. Only the query goes to the server; the token is what the user gets to see and to keep.
struct Cursor {
  std::string token;  ///< a `next` as sent, or the job's own path and query; never with a fragment
  std::string query;  ///< without '?', fit for a request line; may be empty
  /// How many documents are before the page: its `skip`, 0 for the first page. None if the server uses
  /// cursors of its own, which cannot be compared.
  std::optional<std::uint64_t> skip;
};

/// The value of the first parameter with that name in a query.
[[nodiscard]] inline std::optional<std::string_view> query_parameter(std::string_view query,
                                                                     std::string_view name) {
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    if (starts_with(part, name) && part.size() > name.size() && part[name.size()] == '=') {
      return part.substr(name.size() + 1);
    }
    query.remove_prefix(part.size() < query.size() ? part.size() + 1 : query.size());
  }
  return std::nullopt;
}

/// `query` with the value of `limit` replaced, or added.
[[nodiscard]] inline std::string with_limit(std::string_view query, std::size_t limit) {
  std::string out;
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    if (!starts_with(part, "limit=") && !part.empty()) {
      if (!out.empty()) out += '&';
      out += part;
    }
    query.remove_prefix(part.size() < query.size() ? part.size() + 1 : query.size());
  }
  if (!out.empty()) out += '&';
  return out + "limit=" + std::to_string(limit);
}

[[nodiscard]] inline std::optional<std::uint64_t> skip_of(std::string_view query) {
  if (const auto skip = query_parameter(query, "skip")) {
    // So that documents can be added to it.
    const auto number = parse_number(*skip);
    return number && *number <= INT64_MAX ? number : std::nullopt;
  }
  // Nothing but a limit: that is the first page.
  const bool first =
      query.empty() || (starts_with(query, "limit=") && query.find('&') == std::string_view::npos);
  return first ? std::optional<std::uint64_t>(0) : std::nullopt;
}

[[nodiscard]] inline Cursor make_cursor(std::string token, std::string_view query) {
  Cursor cursor{std::move(token), sanitize_query(query), {}};
  cursor.skip = skip_of(cursor.query);
  return cursor;
}

/// True for a `skip` that is not a place whatever one makes of it, such as that of a mistyped token.
[[nodiscard]] inline bool skips_nowhere(std::string_view query) {
  const auto skip = query_parameter(query, "skip");
  return skip && (skip->empty() || (!is_digit(skip->front()) && skip->front() != '%'));
}

/// What a server's `next` comes to.
struct NextLink {
  enum class Kind { page, other_job, malformed };
  Kind kind = Kind::malformed;
  Cursor cursor;
};

/// Reads a `next` as leniently as can be: a path that is not the API's may come from a proxy, so its query
/// counts.
[[nodiscard]] inline NextLink read_next(std::string_view next, const JobName& job) {
  const Link link(next);
  const auto target = link.target(job);
  if (target.owner == LinkOwner::other_job) return {NextLink::Kind::other_job, {}};
  if (!link.has_query && target.owner != LinkOwner::this_job) return {NextLink::Kind::malformed, {}};
  if (skips_nowhere(link.query)) return {NextLink::Kind::malformed, {}};
  auto cursor = make_cursor(std::string(link.text), link.query);
  // The cursor's token has to be one that read_token() takes.
  if (!link.well_formed || target.kind != job.kind) cursor.token = "?" + cursor.query;
  return {NextLink::Kind::page, std::move(cursor)};
}

/// A resume token: a cursor, and how many documents from there on were delivered before.
struct ResumePoint {
  Cursor cursor;
  std::uint64_t delivered = 0;
};

/// @throws UsageError if the token is malformed, or names another job or a job of another kind; `secret` is
/// blanked out in its text.
[[nodiscard]] inline ResumePoint read_token(std::string_view token, const JobName& job,
                                            std::string_view secret = {}) {
  const auto refuse = [&](const std::string& why) {
    return UsageError("not a resume token of job " + redact(job.id, secret) + ": \"" +
                      excerpt(token, 200, secret) + "\" " + why);
  };
  const Link link(token);
  if (!link.well_formed) throw refuse("is neither a URL nor a path nor a query");
  const auto target = link.target(job);
  if (target.kind != job.kind) {
    throw refuse(job.kind == JobKind::crawl ? "names a batch scrape job, which is not a crawl"
                                            : "names a crawl, which is not a batch scrape job");
  }
  if (target.owner == LinkOwner::other_job) throw refuse("names another job");
  if (target.owner == LinkOwner::unclear && !link.has_query) throw refuse("has no query");
  ResumePoint point;
  if (link.has_fragment) {
    const auto delivered = parse_number(link.fragment);
    if (!delivered) throw refuse("ends in # but not in a number");
    point.delivered = *delivered;
  }
  if (skips_nowhere(link.query)) throw refuse("has a skip that is not a number");
  if (query_parameter(link.query, "limit") == "0") throw refuse("has a limit of 0, which lists nothing");
  point.cursor = make_cursor(std::string(link.text), link.query);
  return point;
}

/// A token with a number of documents from it on that were delivered.
[[nodiscard]] inline std::string with_count(const std::string& token, std::uint64_t count) {
  return count == 0 ? token : token + "#" + std::to_string(count);
}

/// A job's own cursors.
class JobCursors {
 public:
  JobCursors(std::string path, std::optional<std::uint64_t> limit) : path_(std::move(path)), limit_(limit) {}

  /// The first page: the job's path, with nothing but a limit.
  [[nodiscard]] Cursor first() const { return at({}); }
  /// The page that begins after `skip` documents.
  [[nodiscard]] Cursor at_skip(std::uint64_t skip) const { return at("skip=" + std::to_string(skip)); }
  /// The same with a limit of its own.
  [[nodiscard]] Cursor at_skip(std::uint64_t skip, std::uint64_t limit) const {
    return JobCursors(path_, limit).at_skip(skip);
  }

 private:
  [[nodiscard]] Cursor at(std::string query) const {
    if (limit_) query = with_limit(query, static_cast<std::size_t>(*limit_));
    return make_cursor(query.empty() ? path_ : path_ + "?" + query, query);
  }
  std::string path_;
  std::optional<std::uint64_t> limit_;
};

/// True if the page at `next` comes after the one at `current`. Cursors without numbers advance if they
/// differ.
[[nodiscard]] inline bool advances(const Cursor& current, const Cursor& next) {
  if (next.skip && current.skip) return *next.skip > *current.skip;
  return next.query != current.query;
}

}  // namespace detail
FIRECRAWL_END_NAMESPACE
