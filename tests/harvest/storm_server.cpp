// SPDX-License-Identifier: MIT
#include "storm_server.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <random>
#include <string_view>

#include "support/job_answers.hpp"
#include "support/moving_listing.hpp"

namespace harvest_tests {
namespace {

std::uint64_t mixed(std::uint64_t number) {
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31);
}

std::uint64_t mixed(const std::string& text, std::uint64_t number) {
  for (const char c : text) number = mixed(number * 31 + static_cast<unsigned char>(c));
  return number;
}

std::string text_of(std::uint64_t random) {
  constexpr std::array<const char*, 16> words{
      "harbour",   "meadow",       "copper", "lantern", "winter", "ledger", "orchard", "signal",
      "gr\u00fcn", "\u4f60\u597d", "river",  "stone",   "market", "violet", "engine",  "pepper"};
  std::string text;
  for (int i = 0; i < 40; ++i) {
    random = mixed(random + 1);
    text += std::string(words.at(random % words.size())) + (i % 10 == 9 ? ".\\n" : " ");
  }
  return text;
}

std::shared_ptr<support::MovingListing> moving(std::size_t count, std::uint64_t random) {
  support::MovingPlan plan;
  for (std::size_t i = 0; i < count; ++i) {
    random = mixed(random + i);
    support::ListedDocument document;
    document.number = i;
    document.done_at = i / 60;
    document.visible_at = document.done_at + (random % 5 == 0 ? random / 5 % 4 : 0);
    document.valued_at = document.visible_at;
    plan.documents.push_back(document);
  }
  plan.ended_at = count / 60 + 2;
  return std::make_shared<support::MovingListing>(plan);
}

}  // namespace

std::string storm_document(const std::string& job, std::size_t index) {
  const std::uint64_t random = mixed(job, index);
  const std::string number = std::to_string(index);
  const std::string url = "https://storm.example/" + job + "/" + number;
  char id[48];
  std::snprintf(id, sizeof id, "%08llx-0000-4000-8000-%012llx",
                static_cast<unsigned long long>(random & 0xffffffffU),
                static_cast<unsigned long long>(index));
  return R"({"markdown":"# Page )" + number + R"(\n\n)" + text_of(random) +
         R"(","metadata":{"title":"Page )" + number + " of " + job + R"(","sourceURL":")" + url +
         R"(","statusCode":200,"scrapeId":")" + id + R"(","proxyUsed":"basic","creditsUsed":1}})";
}

std::size_t index_in_url(const std::string& url) { return std::stoul(url.substr(url.rfind('/') + 1)); }

StormServer::StormServer(const StormPlan& plan)
    : plan_(plan), http_([this](support::RawConnection& connection, const support::RawRequest& request) {
        serve(connection, request);
      }) {
  std::mt19937 random(plan.seed);
  std::uniform_int_distribution<std::size_t> size(plan.least, plan.most);
  for (std::size_t i = 0; i < plan.jobs; ++i) {
    char id[48];
    std::snprintf(id, sizeof id, "5707a000-0000-4000-8000-%012zx", i);
    support::Job job;
    job.id = id;
    job.count = size(random);
    job.page_documents = plan.page;
    job.document = [name = job.id](std::size_t index) { return storm_document(name, index); };
    if (plan.kinds && i % 20 == 7)
      job.listing = moving(job.count = std::min<std::size_t>(job.count, 1000), i);
    if (plan.kinds && i % 10 == 3)
      job.schedule = support::Schedule{job.count / 20 + 1, std::chrono::milliseconds(500)};
    counts_[job.id] = job.count;
    jobs_[job.id] = std::move(job);
  }
}

std::size_t StormServer::documents() const {
  std::size_t sum = 0;
  for (const auto& [id, count] : counts_) sum += count;
  return sum;
}

void StormServer::serve(support::RawConnection& connection, const support::RawRequest& request) {
  if (mixed(request.nth + plan_.seed * 1'000'003ULL) % 100 < plan_.failing && fail(connection, request))
    return;
  connection.respond(answer(request));
}

// True: it was answered, badly.
bool StormServer::fail(support::RawConnection& connection, const support::RawRequest& request) {
  ++failed_;
  constexpr std::array<int, 5> statuses{500, 502, 503, 429, 408};
  const std::uint64_t random = mixed(request.nth + 17);
  const std::uint64_t kind = random % 8;
  if (kind < statuses.size()) {
    const int status = statuses.at(kind);
    support::Headers headers;
    if (status == 429) headers.emplace_back("Retry-After", "1");
    connection.respond(status, R"({"success":false,"error":"made to fail"})", headers);
  } else if (kind < 7) {  // a body that stops in the middle
    const std::string bytes = support::to_bytes(answer(request));
    connection.send(std::string_view(bytes).substr(0, bytes.size() / 2));
    kind == 5 ? connection.close() : connection.reset();
  } else {
    connection.reset();
  }
  return true;
}

support::Response StormServer::answer(const support::RawRequest& request) {
  const std::string_view path = request.path;
  const auto found = jobs_.find(std::string(path.substr(path.rfind('/') + 1)));
  if (request.method != "GET" || found == jobs_.end()) return support::error_response(404, "Job not found");
  support::Job job = found->second;
  if (job.schedule) {
    const auto steps =
        static_cast<std::size_t>((std::chrono::steady_clock::now() - begin_) / job.schedule->interval);
    job.finished = std::min(job.count, job.schedule->step * (steps + 1));
    job.status = *job.finished == job.count ? "completed" : "scraping";
    job.schedule.reset();
  }
  return support::status_response(job, request, http_.port());
}

}  // namespace harvest_tests
