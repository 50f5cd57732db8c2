// SPDX-License-Identifier: MIT
// Reads a batch scrape job in a loop of its own around poll(), and does other work at the same time.
//
//     read_with_poll JOB_ID
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all was read; 1 something went wrong; 2 wrong usage.

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <vector>

namespace fc = firecrawl;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

// Waits for what a range waits for, or until `latest`, if that is earlier.
void wait_for(const fc::WaitSet& set, Clock::time_point latest) {
  std::vector<pollfd> descriptors;
  for (const fc::WaitSocket& socket : set.sockets) {
    const int events = (socket.read ? POLLIN : 0) | (socket.write ? POLLOUT : 0);
    descriptors.push_back({socket.descriptor, static_cast<short>(events), 0});
  }
  const auto left = std::chrono::ceil<milliseconds>((std::min)(set.until, latest) - Clock::now());
  ::poll(descriptors.data(), static_cast<nfds_t>(descriptors.size()),
         left.count() > 0 ? static_cast<int>(left.count()) : 0);
}

int read(const std::string& id) {
  fc::Client client = fc::Client::from_env();
  fc::DocumentRange range = client.batch_scrape_job(id).follow();
  std::size_t documents = 0;
  std::size_t ticks = 0;
  auto next_tick = Clock::now();
  while (!range.done()) {
    if (Clock::now() >= next_tick) {  // the other work of this program
      ++ticks;
      next_tick += milliseconds(100);
    }
    if (const fc::Document* document = range.try_next()) {
      std::cout << document->metadata.source_url.value_or("-") << '\n';
      ++documents;
    } else if (!range.done()) {
      wait_for(range.wait_set(), next_tick);
    }
  }
  std::cout << documents << " documents, " << ticks << " ticks meanwhile" << std::endl;
  return std::cout ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: read_with_poll JOB_ID\n";
    return 2;
  }
  try {
    return read(argv[1]);
  } catch (const std::exception& e) {
    std::cerr << "read_with_poll: " << e.what() << '\n';
    return 1;
  }
}
