// SPDX-License-Identifier: MIT
// nlohmann/json as it is here, but that it says it was 3.8.
#include_next <nlohmann/json.hpp>
#undef NLOHMANN_JSON_VERSION_MINOR
#define NLOHMANN_JSON_VERSION_MINOR 8
