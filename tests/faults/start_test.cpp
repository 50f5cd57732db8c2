// SPDX-License-Identifier: MIT
// Every fault in the answer to a POST: how often the server gets it. What starts a job is sent once, unless
// the server says that there were too many requests.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

/// A call that sends one POST.
struct Post {
  const char* name;
  std::string healthy;  ///< an answer
  std::function<void(const fc::Client&)> send;
  bool starts;  ///< a job; else it is paid for and starts nothing
};

std::vector<Post> all_posts() {
  const std::string started = R"({"success":true,"id":")" + id + R"(","url":"https://inside.example/x"})";
  return {
      {"start_batch_scrape()", started,
       [](const fc::Client& client) { client.start_batch_scrape({"https://a.example"}); }, true},
      {"start_crawl()", started, [](const fc::Client& client) { client.start_crawl("https://a.example"); },
       true},
      {"preview_crawl()", R"({"success":true,"data":{"url":"https://a.example","limit":10}})",
       [](const fc::Client& client) { client.preview_crawl("https://a.example", "ten pages"); }, false},
      {"map()", R"({"success":true,"links":["https://a.example/1"]})",
       [](const fc::Client& client) { client.map("https://a.example"); }, false},
      {"search()", R"({"success":true,"data":{"web":[{"url":"https://a.example"}]}})",
       [](const fc::Client& client) { client.search("tides"); }, false},
      {"scrape()", R"({"success":true,"data":{"markdown":"x","metadata":{"statusCode":200}}})",
       [](const fc::Client& client) { client.scrape("https://a.example"); }, false},
  };
}

/// Whether a POST is sent again after that fault: if the server has not done what was asked.
bool may_be_repeated(const Fault& fault, const Post& post) {
  const auto is = [&](const char* status) { return fault.name.rfind(status, 0) == 0; };
  if (is("429, wait too long")) return false;
  return is("429") || (!post.starts && (is("502") || is("503") || is("504")));
}

/// The POSTs that the server gets if so many of its answers are faulty.
std::size_t posts_after(const Fault& fault, Place place, const Post& post, std::size_t times) {
  support::RawServer server([&](auto& connection, const auto& request) {
    if (request.nth < times) {
      fault.answer(connection, post.healthy, place);
    } else {
      connection.respond(200, post.healthy);
    }
  });
  auto options = options_for(server.base_url());
  options.api_version = fc::ApiVersion::v2;
  const milliseconds patience = patience_for(fault);
  options.stall_timeout = patience;
  options.transport = impatient_transport(patience);
  std::string outcome;
  try {
    post.send(fc::Client(options));
  } catch (const fc::Error& error) {
    outcome = name_of(error);
    CHECK_FALSE(contains(error.what(), key));
  }
  CAPTURE(outcome);
  // Of a fault that goes away after a repetition nothing is seen.
  if (times == 1 && may_be_repeated(fault, post)) CHECK(outcome.empty());
  return server.request_count();
}

}  // namespace

TEST_CASE("After each fault a POST is sent as often as it may be", "[matrix][calls]") {
  for (const auto& post : all_posts()) {
    for (const auto& fault : all_faults()) {
      if (!fault.detour.empty()) continue;  // nothing reaches the server
      for (const auto place : fault.places.empty() ? std::vector<Place>{Place::nothing} : fault.places) {
        INFO(post.name << ": " << fault.name << ", " << faults::name_of(place));
        const bool repeated = may_be_repeated(fault, post);
        CHECK(posts_after(fault, place, post, 1) == (repeated ? 2U : 1U));
        if (repeated) CHECK(posts_after(fault, place, post, 100) == 4U);
      }
    }
  }
}
