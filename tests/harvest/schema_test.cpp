// SPDX-License-Identifier: MIT
// A store whose tables are of the first version, with documents in them, becomes one of the newest.
#include "postgres.hpp"
#include "postgres_schema.hpp"
#include "sqlite.hpp"
#include "sqlite_schema.hpp"
#include "stores.hpp"

namespace {

using namespace harvest_tests;

void make_first_version(Sqlite /*store*/, const std::string& address) {
  harvest::Sqlite database(address.substr(std::string("sqlite:").size()));
  database.run(harvest::sqlite_schema.at(0));
  database.run(
      "PRAGMA user_version = 1; INSERT INTO jobs (id, kind, added_at, expires_at, ready_at) VALUES ('old', "
      "'batch_scrape', 0, 0, 0); INSERT INTO documents (stored_at, job, ordinal, title, markdown, document) "
      "VALUES (0, 'old', 0, 'A title', 'meadow and copper', '{}')");
}

void make_first_version(Postgres /*store*/, const std::string& address) {
  harvest::Postgres database(address, {});
  database.connect();
  database.run_script(
      "CREATE SCHEMA harvest; CREATE TABLE harvest.schema_version (version int NOT NULL); "
      "INSERT INTO harvest.schema_version VALUES (1)");
  database.run_script(harvest::postgres_schema.at(0));
  database.run_script(
      "INSERT INTO harvest.jobs (id, kind) VALUES ('old', 'batch_scrape'); INSERT INTO harvest.documents "
      "(job, ordinal, title, markdown, document) VALUES ('old', 0, 'A title', 'meadow and copper', '{}')");
}

}  // namespace

BOTH_STORES("Tables of the first version are brought up to date with what is in them", "[schema]") {
  if (!TestType::there()) return;
  const std::string address = TestType::fresh();
  make_first_version(TestType{}, address);
  const auto store = harvest::open_store(address);
  CHECK_THROWS_AS(store->check_version(), harvest::StoreError);
  CHECK(store->init() == 1);
  store->check_version();
  CHECK(store->search("meadow copper", 10).size() == 1);
  CHECK(store->claim("w", std::chrono::hours(1)).value().job == "old");
  CHECK(store->begin_start({"list", 0}) == harvest::Start::first);
}

BOTH_STORES("A store of a newer harvest is left alone", "[schema]") {
  if (!TestType::there()) return;
  const std::string address = TestType::fresh();
  ready(address);
  if constexpr (std::is_same_v<TestType, Sqlite>) {
    harvest::Sqlite(address.substr(std::string("sqlite:").size())).run("PRAGMA user_version = 99");
  } else {
    Postgres::server().run("test_" + std::to_string(next_number() - 1),
                           "UPDATE harvest.schema_version SET version = 99");
  }
  const auto store = harvest::open_store(address);
  CHECK_THROWS_AS(store->check_version(), harvest::StoreError);
  CHECK_THROWS_AS(store->init(), harvest::StoreError);
}
