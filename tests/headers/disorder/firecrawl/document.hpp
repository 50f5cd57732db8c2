// SPDX-License-Identifier: MIT
// Has a class of the library's own, and bodies for everybody.
#pragma once

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class Inner {};

}  // namespace detail
FIRECRAWL_END_NAMESPACE

#include "impl/document.ipp"
