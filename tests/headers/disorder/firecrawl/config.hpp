// SPDX-License-Identifier: MIT
// One fault a header, for Rooms.cmake.
#pragma once

#define FIRECRAWL_BEGIN_NAMESPACE namespace firecrawl {
#define FIRECRAWL_END_NAMESPACE }
