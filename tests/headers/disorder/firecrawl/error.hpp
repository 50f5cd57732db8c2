// SPDX-License-Identifier: MIT
// Uses nothing of what it includes: Up is named in a comment alone.
#pragma once

#include "detail/base/up.hpp"

FIRECRAWL_BEGIN_NAMESPACE
class Error {};
FIRECRAWL_END_NAMESPACE
