// SPDX-License-Identifier: MIT
/// @file
/// @ingroup jobs
/// PageRange and DocumentRange: a job's results as lazy input ranges, for a loop of yours or in an event
/// loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "config.hpp"
#include "detail/job/source.hpp"
#include "document.hpp"
#include "job_models.hpp"
#include "wait_set.hpp"

FIRECRAWL_BEGIN_NAMESPACE

/// What PageRange and DocumentRange have in common. Single pass; a value of one thread; may be moved, also
/// while iterators of it are in use, and is of no use after that. It keeps what it needs of its client alive.
///
/// Its iterators are input iterators of C++17 and C++20; they give a `value_type&`, good until the next `++`,
/// from which may be moved. Nothing is requested before begin(); `++` fetches nothing, the next comparison or
/// dereference does, and throws if a page cannot be had: ApiError, TransportError, DecodeError,
/// PaginationError, ResponseTooLargeError, TimeLimitError, CancelledError.
///
/// A range that has thrown an ApiError, a TransportError or a DecodeError may be asked again: another loop
/// goes on where next() says. If its own time limit is over, its token cancelled, or the server's `next`
/// cannot be followed, that stays so: make a new range, with ReadOptions::from = *range.next().
///
/// A completed job that lists fewer documents than it counts is asked again for up to ReadOptions::settle.
/// If its count never fits, reading it takes that much longer.
///
/// Iterators block until an element is there. A program with an event loop of its own asks try_next() and
/// wait_set() instead, which do not.
///
/// @code
/// fc::DocumentRange range = job.documents();
/// for (const fc::Document& document : range) use(document);
/// std::cout << range.progress().completed << " finished, " << range.missing() << " never listed\n";
/// @endcode
/// @tparam Element Document or JobPage; see DocumentRange and PageRange
template <class Element>
class JobRange {
 public:
  using value_type = Element;  ///< Document or JobPage

  /// A C++17 input iterator, whose end has the same type. It does not point to the range, which may be moved;
  /// it is good for as long as the range (or what that was moved to) lives.
  class iterator {  // NOLINT(readability-identifier-naming): as the standard calls it
   public:
    using iterator_category = std::input_iterator_tag;  ///< single pass
    using value_type = Element;                         ///< Document or JobPage
    using difference_type = std::ptrdiff_t;             ///< what C++ asks for; there is no distance
    using pointer = Element*;                           ///< good until the next `++`
    using reference = Element&;                         ///< good until the next `++`

    /// What `*it++` needs: the element, kept.
    class Kept {
     public:
      /// The element.
      Element& operator*() noexcept { return element_; }

     private:
      friend class iterator;
      explicit Kept(Element element) : element_(std::move(element)) {}
      Element element_;
    };

    /// The end.
    iterator() = default;

    /// The element, which counts as delivered from now on. May be moved from.
    Element& operator*() const { return source_->current(); }
    /// The same.
    Element* operator->() const { return &source_->current(); }
    /// Fetches nothing: the next look at the iterator does.
    iterator& operator++() {
      source_->advance();
      return *this;
    }
    /// The same; returns the element as it was.
    Kept operator++(int) {
      Kept kept(source_->current());
      source_->advance();
      return kept;
    }

    /// Equal if both are at the end, or neither is. Loads the element if it has not come yet.
    friend bool operator==(const iterator& a, const iterator& b) { return a.at_end() == b.at_end(); }
    /// The opposite.
    friend bool operator!=(const iterator& a, const iterator& b) { return !(a == b); }

   private:
    friend class JobRange;
    explicit iterator(detail::Source<Element>* source) noexcept : source_(source) {}
    [[nodiscard]] bool at_end() const { return source_ == nullptr || !source_->load(); }

    detail::Source<Element>* source_ = nullptr;
  };

  /// Starts reading, or goes on after what was delivered.
  /// @throws TransportError if no session can be had
  /// @throws CancelledError if the token is cancelled already
  iterator begin() {
    source_->begin();
    return iterator(source_.get());
  }
  /// Where every range ends. Comparing with it fetches what comes next, and throws if that cannot be had.
  iterator end() noexcept { return iterator(); }

  /// The next element, if it can be had without waiting; null if it cannot, and at the end: done() tells them
  /// apart. For programs with an event loop of their own, which wait for what wait_set() says. It starts what
  /// begin() starts, and reads in the same way: the same requests in the same order, the same limits, and the
  /// same exceptions, after which it may be called again in the same cases. Until it is called again nothing
  /// moves, and nothing runs on another thread. Takes a few milliseconds at most, however large a page is (if
  /// it is JSON that the fast reader cannot read, the time that it takes to parse that page in one go).
  ///
  /// The element counts as delivered once it was returned. The pointer is good until the next call, and the
  /// element may be moved from. try_next() and an iterator share one place: each goes on after what the other
  /// has delivered.
  ///
  /// Timeouts of the network count the time from a null to the next call, which is spent waiting; not the
  /// time from an element to the next call, which the reader spends. A time limit counts both.
  ///
  /// @code
  /// fc::DocumentRange range = job.documents();
  /// while (!range.done()) {
  ///   if (const fc::Document* document = range.try_next()) {
  ///     use(*document);
  ///   } else if (!range.done()) {
  ///     wait_for(range.wait_set());  // here other work of the program is done
  ///   }
  /// }
  /// @endcode
  /// @throws Error whatever a loop over the range throws
  /// @throws UsageError if it is called from a function that the range calls: on_progress, already_have or
  /// on_event. The same goes for begin(), for what iterators do, and for wait_set(). progress(), missing(),
  /// done() and next() may be asked there.
  Element* try_next() { return source_->try_next(); }

