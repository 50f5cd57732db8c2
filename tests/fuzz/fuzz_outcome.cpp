// SPDX-License-Identifier: MIT
/// @file
/// Whatever a server answers, each call of the library ends, and its outcome is a value or a
/// firecrawl::Error.
#include <firecrawl/firecrawl.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../support/kit/calls.hpp"
#include "../support/kit/clock.hpp"
#include "input.hpp"

namespace {

namespace fc = firecrawl;

struct Answers {
  std::vector<fc::HttpResponse> responses;
  std::size_t sent = 0;

  fc::HttpResponse next(const fc::HttpRequest& request) {
    fuzz::require(request.url.rfind("https://api.example/v1/batch/scrape", 0) == 0,
                  "requests stay at base_url");
    // An error that is not worth a second attempt ends what would go on for ever.
    if (responses.empty() || ++sent > 40) throw fc::TransportError("no more answers", {2, ""});
    return responses[sent % responses.size()];
  }
};

std::vector<fc::HttpResponse> read_responses(fuzz::Input& input) {
  static constexpr int statuses[] = {200, 200, 200, 200, 429, 500, 404, 400, 302, 0};
  std::vector<fc::HttpResponse> responses;
  while (!input.empty() && responses.size() < 16) {
    fc::HttpResponse response;
    const auto kind = input.number(64);
    response.status = kind < 10 ? statuses[kind] : kind < 50 ? 200 : static_cast<int>(input.number(1000));
    response.delimited = kind % 5 != 0;
    if (kind % 7 == 0) response.headers.push_back({"Retry-After", input.part()});
    if (kind % 11 == 0) response.headers.push_back({"Content-Length", std::to_string(input.number(60000))});
    response.body = input.part();
    responses.push_back(std::move(response));
  }
  return responses;
}

void check_text(const std::string& text) {
  fuzz::require(!kit::contains(text, kit::key), "no error contains the key");
}

// All that an error carries.
void check_error(const fc::Error& error) {
  check_text(error.what());
  if (const auto* refused = dynamic_cast<const fc::ApiError*>(&error)) {
    check_text(refused->code());
    check_text(refused->body());
    check_text(refused->details().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  if (const auto* decode = dynamic_cast<const fc::DecodeError*>(&error)) {
    check_text(decode->pointer());
    check_text(decode->body());
  }
}

void run(std::size_t call, const fc::Job& job, const fc::Client& client, fc::ReadOptions options) {
  const auto read = [&](auto range) {
    for (const auto& element : range) {
      (void)element;
      (void)range.next();
    }
    (void)range.missing();
  };
  if (call < kit::reading_calls.size()) return kit::reading_calls.at(call)(job);
  switch (call) {
    case 3:
      job.cancel();
      break;
    case 4:
      (void)client.start_batch_scrape({"https://a.example"});
      break;
    case 5: {
      fc::WaitOptions wait;
      wait.time_limit = std::chrono::minutes(10);
      (void)job.wait(wait);
      break;
    }
    case 6:
      read(job.pages(std::move(options)));
      break;
    default:
      read(job.documents(std::move(options)));
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto call = input.number(10);
  fc::ReadOptions pages;
  const auto switches = input.number(65536);
  pages.follow = (switches & 1U) != 0;
  pages.prefetch = (switches >> 1U) & 3U;
  pages.parallel = 1 + ((switches >> 3U) & 3U);
  if (const auto n = (switches >> 5U) & 7U; n > 0) pages.page_size = n;
  if (const auto n = (switches >> 8U) & 15U; n > 0) pages.max_documents = n;
  if (const auto n = (switches >> 12U) & 7U; n > 0) pages.max_pages = n;
  if (pages.follow) pages.time_limit = std::chrono::minutes(5);

  auto answers = std::make_shared<Answers>();
  answers->responses = read_responses(input);
  auto options = kit::options_for("https://api.example");
  options.max_response_bytes = 1000;
  options.transport =
      fc::make_transport([answers](const fc::HttpRequest& request) { return answers->next(request); });
  const fc::Client client(options);
  try {
    run(call, client.batch_scrape_job("7e1f"), client, pages);
  } catch (const fc::Error& error) {
    check_error(error);
  }
  return 0;
}
