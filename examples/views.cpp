// SPDX-License-Identifier: MIT
// C++20: a batch scrape job's documents as a range for std::views.
//
//     views JOB_ID
//
// Prints the titles of the first five pages that answered 200 and whose markdown has a link.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all went well; 1 something went wrong; 2 wrong usage.

#include <cerrno>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <ranges>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

bool has_link(const fc::Document& document) {
  return document.metadata.status_code == 200 &&
         document.markdown.value_or("").find("](") != std::string::npos;
}

std::string title(const fc::Document& document) { return document.metadata.title.value_or("(no title)"); }

void print_titles(const std::string& id) {
  fc::ReadOptions options;
  // A take after a filter looks for one match more than it gives. If there is none, it would read the job to
  // its end. This is the most that it may read.
  options.max_documents = 1000;
  fc::DocumentRange documents = fc::Client::from_env().batch_scrape_job(id).documents(options);

  // Lazy from end to end: pages are fetched as the loop gets to them.
  for (const std::string& text :
       documents | std::views::filter(has_link) | std::views::transform(title) | std::views::take(5)) {
    std::cout << text << '\n';
  }
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: views JOB_ID\n";
    return 2;
  }
  try {
    print_titles(argv[1]);
    return 0;
  } catch (const fc::UsageError& e) {
    std::cerr << "views: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "views: " << e.what() << '\n';
    return 1;
  }
}
