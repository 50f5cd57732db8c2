// SPDX-License-Identifier: MIT
#include "loopback_server.hpp"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>

#include "api_routes.hpp"
#include "call_answers.hpp"
#include "data_answers.hpp"
#include "job_answers.hpp"
#include "raw_server.hpp"
#include "request_check.hpp"
#include "served_jobs.hpp"
#include "webhook_poster.hpp"

namespace support {

class LoopbackServer::Impl {
 public:
  explicit Impl(std::uint16_t port)
      : http([this](RawConnection& connection, const RawRequest& request) { serve(connection, request); },
             nullptr, port) {}

  std::mutex mutex;  // guards all up to peak
  ServedJobs jobs;
  std::set<std::string> prefixes;
  std::string key;
  Hook hook;
  std::size_t in_flight = 0;
  std::size_t peak = 0;
  CallAnswers calls;  // locks for itself
  DataAnswers data;   // so does this

 private:
  void serve(RawConnection& connection, const Request& request) {
    {
      const std::lock_guard lock(mutex);
      peak = std::max(peak, ++in_flight);
    }
    std::chrono::milliseconds delay{0};
    const Response response = answer(request, delay);
    if (delay.count() > 0) connection.wait_for(delay);
    const std::string bytes = to_bytes(response);
    // Done shortly before the last byte is out, since a client that has all of it must not be counted with
    // what it asks for next.
    const std::size_t most = bytes.size() - std::min<std::size_t>(bytes.size(), 4096);
    connection.send(std::string_view(bytes).substr(0, most));
    {
      const std::lock_guard lock(mutex);
      --in_flight;
    }
    connection.send(std::string_view(bytes).substr(most));
  }

  Response answer(const Request& request, std::chrono::milliseconds& delay) {
    Hook scripted;
    {
      const std::lock_guard lock(mutex);
      scripted = hook;
    }
    if (scripted) {
      if (std::optional<Response> response = scripted(request, request.nth)) return *std::move(response);
    }
    Route route;
    {
      const std::lock_guard lock(mutex);
      if (!key.empty() && request.header("Authorization") != "Bearer " + key) {
        const bool missing = !request.has_header("Authorization");
        return error_response(401, missing ? "Unauthorized: Token missing" : "Unauthorized: Invalid token");
      }
      route = find_route(request.method, without_prefix(request.path));
    }
    if (route.call == Call::none) return no_such_route(request);
    nlohmann::json body;
    if (route.shape != nullptr) {
      std::optional<Response> refusal;
      body = read_body(request, route.shape, route.version, refusal);
      if (refusal) return *std::move(refusal);
    }
    if (DataAnswers::answers(route.call)) return data.answer(route, request, body, duration());
    return CallAnswers::answers(route.call) ? answer_call(route, request, body, delay)
                                            : answer_job(route, request, body, delay);
  }

  /// How long a job runs of which nothing else is known.
  std::chrono::milliseconds duration() {
    const std::lock_guard lock(mutex);
    const auto& schedule = jobs.started_job.schedule;
    return schedule ? schedule->interval : std::chrono::milliseconds(0);
  }

  Response answer_call(const Route& route, const Request& request, const nlohmann::json& body,
                       std::chrono::milliseconds& delay) {
    ServerNow now;
    {
      const std::lock_guard lock(mutex);
      now.site_pages = jobs.site_pages;
      now.running_jobs = jobs.running();
      if (request.method == "POST") delay = jobs.started_job.delay;
    }
    return calls.answer(route, request, body, now);
  }

