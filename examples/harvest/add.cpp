// SPDX-License-Identifier: MIT
// harvest init, harvest add: jobs come into the store, by their ids, or started from a list of URLs.
#include <firecrawl/firecrawl.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "commands.hpp"

namespace harvest {
namespace {

namespace fc = firecrawl;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A URL a line; empty lines and what begins with # is passed over.
std::vector<std::string> urls_of(const std::string& text) {
  std::vector<std::string> urls;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != '#') urls.push_back(line);
  }
  return urls;
}

// Names a list by what is in it: FNV-1a, 64 bits. The same URLs in parts of another size are another list.
std::string name_of(const std::vector<std::string>& urls, std::size_t part_size) {
  std::uint64_t hash = 14695981039346656037U;
  for (const std::string& url : urls) {
    for (const char c : url + '\n') hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  std::ostringstream name;
  name << std::hex << hash << std::dec << '/' << part_size;
  return name.str();
}

// Whether nothing was started: the server said no, or never got the request.
bool surely_not_started(const fc::Error& error) {
  if (const auto* transport = dynamic_cast<const fc::TransportError*>(&error))
    return !transport->request_sent();
  if (dynamic_cast<const fc::UsageError*>(&error) != nullptr) return true;
  return dynamic_cast<const fc::ApiError*>(&error) != nullptr &&
         dynamic_cast<const fc::ServerError*>(&error) == nullptr;
}

// Before the request the store knows that it goes out, and after it the job: nothing is between an answer and
// its record but the record.
void start_part(const fc::Client& client, Store& store, const Part& part,
                const fc::BatchScrapeRequest& request) {
  std::optional<fc::StartedJob> started;
  try {
    started = client.start_batch_scrape(request);
  } catch (const fc::Error& error) {
    if (surely_not_started(error)) store.forget_start(part);
    throw;
  }
  NewJob job;
  job.id = started->job.id();
  job.total = static_cast<std::int64_t>(request.urls.size() - started->invalid_urls.size());
  job.just_started = true;
  try {
    store.record_start(part, job);
  } catch (const StoreError&) {
    std::cerr << "harvest: job " << job.id << " was started, but could not be recorded: harvest add it\n";
    throw;
  }
  std::cout << job.id << '\t' << *job.total << " URLs" << std::endl;
  for (const std::string& url : started->invalid_urls) std::cerr << "harvest: left out: " << url << '\n';
}

}  // namespace

int run_init(Store& store) {
  const int before = store.init();
  store.check_version();
  std::cout << (before == 0 ? "the tables are made" : "the tables are up to date") << std::endl;
  return 0;
}

int run_add(Store& store, const std::vector<std::string>& jobs, const std::string& kind) {
  std::vector<NewJob> added;
  for (const std::string& id : jobs) {
    NewJob job;
    job.id = id;
    job.kind = kind;
    added.push_back(job);
  }
  const std::size_t count = store.add(added);
  std::cout << count << " of " << jobs.size() << " jobs added" << std::endl;
  return 0;
}

int run_start(Store& store, const StartSettings& settings) {
  const std::vector<std::string> urls = urls_of(read_file(settings.file));
  const std::string list = name_of(urls, settings.part_size);
  if (settings.again) store.forget_list(list);
  fc::ClientOptions options;
  options.retry.max_attempts = 8;
  const fc::Client client = fc::Client::from_env(options);
  int unknown = 0;
  for (std::size_t begin = 0; begin < urls.size(); begin += settings.part_size) {
    const Part part{list, static_cast<std::int64_t>(begin / settings.part_size)};
    const auto first = urls.begin() + static_cast<std::ptrdiff_t>(begin);
    const std::size_t count = std::min(settings.part_size, urls.size() - begin);
    fc::BatchScrapeRequest request(
        std::vector<std::string>(first, first + static_cast<std::ptrdiff_t>(count)));
    request.ignore_invalid_urls = true;
    for (const std::string& format : settings.formats) request.scrape.formats.emplace_back(format);
    if (!settings.webhook.empty()) request.webhook = fc::Webhook{settings.webhook, {}, {}, {}};
    switch (store.begin_start(part)) {
      case Start::started:
        break;
      case Start::first:
        start_part(client, store, part, request);
        break;
      case Start::unknown:
        if (settings.unknown_again) {
          start_part(client, store, part, request);
          break;
        }
        std::cerr
            << "harvest: lines " << begin + 1 << " to " << begin + count
            << " were being started when a run was cut off, and it is not known whether they were. Look for"
               " the job at the server, and add it; or start them in any case: --unknown-again\n";
        ++unknown;
    }
  }
  return unknown == 0 ? 0 : 3;
}

}  // namespace harvest
