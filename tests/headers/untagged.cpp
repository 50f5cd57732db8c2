// SPDX-License-Identifier: MIT
// The library's namespace with an nlohmann/json that has no tags: JSON_DIAGNOSTICS makes it another.
#include <firecrawl/config.hpp>
#include <type_traits>

FIRECRAWL_BEGIN_NAMESPACE
struct Something;
FIRECRAWL_END_NAMESPACE

#if JSON_DIAGNOSTICS
static_assert(std::is_same_v<firecrawl::Something, firecrawl::v0_1_json_abi_diag::Something>);
#else
static_assert(std::is_same_v<firecrawl::Something, firecrawl::v0_1_json_abi::Something>);
#endif
