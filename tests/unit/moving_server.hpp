// SPDX-License-Identifier: MIT
// A fake server whose listing moves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "../support/moving_listing.hpp"
#include "fake_server.hpp"

namespace unit {

/// Documents have their number as markdown, and as the end of their scrapeId.
struct MovingServer {
  explicit MovingServer(support::MovingPlan plan)
      : listing(std::move(plan)), fake([this](const auto& request) { return answer_to(request); }) {}

  firecrawl::Job job() { return job_on(fake); }

  support::MovingListing listing;
  bool ids = true;
  std::set<std::size_t> plain;                         ///< these have a URL in place of the scrapeId
  std::set<std::size_t> nulls;                         ///< these are null
  std::optional<std::string> text;                     ///< the markdown of all documents
  bool offset_links = false;                           ///< `next` says offset=
  std::function<bool()> fails = [] { return false; };  ///< whether the next request is answered 503
  FakeServer fake;

 private:
  static std::size_t number(const std::string& url, const std::string& name) {
    const auto at = url.find(name);
    return at == std::string::npos ? 0 : std::stoul(url.substr(at + name.size()));
  }

  firecrawl::HttpResponse answer_to(const firecrawl::HttpRequest& request) {
    if (fails()) return answer(503, "");
    const auto limit = number(request.url, "limit=");
    const auto page = listing.ask(number(request.url, "skip="), number(request.url, "offset="), limit);
    nlohmann::json body = {
        {"success", true}, {"status", page.status}, {"completed", page.completed}, {"total", page.total}};
    if (page.has_next) {
      body["next"] = std::string("https://inside.example/v1/batch/scrape/7e1f?") +
                     (offset_links ? "offset=" : "skip=") + std::to_string(page.next) +
                     (limit != 0 ? "&limit=" + std::to_string(limit) : "");
    }
    body["data"] = nlohmann::json::array();
    for (const auto i : page.documents) {
      body["data"].push_back(nullptr);
      auto& entry = body["data"].back();
      if (nulls.count(i) > 0) continue;
      entry["markdown"] = text.value_or(std::to_string(i));
      if (plain.count(i) > 0)
        entry["metadata"]["sourceURL"] = "https://a.example/" + std::to_string(i);
      else if (ids)
        entry["metadata"]["scrapeId"] = "id-" + std::to_string(i);
    }
    return answer(200, body.dump());
  }
};

}  // namespace unit
