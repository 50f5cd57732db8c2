// SPDX-License-Identifier: MIT
// SQLite's C interface with exceptions.
#include "sqlite.hpp"

namespace harvest {

Sqlite::Sqlite(const std::string& path) {
  sqlite3* handle = nullptr;
  const int result =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  handle_.reset(handle);
  if (result != SQLITE_OK) fail("cannot open " + path);
  sqlite3_extended_result_codes(handle, 1);
  // Workers wait for each other, for milliseconds each time.
  sqlite3_busy_timeout(handle, 60'000);
}

void Sqlite::run(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

void Sqlite::fail(const std::string& what) const {
  const std::string text = "SQLite: " + std::string(sqlite3_errmsg(handle_.get())) + " (" + what + ")";
  // Somebody who writes was stopped in the middle of it.
  if ((sqlite3_errcode(handle_.get()) & 0xff) == SQLITE_BUSY) throw ConnectionLost(text);
  throw StoreError(text);
}

Statement::Statement(Sqlite& database, const std::string& sql) : database_(&database) {
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &handle, nullptr) != SQLITE_OK) database.fail(sql);
  handle_.reset(handle);
}

void Statement::check(int result) const {
  if (result != SQLITE_OK) database_->fail(sqlite3_sql(handle_.get()));
}

Statement& Statement::bind(const std::string& text) {
  check(
      sqlite3_bind_text64(handle_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  check(sqlite3_bind_int64(handle_.get(), ++bound_, number));
  return *this;
}

Statement& Statement::bind(double number) {
  check(sqlite3_bind_double(handle_.get(), ++bound_, number));
  return *this;
}

Statement& Statement::bind_null() {
  check(sqlite3_bind_null(handle_.get(), ++bound_));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(handle_.get());
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_->fail(sqlite3_sql(handle_.get()));
  return false;
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  bound_ = 0;
}

std::string Statement::text(int column) const {
  const unsigned char* const bytes = sqlite3_column_text(handle_.get(), column);
  const int size = sqlite3_column_bytes(handle_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::optional<std::string> Statement::optional_text(int column) const {
  if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL) return std::nullopt;
  return text(column);
}

std::optional<std::int64_t> Statement::optional_number(int column) const {
  if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL) return std::nullopt;
  return number(column);
}

}  // namespace harvest
