// SPDX-License-Identifier: MIT
// Reads one claimed job into the store: what each outcome means for the job.
#include "reader.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

namespace harvest {
namespace {

namespace fc = firecrawl;

// What does not go away by asking again, but may be only the server's mood, ends a job after so many times.
constexpr int most_failures = 5;

class ClaimReader {
 public:
  ClaimReader(const fc::Client& client, Store& store, Leases& leases, const ReadSettings& settings,
              Claim& claim)
      : client_(client), store_(store), settings_(settings), claim_(claim), held_(leases, claim) {}

  void read() {
    try {
      read_pages();
    } catch (const fc::CancelledError&) {
      log("let go");
      give_back();  // of no effect if the claim is over
    } catch (const fc::NotFoundError& error) {
      not_found(error);
    } catch (const fc::BadRequestError& error) {
      end(JobState::lost, error.what());
    } catch (const fc::ForbiddenError& error) {
      end(JobState::lost, error.what());
    } catch (const fc::AuthenticationError& error) {
      give_back();
      throw NotAllowed(error.what());
    } catch (const fc::PaymentRequiredError& error) {
      give_back();
      throw NotAllowed(error.what());
    } catch (const fc::PaginationError& error) {
      end(JobState::fault, error.what());
    } catch (const fc::UsageError& error) {
      end(JobState::fault, error.what());
    } catch (const fc::DecodeError& error) {
      fail(error.what(), Count::yes);
    } catch (const fc::ResponseTooLargeError& error) {
      fail(error.what(), Count::yes);
    } catch (const fc::ApiError& error) {
      fail(error.what(), Count::no, error.retry_after());
    } catch (const fc::Error& error) {
      fail(error.what(), Count::no);
    } catch (const ConnectionLost&) {
      give_back();  // whatever was being saved is there, or not: the next claim sees it
    } catch (const StoreError& error) {
      fail(error.what(), Count::yes);  // such as a disk that is full
    }
  }

 private:
  enum class Count { no, yes };

  void read_pages() {
    fc::PageRange pages = job().pages(options());
    for (const fc::JobPage& page : pages) {
      Step step = step_after(page, pages.next());
      for (const fc::Document& document : page.data) step.rows.push_back(make_row(document));
      if (!save(step)) return;
    }
    Step last = step_after(pages.progress(), pages.next());
    if (has_ended(pages.progress().status)) {
      last.then = Then::end;
      last.state = JobState::done;
      last.missing = pages.missing();
      last.reason = pages.progress().error.value_or("");
    } else {
      last.then = Then::later;
      last.delay = settings_.poll;
    }
    save(last);
  }

  fc::Job job() const {
    return claim_.kind == "crawl" ? client_.crawl_job(claim_.job) : client_.batch_scrape_job(claim_.job);
  }

  fc::ReadOptions options() {
    fc::ReadOptions options;
    options.from = claim_.token.value_or("");
    options.cancel = held_.token();
    // What earlier claims have stored. Read when it is needed: not if the job has nothing new.
    options.already_have = [this](const fc::Document& document) {
      if (claimed_with_ == 0) return false;
      if (!stored_) {
        const std::vector<std::string> ids = store_.scrape_ids(claim_.job);
        stored_.emplace(ids.begin(), ids.end());
      }
      const std::optional<std::string>& id = document.metadata.scrape_id;
      return id && stored_->count(*id) > 0;
    };
    return options;
  }

  static Step step_after(const fc::JobProgress& progress, std::optional<std::string> token) {
    Step step;
    step.token = std::move(token);
    step.server_status = progress.status_text;
    step.total = progress.total;
    step.expires_at = progress.expires_at;
    return step;
  }

  bool save(const Step& step) {
    const bool mine = store_.save(claim_, step, settings_.lease);
    if (!mine) {
      log("the lease was over; let go");
    } else if (step.then == Then::end) {
      log(to_string(step.state) + std::string(", ") + std::to_string(claim_.documents) + " documents" +
          (step.missing > 0 ? ", " + std::to_string(step.missing) + " never listed" : "") +
          (step.reason.empty() ? "" : ": " + step.reason));
    }
    return mine;
  }

  Step unchanged() const {
    Step step;
    step.token = claim_.token;
    step.failures = claim_.failures;
    return step;
  }

  void give_back() { store_.release(claim_); }

  void end(JobState state, const std::string& reason) {
    Step step = unchanged();
    step.then = Then::end;
    step.state = state;
    step.reason = reason;
    save(step);
  }

  void not_found(const fc::NotFoundError& error) {
    if (claim_.young && claim_.documents == 0) {
      fail(error.what(), Count::no);
    } else {
      end(JobState::lost, error.what());
    }
  }

  void fail(const std::string& reason, Count count, std::optional<std::chrono::milliseconds> wait = {}) {
    Step step = unchanged();
    step.failures = claim_.failures + 1;
    if (count == Count::yes && step.failures >= most_failures) return end(JobState::fault, reason);
    step.then = Then::later;
    const auto doubled = settings_.least_wait * (1 << std::min(claim_.failures, 16));
    step.delay = wait.value_or(std::min<std::chrono::milliseconds>(doubled, settings_.most_wait));
    step.reason = reason;
    log(reason);
    save(step);
  }

  void log(const std::string& text) const {
    if (settings_.log) settings_.log("job " + claim_.job + ": " + text);
  }

  const fc::Client& client_;
  Store& store_;
  const ReadSettings& settings_;
  Claim& claim_;
  const std::int64_t claimed_with_ = claim_.documents;
  std::optional<std::unordered_set<std::string>> stored_;
  Leases::Held held_;
};

}  // namespace

void read_claim(const fc::Client& client, Store& store, Leases& leases, const ReadSettings& settings,
                Claim claim) {
  ClaimReader(client, store, leases, settings, claim).read();
}

}  // namespace harvest
