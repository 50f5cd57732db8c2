// SPDX-License-Identifier: MIT
/// @file
/// Where requests go: the base URL that the user configured, and the paths under it. RFC 3986.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "../../error.hpp"
#include "../../impl/models.hpp"
#include "../../options.hpp"
#include "../base/text.hpp"
#include "../base/urls.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// The path of all jobs of that kind, below the version.
constexpr std::string_view path_of(JobKind kind) noexcept {
  switch (kind) {
    case JobKind::batch_scrape:
      return "/batch/scrape";
    case JobKind::crawl:
      break;
  }
  return "/crawl";
}

/// The configured server. Only it decides where a request goes.
class Endpoint {
 public:
  /// A version at the end of `base_url`, as in an address copied from the API's documentation, is left out
  /// when it is that of `version`.
  /// @throws UsageError if `base_url` is not an absolute http(s) URL without userinfo, query and fragment,
  /// or ends in the other version.
  Endpoint(std::string_view base_url, ApiVersion version)
      : root_(version == ApiVersion::v1 ? "/v1" : "/v2"), base_(without_version(checked(base_url), root_)) {}

  /// The URL of a path (and query) below the base URL.
  [[nodiscard]] std::string url(std::string_view path) const { return base_ + std::string(path); }

  /// True for Firecrawl's own service, which serves nobody without a key.
  [[nodiscard]] bool is_hosted() const {
    const std::string_view rest = std::string_view(base_).substr(base_.find("://") + 3);
    return same_ignoring_case(rest.substr(0, rest.find_first_of(":/")), "api.firecrawl.dev");
  }

  /// "/v1/map" for "/map"
  [[nodiscard]] std::string path(std::string_view below_version) const {
    return root_ + std::string(below_version);
  }
  /// "/v1/batch/scrape" or "/v1/crawl", which starts such jobs
  [[nodiscard]] std::string jobs_path(JobKind kind) const { return path(path_of(kind)); }
  /// "/v1/batch/scrape/{id}" or "/v1/crawl/{id}", the id encoded as one segment
  [[nodiscard]] std::string job_path(JobKind kind, std::string_view id) const {
    return jobs_path(kind) + "/" + encode_segment(id);
  }

 private:
  static std::string checked(std::string_view url) {
    const auto refuse = [&](const std::string& why) {
      return UsageError("base_url must be an absolute http(s) URL such as https://api.firecrawl.dev: " + why);
    };
    if (url.empty()) throw refuse("it is empty");
    for (const char c : url) {
      if (is_control(c) || std::string_view(" \"\\<>^`{|}").find(c) != std::string_view::npos) {
        throw refuse("it contains a blank or another character that no URL may contain");
      }
    }
    const auto scheme_end = url.find("://");
    const auto scheme = url.substr(0, scheme_end == std::string_view::npos ? 0 : scheme_end);
    if (!same_ignoring_case(scheme, "http") && !same_ignoring_case(scheme, "https")) {
      throw refuse("it does not begin with http:// or https://");
    }
    if (url.find_first_of("?#") != std::string_view::npos) throw refuse("it has a query or a fragment");
    const auto rest = url.substr(scheme_end + 3);
    const auto authority = rest.substr(0, rest.find('/'));
    if (authority.find('@') != std::string_view::npos) throw refuse("it contains a user name or password");
    check_authority(authority, refuse);
    return std::string(without_slashes(url));
  }

  static std::string_view without_slashes(std::string_view url) {
    while (!url.empty() && url.back() == '/') url.remove_suffix(1);
    return url;
  }

  // Every path begins with the version itself. One that is part of the server's own prefix is written twice.
  static std::string without_version(const std::string& url, std::string_view root) {
    const std::string_view all = url;
    const auto path_begin = (std::min)(all.find('/', all.find("://") + 3), all.size());
    const auto path = all.substr(path_begin);
    const auto ends_in = [&](std::string_view segment) {
      return path.size() >= segment.size() && path.substr(path.size() - segment.size()) == segment;
    };
    const std::string_view other = root == "/v1" ? "/v2" : "/v1";
    if (ends_in(other)) {
      throw UsageError("base_url ends in " + std::string(other) +
                       ", but api_version is ApiVersion::" + std::string(root.substr(1)) +
                       ": set api_version to ApiVersion::" + std::string(other.substr(1)) + ", or leave " +
                       std::string(other) + " out of base_url");
    }
    if (!ends_in(root)) return url;
    return std::string(without_slashes(all.substr(0, all.size() - root.size())));
  }

  template <class Refuse>
  static void check_authority(std::string_view authority, const Refuse& refuse) {
    // The colon of a port comes after the brackets of an IPv6 address.
    const auto bracket = authority.rfind(']');
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const auto host = authority.substr(0, colon);
    if (host.empty()) throw refuse("it names no host");
    if (!is_host(host)) throw refuse("what is in the place of its host is not a host");
    if (colon == std::string_view::npos) return;
    const auto port = parse_number(authority.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) throw refuse("its port is not a number from 1 to 65535");
  }

  // A name, an IPv4 address, or an IPv6 address in brackets, which may have a zone (RFC 3986, 6874). Names of
  // other scripts are translated by curl.
  static bool is_host(std::string_view host) {
    const auto all = [](std::string_view text, const auto& is_fine) {
      return std::all_of(text.begin(), text.end(), is_fine);
    };
    if (host.front() != '[') {
      return all(host, [](char c) { return is_unreserved(c) || static_cast<unsigned char>(c) >= 0x80; });
    }
    if (host.back() != ']') return false;
    host = host.substr(1, host.size() - 2);
    const auto address = host.substr(0, host.find('%'));
    return address.find(':') != std::string_view::npos &&
           all(address, [](char c) { return hex_digit(c) >= 0 || c == ':' || c == '.'; }) &&
           all(host.substr(address.size()), [](char c) { return is_unreserved(c) || c == '%'; });
  }

  std::string root_;
  std::string base_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
