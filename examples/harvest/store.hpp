// SPDX-License-Identifier: MIT
// What all commands share: a store of jobs and their documents, in which several workers find work.
//
// A job is open until everything was read. A worker claims it for the time of a lease, and each claim has an
// epoch, one more than the claim before. What a worker has read is saved together with the place where the
// job goes on, in one transaction, and only while the claim is still its own. So each document is stored
// once, whoever dies and when.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "row.hpp"

namespace harvest {

// Something that the store could not do. The message says what.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The database is not there, or was restarted: it may be there again in a moment.
class ConnectionLost : public StoreError {
 public:
  using StoreError::StoreError;
};

enum class JobState {
  open,   // there is, or may be, more to read
  done,   // the job has ended, and all that it lists was read
  lost,   // the server does not know it (any more), or does not give it to us
  fault,  // it cannot be read on; the token says where it stopped
};

const char* to_string(JobState state);

struct NewJob {
  std::string id;
  std::string kind = "batch_scrape";  // or "crawl"
  std::optional<std::int64_t> total;  // URLs, if that is known
  bool just_started = false;          // servers may take a moment until they know it
};

// A job that this worker may read until its lease is over.
struct Claim {
  std::string job;
  std::string kind;
  std::string worker;
  std::int64_t epoch = 0;
  std::optional<std::string> token;  // where to go on; none: at the beginning
  std::int64_t documents = 0;        // stored so far
  int failures = 0;                  // in a row, without a document in between
  bool young = false;                // was started less than a minute ago
};

// What comes after a step.
enum class Then {
  go_on,  // the claim goes on, with a new lease
  later,  // it is given back; the job may be claimed again after a delay
  end,    // it is given back, and the job is not open any more
};

// What a worker saves at once.
struct Step {
  Then then = Then::go_on;
  std::vector<Row> rows;             // the documents since the last step
  std::optional<std::string> token;  // where to go on after them
  int failures = 0;

  // What the server said; none: nothing new.
  std::optional<std::string> server_status;
  std::optional<std::int64_t> total;
  std::optional<std::chrono::system_clock::time_point> expires_at;

  std::chrono::milliseconds delay{0};  // later: how long nobody needs to look at it
  JobState state = JobState::open;     // end: what it is now
  std::int64_t missing = 0;            // end: counted by the server and never listed
  std::string reason;                  // why it is lost or at fault, or what failed last
};

// A job as `status` shows it.
struct JobRow {
  std::string id;
  std::string state;  // "running" if a worker has it, "waiting" if it is to be looked at later
  std::int64_t documents = 0;
  std::optional<std::int64_t> total;
  std::int64_t missing = 0;
  std::string worker;
  std::string reason;
};

struct Totals {
  std::int64_t open = 0;     // nobody has it
  std::int64_t running = 0;  // a worker has it
  std::int64_t waiting = 0;  // it failed a moment ago, or has nothing new: later
  std::int64_t done = 0;
  std::int64_t lost = 0;
  std::int64_t fault = 0;
  std::int64_t documents = 0;
  std::int64_t expected = 0;  // documents in the end: as far as counts are known, else the mean of the others
  std::int64_t missing = 0;
  double per_second = 0;  // of the last minute

  std::int64_t unfinished() const { return open + running + waiting; }
};

// Adds so many jobs of this state, as JobRow has it.
void count_state(Totals& totals, const std::string& shown, std::int64_t jobs);

struct Hit {
  std::string job;
  std::int64_t ordinal = 0;
  std::string url;
  std::string title;
  std::string excerpt;
};

// A part of a list of URLs, which is started as one job.
struct Part {
  std::string list;  // names the list and what was in it
  std::int64_t number = 0;
};

// What is known of a part before it is started.
enum class Start {
  first,    // nothing: start it
  unknown,  // somebody was about to, and has not said what came of it
  started,  // it was
};

struct StoreOptions {
  // How long to try to reach a database that is not there. A restart takes seconds.
  std::chrono::milliseconds patience{60'000};
  std::function<bool()> stopped;  // true: stop trying
};

// Used by one thread at a time. Every time in it is the database's own, so that the clocks of workers do not
// matter. All may throw StoreError.
class Store {
 public:
  Store() = default;
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Makes the tables, or brings those of an older version up to date. Returns the version that was there.
  virtual int init() = 0;
  // Throws if the tables are not of this version.
  virtual void check_version() = 0;

  // Jobs that are there already stay as they are, but one that is lost or at fault is open again. Returns how
  // many are new or open again.
  virtual std::size_t add(const std::vector<NewJob>& jobs) = 0;
  // There is something new of a job: it is read at once, or again, if a worker has it just now. False if it
  // is not open.
  virtual bool wake(const std::string& job) = 0;

  // The open job that expires first, for this worker and this long. None if there is none. A job that the
  // worker has and that was woken comes again, with a new epoch.
  virtual std::optional<Claim> claim(const std::string& worker, std::chrono::milliseconds lease) = 0;
  // Prolongs claims, and returns those that are over, since the lease was, or another worker has the job.
  // What is just being saved on another connection is not waited for: save() prolongs it.
  virtual std::vector<Claim> renew(const std::vector<Claim>& claims, std::chrono::milliseconds lease) = 0;
  // Gives the claim back, and the job is as it was saved last. Of no effect if the claim is over.
  virtual void release(const Claim& claim) = 0;
  // All of the step, or nothing. Changes the claim to what is then. False: the claim is over, and nothing was
  // written. After an exception it is not known which.
  virtual bool save(Claim& claim, const Step& step, std::chrono::milliseconds lease) = 0;

  // The scrape ids of all documents of a job that are stored.
  virtual std::vector<std::string> scrape_ids(const std::string& job) = 0;

  // About to start a part.
  virtual Start begin_start(const Part& part) = 0;
  // It was not started after all.
  virtual void forget_start(const Part& part) = 0;
  // As if the list had never been started.
  virtual void forget_list(const std::string& list) = 0;
  // It is this job: recorded together with the job itself.
  virtual void record_start(const Part& part, const NewJob& job) = 0;

  virtual Totals totals() = 0;
  // Of one state, or all ("").
  virtual std::vector<JobRow> jobs(const std::string& state, std::size_t most) = 0;
  // Every document, or those of one job, in order: (job, ordinal, document as JSON).
  using Reader = std::function<void(const std::string&, std::int64_t, const std::string&)>;
  virtual void read(const std::string& job, const Reader& reader) = 0;
  virtual std::vector<Hit> search(const std::string& words, std::size_t most) = 0;
};

// "sqlite:FILE", or "postgresql://…" as libpq takes it. Throws StoreError.
std::unique_ptr<Store> open_store(const std::string& address, const StoreOptions& options = {});

}  // namespace harvest
