// SPDX-License-Identifier: MIT
// A store in PostgreSQL: for workers on many machines. Every time is the clock of the database.
#pragma once

#include <string>
#include <vector>

#include "postgres.hpp"
#include "store.hpp"

namespace harvest {

class PostgresStore : public Store {
 public:
  PostgresStore(const std::string& address, const StoreOptions& options) : database_(address, options) {}

  int init() override;
  void check_version() override;
  std::size_t add(const std::vector<NewJob>& jobs) override;
  bool wake(const std::string& job) override;
  std::optional<Claim> claim(const std::string& worker, std::chrono::milliseconds lease) override;
  std::vector<Claim> renew(const std::vector<Claim>& claims, std::chrono::milliseconds lease) override;
  void release(const Claim& claim) override;
  bool save(Claim& claim, const Step& step, std::chrono::milliseconds lease) override;
  std::vector<std::string> scrape_ids(const std::string& job) override;
  Start begin_start(const Part& part) override;
  void forget_start(const Part& part) override;
  void forget_list(const std::string& list) override;
  void record_start(const Part& part, const NewJob& job) override;
  Totals totals() override;
  std::vector<JobRow> jobs(const std::string& state, std::size_t most) override;
  void read(const std::string& job, const Reader& reader) override;
  std::vector<Hit> search(const std::string& words, std::size_t most) override;

 private:
  int version();
  std::size_t insert(const std::vector<NewJob>& jobs);
  bool save_once(Claim& claim, const Step& step, std::chrono::milliseconds lease);

  Postgres database_;
};

}  // namespace harvest
