// SPDX-License-Identifier: MIT
// nlohmann/json as it is here, but without the tags that 3.11 brought.
#include_next <nlohmann/json.hpp>
#undef NLOHMANN_JSON_ABI_TAGS
