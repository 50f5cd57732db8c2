// SPDX-License-Identifier: MIT
// libpq, as far as the store needs it: statements with parameters, COPY, and a connection that comes back.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store.hpp"

namespace harvest {

// What a statement has returned.
class Result {
 public:
  explicit Result(PGresult* result) : result_(result) {}
  PGresult* get() const { return result_.get(); }

  int rows() const { return PQntuples(result_.get()); }
  std::int64_t changed() const;  // rows that were inserted, updated or deleted
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string text(int row, int column) const;
  std::int64_t number(int row, int column) const;
  double real(int row, int column) const;
  std::optional<std::string> optional_text(int row, int column) const;
  std::optional<std::int64_t> optional_number(int row, int column) const;

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

using Parameters = std::vector<std::optional<std::string>>;

// As parameters.
std::string parameter(std::chrono::milliseconds time);
std::optional<std::string> parameter(const std::optional<std::chrono::system_clock::time_point>& time);
std::optional<std::string> parameter(const std::optional<std::int64_t>& number);

// A connection. Throws ConnectionLost when it is cut or the server goes down, else StoreError.
class Postgres {
 public:
  Postgres(std::string address, StoreOptions options)
      : address_(std::move(address)), options_(std::move(options)) {}

  // Runs a function that may be run again, until the database is there, or patience is over.
  template <class Function>
  auto persistently(const Function& function) {
    const auto end = std::chrono::steady_clock::now() + options_.patience;
    for (;;) {
      try {
        connect();
        return function();
      } catch (const ConnectionLost&) {
        connection_.reset();
        if (std::chrono::steady_clock::now() >= end || (options_.stopped && options_.stopped())) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
      }
    }
  }

  void connect();  // if it is not

  // The server ends a connection that has begun a transaction and then says nothing for so long: the process
  // may be stopped, or its machine be gone, and it has locked what others wait for.
  void limit_silence(std::chrono::milliseconds time);
  Result run(const std::string& sql, const Parameters& parameters = {});

  void run_script(const std::string& statements);  // several, without parameters

  // COPY ... FROM STDIN of these lines.
  void copy_in(const std::string& sql, const std::string& lines);

 private:
  [[noreturn]] void fail(const PGresult* result, const std::string& what);
  Result checked(PGresult* result, const std::string& what);

  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::string address_;
  StoreOptions options_;
  std::chrono::milliseconds silence_{0};  // 0: no limit
  std::unique_ptr<PGconn, Finish> connection_;
};

// Rolled back unless it was committed.
class PostgresTransaction {
 public:
  explicit PostgresTransaction(Postgres& database) : database_(&database) { database.run("BEGIN"); }
  ~PostgresTransaction() {
    if (!open_) return;
    try {
      database_->run("ROLLBACK");
    } catch (const StoreError&) {
      // The connection is gone, and the transaction with it.
    }
  }
  PostgresTransaction(const PostgresTransaction&) = delete;
  PostgresTransaction& operator=(const PostgresTransaction&) = delete;
  void commit() {
    open_ = false;
    database_->run("COMMIT");
  }

 private:
  Postgres* database_;
  bool open_ = true;
};

// A line of COPY's text format, field by field.
class CopyLine {
 public:
  explicit CopyLine(std::string& out) : out_(&out) {}
  void field(const std::optional<std::string>& text);
  void field(std::int64_t number) { field(std::to_string(number)); }
  void end() {
    out_->back() = '\n';  // in place of the tab
  }

 private:
  std::string* out_;
};

}  // namespace harvest
