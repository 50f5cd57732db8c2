// SPDX-License-Identifier: MIT
// What both stores share, and which one an address names.
#include "store.hpp"

#include "postgres_store.hpp"
#include "sqlite_store.hpp"

namespace harvest {

const char* to_string(JobState state) {
  switch (state) {
    case JobState::open:
      return "open";
    case JobState::done:
      return "done";
    case JobState::lost:
      return "lost";
    case JobState::fault:
      break;
  }
  return "fault";
}

void count_state(Totals& totals, const std::string& shown, std::int64_t jobs) {
  if (shown == "open") totals.open += jobs;
  if (shown == "running") totals.running += jobs;
  if (shown == "waiting") totals.waiting += jobs;
  if (shown == "done") totals.done += jobs;
  if (shown == "lost") totals.lost += jobs;
  if (shown == "fault") totals.fault += jobs;
}

std::unique_ptr<Store> open_store(const std::string& address, const StoreOptions& options) {
  const std::string sqlite = "sqlite:";
  if (address.rfind(sqlite, 0) == 0) return std::make_unique<SqliteStore>(address.substr(sqlite.size()));
  if (address.rfind("postgresql://", 0) == 0 || address.rfind("postgres://", 0) == 0)
    return std::make_unique<PostgresStore>(address, options);
  throw StoreError("a store is sqlite:FILE or postgresql://..., not " + address);
}

}  // namespace harvest
