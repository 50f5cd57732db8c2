// SPDX-License-Identifier: MIT
// A server without a network: answers from a function, in a time of its own that passes only while somebody
// waits.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/job.hpp>
#include <firecrawl/options.hpp>
#include <firecrawl/transport.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../support/kit/clock.hpp"
#include "decoding.hpp"

namespace unit {

inline const std::string completed_page =
    R"({"success":true,"status":"completed","completed":0,"total":0,"data":[]})";

/// Records what is asked and how long is waited. Must outlive the clients that were made of its options().
class FakeServer {
 public:
  using Answer = std::function<firecrawl::HttpResponse(const firecrawl::HttpRequest&)>;

  explicit FakeServer(Answer answer) : answer_(std::move(answer)) {}
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  /// Answers the first requests with these, all others with a completed job that has no documents.
  explicit FakeServer(std::vector<firecrawl::HttpResponse> answers)
      : FakeServer(
            [answers = std::move(answers), next = std::size_t{0}](const firecrawl::HttpRequest&) mutable {
              return next < answers.size() ? answers[next++] : answer(200, completed_page);
            }) {}

  /// Options with which nothing sleeps, and a back-off is half of its limit.
  firecrawl::ClientOptions options() {
    firecrawl::ClientOptions options;
    options.api_key = test_key;
    options.base_url = "http://fake.example";
    options.transport = firecrawl::make_transport([this](const firecrawl::HttpRequest& request) {
      requests.push_back(request);
      timeline.push_back(request.method + " " + request.url.substr(19));
      return answer_(request);
    });
    kit::clock_of(options).steady = [this] { return now; };
    kit::clock_of(options).sleeper = [this](std::chrono::milliseconds wait) {
      waits.push_back(wait.count());
      timeline.push_back("wait " + std::to_string(wait.count()));
      now += wait;
      if (on_wait) on_wait();
    };
    kit::clock_of(options).random = [] { return 0.5; };
    return options;
  }

  std::vector<firecrawl::HttpRequest> requests;
  std::vector<std::chrono::milliseconds::rep> waits;
  std::vector<std::string> timeline;  ///< "GET /path" and "wait ms", in their order
  std::chrono::steady_clock::time_point now =
      std::chrono::steady_clock::time_point{} + std::chrono::hours(1000);
  std::function<void()> on_wait;

 private:
  Answer answer_;
};

inline firecrawl::HttpResponse answer(int status, std::string body,
                                      std::vector<firecrawl::HttpHeader> headers) {
  auto response = answer(status, std::move(body));
  response.headers = std::move(headers);
  return response;
}

/// An answer that nothing but the closing of its connection ends.
inline firecrawl::HttpResponse undelimited(std::string body) {
  auto response = answer(200, std::move(body));
  response.delimited = false;
  return response;
}

inline firecrawl::Client client_on(FakeServer& server,
                                   firecrawl::ApiVersion version = firecrawl::ApiVersion::v2) {
  auto options = server.options();
  options.api_version = version;
  return firecrawl::Client(options);
}

/// A handle of a job of the server.
inline firecrawl::Job job_on(FakeServer& server, const std::string& id = "7e1f") {
  return firecrawl::Client(server.options()).batch_scrape_job(id);
}

/// The same for a crawl.
inline firecrawl::Job crawl_on(FakeServer& server, const std::string& id = "7e1f") {
  return firecrawl::Client(server.options()).crawl_job(id);
}

/// The markdown of what a range has left.
inline std::vector<std::string> texts_in(firecrawl::DocumentRange& range) {
  std::vector<std::string> texts;
  for (const auto& document : range) texts.push_back(document.markdown.value_or("none"));
  return texts;
}

/// The markdown of all that is read in this way.
inline std::vector<std::string> read_all(FakeServer& server, const firecrawl::ReadOptions& options) {
  auto range = job_on(server).documents(options);
  return texts_in(range);
}

/// The numbers from `first` up to, but not including, `end`: the markdown of a FakeJob's documents.
inline std::vector<std::string> numbers(std::size_t first, std::size_t end) {
  std::vector<std::string> texts;
  for (auto i = first; i < end; ++i) texts.push_back(std::to_string(i));
  return texts;
}

/// A job with numbered documents, answered a page at a time as real servers do.
struct FakeJob {
  std::string status = "completed";
  std::size_t documents = 0;
  std::size_t page = 10;      ///< documents a page, if `limit` asks for no less
  std::size_t completed = 0;  ///< the count; 0: as many as there are
  bool ids = true;            ///< whether documents have a scrapeId
  std::string path = "/v1/batch/scrape/7e1f";

  firecrawl::HttpResponse operator()(const firecrawl::HttpRequest& request) const {
    const auto skip = number(request.url, "skip=", 0);
    const auto limit = number(request.url, "limit=", page);
    const auto size = (std::min)({limit, page, documents - (std::min)(skip, documents)});
    const auto count = completed != 0 ? completed : documents;
    nlohmann::json body = {{"success", true}, {"status", status}, {"completed", count}, {"total", count}};
    if (status != "completed" || count > skip + size) {
      body["next"] =
          "https://inside.example" + path + "?skip=" + std::to_string(skip + size) +
          (request.url.find("limit=") != std::string::npos ? "&limit=" + std::to_string(limit) : "");
    }
    body["data"] = nlohmann::json::array();
    for (std::size_t i = skip; i < skip + size; ++i) {
      body["data"].push_back({{"markdown", std::to_string(i)}});
      if (ids) body["data"].back()["metadata"]["scrapeId"] = "id-" + std::to_string(i);
    }
    return answer(200, body.dump());
  }

 private:
  static std::size_t number(const std::string& url, const std::string& name, std::size_t otherwise) {
    const auto at = url.find(name);
    return at == std::string::npos ? otherwise : std::stoul(url.substr(at + name.size()));
  }
};

/// A job of that many documents.
inline FakeJob job_with(std::size_t documents, const std::string& status = "completed") {
  FakeJob job;
  job.documents = documents;
  job.status = status;
  return job;
}

}  // namespace unit
