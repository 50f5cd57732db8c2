// SPDX-License-Identifier: MIT
/// @file
/// Compares a store with the truth.
#pragma once

#include <string>

#include "storm_server.hpp"

namespace harvest {
class Store;
}  // namespace harvest

namespace harvest_tests {

/// Every document of every job is there once, as it was served, at the ordinals 0, 1, 2 ... of its job, and
/// each job is done. Returns what is wrong; empty if nothing is.
std::string difference(harvest::Store& store, const StormServer& server);

}  // namespace harvest_tests
