// SPDX-License-Identifier: MIT
// The writing half of the store in SQLite: schema, claims, steps, starts.
#include "sqlite_store.hpp"

#include "sqlite_schema.hpp"

namespace harvest {
namespace {

constexpr int newest = static_cast<int>(sqlite_schema.size());

// Seconds since 1970, to the millisecond and better.
const std::string now = "((julianday('now') - 2440587.5) * 86400.0)";

double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

std::optional<double> seconds(const std::optional<std::chrono::system_clock::time_point>& time) {
  if (!time) return std::nullopt;
  return std::chrono::duration<double>(time->time_since_epoch()).count();
}

}  // namespace

SqliteStore::SqliteStore(const std::string& path) : database_(path) {
  // Readers and a writer side by side. After a power cut the last transactions may be gone, but never a part
  // of one: the place where a job goes on is as old as its documents, and they are read again.
  database_.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
}

int SqliteStore::version() {
  Statement query(database_, "PRAGMA user_version");
  query.step();
  return static_cast<int>(query.number(0));
}

int SqliteStore::init() {
  SqliteTransaction transaction(database_);
  const int before = version();
  if (before > newest) check_version();
  for (int step = before; step < newest; ++step) {
    database_.run(sqlite_schema.at(static_cast<std::size_t>(step)));
  }
  database_.run("PRAGMA user_version = " + std::to_string(newest));
  transaction.commit();
  return before;
}

void SqliteStore::check_version() {
  const int there = version();
  if (there < newest) throw StoreError("the store has no tables, or old ones: run harvest init");
  if (there > newest) throw StoreError("the store was made by a newer harvest");
}

std::size_t SqliteStore::insert(const std::vector<NewJob>& jobs) {
  Statement insert(database_,
                   "INSERT INTO jobs (id, kind, total, just_started, added_at, expires_at, ready_at) "
                   "VALUES (?, ?, ?, ?, " +
                       now + ", " + now + " + 86400, " + now +
                       ") "
                       "ON CONFLICT (id) DO UPDATE SET state = 'open', reason = '', failures = 0, "
                       "ready_at = " +
                       now + " WHERE state IN ('lost', 'fault')");
  std::int64_t count = 0;
  for (const NewJob& job : jobs) {
    insert.reset();
    insert.bind(job.id).bind(job.kind).bind(job.total).bind(std::int64_t{job.just_started});
    insert.finish();
    count += database_.changes();
  }
  return static_cast<std::size_t>(count);
}

std::size_t SqliteStore::add(const std::vector<NewJob>& jobs) {
  SqliteTransaction transaction(database_);
  const std::size_t count = insert(jobs);
  transaction.commit();
  return count;
}

bool SqliteStore::wake(const std::string& job) {
  Statement update(database_,
                   "UPDATE jobs SET woken = worker IS NOT NULL, ready_at = CASE WHEN worker IS NULL THEN " +
                       now + " ELSE ready_at END WHERE id = ? AND state = 'open' RETURNING id");
  update.bind(job);
  const bool found = update.step();
  update.finish();
  return found;
}

std::optional<Claim> SqliteStore::claim(const std::string& worker, std::chrono::milliseconds lease) {
  SqliteTransaction transaction(database_);
  Statement update(database_,
                   "UPDATE jobs SET worker = ?, epoch = epoch + 1, woken = 0, ready_at = " + now +
                       " + ? "
                       "WHERE id = (SELECT id FROM jobs WHERE state = 'open' AND (ready_at <= " +
                       now +
                       " OR (woken AND worker = ?)) ORDER BY expires_at LIMIT 1) "
                       "RETURNING id, kind, epoch, token, documents, failures, just_started AND added_at > " +
                       now + " - 60");
  update.bind(worker).bind(seconds(lease)).bind(worker);
  if (!update.step()) return std::nullopt;
  Claim claim;
  claim.job = update.text(0);
  claim.kind = update.text(1);
  claim.worker = worker;
  claim.epoch = update.number(2);
  claim.token = update.optional_text(3);
  claim.documents = update.number(4);
  claim.failures = static_cast<int>(update.number(5));
  claim.young = update.number(6) != 0;
  update.finish();
  transaction.commit();
  return claim;
}

std::vector<Claim> SqliteStore::renew(const std::vector<Claim>& claims, std::chrono::milliseconds lease) {
  SqliteTransaction transaction(database_);
  Statement update(database_, "UPDATE jobs SET ready_at = " + now +
                                  " + ? WHERE id = ? AND epoch = ? AND worker = ? "
                                  "AND state = 'open' AND ready_at > " +
                                  now + " RETURNING id");
  std::vector<Claim> over;
  for (const Claim& claim : claims) {
    update.reset();
    update.bind(seconds(lease)).bind(claim.job).bind(claim.epoch).bind(claim.worker);
    if (update.step()) {
      update.finish();
    } else {
      over.push_back(claim);
    }
  }
  transaction.commit();
  return over;
}

void SqliteStore::release(const Claim& claim) {
  Statement update(database_,
                   "UPDATE jobs SET worker = NULL, ready_at = " + now +
                       " WHERE id = ? AND epoch = ? AND worker = ? AND state = 'open' AND ready_at > " + now);
  update.bind(claim.job).bind(claim.epoch).bind(claim.worker).finish();
}

bool SqliteStore::save(Claim& claim, const Step& step, std::chrono::milliseconds lease) {
  const auto added = static_cast<std::int64_t>(step.rows.size());
  SqliteTransaction transaction(database_);
  Statement update(
      database_,
      "UPDATE jobs SET documents = documents + ?, token = ?, failures = ?, "
      "server_status = coalesce(?, server_status), total = coalesce(?, total), "
      "expires_at = coalesce(?, expires_at), missing = ?, reason = ?, state = ?, "
      "worker = CASE WHEN ? THEN worker END, ready_at = " +
          now +
          " + CASE WHEN ? OR NOT woken THEN ? ELSE 0 END "
          "WHERE id = ? AND epoch = ? AND worker = ? AND documents = ? AND state = 'open' AND ready_at > " +
          now + " RETURNING id");
  update.bind(added).bind(step.token).bind(std::int64_t{step.failures});
  update.bind(step.server_status).bind(step.total).bind(seconds(step.expires_at));
  update.bind(step.missing).bind(step.reason).bind(std::string(to_string(step.state)));
  const bool go_on = step.then == Then::go_on;
  update.bind(std::int64_t{go_on}).bind(std::int64_t{go_on}).bind(seconds(go_on ? lease : step.delay));
  update.bind(claim.job).bind(claim.epoch).bind(claim.worker).bind(claim.documents);
  if (!update.step()) return false;
  update.finish();
  Statement insert(database_,
                   "INSERT INTO documents (stored_at, job, ordinal, scrape_id, url, status_code, title, "
                   "markdown, document) VALUES (" +
                       now + ", ?, ?, ?, ?, ?, ?, ?, ?)");
  std::int64_t ordinal = claim.documents;
  for (const Row& row : step.rows) {
    insert.reset();
    insert.bind(claim.job).bind(ordinal++).bind(row.scrape_id).bind(row.url).bind(row.status_code);
    insert.bind(row.title).bind(row.markdown).bind(row.document);
    insert.finish();
  }
  transaction.commit();
  claim.documents += added;
  claim.token = step.token;
  claim.failures = step.failures;
  return true;
}

Start SqliteStore::begin_start(const Part& part) {
  SqliteTransaction transaction(database_);
  Statement query(database_, "SELECT job FROM starts WHERE list = ? AND part = ?");
  query.bind(part.list).bind(part.number);
  if (query.step()) return query.optional_text(0) ? Start::started : Start::unknown;
  Statement insert(database_, "INSERT INTO starts (list, part) VALUES (?, ?)");
  insert.bind(part.list).bind(part.number).finish();
  transaction.commit();
  return Start::first;
}

void SqliteStore::forget_start(const Part& part) {
  Statement remove(database_, "DELETE FROM starts WHERE list = ? AND part = ? AND job IS NULL");
  remove.bind(part.list).bind(part.number).finish();
}

void SqliteStore::forget_list(const std::string& list) {
  Statement(database_, "DELETE FROM starts WHERE list = ?").bind(list).finish();
}

void SqliteStore::record_start(const Part& part, const NewJob& job) {
  SqliteTransaction transaction(database_);
  insert({job});
  Statement update(database_, "UPDATE starts SET job = ? WHERE list = ? AND part = ?");
  update.bind(job.id).bind(part.list).bind(part.number).finish();
  transaction.commit();
}

}  // namespace harvest
