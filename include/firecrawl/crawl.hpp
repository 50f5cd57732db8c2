// SPDX-License-Identifier: MIT
/// @file
/// @ingroup requests
/// CrawlRequest: what starts a crawl. CrawlInfo: a crawl that runs. Plain values, which may be copied to and
/// read from any thread.
/// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-post
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "config.hpp"
#include "impl/webhook_models.hpp"
#include "scrape_options.hpp"
#include "sitemap.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// A site to crawl: the page to begin with, which links to follow, and how to scrape each page. Only what is
/// set is sent: the server refuses keys that it does not know. Each field is the API's own of that name, in
/// camelCase there. Set `limit`: it bounds what a crawl can cost.
///
/// @code
/// fc::CrawlRequest request = "https://docs.example";
/// request.limit = 500;
/// request.include_paths = {"^/guide/.*"};
/// request.scrape.formats = {"markdown", "links"};
/// fc::StartedJob started = client.start_crawl(request);
/// for (const fc::Document& document : started.job.follow()) use(document);
/// @endcode
/// @see https://docs.firecrawl.dev/api-reference/endpoint/crawl-post
struct CrawlRequest {
  std::string url;                    ///< the page to begin with
  ScrapeOptions scrape;               ///< how each page is scraped ("scrapeOptions")
  std::optional<std::int64_t> limit;  ///< pages at most; at least 1. The server's own is 10,000
  /// How many parts the path of a page's URL may have. v1: v2 has max_discovery_depth in its place.
  std::optional<std::int64_t> max_depth;
  /// How many links a page may be away from the first one. The pages of a sitemap are 0 away.
  std::optional<std::int64_t> max_discovery_depth;
  std::optional<std::int64_t> max_concurrency;  ///< pages scraped at the same time, at most; at least 1
  /// Regular expressions. If there are any, only pages with a path that one of them matches are scraped; it
  /// may match at any place of the path. At most 1000 together with exclude_paths, of 2000 characters each,
  /// and 100,000 characters in all.
  std::vector<std::string> include_paths;
  std::vector<std::string> exclude_paths;  ///< the same for pages that are left out
  /// Follow all links of the site, not only those to pages below the first one.
  std::optional<bool> crawl_entire_domain;
  std::optional<bool> allow_external_links;     ///< follow links to other sites
  std::optional<bool> allow_subdomains;         ///< follow links to the site's subdomains
  std::optional<bool> ignore_query_parameters;  ///< URLs that differ in their query are the same page
  /// "deduplicateSimilarURLs": so are URLs that differ in "www." or "/index.html" alone.
  std::optional<bool> deduplicate_similar_urls;
  std::optional<bool> regex_on_full_url;    ///< "regexOnFullURL": patterns are for the whole URL
  std::optional<bool> ignore_robots_txt;    ///< scrape what robots.txt forbids; not open to every account
  std::optional<bool> zero_data_retention;  ///< the server keeps nothing; not open to every account
  std::optional<std::string> sitemap;       ///< Sitemap::include, skip, or only (v2)
  /// The least time between two pages, up to 60 s. The crawl scrapes one page at a time then. Sent in
  /// seconds.
  std::optional<std::chrono::milliseconds> delay;
  /// What to crawl, in words, at most 10,000 characters; a model of the server makes options of it. Fields
  /// that are set win. v2. See Client::preview_crawl().
  std::optional<std::string> prompt;
  /// Whose rules of robots.txt count; v2, and not open to every account.
  std::optional<std::string> robots_user_agent;
  /// A name that the server counts its users by: one that it knows, such as "n8n" or "zapier", or one of your
  /// own that begins with "_".
  std::optional<std::string> integration;
  std::optional<std::string> origin;  ///< a name that it counts programs by
  /// A UUID, sent as `x-idempotency-key`. The hosted service refuses one that it has seen (409): it does not
  /// give back the first job, which may be among Client::active_crawls(). A server of your own without a
  /// database answers any key with 500, or ends its process.
  std::optional<std::string> idempotency_key;
  std::optional<Webhook> webhook;  ///< where the server reports to
  /// Members that have no field here, sent as they are; a field wins over a member of the same name.
  nlohmann::json extra = nlohmann::json::object();

  /// Nothing is set.
  CrawlRequest();
  /// The short form: `client.start_crawl("https://docs.example")`. Without a limit, the server's is 10,000
  /// pages.
  CrawlRequest(std::string start, ScrapeOptions options = {});  // NOLINT(google-explicit-constructor)
  /// The same, from text in the program.
  CrawlRequest(const char* start, ScrapeOptions options = {});  // NOLINT(google-explicit-constructor)
};

/// A crawl that runs. What is missing in the server's answer is empty here.
/// @see Client::active_crawls()
///
/// @code
/// for (const fc::CrawlInfo& crawl : client.active_crawls()) {
///   std::cout << crawl.url << ' ' << client.crawl_job(crawl.id).progress().completed << '\n';
/// }
/// @endcode
struct CrawlInfo {
  std::string id;                                                   ///< the job's, for Client::crawl_job()
  std::string url;                                                  ///< the page that it began with
  std::optional<std::chrono::system_clock::time_point> created_at;  ///< when it was started
  nlohmann::json options;                           ///< as the server has them; null if it does not say
  nlohmann::json extra = nlohmann::json::object();  ///< all the rest, as sent, such as "teamId"; an object
};

FIRECRAWL_END_NAMESPACE

#ifndef FIRECRAWL_COMPILED
#include "impl/crawl.ipp"
#endif
