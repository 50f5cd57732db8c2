// SPDX-License-Identifier: MIT
#include <firecrawl/config.hpp>
#include <iostream>

#include "units.hpp"

int main() {
  if (read_with_diagnostics() + read_without_diagnostics() == 8)
    std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
