// SPDX-License-Identifier: MIT
#include "process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace harvest_tests {
namespace {

// In the child, between fork and exec: nothing here may allocate.
[[noreturn]] void become(char** command, char** environment, int output) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (output >= 0) {
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
  }
  ::execvpe(command[0], command, environment);
  ::_exit(127);
}

int shell_status(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

Process::Process(std::vector<std::string> command, const Environment& added, const std::string& output) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (added.count(text.substr(0, text.find('='))) == 0) variables.push_back(text);
  }
  for (const auto& [name, value] : added) variables.push_back(name + "=" + value);
  std::vector<char*> arguments;
  for (std::string& text : command) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  std::vector<char*> environment;
  for (std::string& text : variables) environment.push_back(text.data());
  environment.push_back(nullptr);
  int file = -1;
  if (!output.empty()) file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  id_ = ::fork();
  if (id_ == 0) become(arguments.data(), environment.data(), file);
  if (file >= 0) ::close(file);
  if (id_ < 0) throw std::runtime_error("cannot run " + command.front());
}

Process::~Process() {
  if (id_ == 0 || ended_) return;
  signal(SIGKILL);
  wait();
}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, 0)), status_(other.status_), ended_(other.ended_) {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(status_, other.status_);
  std::swap(ended_, other.ended_);
  return *this;
}

void Process::signal(int number) const {
  if (id_ > 0 && !ended_) ::kill(id_, number);
}

void Process::stop() {
  signal(SIGSTOP);
  int status = 0;
  ::waitpid(id_, &status, WUNTRACED);
  if (WIFSTOPPED(status)) return;
  ended_ = true;
  status_ = status;
}

bool Process::running() {
  if (!ended_) ended_ = ::waitpid(id_, &status_, WNOHANG) == id_;
  return !ended_;
}

int Process::wait() {
  if (!ended_) {
    ::waitpid(id_, &status_, 0);
    ended_ = true;
  }
  return shell_status(status_);
}

int run(std::vector<std::string> command, const Environment& environment, const std::string& output) {
  return Process(std::move(command), environment, output).wait();
}

}  // namespace harvest_tests
