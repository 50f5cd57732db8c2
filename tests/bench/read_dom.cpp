// SPDX-License-Identifier: MIT
// The usual loop written by hand: libcurl into a string, nlohmann's DOM, on to `next`. calls=N asks for the
// first page N times.

#include <cstddef>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "curl_loop.hpp"
#include "reader.hpp"

namespace {

std::size_t append(char* data, std::size_t, std::size_t size, void* body) {
  static_cast<std::string*>(body)->append(data, size);
  return size;
}

}  // namespace

int main(int argc, char** argv) {
  const bench::Task task(argv, argc);
  const std::size_t calls =
      task.variant.rfind("calls=", 0) == 0 ? std::strtoul(task.variant.c_str() + 6, nullptr, 10) : 0;

  bench::Measurement measurement;
  std::string body;
  bench::CurlLoop loop(append, &body);
  std::string url = task.base_url + task.path();
  for (std::size_t call = 0; !url.empty(); ++call) {
    body.clear();
    loop.get(url);
    const auto page = nlohmann::json::parse(body);
    if (calls != 0) {
      measurement.document(page["data"].size());
      if (call + 1 == calls) break;
      continue;
    }
    for (const auto& document : page["data"]) {
      measurement.document(document["markdown"].get_ref<const std::string&>().size());
    }
    // `next` names another host if a proxy is in front of the server: its query is what counts.
    const auto next = page.value("next", "");
    url = next.empty() ? "" : task.base_url + task.path() + next.substr(next.find('?'));
  }
}
