// SPDX-License-Identifier: MIT
/// @file
/// A PostgreSQL server of the test's own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "process.hpp"

namespace harvest_tests {

/// Whether there is a PostgreSQL that can be started here: Debian's, or what FIRECRAWL_POSTGRES_BIN names.
bool has_postgres();

/// In a temporary folder, on a socket there. PostgreSQL does not run as root: then it runs as "postgres".
class PostgresServer {
 public:
  /// Makes a cluster and starts it.
  /// @param durable whether it waits for the disk. Only a crash of the machine would show the difference.
  explicit PostgresServer(bool durable = false);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// postgresql://… of a database there. Each name is a database of its own, made when it is first asked for.
  std::string address(const std::string& database);

  /// Ends the server as a crash would, all connections with it; start() begins with a recovery.
  void crash();
  void start();
  void run(const std::string& database, const std::string& sql) const;

 private:
  std::string address_of(const std::string& database) const;

  std::filesystem::path folder_;
  bool durable_;
  std::optional<Process> server_;
};

}  // namespace harvest_tests
