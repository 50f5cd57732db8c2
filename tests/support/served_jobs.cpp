// SPDX-License-Identifier: MIT
#include "served_jobs.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <regex>
#include <utility>
#include <vector>

#include "documents.hpp"
#include "job_answers.hpp"
#include "made_up_site.hpp"
#include "request_check.hpp"

namespace support {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

struct BadPattern {
  std::string pattern;
};

std::vector<std::regex> patterns_of(const json& body, const char* member) {
  std::vector<std::regex> patterns;
  for (const json& entry : body.value(member, json::array())) {
    const std::string text = entry.get<std::string>();
    try {
      patterns.emplace_back(text);
    } catch (const std::regex_error&) {
      throw BadPattern{text};
    }
  }
  return patterns;
}

std::string path_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t slash = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  return slash == std::string::npos ? "/" : url.substr(slash);
}

/// The pages of the site that a crawl takes; the first is where it begins.
std::vector<std::size_t> crawled_pages(const json& body, std::size_t site_pages) {
  const std::string start = body["url"].get<std::string>();
  const std::vector<std::regex> include = patterns_of(body, "includePaths");
  const std::vector<std::regex> exclude = patterns_of(body, "excludePaths");
  const auto limit = static_cast<std::size_t>((std::max)(0.0, body.value("limit", 10'000.0)));
  const bool whole = body.value("regexOnFullURL", false);
  std::vector<std::size_t> pages;
  for (std::size_t i = 0; i < site_pages && pages.size() < limit; ++i) {
    const std::string url = site_url(start, i);
    const std::string text = whole ? url : path_of(url);
    const auto fits = [&text](const std::regex& pattern) { return std::regex_search(text, pattern); };
    const bool included = include.empty() || std::any_of(include.begin(), include.end(), fits);
    const bool excluded = std::any_of(exclude.begin(), exclude.end(), fits);
    if (i == 0 || (included && !excluded)) pages.push_back(i);
  }
  return pages;
}

/// How a crawl is shown among the active ones: what was asked for, and what the server fills in.
json shown_options(const json& body, Version version) {
  json options = {
      {"includePaths", json::array()}, {"excludePaths", json::array()},  {"limit", 10'000},
      {"allowExternalLinks", false},   {"allowSubdomains", false},       {"ignoreRobotsTxt", false},
      {"regexOnFullURL", false},       {"deduplicateSimilarURLs", true}, {"ignoreQueryParameters", false}};
  if (version == Version::v1) {
    options["maxDepth"] = 10;
    options["ignoreSitemap"] = false;
  } else {
    options["sitemap"] = "include";
  }
  for (const auto& member : body.items()) {
    const std::string& name = member.key();
    if (name != "url" && name != "webhook" && name != "origin" && name != "integration")
      options[name] = member.value();
  }
  json& scrape = options["scrapeOptions"];
  if (scrape.is_null()) scrape = json::object();
  json formats = json::array();
  for (const std::string& name : asked_formats(scrape)) formats.push_back(json::object({{"type", name}}));
  scrape["formats"] = formats;
  return options;
}

}  // namespace

/// Turns what a schedule has reached by now into status and finished, and ends the schedule.
void ServedJobs::settle_schedule(Job& job, Clock::time_point added) {
  if (!job.schedule) return;
  const auto interval = std::max<Clock::duration>(job.schedule->interval, std::chrono::nanoseconds(1));
  const auto steps = static_cast<std::size_t>((Clock::now() - added) / interval) + 1;
  const std::size_t step = std::max<std::size_t>(job.schedule->step, 1);
  job.finished = steps > job.count / step ? job.count : std::min(job.count, steps * step);
  job.status = *job.finished == job.count ? "completed" : "scraping";
  job.schedule.reset();
}

void ServedJobs::add(Job job) {
  const std::string id = job.id;
  jobs_[id] = Entry{std::move(job), Clock::now()};
}

void ServedJobs::change(const std::string& id, const std::function<void(Job&)>& change_job,
                        ScheduleThen then) {
  Entry& entry = jobs_.at(id);
  if (then == ScheduleThen::ends) settle_schedule(entry.job, entry.added);
  change_job(entry.job);
}

std::optional<Job> ServedJobs::look(const std::string& id, bool& late) {
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return std::nullopt;
  Job job = found->second.job;
  settle_schedule(job, found->second.added);
  late = job.status == "completed" && job.late_answers > 0;
  if (late) --found->second.job.late_answers;
  return job;
}

Response ServedJobs::errors(const std::string& id) const {
  const auto found = jobs_.find(id);
  return found == jobs_.end() ? error_response(404, "Job not found") : errors_response(found->second.job);
}

Response ServedJobs::cancel(const std::string& id) {
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return {404, R"({"error":"Job not found"})", {}, false};
  Job& job = found->second.job;
  if (job.refuse_cancel) return {409, R"({"error":"Crawl is already completed"})", {}, false};
  settle_schedule(job, found->second.added);
  job.status = "cancelled";
  return {200, R"({"status":"cancelled"})", {}, false};
}

Response ServedJobs::active() const {
  json crawls = json::array();
  for (const auto& [id, entry] : jobs_) {
    Job job = entry.job;
    settle_schedule(job, entry.added);
    if (!job.crawl || job.status != "scraping") continue;
    crawls.push_back({{"id", id},
                      {"teamId", "demo"},
                      {"url", job.url},
                      {"created_at", job.created_at},
                      {"options", json::parse(job.crawl_options)}});
  }
  return {200, json({{"success", true}, {"crawls", crawls}}).dump(), {}, false};
}

std::size_t ServedJobs::running() const {
  std::size_t count = 0;
  for (const auto& [id, entry] : jobs_) {
    Job job = entry.job;
    settle_schedule(job, entry.added);
    if (job.status == "scraping") ++count;
  }
  return count;
}

std::optional<Response> ServedJobs::refused_key(const Request& request) {
  if (!request.has_header("x-idempotency-key")) return std::nullopt;
  const std::string key = request.header("x-idempotency-key");
  if (!is_uuid(key)) return error_response(409, "Invalid idempotency key");
  if (!used_keys_.insert(key).second) return error_response(409, "Idempotency key already used");
  return std::nullopt;
}

ServedJobs::Entry& ServedJobs::new_entry(std::string& id) {
  char text[40];
  std::snprintf(text, sizeof text, "ba7c45c2-0000-4000-8000-%012zx", ++started_);
  id = text;
  Entry& entry = jobs_[id];
  entry.job = started_job;
  entry.job.id = id;
  entry.job.count = 0;
  return entry;
}

Response ServedJobs::start_batch(const Request& request, const json& body, Version version,
                                 const std::string& base) {
  if (version == Version::v1) {  // v2 does not look at it
    if (auto refused = refused_key(request)) return *refused;
  }
  const bool lenient = body.value("ignoreInvalidURLs", false);
  std::vector<std::string> urls;
  std::vector<std::string> invalid;
  for (const json& entry : body["urls"]) {
    const std::string url = entry.is_string() ? entry.get<std::string>() : std::string();
    (is_valid_url(url) ? urls : invalid).push_back(url);
  }
  if (!lenient && !invalid.empty()) return bad_request("urls", "Invalid URL");
  if (urls.empty()) return error_response(400, "No valid URLs provided");
  std::string id = body.value("appendToId", std::string());
  if (id.empty()) {
    new_entry(id);
  } else if (jobs_.count(id) == 0) {
    return error_response(404, "Job not found");
  }
  Job& job = jobs_[id].job;
  const json options = body.contains("formats") ? body : json();
  job.document = [before = job.document, old = job.count, urls, options](std::size_t i) {
    if (i < old) return before ? before(i) : make_document(i);
    const std::string& url = urls.at(i - old);
    return options.is_null() ? make_document(i, url) : scraped_page({url, i, scrape_id(i)}, options).dump();
  };
  job.count += urls.size();
  const std::string path = version == Version::v2 ? "/v2/batch/scrape/" : "/v1/batch/scrape/";
  nlohmann::ordered_json answer = {{"success", true}, {"id", id}, {"url", base + path + id}};
  if (lenient || version == Version::v2) answer["invalidURLs"] = invalid;
  return {200, answer.dump(), {}, false};
}

Response ServedJobs::start_crawl(const Request& request, const json& body, Version version,
                                 const std::string& base) {
  if (auto refused = refused_key(request)) return *refused;
  std::vector<std::size_t> pages;
  try {
    pages = crawled_pages(body, site_pages);
  } catch (const BadPattern& bad) {
    return error_response(400, "Invalid regular expression: /" + bad.pattern + "/");
  }
  std::string id;
  Job& job = new_entry(id).job;
  job.crawl = true;
  job.url = body["url"].get<std::string>();
  job.crawl_options = shown_options(body, version).dump();
  job.count = pages.size();
  const auto first_id = started_ * 1'000'000;
  job.document = [url = job.url, options = body.value("scrapeOptions", json::object()),
                  shared = std::make_shared<const std::vector<std::size_t>>(pages), first_id](std::size_t i) {
    const std::size_t page = shared->at(i);
    return scraped_page({site_url(url, page), page, scrape_id(first_id + i)}, options).dump();
  };
  const std::string path = version == Version::v2 ? "/v2/crawl/" : "/v1/crawl/";
  nlohmann::ordered_json answer = {{"success", true}, {"id", id}, {"url", base + path + id}};
  if (body.contains("prompt")) {
    answer["promptGeneratedOptions"] = json::object({{"includePaths", json::array({"/page/"})}});
    answer["finalCrawlerOptions"] = json::parse(job.crawl_options);
  }
  return {200, answer.dump(), {}, false};
}

}  // namespace support
