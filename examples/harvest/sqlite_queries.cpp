// SPDX-License-Identifier: MIT
// The reading half of the store in SQLite: totals, lists, documents, search.
#include <algorithm>
#include <sstream>

#include "sqlite_store.hpp"

namespace harvest {
namespace {

const std::string now_in_queries = "((julianday('now') - 2440587.5) * 86400.0)";

const std::string shown_state = "CASE WHEN state <> 'open' THEN state WHEN ready_at <= " + now_in_queries +
                                " THEN 'open' WHEN worker IS NULL THEN 'waiting' ELSE 'running' END";

// Words and "phrases", all of which have to be there, as FTS5 wants them: in quotes, so that nothing in them
// is an operator.
std::string fts_query(const std::string& words) {
  std::string query;
  std::string part;
  bool quoted = false;
  const auto end_part = [&] {
    if (!part.empty()) query += (query.empty() ? "\"" : " \"") + part + "\"";
    part.clear();
  };
  for (const char c : words) {
    if (c == '"') {
      end_part();
      quoted = !quoted;
    } else if (!quoted && (c == ' ' || c == '\t' || c == '\n')) {
      end_part();
    } else {
      part += c;
    }
  }
  end_part();
  return query;
}

}  // namespace

std::vector<std::string> SqliteStore::scrape_ids(const std::string& job) {
  Statement query(database_, "SELECT scrape_id FROM documents WHERE job = ? AND scrape_id IS NOT NULL");
  query.bind(job);
  std::vector<std::string> ids;
  while (query.step()) ids.push_back(query.text(0));
  return ids;
}

Totals SqliteStore::totals() {
  Totals totals;
  Statement states(database_, "SELECT " + shown_state +
                                  ", count(*), sum(documents), sum(missing), sum(max(documents, total)), "
                                  "sum(total IS NULL), count(total), sum(total) FROM jobs GROUP BY 1");
  std::int64_t unknown = 0;
  std::int64_t known = 0;
  std::int64_t known_documents = 0;
  while (states.step()) {
    const std::string state = states.text(0);
    count_state(totals, state, states.number(1));
    totals.documents += states.number(2);
    totals.missing += states.number(3);
    known += states.number(6);
    known_documents += states.number(7);
    const bool unfinished = state == "open" || state == "waiting" || state == "running";
    totals.expected += unfinished ? states.number(4) : states.number(2);
    if (unfinished) unknown += states.number(5);
  }
  if (known > 0) totals.expected += unknown * known_documents / known;
  Statement rate(database_, "SELECT count(*), " + now_in_queries +
                                " - min(stored_at) FROM documents "
                                "WHERE stored_at > " +
                                now_in_queries + " - 60");
  rate.step();
  totals.per_second = static_cast<double>(rate.number(0)) / std::max(1.0, rate.real(1));
  return totals;
}

std::vector<JobRow> SqliteStore::jobs(const std::string& state, std::size_t most) {
  Statement query(database_, "SELECT id, " + shown_state +
                                 " AS shown, documents, total, missing, "
                                 "coalesce(worker, ''), reason FROM jobs WHERE ?1 IN ('', state, " +
                                 shown_state + ") ORDER BY added_at, id LIMIT ?2");
  query.bind(state).bind(static_cast<std::int64_t>(most));
  std::vector<JobRow> rows;
  while (query.step()) {
    rows.push_back({query.text(0), query.text(1), query.number(2), query.optional_number(3), query.number(4),
                    query.text(5), query.text(6)});
  }
  return rows;
}

void SqliteStore::read(const std::string& job, const Reader& reader) {
  Statement query(database_,
                  "SELECT job, ordinal, document FROM documents WHERE ?1 IN ('', job) ORDER BY job, ordinal");
  query.bind(job);
  while (query.step()) reader(query.text(0), query.number(1), query.text(2));
}

std::vector<Hit> SqliteStore::search(const std::string& words, std::size_t most) {
  std::vector<Hit> hits;
  const std::string wanted = fts_query(words);
  if (wanted.empty()) return hits;
  Statement query(database_,
                  "SELECT job, ordinal, coalesce(url, ''), coalesce(documents.title, ''), "
                  "snippet(words, 1, '', '', ' ... ', 20) FROM words JOIN documents ON row = words.rowid "
                  "WHERE words MATCH ? ORDER BY rank LIMIT ?");
  query.bind(wanted).bind(static_cast<std::int64_t>(most));
  while (query.step())
    hits.push_back({query.text(0), query.number(1), query.text(2), query.text(3), query.text(4)});
  return hits;
}

}  // namespace harvest
