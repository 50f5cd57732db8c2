// SPDX-License-Identifier: MIT
// libpq with exceptions.
#include "postgres.hpp"

#include <cstdlib>
#include <string_view>
#include <utility>

namespace harvest {
namespace {

// The server goes down, starts, or has no place for one more connection; or the error is libpq's own, which
// has no code: all of it may be over in a moment.
bool is_temporary(const PGresult* result) {
  const char* const state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (state == nullptr) return true;
  const std::string_view code(state);
  return code.substr(0, 2) == "08" || code.substr(0, 3) == "57P" || code == "53300";
}

std::string message_of(PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

std::int64_t Result::changed() const { return std::atoll(PQcmdTuples(result_.get())); }

std::string Result::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Result::number(int row, int column) const {
  return std::atoll(PQgetvalue(result_.get(), row, column));
}

double Result::real(int row, int column) const { return std::atof(PQgetvalue(result_.get(), row, column)); }

std::optional<std::string> Result::optional_text(int row, int column) const {
  if (is_null(row, column)) return std::nullopt;
  return text(row, column);
}

std::optional<std::int64_t> Result::optional_number(int row, int column) const {
  if (is_null(row, column)) return std::nullopt;
  return number(row, column);
}

std::string parameter(std::chrono::milliseconds time) { return std::to_string(time.count()); }

std::optional<std::string> parameter(const std::optional<std::chrono::system_clock::time_point>& time) {
  if (!time) return std::nullopt;
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time->time_since_epoch());
  return std::to_string(static_cast<double>(since.count()) / 1000);
}

std::optional<std::string> parameter(const std::optional<std::int64_t>& number) {
  if (!number) return std::nullopt;
  return std::to_string(*number);
}

void Postgres::connect() {
  if (connection_ && PQstatus(connection_.get()) == CONNECTION_OK) return;
  // What the address says wins over what is before it here.
  const char* const names[] = {"application_name", "connect_timeout", "tcp_user_timeout",
                               "dbname",           "client_encoding", nullptr};
  const char* const values[] = {"harvest", "5", "30000", address_.c_str(), "UTF8", nullptr};
  connection_.reset(PQconnectdbParams(names, values, 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    // The message repeats host and user of the address, never the password.
    const std::string why = message_of(connection_.get());
    connection_.reset();
    throw ConnectionLost("PostgreSQL cannot be reached: " + why);
  }
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  // Faster than the server's own default, if it was built with it.
  PQclear(PQexec(connection_.get(), "SET default_toast_compression = 'lz4'"));
  if (silence_.count() > 0) {
    run_script("SET idle_in_transaction_session_timeout = " + std::to_string(silence_.count()));
  }
}

void Postgres::limit_silence(std::chrono::milliseconds time) {
  if (time == silence_) return;
  silence_ = time;
  connection_.reset();  // the next one has it
}

Result Postgres::run(const std::string& sql, const Parameters& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& text : parameters) values.push_back(text ? text->c_str() : nullptr);
  return checked(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                              values.data(), nullptr, nullptr, 0),
                 sql);
}

void Postgres::run_script(const std::string& statements) {
  checked(PQexec(connection_.get(), statements.c_str()), "the schema");
}

Result Postgres::checked(PGresult* raw, const std::string& what) {
  Result result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_COPY_IN) fail(raw, what);
  return result;
}

void Postgres::fail(const PGresult* result, const std::string& what) {
  const std::string text = "PostgreSQL: " + message_of(connection_.get()) + " (" + what.substr(0, 200) + ")";
  if (PQstatus(connection_.get()) != CONNECTION_OK || is_temporary(result)) throw ConnectionLost(text);
  throw StoreError(text);
}

void Postgres::copy_in(const std::string& sql, const std::string& lines) {
  PGconn* const connection = connection_.get();
  checked(PQexec(connection, sql.c_str()), sql);
  constexpr std::size_t piece = std::size_t{1} << 20;
  for (std::size_t at = 0; at < lines.size(); at += piece) {
    const auto size = static_cast<int>(std::min(piece, lines.size() - at));
    if (PQputCopyData(connection, lines.data() + at, size) != 1) fail(nullptr, sql);
  }
  if (PQputCopyEnd(connection, nullptr) != 1) fail(nullptr, sql);
  const Result copied = checked(PQgetResult(connection), sql);
  static_cast<void>(Result(PQgetResult(connection)));  // null: the end
}

void CopyLine::field(const std::optional<std::string>& text) {
  if (!text) {
    *out_ += "\\N\t";
    return;
  }
  for (const char c : *text) {
    switch (c) {
      case '\\':
        *out_ += "\\\\";
        break;
      case '\n':
        *out_ += "\\n";
        break;
      case '\r':
        *out_ += "\\r";
        break;
      case '\t':
        *out_ += "\\t";
        break;
      case '\0':  // which no text of PostgreSQL may contain; in the JSON it is an escape
        *out_ += "\xEF\xBF\xBD";
        break;
      default:
        *out_ += c;
    }
  }
  *out_ += '\t';
}

}  // namespace harvest
