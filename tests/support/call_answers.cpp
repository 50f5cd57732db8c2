// SPDX-License-Identifier: MIT
#include "call_answers.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "account_answers.hpp"
#include "documents.hpp"
#include "job_answers.hpp"
#include "made_up_site.hpp"

namespace support {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t most_kept = 1000;

Response ok(const ordered_json& body) { return {200, body.dump(), {}, false}; }

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// A page that cannot be scraped, by the end of its URL.
struct BadPage {
  std::string_view end;
  int status;
  const char* code;
  const char* error;
};

constexpr BadPage bad_pages[] = {
    {"/timeout", 408, "SCRAPE_TIMEOUT", "The scrape operation timed out before completing."},
    {"/broken", 500, "SCRAPE_ALL_ENGINES_FAILED",
     "All scraping engines failed to retrieve content from this URL."},
    {".invalid/", 200, "SCRAPE_DNS_RESOLUTION_ERROR", "The host of this URL has no address."},
};

std::optional<Response> refused_page(const std::string& url) {
  for (const BadPage& page : bad_pages) {
    if (!ends_with(url, page.end)) continue;
    const ordered_json body = {{"success", false}, {"code", page.code}, {"error", page.error}};
    return Response{page.status, body.dump(), {}, false};
  }
  return std::nullopt;
}

Response still_in_work() {
  const ordered_json details = {{"state", "processing_continues"}, {"retryAfterSeconds", 1}};
  const ordered_json body = {{"success", false},
                             {"code", "SCRAPE_TIMEOUT"},
                             {"error", "The document is still being processed."},
                             {"details", details}};
  return {408, body.dump(), {{"Retry-After", "1"}}, false};
}

ordered_json map_link(const std::string& url, std::size_t number) {
  const std::string title = "Page " + std::to_string(number);
  return {{"url", url}, {"title", title}, {"description", "Description of page " + std::to_string(number)}};
}

/// The sources that a search asks for, by name.
std::vector<std::string> sources_of(const json& body) {
  std::vector<std::string> names;
  for (const json& source : body.value("sources", json::array({"web"}))) {
    names.push_back(source.is_string() ? source.get<std::string>() : source["type"].get<std::string>());
  }
  return names;
}

ordered_json make_hit(const std::string& source, const json& body, std::size_t position) {
  const std::string query = body["query"].get<std::string>();
  const std::string number = std::to_string(position);
  const json domains = body.value("includeDomains", json::array());
  const std::string host = domains.empty() ? "result-" + number + ".example"
                                           : domains[(position - 1) % domains.size()].get<std::string>();
  const std::string url = "https://" + host + "/page/" + number;
  const std::string title = query + ", result " + number;
  const std::string image = "https://" + host + "/" + number + ".png";
  ordered_json hit;
  if (source == "images") {
    return {{"title", title},     {"imageUrl", image}, {"imageWidth", 640},
            {"imageHeight", 480}, {"url", url},        {"position", position}};
  }
  if (source == "news") {
    return {{"title", title},       {"url", url},        {"snippet", "What result " + number + " says"},
            {"date", "2 days ago"}, {"imageUrl", image}, {"position", position}};
  }
  hit = {{"url", url}, {"title", title}, {"description", "What result " + number + " says"}};
  hit["position"] = position;
  return hit;
}

}  // namespace

bool CallAnswers::answers(Call call) {
  return call == Call::preview_crawl || (call >= Call::scrape && call <= Call::concurrency);
}

void CallAnswers::charge(double credits) {
  const std::lock_guard lock(mutex_);
  credits_used_ += credits;
}

std::string CallAnswers::new_id() {
  const std::lock_guard lock(mutex_);
  return scrape_id(500'000'000 + ++calls_);
}

