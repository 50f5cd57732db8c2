// SPDX-License-Identifier: MIT
// The bodies of the library, compiled once: the target firecrawl::compiled.
#include <firecrawl/src.hpp>