  Response answer_job(const Route& route, const Request& request, const nlohmann::json& body,
                      std::chrono::milliseconds& delay) {
    std::unique_lock lock(mutex);
    if (route.call == Call::start_batch) {
      const auto started = jobs.start_batch(request, body, route.version, base_url());
      webhooks.follow("batch_scrape", body, started, [this](const std::string& id) { return look(id); });
      return started;
    }
    if (route.call == Call::start_crawl) {
      const auto started = jobs.start_crawl(request, body, route.version, base_url());
      webhooks.follow("crawl", body, started, [this](const std::string& id) { return look(id); });
      return started;
    }
    if (route.call == Call::job_errors) return jobs.errors(route.id);
    if (route.call == Call::cancel_job) return jobs.cancel(route.id);
    if (route.call == Call::active_crawls) return jobs.active();
    bool late = false;
    const std::optional<Job> job = jobs.look(route.id, late);
    if (!job) return error_response(404, "Job not found");
    // Making documents takes time, and may call into the test.
    lock.unlock();
    delay = job->delay;
    return late ? late_response(*job, request) : status_response(*job, request, http.port());
  }

  std::optional<Job> look(const std::string& id) {
    const std::lock_guard lock(mutex);
    bool late = false;
    return jobs.look(id, late);
  }

  std::string base_url() const { return http.base_url(); }

  std::string without_prefix(const std::string& path) const {
    for (const std::string& prefix : prefixes) {
      if (path.rfind(prefix + '/', 0) == 0) return path.substr(prefix.size());
    }
    return path;
  }

  WebhookPoster webhooks;

 public:
  void sign_webhooks(const std::string& secret) { webhooks.set_secret(secret); }

  RawServer http;  // last: its threads use all of the above
};

LoopbackServer::LoopbackServer() : LoopbackServer(std::uint16_t{0}) {}
LoopbackServer::LoopbackServer(std::uint16_t port) : impl_(std::make_unique<Impl>(port)) {}
LoopbackServer::LoopbackServer(Job job, std::uint16_t port) : LoopbackServer(port) {
  add_job(std::move(job));
}
LoopbackServer::~LoopbackServer() = default;

std::uint16_t LoopbackServer::port() const { return impl_->http.port(); }
std::string LoopbackServer::base_url() const { return impl_->http.base_url(); }

void LoopbackServer::serve_prefix(const std::string& prefix) {
  const std::lock_guard lock(impl_->mutex);
  impl_->prefixes.insert(prefix);
}

void LoopbackServer::require_key(const std::string& key) {
  const std::lock_guard lock(impl_->mutex);
  impl_->key = key;
}

void LoopbackServer::sign_webhooks(const std::string& secret) { impl_->sign_webhooks(secret); }

void LoopbackServer::on_request(Hook hook) {
  const std::lock_guard lock(impl_->mutex);
  impl_->hook = std::move(hook);
}

void LoopbackServer::add_job(Job job) {
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.add(std::move(job));
}

void LoopbackServer::update(const std::string& id, const std::function<void(Job&)>& change) {
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.change(id, change, ScheduleThen::goes_on);
}

void LoopbackServer::finish(const std::string& id, std::size_t documents) {
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.change(
      id, [documents](Job& job) { job.finished = documents; }, ScheduleThen::ends);
}

void LoopbackServer::finish_all(const std::string& id) {
  const auto finish = [](Job& job) {
    job.finished = job.count;
    job.status = "completed";
  };
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.change(id, finish, ScheduleThen::ends);
}

void LoopbackServer::set_status(const std::string& id, const std::string& status) {
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.change(
      id, [&status](Job& job) { job.status = status; }, ScheduleThen::ends);
}

void LoopbackServer::set_started_job(Job like) {
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.started_job = std::move(like);
}

void LoopbackServer::set_site_pages(std::size_t count) {
  const std::lock_guard lock(impl_->mutex);
  impl_->jobs.site_pages = count;
}

std::vector<Request> LoopbackServer::requests() const { return impl_->http.requests(); }
std::size_t LoopbackServer::request_count() const { return impl_->http.request_count(); }
std::size_t LoopbackServer::connections() const { return impl_->http.connections(); }
std::size_t LoopbackServer::open_connections() const { return impl_->http.open_connections(); }
std::size_t LoopbackServer::bytes_sent() const { return impl_->http.bytes_sent(); }

std::size_t LoopbackServer::peak_in_flight() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->peak;
}

bool LoopbackServer::wait_for_requests(std::size_t n, std::chrono::milliseconds timeout) const {
  return impl_->http.wait_for_requests(n, timeout);
}

}  // namespace support
