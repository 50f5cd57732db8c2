// SPDX-License-Identifier: MIT
// Reads a batch scrape job a part at a time: each run goes on where the run before it stopped.
//
//     resume JOB_ID TOKEN_FILE [N]
//
// Prints the URLs of the next N documents (100) and keeps in TOKEN_FILE where to go on. A run that is
// interrupted leaves the file as it was, so the next run prints its part again. Of a job that still runs, a
// run prints what is there by now. If the server moves its listing between two runs, documents may be printed
// again: watch_job keeps their ids, and tells the range with already_have.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 a part was read, or nothing was left; 1 something went wrong; 2 wrong usage.

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <firecrawl/firecrawl.hpp>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

namespace fc = firecrawl;
namespace fs = std::filesystem;

namespace {

const std::string all_read = "all was read";  // in place of a token

std::string load(const fs::path& path) {
  std::ifstream file(path);
  std::string token;
  std::getline(file, token);
  return token;
}

// Through a second file, so that there is a whole token at every moment.
void save(const fs::path& path, const std::string& token) {
  fs::path draft = path;
  draft += ".tmp";
  std::ofstream file(draft);
  file << token << '\n';
  file.close();
  if (!file) throw std::system_error(errno, std::generic_category(), "cannot write " + draft.string());
  fs::rename(draft, path);
}

// Throws with the system's reason, such as a full disk, when something could not be written.
void check_output() {
  if (!std::cout) {
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  }
}

int read_part(const std::string& id, const fs::path& token_file, std::size_t count) {
  fc::Client client = fc::Client::from_env();
  std::string token = load(token_file);
  if (token == all_read) {
    std::cerr << "resume: nothing is left; remove " << token_file << " to begin again\n";
    return 0;
  }

  fc::ReadOptions options;
  options.from = token;  // empty: from the beginning
  options.max_documents = count;
  fc::DocumentRange documents = client.batch_scrape_job(id).documents(options);
  std::size_t number = 0;
  for (const fc::Document& document : documents) {
    std::cout << document.metadata.source_url.value_or("-") << '\n';
    check_output();
    ++number;
  }
  std::cout.flush();
  check_output();

  save(token_file, documents.next().value_or(all_read));
  std::cerr << "resume: " << number << " documents, ";
  if (!documents.next()) {
    std::cerr << "the last ones\n";
  } else if (documents.missing() > 0) {
    std::cerr << "and " << documents.missing() << " more that the server counts and does not list\n";
  } else {
    std::cerr << "more to come\n";
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  long count = argc == 4 ? std::atol(argv[3]) : 100;
  if (argc < 3 || argc > 4 || count < 1) {
    std::cerr << "usage: resume JOB_ID TOKEN_FILE [N]\n";
    return 2;
  }
  try {
    return read_part(argv[1], argv[2], static_cast<std::size_t>(count));
  } catch (const fc::UsageError& e) {
    std::cerr << "resume: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "resume: " << e.what() << '\n';
    return 1;
  }
}
