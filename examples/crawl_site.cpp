// SPDX-License-Identifier: MIT
// Crawls a site and prints its pages as they are finished.
//
//     crawl_site URL TOKEN_FILE [LIMIT]
//
// At most LIMIT pages (100). TOKEN_FILE keeps which crawl it is and where to go on: if this program is
// stopped, run it again with the same file. It starts no second crawl then; the pages that it had printed of
// the part at hand are printed again. A bar shows how far it is: its end moves while more links are found.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 the crawl is completed and all is printed; 1 something went wrong: run it again; 2 wrong
// usage; 3 the crawl failed, was cancelled, or lacks pages.

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <firecrawl/firecrawl.hpp>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

#include "watch_job/progress_bar.hpp"

namespace fc = firecrawl;
namespace fs = std::filesystem;

namespace {

const std::string all_read = "all was read";  // in place of a token

// Which crawl, where to go on, and how many pages were printed.
struct Place {
  std::string id;
  std::string token;
  std::int64_t printed = 0;
};

Place load(const fs::path& path) {
  Place place;
  std::ifstream file(path);
  std::getline(file, place.id);
  std::getline(file, place.token);
  file >> place.printed;
  return place;
}

// Through a second file, so that there is a whole place at every moment.
void save(const fs::path& path, const Place& place) {
  fs::path draft = path;
  draft += ".tmp";
  std::ofstream file(draft);
  file << place.id << '\n' << place.token << '\n' << place.printed << '\n';
  file.close();
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot write " + draft.string());
  fs::rename(draft, path);
}

Place start(const fc::Client& client, const std::string& url, std::int64_t limit) {
  fc::CrawlRequest request(url);
  request.limit = limit;  // pages, each of which is paid for
  request.scrape.formats = {"markdown"};
  fc::StartedJob started = client.start_crawl(request);
  std::cerr << "crawl_site: started crawl " << started.job.id() << '\n';
  return {started.job.id(), "", 0};
}

void print(const fc::JobPage& page) {
  for (const fc::Document& document : page.data) {
    std::cout << document.metadata.source_url.value_or("-") << '\t' << document.metadata.title.value_or("-")
              << '\t' << document.markdown.value_or("").size() << " bytes of Markdown\n";
  }
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
}

// Whether every page that was found is there.
bool print_failures(const fc::Job& crawl) {
  fc::JobErrors errors = crawl.errors();
  for (const fc::FailedUrl& failed : errors.failed)
    std::cerr << "crawl_site: failed: " << failed.url << ": " << failed.error << '\n';
  for (const std::string& url : errors.robots_blocked)
    std::cerr << "crawl_site: forbidden by robots.txt: " << url << '\n';
  return errors.failed.empty();
}

int crawl(const std::string& url, const fs::path& token_file, std::int64_t limit) {
  fc::Client client = fc::Client::from_env();
  Place place = load(token_file);
  if (place.id.empty()) save(token_file, place = start(client, url, limit));
  if (place.token == all_read) {
    std::cerr << "crawl_site: all was printed; remove " << token_file << " to begin again\n";
    return 0;
  }

  ProgressBar bar(place.printed);
  fc::ReadOptions options;
  options.follow = true;       // until the crawl has ended
  options.from = place.token;  // empty: from the beginning
  options.on_progress = [&](const fc::JobProgress& progress) {
    bar.show(place.printed, progress.total, progress.status_text);
  };
  fc::Job job = client.crawl_job(place.id);
  fc::PageRange pages = job.pages(options);
  for (const fc::JobPage& page : pages) {
    bar.end_line();
    print(page);
    place.printed += static_cast<std::int64_t>(page.data.size());
    place.token = pages.next().value_or(all_read);
    save(token_file, place);
    bar.show(place.printed, page.total, page.status_text);
  }
  place.token = pages.next().value_or(all_read);
  save(token_file, place);

  const fc::JobProgress& end = pages.progress();
  bar.show(place.printed, end.total, end.status_text, true);
  bar.end_line();
  if (end.warning) std::cerr << "crawl_site: " << *end.warning << '\n';
  bool all = print_failures(job) && pages.missing() == 0;
  return end.status == fc::JobStatus::completed && all ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  long limit = argc == 4 ? std::atol(argv[3]) : 100;
  if (argc < 3 || argc > 4 || limit < 1) {
    std::cerr << "usage: crawl_site URL TOKEN_FILE [LIMIT]\n";
    return 2;
  }
  try {
    return crawl(argv[1], argv[2], limit);
  } catch (const fc::UsageError& e) {
    std::cerr << "crawl_site: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "crawl_site: " << e.what() << '\n';
    return 1;
  }
}
