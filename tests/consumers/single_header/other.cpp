// SPDX-License-Identifier: MIT
#include "firecrawl_single.hpp"

std::string version_of_other_unit();

std::string version_of_other_unit() { return FIRECRAWL_VERSION; }
