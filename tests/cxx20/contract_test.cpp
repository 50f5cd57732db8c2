// SPDX-License-Identifier: MIT
// What the types promise to the compiler: what can be written with them, and what must not compile.
#include <firecrawl/firecrawl.hpp>
#include <iterator>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

#include "catch.hpp"

namespace {

namespace fc = firecrawl;

template <class T, class = void>
struct HasBegin : std::false_type {};
template <class T>
struct HasBegin<T, std::void_t<decltype(std::declval<T>().begin())>> : std::true_type {};

template <class Range>
constexpr void check_range() {
  static_assert(std::ranges::input_range<Range>);
  static_assert(!std::ranges::forward_range<Range>, "it is read once");
  static_assert(std::ranges::common_range<Range>, "C++17's algorithms take two iterators of one type");
  static_assert(std::input_iterator<typename Range::iterator>);
  static_assert(std::sentinel_for<typename Range::iterator, typename Range::iterator>);
  static_assert(std::is_same_v<std::ranges::range_reference_t<Range>, typename Range::value_type&>);

  static_assert(std::movable<Range>);
  static_assert(std::is_nothrow_move_constructible_v<Range>);
  static_assert(!std::is_copy_constructible_v<Range>, "two readers of one stream would share its documents");
  static_assert(!std::is_copy_assignable_v<Range>);
  static_assert(!std::is_default_constructible_v<Range>);
  static_assert(!HasBegin<const Range&>::value, "reading changes a range");
}

TEST_CASE("Ranges are C++20 input ranges that move and do not copy") {
  check_range<fc::DocumentRange>();
  check_range<fc::PageRange>();
  static_assert(std::is_same_v<fc::DocumentRange::value_type, fc::Document>);
  static_assert(std::is_same_v<fc::PageRange::value_type, fc::JobPage>);
  SUCCEED("it has been compiled");
}

TEST_CASE("A client is made from a key or from options, and says so") {
  static_assert(std::is_constructible_v<fc::Client, std::string>);
  static_assert(std::is_constructible_v<fc::Client, const char*>);
  static_assert(std::is_constructible_v<fc::Client, fc::ClientOptions>);
  static_assert(!std::is_convertible_v<std::string, fc::Client>, "a text is not an account");
  static_assert(!std::is_convertible_v<fc::ClientOptions, fc::Client>);
  static_assert(!std::is_constructible_v<fc::Client, int>);
  static_assert(!std::is_default_constructible_v<fc::Client>, "from_env() is for that");
  static_assert(std::copyable<fc::Client>);
  SUCCEED("it has been compiled");
}

TEST_CASE("A job comes from a client, and is a value") {
  static_assert(!std::is_constructible_v<fc::Job, std::string>);
  static_assert(!std::is_default_constructible_v<fc::Job>);
  static_assert(std::copyable<fc::Job>);
  SUCCEED("it has been compiled");
}

TEST_CASE("What comes back is plain values") {
  static_assert(std::semiregular<fc::Document>);
  static_assert(std::semiregular<fc::JobPage>);
  static_assert(std::is_nothrow_move_constructible_v<fc::Document>);
  static_assert(std::is_aggregate_v<fc::ClientOptions>, "C++20 can name the members that it sets");
  static_assert(std::is_aggregate_v<fc::ReadOptions>);
  static_assert(std::is_aggregate_v<fc::WaitOptions>);
  SUCCEED("it has been compiled");
}

TEST_CASE("Tokens come from a source, or from the standard library") {
  static_assert(std::semiregular<fc::CancellationToken>);
  static_assert(!std::is_convertible_v<bool, fc::CancellationToken>);
  static_assert(!std::is_copy_constructible_v<fc::CancellationCallback>);
#if defined(__cpp_lib_jthread)
  static_assert(std::is_convertible_v<std::stop_token, fc::CancellationToken>);
#endif
  SUCCEED("it has been compiled");
}

}  // namespace
