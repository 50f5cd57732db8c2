// SPDX-License-Identifier: MIT
/// @file
/// The two stores, for test cases that run on both.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

#include "catch.hpp"
#include "postgres_server.hpp"
#include "store.hpp"
#include "support/temporary_folder.hpp"

namespace harvest_tests {

/// A number that was not there before in this process.
inline int next_number() {
  static int number = 0;
  return ++number;
}

/// A file in a folder that is removed at the end of the process.
struct Sqlite {
  static constexpr const char* name = "Sqlite";
  static bool there() { return true; }
  static std::string fresh() {
    static const Folder folder;
    return "sqlite:" + (folder.path / ("store-" + std::to_string(next_number()) + ".db")).string();
  }

 private:
  struct Folder {
    std::filesystem::path path = support::make_temporary_folder("harvest-sqlite");
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  };
};

/// A database in a server that all test cases of the process share.
struct Postgres {
  static constexpr const char* name = "Postgres";
  static bool there() {
    if (has_postgres()) return true;
    if (std::getenv("FIRECRAWL_REQUIRE_TOOLS") != nullptr)
      FAIL("PostgreSQL is not here, or its user cannot run it");
    WARN("not tried: PostgreSQL is not here, or its user cannot run it");
    return false;
  }
  static std::string fresh() { return server().address("test_" + std::to_string(next_number())); }
  static PostgresServer& server() {
    static PostgresServer server;
    return server;
  }
};

/// A new store with its tables.
inline std::unique_ptr<harvest::Store> ready(const std::string& address) {
  auto store = harvest::open_store(address);
  store->init();
  return store;
}

/// Jobs with these ids, and nothing known of them.
inline std::vector<harvest::NewJob> jobs_named(std::initializer_list<const char*> names) {
  std::vector<harvest::NewJob> jobs;
  for (const char* const id : names) {
    jobs.emplace_back();
    jobs.back().id = id;
  }
  return jobs;
}

/// Prolongs one claim. False: it is over.
inline bool renew(harvest::Store& store, const harvest::Claim& claim, std::chrono::milliseconds lease) {
  return store.renew({claim}, lease).empty();
}

/// Longer than any test.
inline constexpr auto long_lease = std::chrono::milliseconds(3'600'000);

/// A document with that id.
inline harvest::Row row_of(const std::string& id, const std::string& text = "text") {
  harvest::Row row;
  row.scrape_id = id;
  row.url = "https://a.example/" + id;
  row.status_code = 200;
  row.title = "Title of " + id;
  row.markdown = text;
  row.document = R"({"markdown":"x"})";
  return row;
}

/// A page without documents, after which a job goes on at the token.
inline harvest::Step step_to(const std::string& token) {
  harvest::Step step;
  step.token = token;
  step.total = 10;
  step.server_status = "scraping";
  return step;
}

/// All that a store has: to see that nothing has changed.
struct Everything {
  std::string text;
  bool operator==(const Everything& other) const { return text == other.text; }
  friend std::ostream& operator<<(std::ostream& out, const Everything& all) {
    return out << all.text.substr(0, 300);
  }
};

inline Everything everything(harvest::Store& store) {
  std::string all;
  for (const harvest::JobRow& job : store.jobs("", 1000)) {
    all += job.id + ' ' + job.state + ' ' + std::to_string(job.documents) + ' ' + job.worker + ' ' +
           job.reason + '\n';
  }
  store.read("", [&all](const std::string& job, std::int64_t ordinal, const std::string& document) {
    all += job + ' ' + std::to_string(ordinal) + ' ' + document + '\n';
  });
  return {all};
}

}  // namespace harvest_tests

/// A test case for each store: BOTH_STORES("what", "[tag]") { ... TestType::fresh() ... }
#define BOTH_STORES(name, tag) TEMPLATE_TEST_CASE(name, tag, harvest_tests::Sqlite, harvest_tests::Postgres)
