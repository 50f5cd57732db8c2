// SPDX-License-Identifier: MIT
// harvest search, harvest export: what comes out of the store.
#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.hpp"

namespace harvest {

int run_search(Store& store, const std::vector<std::string>& words, std::size_t most) {
  std::string wanted;
  for (const std::string& word : words) wanted += (wanted.empty() ? "" : " ") + word;
  const std::vector<Hit> hits = store.search(wanted, most);
  for (const Hit& hit : hits) {
    std::cout << hit.url << '\t' << hit.title << "\tjob " << hit.job << ", document " << hit.ordinal << '\n';
    std::string excerpt = hit.excerpt;
    for (char& c : excerpt) {
      if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    std::cout << "    " << excerpt << '\n';
  }
  if (!std::cout.flush()) throw std::runtime_error("cannot write to the standard output");
  return hits.empty() ? 3 : 0;
}

int run_export(Store& store, const std::string& job) {
  store.read(job, [](const std::string& id, std::int64_t ordinal, const std::string& document) {
    // The document is JSON already, in one line.
    std::cout << R"({"job":)" << nlohmann::json(id).dump() << R"(,"ordinal":)" << ordinal << R"(,"document":)"
              << document << "}\n";
    if (!std::cout) throw std::runtime_error("cannot write to the standard output");
  });
  if (!std::cout.flush()) throw std::runtime_error("cannot write to the standard output");
  return 0;
}

}  // namespace harvest
