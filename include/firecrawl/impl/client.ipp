// SPDX-License-Identifier: MIT
/// @file
/// The calls of a client.
#pragma once

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../client.hpp"
#include "../curl_transport.hpp"
#include "../detail/base/secrets.hpp"
#include "../detail/base/text.hpp"
#include "../detail/base/urls.hpp"
#include "../detail/call/call.hpp"
#include "../detail/call/checks.hpp"
#include "../detail/call/client_core.hpp"
#include "../detail/call/endpoint.hpp"
#include "../detail/call/retry.hpp"
#include "../detail/job/data_handle.hpp"
#include "../detail/job/handle.hpp"
#include "../detail/job/link.hpp"
#include "../detail/job/start.hpp"
#include "../detail/wire/account.hpp"
#include "../detail/wire/agent.hpp"
#include "../detail/wire/batch_scrape.hpp"
#include "../detail/wire/crawl.hpp"
#include "../detail/wire/crawl_answers.hpp"
#include "../detail/wire/extract.hpp"
#include "../detail/wire/map.hpp"
#include "../detail/wire/parse.hpp"
#include "../detail/wire/raw_request.hpp"
#include "../detail/wire/scrape.hpp"
#include "../detail/wire/scrape_call.hpp"
#include "../detail/wire/search.hpp"
#include "../error.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

// Empty if it is not set.
inline std::string environment_variable(const char* name) {
#if defined(_MSC_VER)
#pragma warning(push)
#pragma warning(disable : 4996)  // an error in new projects; what is said to be safer is not standard C++
#endif
  const char* value = std::getenv(name);
#if defined(_MSC_VER)
#pragma warning(pop)
#endif
  return value == nullptr ? std::string() : std::string(value);
}

// A server's URL that is not in the program is hard to find if the message does not name its place. What may
// be a password or a key is not repeated.
inline void check_environment_url(const std::string& url, ApiVersion version) {
  try {
    const Endpoint endpoint(url, version);
  } catch (const UsageError& error) {
    const bool may_be_secret = url.find('@') != std::string::npos || starts_with(url, "fc-");
    throw UsageError("FIRECRAWL_API_URL" + (may_be_secret ? "" : " (\"" + excerpt(url, 200) + "\")") +
                     " cannot be used: " + error.what());
  }
}

inline std::string text_of_key(const char* api_key) {
  if (api_key == nullptr)
    throw UsageError("the API key is a null pointer: is the environment variable set that it came from?");
  return api_key;
}

inline ClientOptions options_with_key(std::string api_key) {
  ClientOptions options;
  options.api_key = std::move(api_key);
  return options;
}

inline SharedCore make_core(ClientOptions options) {
  const bool has_own_transport = options.transport != nullptr;
  if (!has_own_transport) {
    options.transport = std::make_shared<CurlTransport>(CurlTransportOptions{options.proxy, options.ca_file});
  }
  auto core = std::make_shared<const ClientCore>(std::move(options));
  if (!has_own_transport) core->check_hosted_key();
  return core;
}

/// A POST that the server works for, and bills.
/// @param timeout what the request asks the server to keep to, if it does
inline CallPlan plan_paid(std::string path, std::string body, std::optional<Milliseconds> timeout) {
  auto plan = plan_post(std::move(path), std::move(body), Effect::paid);
  plan.work_limit = work_limit(timeout);
  return plan;
}

/// A GET of a path below the version. Returns what `decode` makes of the answer.
template <class Decode>
auto get_decoded(const SharedCore& core, const std::string& path, CancellationToken cancel,
                 const Decode& decode) {
  CallPlan plan;
  plan.path = core->endpoint.path(path);
  return run_call(core, std::move(plan), std::move(cancel), decode);
}

// The body of a request. The message of a refusal does not repeat the key.
template <class Request>
std::string encode_request(const ClientCore& core, const Request& request) {
  return without_key(core, [&] { return encode_body(request, core.options.api_version); });
}

}  // namespace detail

FIRECRAWL_INLINE Client::Client(std::string api_key) : Client(detail::options_with_key(std::move(api_key))) {}
FIRECRAWL_INLINE Client::Client(const char* api_key) : Client(detail::text_of_key(api_key)) {}
FIRECRAWL_INLINE Client::Client(ClientOptions options) : core_(detail::make_core(std::move(options))) {}

FIRECRAWL_INLINE Client Client::from_env() { return from_env(ClientOptions()); }

