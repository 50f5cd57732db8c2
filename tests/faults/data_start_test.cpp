// SPDX-License-Identifier: MIT
// Every fault at every place of the answer to a start of an extract or an agent: the server never starts a
// second run.
#include <atomic>
#include <string>
#include <vector>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

const std::string run_started =
    R"({"success":true,"id":"01a214dd-3140-71c0-b420-24beb2399577","urlTrace":[],"warnings":["a text of some length"]})";

/// Starts a run with each POST that it does not answer 429. Its first answer is faulty.
class FaultyStart {
 public:
  FaultyStart(const Fault& fault, Place place)
      : patience_(patience_for(fault)), server_([this, &fault, place](auto& connection, const auto& request) {
          if (request.method != "POST") {
            connection.respond(200, R"({"success":true,"status":"completed","data":1})");
            return;
          }
          const bool first = posts_++ == 0;
          if (!first || fault.name.rfind("429", 0) != 0) ++started_;
          if (first) {
            fault.answer(connection, run_started, place);
          } else {
            connection.respond(200, run_started);
          }
        }) {}

  fc::Client client() const {
    auto options = options_for(server_.base_url());
    options.api_version = fc::ApiVersion::v2;
    options.stall_timeout = patience_;
    options.transport = impatient_transport(patience_);
    return fc::Client(options);
  }
  int started() const { return started_; }

 private:
  milliseconds patience_;
  std::atomic<int> posts_{0};
  std::atomic<int> started_{0};
  support::RawServer server_;
};

template <class Start>
void start_with_each_fault(const Start& start) {
  for (const auto& fault : all_faults()) {
    if (!fault.detour.empty()) continue;
    for (const auto place : fault.places.empty() ? std::vector<Place>{Place::nothing} : fault.places) {
      INFO(fault.name << ", " << faults::name_of(place));
      const FaultyStart server(fault, place);
      const auto client = server.client();
      std::string error;
      try {
        if (start(client).status().data != 1) error = "other data";
      } catch (const fc::Error& e) {
        error = faults::name_of(e);
        CHECK_FALSE(contains(e.what(), key));
      }
      INFO(error);
      CHECK(server.started() <= 1);
      const bool waits = fault.name.rfind("429", 0) == 0 && fault.once.empty();
      CHECK((error.empty() ? server.started() == 1 : !waits));
    }
  }
}

}  // namespace

TEST_CASE("No fault starts an extract twice", "[calls]") {
  start_with_each_fault([](const fc::Client& client) {
    fc::ExtractRequest request;
    request.prompt = "the fee";
    return client.start_extract(request);
  });
}

TEST_CASE("No fault starts an agent twice", "[calls]") {
  start_with_each_fault([](const fc::Client& client) {
    fc::AgentRequest request;
    request.prompt = "the fee";
    return client.start_agent(request);
  });
}
