// SPDX-License-Identifier: MIT
// Bodies.
#pragma once

#include "../document.hpp"

FIRECRAWL_BEGIN_NAMESPACE
FIRECRAWL_END_NAMESPACE
