// Has a class of the library's own.
#pragma once

#include "config.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

class Inner {};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
