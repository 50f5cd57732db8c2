// SPDX-License-Identifier: MIT
#include "api_routes.hpp"

#include "http_message.hpp"

namespace support {

namespace {

struct Row {
  Call call;
  In in;
  std::string_view method;
  std::string_view path;        ///< after the version; {id} is any one segment
  const char* shape = nullptr;  ///< of the body
};

// The first that fits is taken.
constexpr Row rows[] = {
    {Call::start_batch, In::both, "POST", "/batch/scrape", "batch_scrape"},
    {Call::job_status, In::both, "GET", "/batch/scrape/{id}"},
    {Call::cancel_job, In::both, "DELETE", "/batch/scrape/{id}"},
    {Call::job_errors, In::both, "GET", "/batch/scrape/{id}/errors"},
    {Call::start_crawl, In::both, "POST", "/crawl", "crawl"},
    {Call::active_crawls, In::both, "GET", "/crawl/active"},
    {Call::active_crawls, In::both, "GET", "/crawl/ongoing"},
    {Call::preview_crawl, In::v2, "POST", "/crawl/params-preview", "crawl_preview"},
    {Call::job_status, In::both, "GET", "/crawl/{id}"},
    {Call::cancel_job, In::both, "DELETE", "/crawl/{id}"},
    {Call::job_errors, In::both, "GET", "/crawl/{id}/errors"},
    {Call::scrape, In::both, "POST", "/scrape", "scrape"},
    {Call::scrape_result, In::both, "GET", "/scrape/{id}"},
    {Call::map, In::both, "POST", "/map", "map"},
    {Call::search, In::both, "POST", "/search", "search"},
    {Call::credit_usage, In::both, "GET", "/team/credit-usage"},
    {Call::credit_history, In::both, "GET", "/team/credit-usage/historical"},
    {Call::token_usage, In::both, "GET", "/team/token-usage"},
    {Call::token_history, In::both, "GET", "/team/token-usage/historical"},
    {Call::queue_status, In::both, "GET", "/team/queue-status"},
    {Call::concurrency, In::both, "GET", "/concurrency-check"},
    {Call::start_extract, In::both, "POST", "/extract", "extract"},
    {Call::extract_status, In::both, "GET", "/extract/{id}"},
    {Call::start_agent, In::v2, "POST", "/agent", "agent"},
    {Call::agent_status, In::v2, "GET", "/agent/{id}"},
    {Call::cancel_agent, In::v2, "DELETE", "/agent/{id}"},
    {Call::parse, In::v2, "POST", "/parse"},
};

/// Whether `path` is the pattern; `id` becomes the segment that stands for {id}.
bool fits(std::string_view pattern, std::string_view path, std::string& id) {
  constexpr std::string_view mark = "{id}";
  const std::size_t at = pattern.find(mark);
  if (at == std::string_view::npos) return pattern == path;
  const std::string_view after = pattern.substr(at + mark.size());
  if (path.size() <= at + after.size() || path.substr(0, at) != pattern.substr(0, at)) return false;
  if (path.substr(path.size() - after.size()) != after) return false;
  const std::string_view segment = path.substr(at, path.size() - at - after.size());
  if (segment.find('/') != std::string_view::npos) return false;
  id = percent_decode(segment);
  return true;
}

}  // namespace

Route find_route(std::string_view method, std::string_view path) {
  Route route;
  if (path.substr(0, 4) == "/v2/") route.version = Version::v2;
  if (route.version == Version::v1 && path.substr(0, 4) != "/v1/") return route;
  path.remove_prefix(3);
  for (const Row& row : rows) {
    if (row.method != method || !is_in(row.in, route.version)) continue;
    if (!fits(row.path, path, route.id)) continue;
    route.call = row.call;
    route.shape = row.shape;
    return route;
  }
  return route;
}

}  // namespace support
