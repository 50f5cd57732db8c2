// SPDX-License-Identifier: MIT
// The same loop with cpr in place of libcurl.

#include <cpr/cpr.h>

#include <cstddef>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "reader.hpp"

int main(int argc, char** argv) {
  const bench::Task task(argv, argc);
  const std::size_t calls =
      task.variant.rfind("calls=", 0) == 0 ? std::strtoul(task.variant.c_str() + 6, nullptr, 10) : 0;

  bench::Measurement measurement;
  cpr::Session session;
  session.SetHeader({{"Authorization", "Bearer fc-benchmark"}});
  std::string url = task.base_url + task.path();
  for (std::size_t call = 0; !url.empty(); ++call) {
    session.SetUrl(cpr::Url{url});
    const auto page = nlohmann::json::parse(session.Get().text);
    if (calls != 0) {
      measurement.document(page["data"].size());
      if (call + 1 == calls) break;
      continue;
    }
    for (const auto& document : page["data"]) {
      measurement.document(document["markdown"].get_ref<const std::string&>().size());
    }
    const auto next = page.value("next", "");
    url = next.empty() ? "" : task.base_url + task.path() + next.substr(next.find('?'));
  }
}
