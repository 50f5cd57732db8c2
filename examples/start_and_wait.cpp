// SPDX-License-Identifier: MIT
// Scrapes URLs: starts a batch scrape job, waits for its end, prints the documents and what failed.
//
//     start_and_wait URL...
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 every URL was scraped; 1 something went wrong; 2 wrong usage; 3 not every URL was scraped.

#include <cerrno>
#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

namespace fc = firecrawl;

namespace {

// Throws with the system's reason, such as a full disk, when something could not be written.
void check_output() {
  if (!std::cout) {
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  }
}

// Returns whether the job was completed.
bool wait_for_end(const fc::Job& job) {
  fc::WaitOptions options;
  options.poll_interval = std::chrono::milliseconds(1000);
  options.time_limit = std::chrono::minutes(30);
  options.on_progress = [](const fc::JobProgress& progress) {
    std::cerr << "start_and_wait: " << progress.status_text << ", " << progress.completed << " of "
              << progress.total << '\n';
  };
  try {
    job.wait(options);
    return true;
  } catch (const fc::JobFailedError& e) {
    std::cerr << "start_and_wait: " << e.what() << '\n';
  } catch (const fc::JobCancelledError& e) {
    std::cerr << "start_and_wait: " << e.what() << '\n';
  }
  return false;  // what was finished until then can be read all the same
}

int scrape(const std::vector<std::string>& urls) {
  fc::Client client = fc::Client::from_env();

  fc::BatchScrapeRequest request(urls);
  request.scrape.formats = {"markdown", "links"};
  request.ignore_invalid_urls = true;  // a misspelt URL is left out, the others are scraped
  fc::StartedJob started = client.start_batch_scrape(request);
  // Said at once: whoever has the id can read the results for a day, also when this program is gone.
  std::cerr << "start_and_wait: started job " << started.job.id() << '\n';

  bool all = wait_for_end(started.job) && started.invalid_urls.empty();
  for (const std::string& url : started.invalid_urls) std::cout << "invalid\t" << url << '\n';

  fc::DocumentRange documents = started.job.documents();
  for (const fc::Document& document : documents) {
    std::cout << "scraped\t" << document.metadata.source_url.value_or("-") << '\t'
              << document.metadata.title.value_or("-") << '\t' << document.markdown.value_or("").size()
              << " bytes of markdown, " << document.links.size() << " links\n";
    check_output();
  }

  fc::JobErrors errors = started.job.errors();
  for (const fc::FailedUrl& error : errors.failed) {
    std::cout << "failed\t" << error.url << '\t' << error.error << '\n';
  }
  for (const std::string& url : errors.robots_blocked) std::cout << "blocked\t" << url << "\trobots.txt\n";
  std::cout.flush();
  check_output();
  all = all && documents.missing() == 0 && errors.failed.empty() && errors.robots_blocked.empty();
  return all ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: start_and_wait URL...\n";
    return 2;
  }
  try {
    return scrape({argv + 1, argv + argc});
  } catch (const fc::UsageError& e) {
    std::cerr << "start_and_wait: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "start_and_wait: " << e.what() << '\n';
    return 1;
  }
}
