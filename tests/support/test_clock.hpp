// The clock of a client in a test.
#pragma once

#include <firecrawl/options.hpp>
#include <firecrawl/testing.hpp>
#include <memory>

namespace support {

/// The clock of these options, made now if they have none. Copies of the options share it.
inline firecrawl::testing::Clock& clock_of(firecrawl::ClientOptions& options) {
  if (!options.clock) options.clock = std::make_shared<firecrawl::testing::Clock>();
  return static_cast<firecrawl::testing::Clock&>(*options.clock);
}

}  // namespace support
