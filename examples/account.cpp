// SPDX-License-Identifier: MIT
// Says what an account has left, and what it is doing.
//
//     account [CREDITS]
//
// With CREDITS, tells by its exit status whether so many are left: good before a large job.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one. A server of
// your own may know nothing of credits.
//
// Exit status: 0 all is well; 1 something went wrong; 2 wrong usage; 3 fewer than CREDITS are left.

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

// The date in UTC; the server may not know it.
std::string date(const std::optional<std::chrono::system_clock::time_point>& when) {
  if (!when) return "now";
  std::time_t time = std::chrono::system_clock::to_time_t(*when);
  char text[20];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&time));
  return text;
}

int print_account(double wanted) {
  fc::Client client = fc::Client::from_env();

  // Numbers of credits may have a fraction, and what is left may be below zero.
  fc::Usage credits = client.credit_usage();
  std::cout << credits.remaining << " of " << credits.plan << " credits left";
  if (credits.period_end) std::cout << " until " << date(credits.period_end);
  std::cout << '\n';
  for (const fc::UsagePeriod& period : client.credit_history())
    std::cout << date(period.start) << " to " << date(period.end) << ": " << period.used << " used\n";

  fc::QueueStatus queue = client.queue_status();
  std::cout << queue.active << " jobs running, " << queue.waiting << " waiting\n";
  fc::Concurrency concurrency = client.concurrency();
  std::cout << concurrency.current << " of " << concurrency.max << " pages at the same time\n";
  for (const fc::CrawlInfo& crawl : client.active_crawls())
    std::cout << "crawl " << crawl.id << " of " << crawl.url << '\n';
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  return credits.remaining < wanted ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2) {
    std::cerr << "usage: account [CREDITS]\n";
    return 2;
  }
  try {
    return print_account(argc == 2 ? std::atof(argv[1]) : 0);
  } catch (const fc::UsageError& e) {
    std::cerr << "account: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "account: " << e.what() << '\n';
    return 1;
  }
}
