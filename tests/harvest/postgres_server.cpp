// SPDX-License-Identifier: MIT
#include "postgres_server.hpp"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "support/temporary_folder.hpp"

namespace harvest_tests {
namespace {

namespace fs = std::filesystem;

// Where initdb and postgres are; empty: nowhere.
fs::path folder_of_programs() {
  if (const char* const named = std::getenv("FIRECRAWL_POSTGRES_BIN")) return named;
  fs::path newest;
  std::error_code ignored;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    if (fs::exists(version.path() / "bin/initdb")) newest = std::max(newest, version.path() / "bin");
  }
  return newest;
}

const passwd* other_user() { return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; }

std::string program(const std::string& name) { return folder_of_programs() / name; }

std::vector<std::string> as_user(std::vector<std::string> command) {
  if (other_user() == nullptr) return command;
  std::vector<std::string> whole{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
                                 "--pdeathsig=QUIT"};
  whole.insert(whole.end(), command.begin(), command.end());
  return whole;
}

// How a log ends, for an error.
std::string end_of(const fs::path& log) {
  std::ifstream file(log);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  constexpr std::size_t most = 500;
  if (text.size() > most) text.erase(0, text.size() - most);
  return text;
}

}  // namespace

bool has_postgres() {
  if (folder_of_programs().empty() || (::geteuid() == 0 && other_user() == nullptr)) return false;
  // That it is there does not mean that this user can run it: in some containers nobody but root can read
  // "/".
  static const bool runs =
      harvest_tests::run(as_user({program("initdb"), "--version"}), {}, "/dev/null") == 0;
  return runs;
}

PostgresServer::PostgresServer(bool durable)
    : folder_(support::make_temporary_folder("harvest-postgres")), durable_(durable) {
  if (const passwd* const user = other_user()) {
    if (::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown");
  }
  const std::string log = folder_ / "initdb.log";
  if (harvest_tests::run(as_user({program("initdb"), "-D", folder_ / "data", "-A", "trust", "-U", "postgres",
                                  "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"}),
                         {}, log) != 0) {
    throw std::runtime_error("initdb failed: " + end_of(log));
  }
  start();
}

PostgresServer::~PostgresServer() {
  if (server_) {
    server_->signal(SIGQUIT);
    server_->wait();
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void PostgresServer::start() {
  std::vector<std::string> command{
      program("postgres"), "-D", folder_ / "data",       "-k", folder_,           "-c",
      "listen_addresses=", "-c", "shared_buffers=128MB", "-c", "max_wal_size=2GB"};
  if (!durable_) command.insert(command.end(), {"-c", "fsync=off"});
  server_.emplace(as_user(std::move(command)), Environment{}, folder_ / "log");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (PQping(address_of("postgres").c_str()) != PQPING_OK) {
    if (!server_->running() || std::chrono::steady_clock::now() > end)
      throw std::runtime_error("PostgreSQL does not start: " + end_of(folder_ / "log"));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void PostgresServer::crash() {
  server_->signal(SIGQUIT);
  server_->wait();
  server_.reset();
}

void PostgresServer::run(const std::string& database, const std::string& sql) const {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(address_of(database).c_str()),
                                                              PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(PQerrorMessage(connection.get()));
}

std::string PostgresServer::address_of(const std::string& database) const {
  return "postgresql:///" + database + "?user=postgres&host=" + folder_.string();
}

std::string PostgresServer::address(const std::string& database) {
  try {
    run("postgres", "CREATE DATABASE " + database);
  } catch (const std::runtime_error&) {
    run(database, "SELECT 1");  // it is there, or it says why not
  }
  return address_of(database);
}

}  // namespace harvest_tests
