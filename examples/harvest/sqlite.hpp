// SPDX-License-Identifier: MIT
// SQLite's C interface, as far as the store needs it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "store.hpp"

namespace harvest {

// A database file.
class Sqlite {
 public:
  explicit Sqlite(const std::string& path);

  void run(const std::string& sql);  // one or several statements, without parameters
  std::int64_t changes() const { return sqlite3_changes(handle_.get()); }
  [[noreturn]] void fail(const std::string& what) const;
  sqlite3* get() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

// A prepared statement. bind() in the order of its parameters, then step() until it is false.
class Statement {
 public:
  Statement(Sqlite& database, const std::string& sql);

  Statement& bind(const std::string& text);
  Statement& bind(std::int64_t number);
  Statement& bind(double number);
  Statement& bind_null();
  template <class Value>
  Statement& bind(const std::optional<Value>& value) {
    return value ? bind(*value) : bind_null();
  }
  Statement& bind(const std::optional<int>& value) {
    return value ? bind(std::int64_t{*value}) : bind_null();
  }

  bool step();  // true: there is a row
  void finish() {
    while (step()) {
    }
  }
  void reset();  // to bind and run it again

  std::string text(int column) const;
  std::optional<std::string> optional_text(int column) const;
  std::int64_t number(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  std::optional<std::int64_t> optional_number(int column) const;
  double real(int column) const { return sqlite3_column_double(handle_.get(), column); }

 private:
  void check(int result) const;

  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  Sqlite* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  int bound_ = 0;
};

// Nobody else writes from its beginning on: so it cannot fail in the middle because somebody did. Rolled back
// unless it was committed.
class SqliteTransaction {
 public:
  explicit SqliteTransaction(Sqlite& database) : database_(&database) { database.run("BEGIN IMMEDIATE"); }
  ~SqliteTransaction() {
    if (open_) sqlite3_exec(database_->get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  void commit() {
    database_->run("COMMIT");
    open_ = false;
  }

 private:
  Sqlite* database_;
  bool open_ = true;
};

}  // namespace harvest
