/// @file
/// PageRange and DocumentRange: a job's results as lazy input ranges.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "detail/page_readers.hpp"
#include "detail/range_iterator.hpp"
#include "models.hpp"
#include "options.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What PageRange and DocumentRange have in common. Single pass; a value of one thread; may be moved, also
/// while iterators of it are in use. It keeps what it needs of its client alive.
///
/// Nothing is requested before begin(); `++` fetches nothing, the next comparison or dereference does, and
/// throws where a page cannot be had: ApiError, TransportError, DecodeError, PaginationError,
/// ResponseTooLargeError, TimeoutError for the deadline, CancelledError. A range that has thrown may be asked
/// again: it goes on where next() says.
///
/// A completed job that lists fewer documents than it counts is asked again for up to PageOptions::settle.
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
  using value_type = typename Reader::value_type;  ///< Document or BatchScrapeStatus

  /// Starts reading, or goes on behind what was delivered.
  /// @throws TransportError where no session can be had
  /// @throws CancelledError where the token is cancelled already
  iterator begin() {
    reader_->begin();
    return iterator(reader_.get());
  }
  /// Where every range ends. Comparing with it fetches what comes next, and throws where that cannot be had.
  iterator end() noexcept { return iterator(); }

  /// The counts of the newest page that was read; all zero before the first.
  const BatchScrapeProgress& progress() const noexcept { return reader_->stream().progress(); }

  /// At the end of a job: documents that the server counts as completed and never listed. 0 on a healthy job.
  std::int64_t missing() const noexcept { return reader_->stream().missing(); }

  /// A token for where to go on after any stop: a limit, an exception, a cancellation, a crash after it was
  /// saved. A new range with PageOptions::from = *range.next() loses nothing and repeats nothing. What was
  /// dereferenced counts as delivered, the document at hand included. None where the job has ended, all was
  /// delivered, and nothing is missing; that is not an empty text, with which PageOptions::from begins anew.
  std::optional<std::string> next() const { return reader_->stream().resume_token(); }

 private:
  friend class BatchScrapeJob;
  explicit JobRange(std::unique_ptr<Reader> reader) : reader_(std::move(reader)) {}
  std::unique_ptr<Reader> reader_;
};

/// The pages of a job, each with its counts and documents. max_documents trims a page.
///
/// @code
/// for (const fc::BatchScrapeStatus& page : job.pages()) std::cout << page.data.size() << '\n';
/// @endcode
using PageRange = JobRange<detail::PageReader>;

/// The documents of a job, in the server's order; one page at a time is in memory. The reference that `*it`
/// gives is good until the next `++`; the document may be moved from.
///
/// @code
/// for (const fc::Document& document : job.documents()) std::cout << document.markdown.value_or("") << '\n';
/// @endcode
using DocumentRange = JobRange<detail::DocumentReader>;

FIRECRAWL_END_NAMESPACE
