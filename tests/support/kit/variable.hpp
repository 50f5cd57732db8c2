// SPDX-License-Identifier: MIT
/// @file
/// Variables of the environment, changed for a while.
#pragma once

#include <stdlib.h>  // setenv(), which <cstdlib> need not have

#include <optional>
#include <string>

namespace kit {

/// Sets a variable of the environment, or takes it away (null), and puts it back at the end.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = ::getenv(name)) old_ = old;
    set(value);
  }
  Variable(const char* name, const std::string& value) : Variable(name, value.c_str()) {}
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { set(old_ ? old_->c_str() : nullptr); }

 private:
  void set(const char* value) {
#if defined(_WIN32)
    ::_putenv_s(name_, value == nullptr ? "" : value);
#else
    if (value == nullptr) {
      ::unsetenv(name_);
    } else {
      ::setenv(name_, value, 1);
    }
#endif
  }

  const char* name_;
  std::optional<std::string> old_;
};

}  // namespace kit
