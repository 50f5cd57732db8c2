// SPDX-License-Identifier: MIT
// Reads one claimed job into the store: what each outcome means for the job.
#include "reader.hpp"

#include <algorithm>

namespace harvest {

namespace fc = firecrawl;

namespace {

// What does not go away by asking again, but may be only the server's mood, ends a job after so many times.
constexpr int most_failures = 5;

}  // namespace

ClaimReader::ClaimReader(const fc::Client& client, Store& store, Leases& leases, const ReadSettings& settings,
                         Claim claim)
    : client_(client), store_(store), leases_(leases), settings_(settings), claim_(std::move(claim)) {
  held_.emplace(leases_, claim_);
}

bool ClaimReader::go_on() {
  try {
    return step();
  } catch (const fc::NotFoundError& error) {
    not_found(error);
  } catch (const fc::BadRequestError& error) {
    end(JobState::lost, error.what());
  } catch (const fc::ForbiddenError& error) {
    end(JobState::lost, error.what());
  } catch (const fc::AuthenticationError& error) {
    throw NotAllowed(error.what());
  } catch (const fc::PaymentRequiredError& error) {
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
  return false;
}

bool ClaimReader::step() {
  if (held_->is_over()) {
    log("the lease was over; let go");
    return false;
  }
  if (!pages_) {
    stored_before_ = claim_.documents;
    pages_.emplace(job().pages(options()));
  }
  is_idle_ = false;
  if (const fc::JobPage* const page = pages_->try_next()) {
    wait_ = pages_->wait_set();
    Step step = step_after(*page);
    for (const fc::Document& document : page->data) step.rows.push_back(make_row(document));
    return save(step);
  }
  const fc::JobProgress& progress = pages_->progress();
  if (pages_->done()) {
    Step last = step_after(progress);
    last.then = Then::end;
    last.state = JobState::done;
    last.missing = pages_->missing();
    last.reason = progress.error.value_or("");
    save(last);
    return false;
  }
  wait_ = pages_->wait_set();
  // Not one that has ended and settles: that begins again with each claim.
  is_idle_ = wait_.sockets.empty() && !progress.status_text.empty() && !has_ended(progress.status);
  const bool is_counted = progress.total == total_;
  if (is_idle_ && has_news_) look_again();
  if (!is_idle_ || is_counted) return true;
  Step counted = step_after(progress);  // `status` shows how many documents there will be
  counted.failures = claim_.failures;
  return save(counted);
}

void ClaimReader::claimed_again(const Claim& claim) {
  // Not so if the lease had passed, and another worker had the job meanwhile.
  const bool as_saved = claim.documents == claim_.documents && claim.token == claim_.token;
  claim_ = claim;
  held_.reset();
  held_.emplace(leases_, claim_);
  has_news_ = true;  // step() looks again as soon as nothing else is under way
  if (!as_saved) look_again();
}

// A range has no way to end its wait. So it is another one that goes on.
void ClaimReader::look_again() {
  pages_.reset();
  stored_.reset();
  wait_ = {};
  is_idle_ = false;
  has_news_ = false;
}

void ClaimReader::give_back_until_due() {
  using std::chrono::milliseconds;
  Step step = step_after(pages_->progress());
  step.failures = claim_.failures;
  step.then = Then::later;
  const auto left = wait_.until - std::chrono::steady_clock::now();
  step.delay = std::max(std::chrono::ceil<milliseconds>(left), milliseconds(0));
  save(step);
}

fc::Job ClaimReader::job() const {
  return claim_.kind == "crawl" ? client_.crawl_job(claim_.job) : client_.batch_scrape_job(claim_.job);
}

fc::ReadOptions ClaimReader::options() {
  fc::ReadOptions options;
  options.from = claim_.token.value_or("");
  options.follow = true;
  options.poll_interval = settings_.poll;
  options.already_have = [this](const fc::Document& document) { return is_stored(document); };
  return options;
}

// By an earlier range or an earlier claim. Their ids are read when they are needed: not if there is nothing
// new.
bool ClaimReader::is_stored(const fc::Document& document) {
  if (stored_before_ == 0) return false;
  if (!stored_) {
    const std::vector<std::string> ids = store_.scrape_ids(claim_.job);
    stored_.emplace(ids.begin(), ids.end());
  }
  const std::optional<std::string>& id = document.metadata.scrape_id;
  return id && stored_->count(*id) > 0;
}

Step ClaimReader::step_after(const fc::JobProgress& progress) const {
  Step step;
  step.token = pages_->next();
  step.server_status = progress.status_text;
  step.total = progress.total;
  step.expires_at = progress.expires_at;
  return step;
}

Step ClaimReader::unchanged() const {
  Step step;
  step.token = claim_.token;
  step.failures = claim_.failures;
  return step;
}

bool ClaimReader::save(const Step& step) {
  const bool mine = store_.save(claim_, step, settings_.lease);
  if (step.total) total_ = *step.total;
  if (!mine) {
    log("the lease was over; let go");
  } else if (step.then == Then::end) {
    log(to_string(step.state) + std::string(", ") + std::to_string(claim_.documents) + " documents" +
        (step.missing > 0 ? ", " + std::to_string(step.missing) + " never listed" : "") +
        (step.reason.empty() ? "" : ": " + step.reason));
  }
  return mine;
}

void ClaimReader::end(JobState state, const std::string& reason) {
  Step step = unchanged();
  step.then = Then::end;
  step.state = state;
  step.reason = reason;
  save(step);
}

void ClaimReader::not_found(const fc::NotFoundError& error) {
  if (claim_.young && claim_.documents == 0) {
    fail(error.what(), Count::no);
  } else {
    end(JobState::lost, error.what());
  }
}

void ClaimReader::fail(const std::string& reason, Count count,
                       std::optional<std::chrono::milliseconds> wait) {
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

void ClaimReader::log(const std::string& text) const {
  if (settings_.log) settings_.log("job " + claim_.job + ": " + text);
}

}  // namespace harvest
