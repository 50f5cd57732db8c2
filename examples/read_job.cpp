// SPDX-License-Identifier: MIT
// Reads a batch scrape job from its first document to its last.
//
//     read_job JOB_ID [FOLDER]
//
// Prints a line a document, then the counts. With a folder, each document's markdown goes into a file
// there.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 all was read; 1 something went wrong; 2 wrong usage; 3 the job failed, was cancelled, or
// lacks documents.

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <firecrawl/firecrawl.hpp>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;
namespace fs = std::filesystem;

namespace {

// Throws with the system's reason, such as a full disk, when something could not be written.
void check_output() {
  if (!std::cout) {
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  }
}

void write_markdown(const fs::path& folder, std::size_t number, const std::string& markdown) {
  char name[32];
  std::snprintf(name, sizeof name, "%06zu.md", number);
  std::ofstream file(folder / name, std::ios::binary);
  file << markdown;
  file.close();
  if (!file)
    throw std::system_error(errno, std::generic_category(), "cannot write " + (folder / name).string());
}

void print_line(std::size_t number, const fc::Document& document) {
  const fc::Metadata& metadata = document.metadata;
  std::cout << number << '\t' << metadata.status_code.value_or(0) << '\t'
            << document.markdown.value_or("").size() << '\t' << metadata.source_url.value_or("-") << '\t'
            << metadata.title.value_or("-") << '\n';
  check_output();
}

int read_job(const std::string& id, const fs::path& folder) {
  fc::Client client = fc::Client::from_env();
  if (!folder.empty()) fs::create_directories(folder);

  fc::DocumentRange documents = client.batch_scrape_job(id).documents();
  std::size_t number = 0;
  try {
    for (const fc::Document& document : documents) {
      print_line(++number, document);
      if (!folder.empty()) write_markdown(folder, number, document.markdown.value_or(""));
    }
  } catch (const fc::Error&) {
    std::cerr << "read_job: stopped after " << number
              << " documents; to go on from there: " << documents.next().value_or("nothing is left") << '\n';
    throw;
  }

  const fc::JobProgress& progress = documents.progress();
  std::cout << "job " << id << ": " << progress.status_text << ", " << number << " documents read, "
            << progress.completed << " of " << progress.total << " URLs done";
  if (progress.credits_used) std::cout << ", " << *progress.credits_used << " credits used";
  std::cout << '\n' << std::flush;
  check_output();
  if (documents.missing() > 0)
    std::cerr << "read_job: " << documents.missing() << " documents were never listed\n";
  const bool fine = progress.status != fc::JobStatus::failed && progress.status != fc::JobStatus::cancelled;
  return fine && documents.missing() == 0 ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: read_job JOB_ID [FOLDER]\n";
    return 2;
  }
  try {
    return read_job(argv[1], argc == 3 ? argv[2] : "");
  } catch (const fc::UsageError& e) {
    std::cerr << "read_job: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "read_job: " << e.what() << '\n';
    return 1;
  }
}