  /// True once the end was reached: all was delivered that the range delivers. Until then false, also if the
  /// element at hand is the last; and after an exception.
  bool done() const noexcept { return source_->done(); }

  /// What to wait for before the next try_next(), after one that returned null. If it is asked at another
  /// time, try_next() has something to do at once, and `until` is now (of a range that is done(), in ten
  /// minutes).
  ///
  /// The wait between two polls of a job, a back-off, the time in which a job settles: each is a time in the
  /// set, and no descriptor. A descriptor is in it only if the library waits for it. If
  /// ReadOptions::cancel can be cancelled, one descriptor is readable from then on (on Windows `until` is 90
  /// ms ahead at most). The set of a Transport of your own is what its Session::wait_set() says.
  ///
  /// `until` is a time of the steady clock, or of the clock in ClientOptions.
  ///
  /// @code
  /// fc::DocumentRange range = job.documents();
  /// std::vector<pollfd> descriptors;
  /// const fc::WaitSet set = range.wait_set();
  /// for (const fc::WaitSocket& socket : set.sockets) {
  ///   const int events = (socket.read ? POLLIN : 0) | (socket.write ? POLLOUT : 0);
  ///   descriptors.push_back({socket.descriptor, static_cast<short>(events), 0});
  /// }
  /// const auto left = std::chrono::ceil<std::chrono::milliseconds>(set.until -
  /// std::chrono::steady_clock::now());
  /// ::poll(descriptors.data(), descriptors.size(), (std::max)(0, static_cast<int>(left.count())));
  /// @endcode
  /// @throws UsageError if it is called from a function that the range calls
  WaitSet wait_set() const { return source_->wait_set(); }

  /// The counts of the newest page that was read; all zero before the first. The reference is good for as
  /// long as the range lives, and what it refers to changes with each page.
  [[nodiscard]] const JobProgress& progress() const noexcept { return source_->progress(); }

  /// Documents that the server counts as completed or listed, and that never came. 0 on a healthy job, before
  /// the end of any, and if the server's cursors do not tell how many documents come after them.
  [[nodiscard]] std::int64_t missing() const noexcept { return source_->missing(); }

  /// A token for where to go on after any stop: a limit, an exception, a cancellation, a crash after it was
  /// saved. A new range with ReadOptions::from = *range.next() begins after what was delivered, but never
  /// after a document that is still owed: documents repeat if the server has left out entries, or has moved
  /// its listing. With ReadOptions::already_have in addition nothing repeats, nor is anything lost that came
  /// in front of the token meanwhile. What was dereferenced counts as delivered, the document at hand
  /// included.
  ///
  /// No value if nothing is left: the job has ended, all was delivered, and nothing is missing. (Do not
  /// save that as an empty text, since an empty `from` is the beginning.) So there is always one while the
  /// job runs, and while documents are missing(): a loop until there is none would not end there.
  ///
  /// @code
  /// fc::DocumentRange range = job.documents();
  /// for (const fc::Document& document : range) {
  ///   use(document);
  ///   if (document.markdown) break;
  /// }
  /// fc::ReadOptions options;
  /// options.from = range.next().value();  // after the document at hand
  /// for (const fc::Document& document : job.documents(options)) use(document);
  /// @endcode
  [[nodiscard]] std::optional<std::string> next() const { return source_->next(); }

 private:
  friend class Job;
  explicit JobRange(std::unique_ptr<detail::Source<Element>> source) : source_(std::move(source)) {}
  std::unique_ptr<detail::Source<Element>> source_;
};

/// The pages of a job, each with its counts and documents. max_documents trims a page. A page counts as
/// delivered whole once it was looked at.
///
/// @code
/// for (const fc::JobPage& page : job.pages()) std::cout << page.data.size() << '\n';
/// @endcode
using PageRange = JobRange<JobPage>;

/// The documents of a job, in the server's order; a few pages are in memory at a time, whatever the job's
/// size.
///
/// @code
/// for (const fc::Document& document : job.documents()) std::cout << document.markdown.value_or("") << '\n';
/// @endcode
using DocumentRange = JobRange<Document>;

FIRECRAWL_END_NAMESPACE
