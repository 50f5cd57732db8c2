// SPDX-License-Identifier: MIT
// What the two files of the program share: a type of the library's.
#pragma once

#include <cstddef>

#include "library.hpp"

std::size_t read_all(const firecrawl::Job& job);
