// SPDX-License-Identifier: MIT
#include "loopback_server.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>

#include "documents.hpp"
#include "job_answers.hpp"
#include "raw_server.hpp"

namespace support {
namespace {

using Clock = std::chrono::steady_clock;

struct Entry {
  Job job;
  Clock::time_point added = Clock::now();
};

/// Turns what a schedule has reached by now into status and finished, and ends the schedule.
void settle_schedule(Job& job, Clock::time_point added) {
  if (!job.schedule) return;
  const auto interval = std::max<Clock::duration>(job.schedule->interval, std::chrono::nanoseconds(1));
  const auto steps = static_cast<std::size_t>((Clock::now() - added) / interval) + 1;
  const std::size_t step = std::max<std::size_t>(job.schedule->step, 1);
  job.finished = steps > job.count / step ? job.count : std::min(job.count, steps * step);
  job.status = *job.finished == job.count ? "completed" : "scraping";
  job.schedule.reset();
}

/// Whether a server takes it for an idempotency key: 8-4-4-4-12 hexadecimal digits.
bool is_uuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

/// A path of the API, taken apart.
struct Route {
  bool found = false;
  bool v2 = false;
  std::string id;  ///< decoded; empty: the path that starts jobs
  bool errors = false;
};

Route route_of(std::string_view path) {
  Route route;
  const std::string_view collection =
      path.find("/crawl/") == std::string_view::npos ? "/batch/scrape" : "/crawl";
  route.v2 = path.substr(0, 3) == "/v2";
  if ((!route.v2 && path.substr(0, 3) != "/v1") || path.substr(3, collection.size()) != collection)
    return route;
  path.remove_prefix(3 + collection.size());
  if (path.empty()) {
    route.found = true;
    return route;
  }
  if (path.front() != '/') return route;
  path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  route.id = percent_decode(path.substr(0, slash));
  route.errors = slash != std::string_view::npos && path.substr(slash) == "/errors";
  route.found = !route.id.empty() && (slash == std::string_view::npos || route.errors);
  return route;
}

}  // namespace

class LoopbackServer::Impl {
 public:
  Impl()
      : http([this](RawConnection& connection, const RawRequest& request) { serve(connection, request); }) {}

  /// Runs `change` on the job; throws if there is none.
  void change(const std::string& id, const std::function<void(Job&)>& change_job, bool ends_schedule) {
    const std::lock_guard lock(mutex);
    Entry& entry = jobs.at(id);
    if (ends_schedule) settle_schedule(entry.job, entry.added);
    change_job(entry.job);
  }

  std::mutex mutex;  // guards all up to peak
  std::map<std::string, Entry> jobs;
  std::set<std::string> prefixes;
  std::set<std::string> used_keys;
  std::string key;
  Hook hook;
  Job started_job;
  std::size_t started = 0;
  std::size_t in_flight = 0;
  std::size_t peak = 0;

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
    std::unique_lock lock(mutex);
    if (!key.empty() && request.header("Authorization") != "Bearer " + key) {
      const bool missing = !request.has_header("Authorization");
      return error_response(401, missing ? "Unauthorized: Token missing" : "Unauthorized: Invalid token");
    }
    const Route route = route_of(without_prefix(request.path));
    if (!route.found) return no_such_route(request);
    if (route.id.empty()) return request.method == "POST" ? start(request, route.v2) : no_such_route(request);
    const auto found = jobs.find(route.id);
    if (request.method == "GET") {
      if (found == jobs.end()) return error_response(404, "Job not found");
      if (route.errors) return errors_response(found->second.job);
      Job job = found->second.job;
      settle_schedule(job, found->second.added);
      const bool late = job.status == "completed" && job.late_answers > 0;
      if (late) --found->second.job.late_answers;
      // Making documents takes time, and may call into the test.
      lock.unlock();
      delay = job.delay;
      return late ? late_response(job, request) : status_response(job, request, http.port());
    }
    if (request.method == "DELETE" && !route.errors)
      return cancel(found == jobs.end() ? nullptr : &found->second);
    return no_such_route(request);
  }

  std::string without_prefix(const std::string& path) const {
    for (const std::string& prefix : prefixes) {
      if (path.rfind(prefix + '/', 0) == 0) return path.substr(prefix.size());
    }
    return path;
  }

  Response cancel(Entry* entry) {
    if (entry == nullptr) return {404, R"({"error":"Job not found"})", {}, false};
    if (entry->job.refuse_cancel) return {409, R"({"error":"Crawl is already completed"})", {}, false};
    settle_schedule(entry->job, entry->added);
    entry->job.status = "cancelled";
    return {200, R"({"status":"cancelled"})", {}, false};
  }

  Response start(const Request& request, bool v2) {
    if (request.has_header("x-idempotency-key")) {
      const std::string idempotency_key = request.header("x-idempotency-key");
      if (!is_uuid(idempotency_key)) return error_response(409, "Invalid idempotency key");
      if (!used_keys.insert(idempotency_key).second)
        return error_response(409, "Idempotency key already used");
    }
    std::optional<Response> refusal;
    const StartBody body = parse_start(request, v2, refusal);
    if (refusal) return *std::move(refusal);
    std::string id;
    if (body.append_to_id) {
      id = *body.append_to_id;
      if (jobs.count(id) == 0) return error_response(404, "Job not found");
    } else {
      char text[40];
      std::snprintf(text, sizeof text, "ba7c45c2-0000-4000-8000-%012zx", ++started);
      id = text;
      Entry& entry = jobs[id];
      entry.job = started_job;
      entry.job.id = id;
      entry.job.count = 0;
    }
    append(jobs[id].job, body.urls);
    const std::string version = v2 ? "/v2" : "/v1";
    return started_response(body, id, http.base_url() + version + "/batch/scrape/" + id);
  }

  static void append(Job& job, const std::vector<std::string>& urls) {
    job.document = [before = job.document, old = job.count, urls](std::size_t i) {
      if (i >= old) return make_document(i, urls.at(i - old));
      return before ? before(i) : make_document(i);
    };
    job.count += urls.size();
  }

 public:
  RawServer http;  // last: its threads use all of the above
};

LoopbackServer::LoopbackServer() : impl_(std::make_unique<Impl>()) {}
LoopbackServer::LoopbackServer(Job job) : LoopbackServer() { add_job(std::move(job)); }
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

void LoopbackServer::on_request(Hook hook) {
  const std::lock_guard lock(impl_->mutex);
  impl_->hook = std::move(hook);
}

void LoopbackServer::add_job(Job job) {
  const std::lock_guard lock(impl_->mutex);
  const std::string id = job.id;
  impl_->jobs[id] = Entry{std::move(job), Clock::now()};
}

void LoopbackServer::update(const std::string& id, const std::function<void(Job&)>& change) {
  impl_->change(id, change, false);
}

void LoopbackServer::finish(const std::string& id, std::size_t documents) {
  impl_->change(
      id, [documents](Job& job) { job.finished = documents; }, true);
}

void LoopbackServer::finish_all(const std::string& id) {
  const auto finish = [](Job& job) {
    job.finished = job.count;
    job.status = "completed";
  };
  impl_->change(id, finish, true);
}

void LoopbackServer::set_status(const std::string& id, const std::string& status) {
  impl_->change(
      id, [&status](Job& job) { job.status = status; }, true);
}

void LoopbackServer::set_started_job(Job like) {
  const std::lock_guard lock(impl_->mutex);
  impl_->started_job = std::move(like);
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