Response CallAnswers::answer(const Route& route, const Request& request, const json& body,
                             const ServerNow& now) {
  const auto used = [this] {
    const std::lock_guard lock(mutex_);
    return credits_used_;
  };
  const bool by_key = request.parameter("byApiKey") == "true";
  switch (route.call) {
    case Call::preview_crawl:
      return ok(crawl_preview(body));
    case Call::scrape:
      return scrape(body);
    case Call::scrape_result:
      return scrape_result(route.id);
    case Call::map:
      return map(body, route.version, now.site_pages);
    case Call::search:
      return search(body, route.version);
    case Call::credit_usage:
      return ok(usage_answer(UsageUnit::credits, used(), route.version));
    case Call::token_usage:
      return ok(usage_answer(UsageUnit::tokens, used(), route.version));
    case Call::credit_history:
      return ok(history_answer(UsageUnit::credits, used(), by_key));
    case Call::token_history:
      return ok(history_answer(UsageUnit::tokens, used(), by_key));
    case Call::queue_status:
      return ok(queue_answer(now.running_jobs));
    case Call::concurrency:
      return ok(concurrency_answer(now.running_jobs));
    case Call::none:
    case Call::start_batch:
    case Call::start_crawl:
    case Call::job_status:
    case Call::job_errors:
    case Call::cancel_job:
    case Call::active_crawls:
    case Call::start_extract:
    case Call::extract_status:
    case Call::start_agent:
    case Call::agent_status:
    case Call::cancel_agent:
    case Call::parse:
      break;
  }
  return no_such_route(request);
}

ordered_json CallAnswers::scraped(const std::string& url, const json& options) {
  const std::string id = new_id();
  ordered_json page = scraped_page({url, page_number(url), id}, options);
  page["metadata"]["concurrencyLimited"] = false;
  charge(static_cast<double>(price_of(options)));
  const std::lock_guard lock(mutex_);
  results_[id] = page.dump();
  kept_.push_back(id);
  if (kept_.size() > most_kept) {
    results_.erase(kept_.front());
    kept_.pop_front();
  }
  return page;
}

Response CallAnswers::scrape(const json& body) {
  const std::string url = body["url"].get<std::string>();
  if (auto refused = refused_page(url)) return *refused;
  if (ends_with(url, "/large.pdf")) {
    const std::lock_guard lock(mutex_);
    if (in_work_.insert(url).second) return still_in_work();
  }
  return {200, R"({"success":true,"data":)" + scraped(url, body).dump() + "}", {}, false};
}

Response CallAnswers::scrape_result(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = results_.find(id);
  if (found == results_.end()) return error_response(404, "Job not found.");
  return {200, R"({"success":true,"data":)" + found->second + "}", {}, false};
}

Response CallAnswers::map(const json& body, Version version, std::size_t site_pages) {
  const std::string start = body["url"].get<std::string>();
  std::vector<ordered_json> found;
  for (std::size_t i = 0; i < site_pages; ++i) found.push_back(map_link(site_url(start, i), i));
  const std::string word = lower(body.value("search", std::string()));
  std::stable_partition(found.begin(), found.end(), [&word](const ordered_json& link) {
    return lower(link.dump()).find(word) != std::string::npos;
  });
  const auto limit = static_cast<std::size_t>(body.value("limit", 5000.0));
  ordered_json links = ordered_json::array();
  for (std::size_t i = 0; i < found.size() && i < limit; ++i)
    links.push_back(version == Version::v2 ? found[i] : found[i]["url"]);
  charge(1);
  ordered_json answer = {{"success", true}};
  if (version == Version::v2) answer["id"] = new_id();
  answer["links"] = std::move(links);
  return ok(answer);
}

Response CallAnswers::search(const json& body, Version version) {
  const auto limit = body.value("limit", std::size_t{version == Version::v2 ? 10U : 5U});
  const json scrape = body.value("scrapeOptions", json::object());
  const bool scrapes = !asked_formats(scrape, {}).empty();
  const bool finds = body["query"] != "nothing";
  ordered_json data = version == Version::v2 ? ordered_json::object() : ordered_json::array();
  double credits = 0;
  for (const std::string& source : sources_of(body)) {
    for (std::size_t i = 1; finds && i <= limit; ++i) {
      ordered_json hit = make_hit(source, body, i);
      if (body.contains("categories")) {
        const json& first = body["categories"][0];
        hit["category"] = first.is_object() ? first["type"] : first;
      }
      if (scrapes && source != "images") hit.update(scraped(hit["url"].get<std::string>(), scrape));
      (version == Version::v2 ? data[source] : data).push_back(std::move(hit));
    }
    if (finds) credits += 2 * static_cast<double>((limit + 9) / 10);
  }
  charge(credits);
  ordered_json answer = {{"success", true}, {"data", std::move(data)}};
  if (version == Version::v2) answer["creditsUsed"] = static_cast<std::size_t>(credits);
  answer["id"] = new_id();
  if (!finds) answer["warning"] = "No search results found";
  return ok(answer);
}

}  // namespace support
