#include <firecrawl/src.hpp>
