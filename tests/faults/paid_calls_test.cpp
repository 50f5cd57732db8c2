// SPDX-License-Identifier: MIT
// Every fault in the answer to a call that is paid for, or may start something: what comes of it, and how
// often the server was asked. And cancelling such a call in each state that it can be in.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
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
const std::string paid_answer = R"({"success":true,"data":{"markdown":")" + std::string(2000, 'x') +
                                R"(","metadata":{"title":"t","statusCode":200}}})";

struct CallKind : AnsweredCall {
  bool paid = false;  ///< is sent again after 502, 503 and 504
  bool raw = false;   ///< takes any JSON, and none
};

std::vector<CallKind> all_kinds() {
  const auto scrape = [](const fc::Client& client, const fc::CancellationToken& cancel) {
    const auto document = client.scrape("https://a.example", {}, cancel);
    // One of the answers has a document without anything.
    if (document.markdown) CHECK(document.markdown->size() == 2000);
  };
  const auto request = [](const fc::Client& client, const fc::CancellationToken& cancel) {
    (void)client.request("POST", "/v2/scrape", {{"url", "https://a.example"}}, cancel);
  };
  const auto parse = [](const fc::Client& client, const fc::CancellationToken& cancel) {
    fc::File file;
    file.name = "report.pdf";
    file.content = "%PDF-1.7" + std::string(5000, 'x');
    const auto document = client.parse(file, {}, cancel);
    if (document.markdown) CHECK(document.markdown->size() == 2000);
  };
  constexpr auto v1 = fc::ApiVersion::v1;
  constexpr auto v2 = fc::ApiVersion::v2;
  return {{{"scrape", paid_answer, scrape}, true},
          {{"scrape, repeated", paid_answer, scrape, true, v1, true}, true},
          {{"parse", paid_answer, parse, true, v2}, true},
          {{"parse, repeated", paid_answer, parse, true, v2, true}, true},
          {{"request", paid_answer, request}, false, true}};
}

bool is_one_of(const std::string& name, std::initializer_list<const char*> names) {
  for (const char* each : names)
    if (name == each) return true;
  return false;
}

/// Whether a fault is one that this kind of call takes for an answer.
bool is_an_answer(const Fault& fault, Place place, const CallKind& kind) {
  if (fault.name == "200, data is an object") return true;
  if (!kind.raw) return false;
  // That nothing came is known to be a cut only if something was announced.
  if (fault.name == "closed, neither" && place == Place::before_body) return true;
  return is_one_of(fault.name, {"200, empty", "204", "200, another object", "200, an array",
                                "200, data is text", "200, counts are text"});
}

/// Whether the request is sent again, if the policy has attempts left.
bool is_repeated(const Fault& fault, const CallKind& kind) {
  if (!fault.once.empty()) return false;  // not even a GET is
  if (!fault.detour.empty()) return true;
  const auto status = fault.name.substr(0, 3);
  if (status == "429") return true;
  if (status == "502" || status == "503" || status == "504") return kind.paid;
  const bool has_status = status.find_first_not_of("0123456789") == std::string::npos;
  return !has_status && kind.repeat;
}

void check_fault(const Fault& fault, Place place, const CallKind& kind) {
  const bool answered = fault.lasting.empty() || is_an_answer(fault, place, kind);
  const bool again = !answered && is_repeated(fault, kind);
  const std::size_t reached = fault.detour.empty() ? 1 : 0;
  FaultyAnswers passing(fault, place, kind, 1);
  CHECK(passing.outcome(4) == (answered || again ? "" : fault.lasting));
  CHECK(passing.asked() == reached + (again ? 1 : 0));
  FaultyAnswers broken(fault, place, kind, 1'000'000);
  CHECK(broken.outcome(2) == (answered ? "" : fault.lasting));
  CHECK(broken.asked() == (again ? 2 * reached : reached));
}

/// A state in which a call is busy for an hour.
struct BusyState {
  const char* name;
  std::function<void(support::RawConnection&, Signal&)> answer;
  bool silent = false;     ///< the connection never comes about
  bool after_one = false;  ///< busy once one answer has come
};

std::vector<BusyState> all_busy_states() {
  const auto stall_after = [](std::size_t bytes) {
    return [bytes](support::RawConnection& connection, Signal& busy) {
      connection.send(support::to_bytes({200, paid_answer, {}, false}).substr(0, bytes));
      busy.set();
      connection.stall();
    };
  };
  const auto refuse_with = [](int status, const std::string& body) {
    return [=](support::RawConnection& connection, Signal&) {
      connection.respond(status, body, {{"Retry-After", "3600"}});
    };
  };
  return {{"connecting", nullptr, true},
          {"worked for", stall_after(0)},
          {"in a body", stall_after(500)},
          {"held by a 429", refuse_with(429, ""), false, true},
          {"worked for after a timeout",
           refuse_with(408, R"({"details":{"state":"processing_continues","retryAfterSeconds":600}})"), false,
           true}};
}

}  // namespace

TEST_CASE("A fault in a call that is paid for makes no second one", "[paid][calls]") {
  for (const auto& kind : all_kinds()) {
    for_each_fault([&](const Fault& fault, Place place) {
      INFO(kind.name << ": " << fault.name << ", " << faults::name_of(place));
      check_fault(fault, place, kind);
    });
  }
}

TEST_CASE("A call that is paid for is cancelled in each state", "[cancel][calls]") {
  const auto kinds = all_kinds();
  for (const auto& state : all_busy_states()) {
    for (const auto& kind : kinds) {
      if (kind.raw && contains(state.name, "after a timeout")) continue;  // is an error at once
      const auto name = kind.name + ", " + state.name;
      INFO(name);
      Signal busy;
      std::atomic<int> answers{0};
      support::SilentPort silent;
      support::RawServer server([&](auto& connection, const auto&) { state.answer(connection, busy); });
      auto options = waiting_options_for(server.base_url());
      options.api_version = kind.version;
      options.on_event = [&](const fc::RequestEvent&) { ++answers; };
      options.transport = std::make_shared<ChangingTransport>(
          std::make_shared<fc::CurlTransport>(),
          [&](fc::HttpRequest& request) {
            if (state.silent) request.url = "http://127.0.0.1:" + std::to_string(silent.port());
          },
          [&] {
            if (state.silent || (state.after_one && answers > 0)) busy.set();
          });
      const fc::Client client(options);
      const auto call = [&](const auto& token) { kind.call(client, token); };
      CHECK(cancelled_at(busy, name, call) == "CancelledError");
    }
  }
}

TEST_CASE("A call that was cancelled before it began costs nothing", "[cancel][calls]") {
  support::RawServer server([](auto& connection, const auto&) { connection.respond(200, paid_answer); });
  fc::CancellationSource source;
  source.cancel();
  auto options = options_for(server.base_url());
  for (const auto& kind : all_kinds()) {
    options.api_version = kind.version;
    CHECK_THROWS_AS(kind.call(fc::Client(options), source.token()), fc::CancelledError);
  }
  const fc::Client client(options);
  CHECK_THROWS_AS(client.scrape_result(id, source.token()), fc::CancelledError);
  CHECK(server.request_count() == 0);
}
