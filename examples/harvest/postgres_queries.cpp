// SPDX-License-Identifier: MIT
// The reading half of the store in PostgreSQL: totals, lists, documents, search.
#include <algorithm>
#include <cstddef>

#include "postgres_store.hpp"

namespace harvest {
namespace {

const std::string shown_state =
    "CASE WHEN state <> 'open' THEN state WHEN ready_at <= now() THEN 'open' "
    "WHEN worker IS NULL THEN 'waiting' ELSE 'running' END";

}  // namespace

std::vector<std::string> PostgresStore::scrape_ids(const std::string& job) {
  return database_.persistently([&] {
    const Result result = database_.run(
        "SELECT scrape_id FROM harvest.documents WHERE job = $1 AND scrape_id IS NOT NULL", {job});
    std::vector<std::string> ids;
    ids.reserve(static_cast<std::size_t>(result.rows()));
    for (int row = 0; row < result.rows(); ++row) ids.push_back(result.text(row, 0));
    return ids;
  });
}

Totals PostgresStore::totals() {
  return database_.persistently([&] {
    Totals totals;
    const Result states = database_.run(
        "SELECT " + shown_state +
        ", count(*), sum(documents), sum(missing), "
        "coalesce(sum(CASE WHEN total IS NOT NULL THEN greatest(documents, total) END), 0), "
        "sum((total IS NULL)::int), count(total), coalesce(sum(total), 0) FROM harvest.jobs GROUP BY 1");
    std::int64_t unknown = 0;
    std::int64_t known = 0;
    std::int64_t known_documents = 0;
    for (int row = 0; row < states.rows(); ++row) {
      const std::string state = states.text(row, 0);
      count_state(totals, state, states.number(row, 1));
      totals.documents += states.number(row, 2);
      totals.missing += states.number(row, 3);
      known += states.number(row, 6);
      known_documents += states.number(row, 7);
      const bool unfinished = state == "open" || state == "waiting" || state == "running";
      totals.expected += unfinished ? states.number(row, 4) : states.number(row, 2);
      if (unfinished) unknown += states.number(row, 5);
    }
    if (known > 0) totals.expected += unknown * known_documents / known;
    const Result rate = database_.run(
        "SELECT count(*), coalesce(extract(epoch FROM now() - min(stored_at)), 0) FROM harvest.documents "
        "WHERE stored_at > now() - interval '1 minute'");
    totals.per_second = static_cast<double>(rate.number(0, 0)) / std::max(1.0, rate.real(0, 1));
    return totals;
  });
}

std::vector<JobRow> PostgresStore::jobs(const std::string& state, std::size_t most) {
  return database_.persistently([&] {
    const Result result = database_.run("SELECT id, " + shown_state +
                                            ", documents, total, missing, coalesce(worker, ''), reason "
                                            "FROM harvest.jobs WHERE $1 IN ('', state, " +
                                            shown_state + ") ORDER BY added_at, id LIMIT $2::bigint",
                                        {state, std::to_string(most)});
    std::vector<JobRow> rows;
    rows.reserve(static_cast<std::size_t>(result.rows()));
    for (int row = 0; row < result.rows(); ++row) {
      rows.push_back({result.text(row, 0), result.text(row, 1), result.number(row, 2),
                      result.optional_number(row, 3), result.number(row, 4), result.text(row, 5),
                      result.text(row, 6)});
    }
    return rows;
  });
}

void PostgresStore::read(const std::string& job, const Reader& reader) {
  database_.persistently(
      [this] { database_.run("SELECT 1"); });  // a connection that was cut meanwhile is made again
  PostgresTransaction transaction(database_);
  database_.run(
      "DECLARE documents NO SCROLL CURSOR FOR SELECT job, ordinal, document FROM harvest.documents "
      "WHERE $1 IN ('', job) ORDER BY job, ordinal",
      {job});
  for (;;) {
    const Result part = database_.run("FETCH 500 FROM documents");
    if (part.rows() == 0) break;
    for (int row = 0; row < part.rows(); ++row)
      reader(part.text(row, 0), part.number(row, 1), part.text(row, 2));
  }
  transaction.commit();
}

std::vector<Hit> PostgresStore::search(const std::string& words, std::size_t most) {
  return database_.persistently([&] {
    // The best ones first, and then the excerpts: those are slow.
    const Result result = database_.run(
        "WITH wanted AS (SELECT websearch_to_tsquery('simple', $1) AS query), "
        "best AS (SELECT d.*, ts_rank(words, query) AS rank, query FROM harvest.documents d, wanted "
        "  WHERE words @@ query ORDER BY rank DESC LIMIT $2::bigint) "
        "SELECT job, ordinal, coalesce(url, ''), coalesce(title, ''), ts_headline('simple', "
        "  left(coalesce(markdown, ''), 100000), query, "
        "  'MaxFragments=1, MaxWords=20, MinWords=5, StartSel=\"\", StopSel=\"\"') FROM best ORDER BY rank "
        "DESC",
        {words, std::to_string(most)});
    std::vector<Hit> hits;
    hits.reserve(static_cast<std::size_t>(result.rows()));
    for (int row = 0; row < result.rows(); ++row) {
      hits.push_back({result.text(row, 0), result.number(row, 1), result.text(row, 2), result.text(row, 3),
                      result.text(row, 4)});
    }
    return hits;
  });
}

}  // namespace harvest
