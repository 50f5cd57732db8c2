// SPDX-License-Identifier: MIT
// Scrapes one page and prints it.
//
//     scrape_page URL [FORMAT]
//
// FORMAT is markdown (the default), html, rawHtml, links or summary.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 the page was scraped; 1 something went wrong; 2 wrong usage; 3 the page's own server
// answered with an error, such as 404: what it sent is printed all the same; 75 it took too long, try again
// later.

#include <cerrno>
#include <chrono>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;

namespace {

void print(const fc::Document& document, const std::string& format) {
  if (format == "markdown") std::cout << document.markdown.value_or("") << '\n';
  if (format == "html") std::cout << document.html.value_or("") << '\n';
  if (format == "rawHtml") std::cout << document.raw_html.value_or("") << '\n';
  if (format == "summary") std::cout << document.summary.value_or("") << '\n';
  for (const std::string& link : document.links) std::cout << link << '\n';
  if (!std::cout.flush())
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
}

int scrape(const std::string& url, const std::string& format) {
  fc::Client client = fc::Client::from_env();

  fc::ScrapeOptions options;
  options.formats = {format};
  options.only_main_content = true;             // without the menus around it
  options.timeout = std::chrono::seconds(120);  // the server's; the client waits a little longer
  fc::Document document = client.scrape(url, options);

  print(document, format);
  if (document.warning) std::cerr << "scrape_page: " << *document.warning << '\n';
  // A page that is not there is no error of the API: the scrape went well, and is paid for.
  int status = document.metadata.status_code.value_or(200);
  if (status >= 400) std::cerr << "scrape_page: the page was answered " << status << '\n';
  return status >= 400 ? 3 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: scrape_page URL [FORMAT]\n";
    return 2;
  }
  try {
    return scrape(argv[1], argc == 3 ? argv[2] : "markdown");
  } catch (const fc::UsageError& e) {
    std::cerr << "scrape_page: " << e.what() << '\n';
    return 2;
  } catch (const fc::ScrapeTimeoutError& e) {
    std::cerr << "scrape_page: " << e.what() << '\n';
    return 75;
  } catch (const std::exception& e) {
    std::cerr << "scrape_page: " << e.what() << '\n';
    return 1;
  }
}
