// SPDX-License-Identifier: MIT
// The library, as headers or as one.
#pragma once

#ifdef SINGLE_HEADER
#include "firecrawl_single.hpp"
#else
#include <firecrawl/firecrawl.hpp>
#include <firecrawl/testing.hpp>
#endif
