// SPDX-License-Identifier: MIT
// What main.cpp calls: unit.cpp under two names.
#pragma once

#include <cstddef>

std::size_t read_with_diagnostics();
std::size_t read_without_diagnostics();