FIRECRAWL_INLINE Client Client::from_env(ClientOptions options) {
  const std::string key = detail::environment_variable("FIRECRAWL_API_KEY");
  const std::string url = detail::environment_variable("FIRECRAWL_API_URL");
  if (key.empty() && url.empty()) {
    throw UsageError(
        "FIRECRAWL_API_KEY is not set; a server of your own that needs no key goes into FIRECRAWL_API_URL");
  }
  if (!key.empty()) options.api_key = key;
  if (!url.empty()) {
    detail::check_environment_url(url, options.api_version);
    options.base_url = url;
  }
  return Client(std::move(options));
}

FIRECRAWL_INLINE Job Client::batch_scrape_job(std::string id) const {
  return Job(std::make_shared<const detail::JobHandle>(
      core_, detail::JobName{JobKind::batch_scrape, std::move(id)}));
}

FIRECRAWL_INLINE StartedJob Client::start_batch_scrape(const BatchScrapeRequest& request,
                                                       CancellationToken cancel) const {
  auto plan = detail::plan_post(core_->endpoint.jobs_path(JobKind::batch_scrape),
                                detail::encode_request(*core_, request), detail::Effect::starts);
  auto started = detail::start_job(core_, JobKind::batch_scrape, std::move(plan), request.idempotency_key,
                                   std::move(cancel));
  started.job->address.was_added_to = request.append_to.has_value();
  return {Job(std::move(started.job)), std::move(started.answer.invalid_urls),
          std::move(started.answer.extra)};
}

// ---- crawl ----

FIRECRAWL_INLINE Job Client::crawl_job(std::string id) const {
  return Job(
      std::make_shared<const detail::JobHandle>(core_, detail::JobName{JobKind::crawl, std::move(id)}));
}

FIRECRAWL_INLINE StartedJob Client::start_crawl(const CrawlRequest& request, CancellationToken cancel) const {
  auto plan = detail::plan_post(core_->endpoint.jobs_path(JobKind::crawl),
                                detail::encode_request(*core_, request), detail::Effect::starts);
  // A model of the server makes options of it first.
  if (request.prompt) plan.work_limit = detail::work_limit(std::nullopt);
  auto started =
      detail::start_job(core_, JobKind::crawl, std::move(plan), request.idempotency_key, std::move(cancel));
  return {Job(std::move(started.job)), std::move(started.answer.invalid_urls),
          std::move(started.answer.extra)};
}

FIRECRAWL_INLINE std::vector<CrawlInfo> Client::active_crawls(CancellationToken cancel) const {
  return detail::get_decoded(core_, "/crawl/active", std::move(cancel), detail::decode_crawls);
}

FIRECRAWL_INLINE CrawlRequest Client::preview_crawl(const std::string& url, const std::string& prompt,
                                                    CancellationToken cancel) const {
  auto body = detail::without_key(
      *core_, [&] { return detail::encode_preview(url, prompt, core_->options.api_version); });
  auto plan = detail::plan_paid(core_->endpoint.path("/crawl/params-preview"), std::move(body), std::nullopt);
  return detail::run_call(
      core_, std::move(plan), std::move(cancel),
      [&](const auto& response, const auto& call) { return detail::decode_preview(response, call, url); });
}

// ---- map and search ----

FIRECRAWL_INLINE MapResult Client::map(const MapRequest& request, CancellationToken cancel) const {
  auto plan = detail::plan_paid(core_->endpoint.path("/map"), detail::encode_request(*core_, request),
                                request.timeout);
  return detail::run_call(core_, std::move(plan), std::move(cancel), detail::decode_map);
}

FIRECRAWL_INLINE SearchResults Client::search(const SearchRequest& request, CancellationToken cancel) const {
  auto plan = detail::plan_paid(core_->endpoint.path("/search"), detail::encode_request(*core_, request),
                                request.timeout);
  return detail::run_call(core_, std::move(plan), std::move(cancel), detail::decode_search);
}

// ---- account ----

namespace detail {

inline std::string history_path(const char* path, bool by_api_key) {
  return std::string(path) + "/historical" + (by_api_key ? "?byApiKey=true" : "");
}

}  // namespace detail

