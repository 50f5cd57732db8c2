// SPDX-License-Identifier: MIT
/// @file
/// The calls of a job.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "../detail/call/call.hpp"
#include "../detail/call/checks.hpp"
#include "../detail/call/driver.hpp"
#include "../detail/job/cursor.hpp"
#include "../detail/job/handle.hpp"
#include "../detail/job/readers.hpp"
#include "../detail/job/stream.hpp"
#include "../detail/job/wait.hpp"
#include "../detail/wire/page_decoder.hpp"
#include "../detail/wire/small_answers.hpp"
#include "../job.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

inline JobPage get_page(const JobHandle& job, const std::string& query, CancellationToken cancel) {
  return run_call(job.core, job.address.plan(query), std::move(cancel),
                  [](const auto& response, const auto& call) { return decode_page(response, call); });
}

template <class Reader>
std::unique_ptr<Reader> make_reader(const JobHandle& job, ReadOptions options) {
  return std::make_unique<Reader>(std::make_unique<PageStream>(job.core, job.address, std::move(options)));
}

}  // namespace detail

FIRECRAWL_INLINE Job::Job(std::shared_ptr<const detail::JobHandle> handle) : handle_(std::move(handle)) {}

FIRECRAWL_INLINE const std::string& Job::id() const noexcept { return handle_->address.job.id; }
FIRECRAWL_INLINE JobKind Job::kind() const noexcept { return handle_->address.job.kind; }

FIRECRAWL_INLINE JobPage Job::status(CancellationToken cancel) const {
  return detail::get_page(*handle_, "", std::move(cancel));
}

FIRECRAWL_INLINE JobPage Job::page(std::string_view next, CancellationToken cancel) const {
  const auto point = detail::read_token(next, handle_->address.job, handle_->core->options.api_key);
  auto page = detail::get_page(*handle_, point.cursor.query, std::move(cancel));
  const auto delivered = (std::min)(point.delivered, std::uint64_t{page.data.size()});
  page.data.erase(page.data.begin(), page.data.begin() + static_cast<std::ptrdiff_t>(delivered));
  return page;
}

FIRECRAWL_INLINE PageRange Job::pages(ReadOptions options) const {
  return PageRange(detail::make_reader<detail::PageReader>(*handle_, std::move(options)));
}

FIRECRAWL_INLINE DocumentRange Job::documents(ReadOptions options) const {
  return DocumentRange(detail::make_reader<detail::DocumentReader>(*handle_, std::move(options)));
}

FIRECRAWL_INLINE DocumentRange Job::follow(ReadOptions options) const {
  options.follow = true;
  return documents(std::move(options));
}

FIRECRAWL_INLINE JobProgress Job::progress(CancellationToken cancel) const {
  detail::Driver driver(handle_->core, std::move(cancel), "asking for the progress of " + handle_->url());
  return detail::read_progress(driver, handle_->address);
}

FIRECRAWL_INLINE JobProgress Job::wait(const WaitOptions& options) const {
  detail::check_not_negative(options.poll_interval, "poll_interval");
  detail::check_not_negative(options.time_limit, "time_limit");
  detail::Driver driver(handle_->core, options.cancel, "waiting for " + handle_->url(), options.time_limit);
  return detail::wait_for_end(driver, handle_->address, options);
}

FIRECRAWL_INLINE JobErrors Job::errors(CancellationToken cancel) const {
  return detail::run_call(handle_->core, handle_->plan("GET", "/errors"), std::move(cancel),
                          detail::decode_errors);
}

FIRECRAWL_INLINE void Job::cancel(CancellationToken cancel) const {
  auto cancelling = handle_->plan("DELETE", "");
  cancelling.may_be_empty = true;
  detail::run_call(handle_->core, std::move(cancelling), std::move(cancel), detail::check_cancelled);
}

FIRECRAWL_END_NAMESPACE
