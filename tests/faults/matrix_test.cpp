// SPDX-License-Identifier: MIT
// Every fault at every page and at every place of an answer, once and for good. Either all documents come,
// each once and in order, or the named exception comes with a token from which the rest comes once.
//
// With FIRECRAWL_TABLE set, what came of each is printed as a table (target firecrawl_fault_table).
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include "catch.hpp"
#include "fault.hpp"
#include "fault_kit.hpp"
#include "support/job_answers.hpp"
#include "support/raw_server.hpp"

namespace {

using namespace faults;

constexpr std::size_t page_documents = 3;
constexpr std::size_t documents = 8;  // pages of 3, 3 and 2
constexpr std::array<const char*, 3> page_names{"first", "middle", "last"};

struct Mode {
  const char* name;
  std::size_t prefetch;
  std::size_t parallel;
};

/// A job whose answer for one page is faulty, so many times.
class FaultyJob {
 public:
  FaultyJob(const Fault& fault, Place place, std::size_t page, int times)
      : fault_(fault),
        place_(place),
        page_(page),
        left_(times),
        server_([this](auto& connection, const auto& request) { answer(connection, request); }) {
    job_.id = id;
    job_.count = documents;
    job_.page_documents = page_documents;
  }

  void heal() { left_ = 0; }

  fc::Job handle(int attempts) {
    auto options = options_for(server_.base_url());
    options.retry.max_attempts = attempts;
    options.stall_timeout = patience_for(fault_);
    options.connect_timeout = milliseconds(fault_.detour == "silent" ? 100 : 5000);
    if (!fault_.detour.empty()) {
      options.transport = std::make_shared<ChangingTransport>(std::make_shared<fc::CurlTransport>(),
                                                              [this](auto& request) { redirect(request); });
    }
    return fc::Client(options).batch_scrape_job(id);
  }

 private:
  static std::size_t skip_in(const std::string& target) {
    const auto at = target.find("skip=");
    return at == std::string::npos ? 0 : std::stoul(target.substr(at + 5));
  }
  bool strikes(const std::string& target) {
    return skip_in(target) / page_documents == page_ && left_ > 0 && left_-- > 0;
  }
  void redirect(fc::HttpRequest& request) {
    if (!strikes(request.url)) return;
    const auto port = fault_.detour == "silent" ? silent().port() : support::unused_port();
    request.url = "http://127.0.0.1:" + std::to_string(port) + request.url.substr(server_.base_url().size());
  }
  void answer(support::RawConnection& connection, const support::RawRequest& request) {
    const auto healthy = support::status_response(job_, request, server_.port());
    if (fault_.detour.empty() && strikes(request.target)) {
      fault_.answer(connection, healthy.body, place_);
    } else {
      connection.respond(healthy);
    }
  }
  static support::SilentPort& silent() {
    static support::SilentPort port;
    return port;
  }

  const Fault& fault_;
  Place place_;
  std::size_t page_;
  std::atomic<int> left_;
  support::Job job_;
  support::RawServer server_;
};

std::string shown(const std::string& error) { return error.empty() ? "all documents" : error; }

fc::ReadOptions options_of(const Mode& mode) {
  fc::ReadOptions options;
  options.prefetch = mode.prefetch;
  options.parallel = mode.parallel;
  if (mode.parallel > 1) options.page_size = page_documents;
  return options;
}

/// Reads, and goes on from the token in another client if that throws.
std::string drain(FaultyJob& job, const Mode& mode, int attempts, const std::string& expected,
                  std::size_t page, bool may_pass = false) {
  auto range = job.handle(attempts).documents(options_of(mode));
  const auto first = read(range);
  INFO(first.what);
  if (!may_pass || !first.error.empty()) REQUIRE(first.error == expected);
  auto all = first.documents;
  if (first.error.empty()) {
    REQUIRE_FALSE(first.next);
  } else {
    REQUIRE(first.documents == from_to(0, page * page_documents));
    REQUIRE(first.next);
    REQUIRE(contains(first.what, path));
    REQUIRE_FALSE(contains(first.what, key));
    job.heal();
    auto options = options_of(mode);
    options.from = *first.next;
    auto rest_range = job.handle(4).documents(options);
    const auto rest = read(rest_range);
    REQUIRE(rest.error.empty());
    REQUIRE_FALSE(rest.next);
    all.insert(all.end(), rest.documents.begin(), rest.documents.end());
  }
  REQUIRE(all == from_to(0, documents));
  return shown(first.error);
}

class Table {
 public:
  void add(const Fault& fault, const std::string& place, const std::string& once,
           const std::string& lasting) {
    const auto line = "| " + fault.name + " | " + place + " | " + once + " | " + lasting + " | ";
    if (rows_.empty() || rows_.back().first != line) rows_.emplace_back(line, 0);
    rows_.back().second += 1;
  }
  void print(const Mode& mode, std::size_t cases) const {
    if (std::getenv("FIRECRAWL_TABLE") == nullptr) return;
    std::cout << "\n## " << mode.name << ": " << cases << " drains, nothing lost, nothing twice\n\n"
              << "| fault | place | once | every time | pages |\n| --- | --- | --- | --- | --- |\n";
    for (const auto& [line, pages] : rows_) std::cout << line << pages << " |\n";
  }

 private:
  std::vector<std::pair<std::string, int>> rows_;
};

void run_matrix(const Mode& mode) {
  Table table;
  std::size_t cases = 0;
  const auto all = all_faults();
  for (const auto& fault : all) {
    const bool has_place = !fault.places.empty();
    for (const auto place : has_place ? fault.places : std::vector<Place>{Place::nothing}) {
      for (std::size_t page = 0; page < page_names.size(); ++page) {
        INFO(mode.name << ": " << fault.name << ", " << faults::name_of(place) << ", " << page_names[page]
                       << " page");
        FaultyJob passing(fault, place, page, 1);
        const auto once = drain(passing, mode, 4, fault.once, page, fault.curl_asks_again);
        FaultyJob broken(fault, place, page, 1'000'000);
        const auto lasting = drain(broken, mode, 2, fault.lasting, page);
        table.add(fault, has_place ? std::string(faults::name_of(place)) : "", once, lasting);
        cases += 2;
      }
    }
  }
  table.print(mode, cases);
}

}  // namespace

TEST_CASE("No fault loses a document, one page at a time", "[matrix]") {
  run_matrix({"one page at a time", 0, 1});
}
TEST_CASE("No fault loses a document, one page ahead", "[matrix]") { run_matrix({"one page ahead", 1, 1}); }
TEST_CASE("No fault loses a document, four requests at once", "[matrix]") {
  run_matrix({"four requests at once", 0, 4});
}
