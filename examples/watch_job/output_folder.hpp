// SPDX-License-Identifier: MIT
// A folder that a job's documents are written to, and with them a cursor. The program may be killed at any
// moment, and the machine may lose power: the next run goes on from the cursor, and what was written after it
// is gone or written again.
//
//     documents.jsonl       a document a line
//     scrape_ids.txt        the scrapeId of each document, a line each; empty if it has none
//     markdown/000001.md    the markdown of the first document, and so on
//     cursor.json           how much of this counts, and where the job goes on
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <firecrawl/document.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

#include "document_line.hpp"

class OutputFolder {
 public:
  OutputFolder(std::filesystem::path folder, std::string job)
      : folder_(std::move(folder)), job_(std::move(job)) {
    create_directories(folder_ / "markdown");
    lock();
    { std::ofstream create(documents_path(), std::ios::app); }
    { std::ofstream create(ids_path(), std::ios::app); }
    auto size = file_size(documents_path());
    if (exists(cursor_path())) {
      read_cursor();
    } else if (size == 0) {
      write_cursor();
    } else {
      throw std::runtime_error(documents_path().string() + " has documents, but there is no cursor.json");
    }
    if (size < bytes_) throw std::runtime_error(documents_path().string() + " is shorter than it was");
    resize_file(documents_path(), bytes_);  // off with what a killed run has written after its cursor
    documents_.open(documents_path(), std::ios::binary | std::ios::app);
    read_ids();
  }
  ~OutputFolder() { close(lock_); }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  std::uint64_t count() const { return count_; }
  // Where to go on; empty at the beginning, none if the job has ended and everything is here.
  const std::optional<std::string>& next() const { return next_; }
  const std::string& status() const { return status_; }
  // Whether a document is here already: a server whose listing moves may send it again.
  bool has(const firecrawl::Document& document) const {
    const auto& id = document.metadata.scrape_id;
    return id && ids_.count(*id) > 0;
  }

  void append(const std::vector<firecrawl::Document>& documents) {
    for (const firecrawl::Document& document : documents) {
      std::string line = document_line(document);
      documents_ << line;
      check(documents_, documents_path());
      bytes_ += line.size();
      ++count_;
      add_id(document.metadata.scrape_id.value_or(""));
      if (document.markdown) write_markdown(*document.markdown);
    }
  }

  // Makes what was appended count: first all data goes to the disk, then the cursor moves, in one step.
  void commit(const std::optional<std::string>& next, const std::string& status) {
    documents_.flush();
    check(documents_, documents_path());
    id_lines_.flush();
    check(id_lines_, ids_path());
    sync_data();
    next_ = next;
    status_ = status;
    write_cursor();
  }

 private:
  std::filesystem::path documents_path() const { return folder_ / "documents.jsonl"; }
  std::filesystem::path ids_path() const { return folder_ / "scrape_ids.txt"; }
  std::filesystem::path cursor_path() const { return folder_ / "cursor.json"; }

  // The ids of the documents that count; what a killed run has written after them goes.
  void read_ids() {
    std::ifstream file(ids_path(), std::ios::binary);
    std::string id;
    std::uint64_t size = 0;
    for (std::uint64_t i = 0; i < count_; ++i) {
      if (!std::getline(file, id) || file.eof())
        throw std::runtime_error(ids_path().string() + " is shorter than it was");
      size += id.size() + 1;
      if (!id.empty()) ids_.insert(id);
    }
    file.close();
    resize_file(ids_path(), size);
    id_lines_.open(ids_path(), std::ios::binary | std::ios::app);
  }

  void add_id(const std::string& id) {
    id_lines_ << id << '\n';
    check(id_lines_, ids_path());
    if (!id.empty()) ids_.insert(id);
  }

  void read_cursor() {
    std::ifstream file(cursor_path());
    nlohmann::json cursor = nlohmann::json::parse(file);
    if (cursor.at("job") != job_) {
      throw std::runtime_error(folder_.string() +
                               " is the folder of another job: " + cursor.at("job").dump());
    }
    cursor.at("documents").get_to(count_);
    cursor.at("bytes").get_to(bytes_);
    cursor.at("status").get_to(status_);
    next_.reset();
    if (!cursor.at("next").is_null()) next_ = cursor.at("next").get<std::string>();
  }

  void write_cursor() {
    nlohmann::json cursor = {{"job", job_}, {"documents", count_}, {"bytes", bytes_}, {"status", status_}};
    cursor["next"] = next_ ? nlohmann::json(*next_) : nlohmann::json();
    write_file(cursor_path(), cursor.dump() + "\n", true);
    sync(folder_);
  }

  void write_markdown(const std::string& markdown) {
    char name[32];
    std::snprintf(name, sizeof name, "%06llu.md", static_cast<unsigned long long>(count_));
    new_files_.push_back(folder_ / "markdown" / name);
    write_file(new_files_.back(), markdown, false);
  }

  // Throws with the system's reason, such as a full disk.
  static void check(const std::ofstream& file, const std::filesystem::path& path) {
    if (!file) throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
  }

  // Under another name first: under its own there is a whole file or none.
  static void write_file(const std::filesystem::path& path, const std::string& text, bool sync_first) {
    std::filesystem::path draft = path;
    draft += ".tmp";
    std::ofstream file(draft, std::ios::binary);
    file << text;
    file.close();
    check(file, draft);
    if (sync_first) sync(draft);
    rename(draft, path);
  }

  // Waits until the documents are on the disk. One after the other, a hundred files would wait a hundred
  // times; Linux can wait for all of them at once.
  void sync_data() {
#ifdef __linux__
    if (syncfs(lock_) != 0) throw std::system_error(errno, std::generic_category(), folder_.string());
#else
    sync(documents_path());
    sync(ids_path());
    for (const std::filesystem::path& path : new_files_) sync(path);
    sync(folder_ / "markdown");
#endif
    new_files_.clear();
  }

  // Waits until a file or folder is on the disk.
  static void sync(const std::filesystem::path& path) {
    int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool synced = file >= 0 && fsync(file) == 0;
    int error = errno;
    if (file >= 0) close(file);
    if (!synced) throw std::system_error(error, std::generic_category(), path.string());
  }

  // Held until the process ends, however it does.
  void lock() {
    lock_ = open((folder_ / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock_ < 0 || lockf(lock_, F_TLOCK, 0) != 0) {
      throw std::system_error(errno, std::generic_category(),
                              "another program is writing to " + folder_.string());
    }
  }

  std::filesystem::path folder_;
  std::string job_;
  int lock_ = -1;
  std::ofstream documents_;
  std::ofstream id_lines_;
  std::unordered_set<std::string> ids_;
  std::vector<std::filesystem::path> new_files_;  // since the last commit

  // The cursor.
  std::uint64_t count_ = 0;
  std::uint64_t bytes_ = 0;
  std::optional<std::string> next_ = "";
  std::string status_ = "not read yet";
};
