// SPDX-License-Identifier: MIT
// This library. Variants: "" (the defaults), parallel=N, and sized=N, which sets page_size too; calls=N asks
// for the status N times; progress reads the counts of one page and tells how much of it was read; scrape
// scrapes one page.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <firecrawl/firecrawl.hpp>
#include <string>

#include "reader.hpp"

namespace {

namespace fc = firecrawl;

std::size_t number_behind(const std::string& text, const std::string& name) {
  return text.rfind(name, 0) == 0 ? std::strtoul(text.c_str() + name.size(), nullptr, 10) : 0;
}

fc::ClientOptions client_options(const bench::Task& task) {
  fc::ClientOptions options;
  options.base_url = task.base_url;
  options.api_key = "fc-benchmark";
  return options;
}

void read_documents(const bench::Task& task) {
  fc::ReadOptions options;
  const auto parallel = number_behind(task.variant, "parallel=");
  const auto sized = number_behind(task.variant, "sized=");
  if (parallel + sized > 0) options.parallel = parallel + sized;
  if (sized > 0) options.page_size = task.documents;

  bench::Measurement measurement;
  fc::Client client{client_options(task)};
  for (const fc::Document& document : client.batch_scrape_job(task.job).documents(options)) {
    measurement.document(document.markdown.value_or("").size());
  }
}

void call(const bench::Task& task, std::size_t times) {
  bench::Measurement measurement;
  fc::Client client{client_options(task)};
  auto job = client.batch_scrape_job(task.job);
  for (std::size_t i = 0; i < times; ++i) measurement.document(job.status().data.size());
}

void scrape(const bench::Task& task) {
  auto options = client_options(task);
  options.base_url += "/" + task.job;
  bench::Measurement measurement;
  fc::Client client{options};
  measurement.document(client.scrape("https://site.example").markdown.value_or("").size());
}

void read_progress(const bench::Task& task) {
  std::size_t bytes = 0;
  auto options = client_options(task);
  options.on_event = [&bytes](const fc::RequestEvent& event) { bytes += event.bytes; };
  fc::Client client{options};
  const auto progress = client.batch_scrape_job(task.job).progress();
  std::printf(R"({"total":%lld,"read":%zu})"
              "\n",
              static_cast<long long>(progress.total), bytes);
}

}  // namespace

int main(int argc, char** argv) {
  const bench::Task task(argv, argc);
  if (task.variant == "progress") {
    read_progress(task);
  } else if (task.variant == "scrape") {
    scrape(task);
  } else if (const auto times = number_behind(task.variant, "calls="); times > 0) {
    call(task, times);
  } else {
    read_documents(task);
  }
}
