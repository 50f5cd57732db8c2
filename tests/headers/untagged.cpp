// SPDX-License-Identifier: MIT
// The library's namespace with an nlohmann/json that has no tags: JSON_DIAGNOSTICS makes it another. It has
// nlohmann's version, too.
#include <firecrawl/config.hpp>
#include <type_traits>

#undef NLOHMANN_JSON_VERSION_MAJOR
#undef NLOHMANN_JSON_VERSION_MINOR
#undef NLOHMANN_JSON_VERSION_PATCH
#define NLOHMANN_JSON_VERSION_MAJOR 3
#define NLOHMANN_JSON_VERSION_MINOR 2
#define NLOHMANN_JSON_VERSION_PATCH 1

FIRECRAWL_BEGIN_NAMESPACE
struct Something;
FIRECRAWL_END_NAMESPACE

#if JSON_DIAGNOSTICS
using Expected = firecrawl::v0_1_json_abi_diag_v3_2_1::Something;
#else
using Expected = firecrawl::v0_1_json_abi_v3_2_1::Something;
#endif
static_assert(std::is_same_v<firecrawl::Something, Expected>);
