/// @file
/// @ingroup jobs
/// PageRange and DocumentRange: a job's results as lazy input ranges.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "detail/job/range_iterator.hpp"
#include "detail/job/readers.hpp"
#include "job_models.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What PageRange and DocumentRange have in common. Single pass; a value of one thread; may be moved, also
/// while iterators of it are in use, and is of no use after that. It keeps what it needs of its client alive.
///
/// Its iterators are input iterators of C++17 and C++20; they give a `value_type&`, good until the next `++`,
/// from which may be moved. Nothing is requested before begin(); `++` fetches nothing, the next comparison or
/// dereference does, and throws where a page cannot be had: ApiError, TransportError, DecodeError,
/// PaginationError, ResponseTooLargeError, TimeLimitError, CancelledError.
///
/// A range that has thrown an ApiError, a TransportError or a DecodeError may be asked again: another loop
/// goes on where next() says. Where its own time limit is over, its token cancelled, or the server's `next`
/// cannot be followed, that stays so: make a new range, with ReadOptions::from = *range.next().
///
/// A completed job that lists fewer documents than it counts is asked again for up to ReadOptions::settle.
/// Where its count never fits, reading it takes that much longer.
///
/// @code
/// fc::DocumentRange range = job.documents();
/// for (const fc::Document& document : range) use(document);
/// std::cout << range.progress().completed << " finished, " << range.missing() << " never listed\n";
/// @endcode
/// @tparam Reader the library's own; see PageRange and DocumentRange
template <class Reader>
class JobRange {
 public:
  using iterator = detail::RangeIterator<Reader>;  ///< an input iterator; end() has the same type
  using value_type = typename Reader::value_type;  ///< Document or JobPage

  /// Starts reading, or goes on behind what was delivered.
  /// @throws TransportError where no session can be had
  /// @throws CancelledError where the token is cancelled already
  iterator begin() {
    reader_->begin();
    return iterator(reader_.get());
  }
  /// Where every range ends. Comparing with it fetches what comes next, and throws where that cannot be had.
  iterator end() noexcept { return iterator(); }

  /// The counts of the newest page that was read; all zero before the first. The reference is good for as
  /// long as the range lives, and what it refers to changes with each page.
  const JobProgress& progress() const noexcept { return reader_->stream().progress(); }

  /// Documents that the server counts as completed and never listed. 0 on a healthy job, before the end of
  /// any, and where the server's cursors do not tell how many documents are behind them.
  std::int64_t missing() const noexcept { return reader_->stream().missing(); }

  /// A token for where to go on after any stop: a limit, an exception, a cancellation, a crash after it was
  /// saved. A new range with ReadOptions::from = *range.next() loses nothing and repeats nothing. What was
  /// dereferenced counts as delivered, the document at hand included.
  ///
  /// No value where nothing is left: the job has ended, all was delivered, and nothing is missing. (Do not
  /// save that as an empty text, since an empty `from` is the beginning.) So there is always one while the
  /// job runs, and where documents are missing(): a loop until there is none would not end there.
  ///
  /// @code
  /// fc::DocumentRange range = job.documents();
  /// for (const fc::Document& document : range) {
  ///   use(document);
  ///   if (document.markdown) break;
  /// }
  /// fc::ReadOptions options;
  /// options.from = range.next().value();  // behind the document at hand
  /// for (const fc::Document& document : job.documents(options)) use(document);
  /// @endcode
  std::optional<std::string> next() const { return reader_->stream().resume_token(); }

 private:
  friend class Job;
  explicit JobRange(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
  std::unique_ptr<Reader> reader_;
};

/// The pages of a job, each with its counts and documents. max_documents trims a page. A page counts as
/// delivered whole once it was looked at.
///
/// @code
/// for (const fc::JobPage& page : job.pages()) std::cout << page.data.size() << '\n';
/// @endcode
using PageRange = JobRange<detail::PageReader>;

/// The documents of a job, in the server's order; a few pages are in memory at a time, whatever the job's
/// size.
///
/// @code
/// for (const fc::Document& document : job.documents()) std::cout << document.markdown.value_or("") << '\n';
/// @endcode
using DocumentRange = JobRange<detail::DocumentReader>;

FIRECRAWL_END_NAMESPACE
