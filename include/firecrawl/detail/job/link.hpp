// SPDX-License-Identifier: MIT
/// @file
/// Links to the pages of a job, as servers and users write them.
#pragma once

#include <string>
#include <string_view>

#include "../../impl/models.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"
#include "../call/endpoint.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Which job it is. The kinds have ids and paths of their own.
struct JobName {
  JobKind kind = JobKind::batch_scrape;
  std::string id;
};

/// The API's other kind of job that is read in pages.
[[nodiscard]] constexpr JobKind other_kind(JobKind kind) noexcept {
  return kind == JobKind::crawl ? JobKind::batch_scrape : JobKind::crawl;
}

/// Whose page a link names.
enum class LinkOwner { this_job, other_job, unclear };

/// Whose page a link names, and on the path of which kind of job; if that is unclear, of the job's own.
struct LinkTarget {
  LinkOwner owner;
  JobKind kind;
};

/// A link taken apart: scheme and host are looked at by nobody, since only the configured server gets
/// requests.
struct Link {
  std::string_view text;  ///< without the fragment
  std::string_view path;  ///< may be empty
  std::string_view query;
  std::string_view fragment;
  bool has_query = false;
  bool has_fragment = false;
  bool well_formed = false;  ///< an absolute http(s) URL, "//host/path", "/path", "?query" or "path?query"

  explicit Link(std::string_view link) : text(link) {
    if (const auto hash = text.find('#'); hash != std::string_view::npos) {
      fragment = text.substr(hash + 1);
      has_fragment = true;
      text = text.substr(0, hash);
    }
    path = text;
    if (const auto mark = path.find('?'); mark != std::string_view::npos) {
      query = path.substr(mark + 1);
      has_query = true;
      path = path.substr(0, mark);
    }
    const auto scheme_end = path.find("://");
    if (scheme_end != std::string_view::npos) {
      const auto scheme = path.substr(0, scheme_end);
      well_formed = same_ignoring_case(scheme, "http") || same_ignoring_case(scheme, "https");
      drop_authority(scheme_end + 3);
    } else if (starts_with(path, "//")) {
      well_formed = true;
      drop_authority(2);
    } else {
      well_formed = has_query || starts_with(path, "/");
    }
    if (find_control(link) != std::string_view::npos) well_formed = false;
  }

  /// Whose page the link names. The id decides: ids of crawls are good on the path of batch scrape jobs, too.
  [[nodiscard]] LinkTarget target(const JobName& job) const {
    LinkTarget target{LinkOwner::unclear, job.kind};
    for (const auto kind : {other_kind(job.kind), job.kind}) {
      const auto owner = owner_on_path_of(kind, job.id);
      const bool says_more = owner == LinkOwner::this_job || target.owner != LinkOwner::this_job;
      if (owner != LinkOwner::unclear && says_more) target = {owner, kind};
    }
    return target;
  }

 private:
  [[nodiscard]] LinkOwner owner_on_path_of(JobKind kind, std::string_view id) const {
    const auto jobs = std::string(path_of(kind)) + '/';
    const auto at = path.rfind(jobs);
    if (at == std::string_view::npos) return LinkOwner::unclear;
    const auto rest = path.substr(at + jobs.size());
    // Servers write an id with a slash in it encoded, or as it is.
    for (const auto segment : {rest.substr(0, rest.find('/')), rest}) {
      if (segment == id || percent_decode(segment) == id) return LinkOwner::this_job;
    }
    return LinkOwner::other_job;
  }

  void drop_authority(std::size_t begin) {
    const auto slash = path.find('/', begin);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  }
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
