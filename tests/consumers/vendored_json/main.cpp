// SPDX-License-Identifier: MIT
#include <firecrawl/firecrawl.hpp>
#include <iostream>

#ifndef VENDORED_JSON
#error "this is another nlohmann/json than the project's own copy"
#endif
#if NLOHMANN_JSON_VERSION_MINOR >= 11
#include <type_traits>
static_assert(std::is_same<nlohmann::vendored::json, nlohmann::json>::value,
              "a namespace of the project's own");
#endif

int main() {
  const nlohmann::json json = {{"markdown", "# Hello"}};
  if (nlohmann::json(json.get<firecrawl::Document>()) == json)
    std::cout << "firecrawl " << FIRECRAWL_VERSION << " is here\n";
}
