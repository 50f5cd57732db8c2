// SPDX-License-Identifier: MIT
#define FIRECRAWL_SOURCE
#include "firecrawl_single.hpp"
