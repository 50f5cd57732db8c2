// SPDX-License-Identifier: MIT
// curl alone: drains the pages, whose addresses it gets as arguments, and looks at nothing. The limit.
// calls=N asks for the first page N times; scrape scrapes one page, and scrape_kept keeps its bytes.

#include <cstddef>
#include <cstdlib>
#include <string>

#include "curl_loop.hpp"
#include "reader.hpp"

namespace {

std::size_t count(char*, std::size_t, std::size_t size, void* bytes) {
  *static_cast<std::size_t*>(bytes) += size;
  return size;
}

std::size_t keep(char* data, std::size_t, std::size_t size, void* kept) {
  static_cast<std::string*>(kept)->append(data, size);
  return size;
}

template <class Kept>
void scrape(const bench::Task& task, bench::WriteFunction write, Kept kept) {
  bench::Measurement measurement;
  bench::CurlLoop loop(write, &kept);
  loop.post(task.base_url + "/" + task.job + "/v1/scrape", R"({"url":"https://site.example"})");
  measurement.document(1);
}

}  // namespace

int main(int argc, char** argv) {
  const bench::Task task(argv, argc);
  const bool calls = task.variant.rfind("calls=", 0) == 0;
  const std::size_t times = calls ? std::strtoul(task.variant.c_str() + 6, nullptr, 10) : task.pages;

  if (task.variant == "scrape") return scrape(task, count, std::size_t{0}), 0;
  if (task.variant == "scrape_kept") return scrape(task, keep, std::string()), 0;
  bench::Measurement measurement;
  std::size_t bytes = 0;
  bench::CurlLoop loop(count, &bytes);
  for (std::size_t page = 0; page < times; ++page) {
    const std::size_t skip = calls ? 0 : page * task.documents;
    loop.get(task.base_url + task.path() + "?skip=" + std::to_string(skip));
    measurement.document(bytes);
    bytes = 0;
  }
}
