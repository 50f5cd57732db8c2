// SPDX-License-Identifier: MIT
#include <firecrawl/src.hpp>
