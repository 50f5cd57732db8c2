// SPDX-License-Identifier: MIT
// Watches a batch scrape job: shows how far it is, and writes its documents to a folder as they are finished.
//
//     watch_job JOB_ID FOLDER
//
// The folder gets documents.jsonl (a document a line) and markdown/000001.md and so on. May be stopped at any
// moment, also by kill -9 or a power cut: run again, it goes on where it was, and in the end no document is
// missing or there twice.
//
// FIRECRAWL_API_KEY is the key; FIRECRAWL_API_URL is the server, if it is not the hosted one.
//
// Exit status: 0 the job is completed and all is written; 1 something went wrong: run it again; 2 wrong
// usage; 3 the job failed, was cancelled, or lacks documents.

#include <cerrno>
#include <firecrawl/firecrawl.hpp>
#include <iostream>
#include <string>
#include <system_error>

#include "watch_job/output_folder.hpp"
#include "watch_job/progress_bar.hpp"

namespace fc = firecrawl;

namespace {

// Writes what is not in the folder yet. Returns how many documents the server counts and never listed.
std::int64_t download(const std::string& id, OutputFolder& folder) {
  const auto done = [&folder] { return static_cast<std::int64_t>(folder.count()); };
  ProgressBar bar(done());

  fc::ClientOptions client_options;
  client_options.retry.max_attempts = 8;  // minutes rather than seconds: nobody may be looking
  client_options.on_event = [&bar](const fc::RequestEvent& event) {
    if (event.status == 200) return;
    const auto what = event.status == 0 ? "no answer" : "HTTP status " + std::to_string(event.status);
    bar.say("watch_job: " + what + " at attempt " + std::to_string(event.attempt));
  };

  fc::ReadOptions options;
  options.follow = true;
  options.from = *folder.next();
  options.already_have = [&folder](const fc::Document& document) { return folder.has(document); };
  options.on_progress = [&](const fc::JobProgress& progress) {
    bar.show(done(), progress.total, progress.status_text);
  };
  fc::PageRange pages = fc::Client::from_env(client_options).batch_scrape_job(id).pages(options);
  // A commit a page. It waits for the disk, which takes about as long for a hundred documents as for one: per
  // document it would be slower than any server, per page it is not felt. A kill costs the download of one
  // page; and of a running job a page is what was finished since the last look, so nothing stays uncommitted
  // for long.
  for (const fc::JobPage& page : pages) {
    folder.append(page.data);
    folder.commit(pages.next(), page.status_text);
    bar.show(done(), page.total, page.status_text);
  }
  // The end may have come with a page that had no documents.
  folder.commit(pages.next(), pages.progress().status_text);
  bar.show(done(), pages.progress().total, folder.status(), true);
  return pages.missing();
}

int watch(const std::string& id, const std::string& path) {
  OutputFolder folder(path, id);
  std::int64_t missing = folder.next() ? download(id, folder) : 0;
  std::cout << "job " << id << ": " << folder.status() << ", " << folder.count() << " documents in " << path;
  if (missing > 0) std::cout << ", " << missing << " never listed";
  if (!(std::cout << std::endl))
    throw std::system_error(errno, std::generic_category(), "cannot write to the standard output");
  return folder.status() == to_string(fc::JobStatus::completed) && missing == 0 ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: watch_job JOB_ID FOLDER\n";
    return 2;
  }
  try {
    return watch(argv[1], argv[2]);
  } catch (const fc::UsageError& e) {
    std::cerr << "watch_job: " << e.what() << '\n';
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "watch_job: " << e.what() << '\n';
    return 1;
  }
}