FIRECRAWL_INLINE Usage Client::credit_usage(CancellationToken cancel) const {
  return detail::get_decoded(core_, "/team/credit-usage", std::move(cancel), detail::decode_usage);
}
FIRECRAWL_INLINE Usage Client::token_usage(CancellationToken cancel) const {
  return detail::get_decoded(core_, "/team/token-usage", std::move(cancel), detail::decode_usage);
}
FIRECRAWL_INLINE std::vector<UsagePeriod> Client::credit_history(bool by_api_key,
                                                                 CancellationToken cancel) const {
  return detail::get_decoded(core_, detail::history_path("/team/credit-usage", by_api_key), std::move(cancel),
                             detail::decode_history);
}
FIRECRAWL_INLINE std::vector<UsagePeriod> Client::token_history(bool by_api_key,
                                                                CancellationToken cancel) const {
  return detail::get_decoded(core_, detail::history_path("/team/token-usage", by_api_key), std::move(cancel),
                             detail::decode_history);
}
FIRECRAWL_INLINE QueueStatus Client::queue_status(CancellationToken cancel) const {
  return detail::get_decoded(core_, "/team/queue-status", std::move(cancel), detail::decode_queue);
}
FIRECRAWL_INLINE Concurrency Client::concurrency(CancellationToken cancel) const {
  return detail::get_decoded(core_, "/concurrency-check", std::move(cancel), detail::decode_concurrency);
}

// ---- scrape ----

FIRECRAWL_INLINE Document Client::scrape(const std::string& url, const ScrapeOptions& options,
                                         CancellationToken cancel) const {
  auto body = detail::without_key(
      *core_, [&] { return detail::encode_scrape(url, options, core_->options.api_version); });
  auto plan =
      detail::plan_paid(core_->endpoint.path("/scrape"), std::move(body), detail::scrape_time(options));
  return detail::run_scrape(core_, std::move(plan), std::move(cancel));
}

FIRECRAWL_INLINE Document Client::scrape_result(const std::string& scrape_id,
                                                CancellationToken cancel) const {
  if (const auto fault = detail::job_id_fault(scrape_id); !fault.empty())
    throw UsageError("the scrape id " + fault);
  detail::CallPlan plan;
  plan.path = core_->endpoint.path("/scrape/" + detail::encode_segment(scrape_id));
  return detail::run_scrape(core_, std::move(plan), std::move(cancel));
}

// ---- parse ----

FIRECRAWL_INLINE Document Client::parse(const File& file, const ScrapeOptions& options,
                                        CancellationToken cancel) const {
  const auto body = detail::without_key(
      *core_, [&] { return detail::encode_parse(file, options, core_->options.api_version); });
  detail::CallPlan plan;
  plan.method = "POST";
  plan.path = core_->endpoint.path("/parse");
  plan.body_parts = body.parts();
  plan.headers.push_back({"Content-Type", body.content_type});
  plan.effect = detail::Effect::paid;
  plan.work_limit = detail::work_limit(detail::scrape_time(options));
  return detail::run_scrape(core_, std::move(plan), std::move(cancel));
}

// ---- extract and agent ----

FIRECRAWL_INLINE DataJob Client::extract_job(std::string id) const {
  return DataJob(
      std::make_shared<const detail::DataJobHandle>(core_, detail::DataJobKind::extract, std::move(id)));
}

FIRECRAWL_INLINE DataJob Client::agent_job(std::string id) const {
  detail::in_call("agent_job", [&] { detail::check_has_agents(core_->options.api_version); });
  return DataJob(
      std::make_shared<const detail::DataJobHandle>(core_, detail::DataJobKind::agent, std::move(id)));
}

FIRECRAWL_INLINE DataJob Client::start_extract(const ExtractRequest& request,
                                               CancellationToken cancel) const {
  auto body = detail::encode_request(*core_, request);
  return DataJob(
      detail::start_data_job(core_, detail::DataJobKind::extract, std::move(body), std::move(cancel)));
}

FIRECRAWL_INLINE DataJob Client::start_agent(const AgentRequest& request, CancellationToken cancel) const {
  auto body = detail::encode_request(*core_, request);
  return DataJob(
      detail::start_data_job(core_, detail::DataJobKind::agent, std::move(body), std::move(cancel)));
}

// ---- any other call ----

FIRECRAWL_INLINE nlohmann::json Client::request(const std::string& method, const std::string& path,
                                                const nlohmann::json& body, CancellationToken cancel) const {
  auto plan = detail::without_key(*core_, [&] { return detail::plan_request(method, path, body); });
  return detail::run_call(core_, std::move(plan), std::move(cancel), detail::decode_raw);
}

FIRECRAWL_END_NAMESPACE
