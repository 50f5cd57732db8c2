// SPDX-License-Identifier: MIT
// The writing half of the store in PostgreSQL: schema, claims, steps, starts.
#include "postgres_store.hpp"

#include <nlohmann/json.hpp>

#include "postgres_schema.hpp"

namespace harvest {
namespace {

constexpr int newest = static_cast<int>(postgres_schema.size());

// Whoever makes the tables does so alone. The number is any.
const std::string lock_schema = "SELECT pg_advisory_xact_lock(4863220815)";

}  // namespace

int PostgresStore::version() {
  if (database_.run("SELECT to_regclass('harvest.schema_version')").is_null(0, 0)) return 0;
  return static_cast<int>(database_.run("SELECT version FROM harvest.schema_version").number(0, 0));
}

int PostgresStore::init() {
  return database_.persistently([this] {
    PostgresTransaction transaction(database_);
    database_.run(lock_schema);
    const int before = version();
    if (before > newest) check_version();
    if (before == 0) {
      database_.run("CREATE SCHEMA IF NOT EXISTS harvest");
      database_.run("CREATE TABLE harvest.schema_version (version int NOT NULL)");
      database_.run("INSERT INTO harvest.schema_version VALUES (0)");
    }
    for (int step = before; step < newest; ++step) {
      database_.run_script(postgres_schema.at(static_cast<std::size_t>(step)));
    }
    database_.run("UPDATE harvest.schema_version SET version = $1::int", {std::to_string(newest)});
    transaction.commit();
    return before;
  });
}

void PostgresStore::check_version() {
  const int there = database_.persistently([this] { return version(); });
  if (there < newest) throw StoreError("the store has no tables, or old ones: run harvest init");
  if (there > newest) throw StoreError("the store was made by a newer harvest");
}

std::size_t PostgresStore::insert(const std::vector<NewJob>& jobs) {
  std::int64_t count = 0;
  for (const NewJob& job : jobs) {
    count +=
        database_
            .run(
                "INSERT INTO harvest.jobs AS j (id, kind, total, just_started) "
                "VALUES ($1, $2, $3::bigint, $4::boolean) "
                "ON CONFLICT (id) DO UPDATE SET state = 'open', reason = '', failures = 0, ready_at = now() "
                "WHERE j.state IN ('lost', 'fault')",
                {job.id, job.kind, parameter(job.total), job.just_started ? "true" : "false"})
            .changed();
  }
  return static_cast<std::size_t>(count);
}

std::size_t PostgresStore::add(const std::vector<NewJob>& jobs) {
  return database_.persistently([&] {
    PostgresTransaction transaction(database_);
    const std::size_t count = insert(jobs);
    transaction.commit();
    return count;
  });
}

bool PostgresStore::wake(const std::string& job) {
  return database_.persistently([&] {
    return database_
               .run(
                   "UPDATE harvest.jobs SET woken = worker IS NOT NULL, "
                   "  ready_at = CASE WHEN worker IS NULL THEN now() ELSE ready_at END "
                   "WHERE id = $1 AND state = 'open'",
                   {job})
               .changed() > 0;
  });
}

std::optional<Claim> PostgresStore::claim(const std::string& worker, std::chrono::milliseconds lease) {
  if (lease.count() > 0) database_.limit_silence(lease);
  return database_.persistently([&]() -> std::optional<Claim> {
    // Rows that somebody else is just taking or saving are passed over, not waited for.
    const Result taken = database_.run(
        "WITH next AS (SELECT id FROM harvest.jobs "
        "  WHERE state = 'open' AND (ready_at <= now() OR (woken AND worker = $1)) "
        "  ORDER BY expires_at LIMIT 1 FOR UPDATE SKIP LOCKED) "
        "UPDATE harvest.jobs j SET worker = $1, epoch = epoch + 1, woken = false, "
        "  ready_at = now() + $2::float8 * interval '1 millisecond' "
        "FROM next WHERE j.id = next.id "
        "RETURNING j.id, kind, epoch, token, documents, failures, "
        "  (just_started AND added_at > now() - interval '1 minute')::int",
        {worker, parameter(lease)});
    if (taken.rows() == 0) return std::nullopt;
    Claim claim;
    claim.job = taken.text(0, 0);
    claim.kind = taken.text(0, 1);
    claim.worker = worker;
    claim.epoch = taken.number(0, 2);
    claim.token = taken.optional_text(0, 3);
    claim.documents = taken.number(0, 4);
    claim.failures = static_cast<int>(taken.number(0, 5));
    claim.young = taken.number(0, 6) != 0;
    return claim;
  });
}

// The worker is asked for in addition to the epoch: a database that comes back from an older copy of itself
// (a standby that was not up to date) may give the same epoch twice, but not to the same worker.
std::vector<Claim> PostgresStore::renew(const std::vector<Claim>& claims, std::chrono::milliseconds lease) {
  nlohmann::json list = nlohmann::json::array();
  for (const Claim& claim : claims) {
    list.push_back(
        {{"place", list.size()}, {"id", claim.job}, {"epoch", claim.epoch}, {"worker", claim.worker}});
  }
  return database_.persistently([&] {
    // A row that is locked is passed over: it is being saved, and the other leases cannot wait for that. What
    // is seen of it is how it was before, so it is not over.
    const Result places = database_.run(
        "WITH claim AS (SELECT * FROM json_to_recordset($1::json) "
        "  AS claim (place int, id text, epoch bigint, worker text)), "
        "free AS (SELECT j.id FROM harvest.jobs j JOIN claim USING (id, epoch, worker) "
        "  WHERE state = 'open' AND ready_at > now() FOR UPDATE OF j SKIP LOCKED), "
        "renewed AS (UPDATE harvest.jobs j SET ready_at = now() + $2::float8 * interval '1 millisecond' "
        "  FROM free WHERE j.id = free.id) "
        "SELECT place FROM claim WHERE NOT EXISTS (SELECT FROM harvest.jobs j WHERE j.id = claim.id "
        "  AND j.epoch = claim.epoch AND j.worker = claim.worker AND state = 'open' AND ready_at > now())",
        {list.dump(), parameter(lease)});
    std::vector<Claim> over;
    over.reserve(static_cast<std::size_t>(places.rows()));
    for (int row = 0; row < places.rows(); ++row)
      over.push_back(claims.at(static_cast<std::size_t>(places.number(row, 0))));
    return over;
  });
}

void PostgresStore::release(const Claim& claim) {
  database_.persistently([&] {
    database_.run(
        "UPDATE harvest.jobs SET worker = NULL, ready_at = now() "
        "WHERE id = $1 AND epoch = $2::bigint AND worker = $3 AND state = 'open' AND ready_at > now()",
        {claim.job, std::to_string(claim.epoch), claim.worker});
  });
}

bool PostgresStore::save(Claim& claim, const Step& step, std::chrono::milliseconds lease) {
  // Once only: when a connection is cut at a COMMIT, nobody knows what came of it.
  database_.connect();
  return save_once(claim, step, lease);
}

bool PostgresStore::save_once(Claim& claim, const Step& step, std::chrono::milliseconds lease) {
  const auto added = static_cast<std::int64_t>(step.rows.size());
  PostgresTransaction transaction(database_);
  const bool mine =
      database_
          .run(
              "UPDATE harvest.jobs SET documents = documents + $1::bigint, token = $2, failures = $3::int, "
              "  server_status = coalesce($4, server_status), total = coalesce($5::bigint, total), "
              "  expires_at = coalesce(to_timestamp($6::float8), expires_at), missing = $7::bigint, reason = "
              "$8, "
              "  state = $9, worker = CASE WHEN $10::boolean THEN worker END, "
              "  ready_at = now() + CASE WHEN $10::boolean OR NOT woken THEN $11::float8 ELSE 0 END "
              "    * interval '1 millisecond' "
              "WHERE id = $12 AND epoch = $13::bigint AND worker = $14 AND documents = $15::bigint "
              "  AND state = 'open' AND ready_at > now()",
              {std::to_string(added), step.token, std::to_string(step.failures), step.server_status,
               parameter(step.total), parameter(step.expires_at), std::to_string(step.missing), step.reason,
               to_string(step.state), step.then == Then::go_on ? "true" : "false",
               parameter(step.then == Then::go_on ? lease : step.delay), claim.job,
               std::to_string(claim.epoch), claim.worker, std::to_string(claim.documents)})
          .changed() > 0;
  if (!mine) return false;
  if (added > 0) {
    std::string lines;
    std::int64_t ordinal = claim.documents;
    for (const Row& row : step.rows) {
      CopyLine line(lines);
      line.field(claim.job);
      line.field(ordinal++);
      line.field(row.scrape_id);
      line.field(row.url);
      line.field(row.status_code ? std::optional(std::to_string(*row.status_code)) : std::nullopt);
      line.field(row.title);
      line.field(row.markdown);
      line.field(row.document);
      line.end();
    }
    database_.copy_in(
        "COPY harvest.documents (job, ordinal, scrape_id, url, status_code, title, markdown, document) FROM "
        "STDIN",
        lines);
  }
  transaction.commit();
  claim.documents += added;
  claim.token = step.token;
  claim.failures = step.failures;
  return true;
}

Start PostgresStore::begin_start(const Part& part) {
  return database_.persistently([&] {
    const Parameters parameters{part.list, std::to_string(part.number)};
    const bool first =
        database_
            .run("INSERT INTO harvest.starts (list, part) VALUES ($1, $2::bigint) ON CONFLICT DO NOTHING",
                 parameters)
            .changed() > 0;
    if (first) return Start::first;
    const Result known =
        database_.run("SELECT job FROM harvest.starts WHERE list = $1 AND part = $2::bigint", parameters);
    return known.rows() > 0 && !known.is_null(0, 0) ? Start::started : Start::unknown;
  });
}

void PostgresStore::forget_start(const Part& part) {
  database_.persistently([&] {
    database_.run("DELETE FROM harvest.starts WHERE list = $1 AND part = $2::bigint AND job IS NULL",
                  {part.list, std::to_string(part.number)});
  });
}

void PostgresStore::forget_list(const std::string& list) {
  database_.persistently([&] { database_.run("DELETE FROM harvest.starts WHERE list = $1", {list}); });
}

void PostgresStore::record_start(const Part& part, const NewJob& job) {
  database_.persistently([&] {
    PostgresTransaction transaction(database_);
    insert({job});
    database_.run("UPDATE harvest.starts SET job = $1 WHERE list = $2 AND part = $3::bigint",
                  {job.id, part.list, std::to_string(part.number)});
    transaction.commit();
  });
}

}  // namespace harvest
