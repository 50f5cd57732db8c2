// SPDX-License-Identifier: MIT
// Says how far a batch scrape job is.
//
//     status JOB_ID
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 the job runs or is completed; 1 something went wrong; 2 wrong usage; 3 the job failed or
// was cancelled.

#include <cerrno>
#include <chrono>
#include <ctime>
#include <firecrawl/firecrawl.hpp>
#include <iomanip>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

int print_status(const std::string& id) {
  fc::Client client = fc::Client::from_env();
  fc::Job job = client.batch_scrape_job(id);

  // The counts alone: cheap, however large the results are.
  fc::JobProgress progress = job.progress();
  std::cout << "job " << id << ": " << progress.status_text << ", " << progress.completed << " of "
            << progress.total << " URLs done";
  if (progress.credits_used) std::cout << ", " << *progress.credits_used << " credits used";
  if (progress.expires_at) {
    std::time_t time = std::chrono::system_clock::to_time_t(*progress.expires_at);
    std::cout << ", kept until " << std::put_time(std::gmtime(&time), "%Y-%m-%d %H:%M") << " UTC";
  }
  std::cout << '\n';

  if (fc::has_ended(progress.status)) {
    fc::JobErrors errors = job.errors();
    for (const fc::FailedUrl& error : errors.failed) {
      std::cout << "failed: " << error.url << ": " << error.error << '\n';
    }
    for (const std::string& url : errors.robots_blocked) {
      std::cout << "failed: " << url << ": forbidden by robots.txt\n";
    }
  }
  if (progress.status == fc::JobStatus::failed) {
    std::cout << "reason: " << progress.error.value_or("the server names none") << '\n';
  }
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  return progress.status == fc::JobStatus::failed || progress.status == fc::JobStatus::cancelled ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: status JOB_ID\n";
    return 2;
  }
  try {
    return print_status(argv[1]);
  } catch (const fc::UsageError& e) {
    std::cerr << "status: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "status: " << e.what() << '\n';
    return 1;
  }
}
