// SPDX-License-Identifier: MIT
// Every fault in the answer to a map, a search, or a question about an account: what comes of it, and how
// often the server was asked. And cancelling such calls, and the key, which no error may have.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "faulty_answers.hpp"
#include "support/kit/signal.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

/// One that is not a POST may be asked again as often as it likes.
struct Question : AnsweredCall {
  std::vector<std::string> taken;  ///< faults that are an answer to it
};

std::vector<Question> all_questions() {
  const std::string text(2000, 'x');
  return {
      {{"map",
        R"({"success":true,"links":["https://a.example",{"url":"https://b.example","title":")" + text +
            R"("}]})",
        [](const fc::Client& client, const fc::CancellationToken& cancel) {
          const auto links = client.map("https://a.example", cancel).links;
          CHECK(links.size() == 2);
        }},
       {}},
      {{"search",
        R"({"success":true,"data":{"web":[{"url":"https://a.example","markdown":")" + text + R"("}]}})",
        [](const fc::Client& client, const fc::CancellationToken& cancel) {
          (void)client.search("tides", cancel);
        }},
       {"200, data is an object", "200, counts are text"}},
      {{"credit_usage", R"({"success":true,"data":{"remainingCredits":7,"note":")" + text + R"("}})",
        [](const fc::Client& client, const fc::CancellationToken& cancel) {
          const auto usage = client.credit_usage(cancel);
          CHECK(usage.remaining == 7);
        },
        false},
       {}},
  };
}

bool is_among(const std::string& name, const std::vector<std::string>& names) {
  for (const auto& each : names)
    if (name == each) return true;
  return false;
}

/// Whether the request is sent again, if the policy has attempts left.
bool is_asked_again(const Fault& fault, const Question& question) {
  if (!fault.once.empty()) return false;  // nothing of that kind is
  if (!question.post || !fault.detour.empty()) return true;
  const auto status = fault.name.substr(0, 3);
  return status == "429" || status == "502" || status == "503" || status == "504";
}

void check_question(const Fault& fault, Place place, const Question& question) {
  const bool answered = fault.lasting.empty() || is_among(fault.name, question.taken);
  const bool again = !answered && is_asked_again(fault, question);
  const std::size_t reached = fault.detour.empty() ? 1 : 0;
  FaultyAnswers passing(fault, place, question, 1);
  const auto once = passing.outcome(4);
  // Newer libcurls send a GET once more by themselves.
  if (!question.post && fault.curl_asks_again && once.empty()) return;
  CHECK(once == (answered || again ? "" : fault.lasting));
  CHECK(passing.asked() == reached + (again ? 1 : 0));
  FaultyAnswers broken(fault, place, question, 1'000'000);
  CHECK(broken.outcome(2) == (answered ? "" : fault.lasting));
  CHECK(broken.asked() == (again ? 2 * reached : reached));
}

/// All that an error carries, as one text.
std::string carried(const std::function<void()>& call) {
  try {
    call();
  } catch (const fc::ApiError& error) {
    return std::string(error.what()) + error.body() + error.code() + error.details().dump();
  } catch (const fc::DecodeError& error) {
    return std::string(error.what()) + error.pointer() + error.body();
  } catch (const fc::Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("A fault in a map, a search or an account's numbers costs no second one", "[matrix][calls]") {
  for (const auto& question : all_questions()) {
    for_each_fault([&](const Fault& fault, Place place) {
      INFO(question.name << ": " << fault.name << ", " << faults::name_of(place));
      check_question(fault, place, question);
    });
  }
}

TEST_CASE("A map, a search and an account's numbers are cancelled while the server works",
          "[cancel][calls]") {
  for (const auto& question : all_questions()) {
    for (const std::size_t sent : {0U, 500U}) {  // before the answer, and in its body
      const auto state = question.name + ", " + std::to_string(sent) + " bytes sent";
      INFO(state);
      Signal busy;
      support::RawServer server([&](auto& connection, const auto&) {
        connection.send(support::to_bytes({200, question.healthy, {}, false}).substr(0, sent));
        busy.set();
        connection.stall();
      });
      const fc::Client client(waiting_options_for(server.base_url()));
      const auto ask = [&](const auto& token) { question.call(client, token); };
      CHECK(cancelled_at(busy, state, ask) == "CancelledError");
    }
  }
}

TEST_CASE("A question that was cancelled before it began is not asked", "[cancel][calls]") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, "{}"); });
  fc::CancellationSource source;
  source.cancel();
  const fc::Client client(options_for(server.base_url()));
  for (const auto& question : all_questions())
    CHECK_THROWS_AS(question.call(client, source.token()), fc::CancelledError);
  CHECK_THROWS_AS(client.token_usage(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(client.credit_history(false, source.token()), fc::CancelledError);
  CHECK_THROWS_AS(client.token_history(true, source.token()), fc::CancelledError);
  CHECK_THROWS_AS(client.queue_status(source.token()), fc::CancelledError);
  CHECK_THROWS_AS(client.concurrency(source.token()), fc::CancelledError);
  CHECK(server.request_count() == 0);
}

TEST_CASE("Whatever the answer to a question repeats, the key is in no error", "[secrets][calls]") {
  for (const std::size_t before : {0U, 5U, 100U, 285U, 299U, 300U, 985U, 999U, 4085U, 4096U}) {
    const std::string secret = std::string(before, 'x') + key;
    const std::vector<std::pair<int, std::string>> answers = {
        {200, secret},
        {200, R"({")" + secret + R"(":1})"},
        {200, R"({"links":")" + secret + R"(","data":")" + secret + "\"}"},
        {200, R"({"success":false,"error":")" + secret + "\"}"},
        {200, R"({"success":true,")" + secret + R"(":[{"url":)"},
        {400, R"({"success":false,"error":"no","details":")" + secret + "\"}"},
        {402, R"({"success":false,"code":")" + secret + "\"}"}};
    for (const auto& answer : answers) {
      auto options = options_for("https://api.example");
      options.transport = fc::make_transport([&](const fc::HttpRequest&) {
        return fc::HttpResponse{answer.first, {}, answer.second};
      });
      const fc::Client client(options);
      for (const auto& question : all_questions()) {
        INFO(question.name << ", " << before << ", " << answer.first);
        const auto text = carried([&] { question.call(client, {}); });
        CHECK_FALSE(text.empty());
        CHECK_FALSE(contains(text, key.substr(0, 4)));
      }
    }
  }
}
