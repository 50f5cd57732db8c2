// SPDX-License-Identifier: MIT
#include <chrono>
#include <cstdint>
#include <firecrawl/detail/base/time.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../catch.hpp"

using firecrawl::detail::parse_http_date;
using firecrawl::detail::parse_iso_time;
using firecrawl::detail::write_iso_time;

namespace {

using Milliseconds = std::chrono::milliseconds;

// Milliseconds since 1970, or none.
std::optional<std::int64_t> iso(std::string_view text) {
  const auto time = parse_iso_time(text);
  if (!time) return std::nullopt;
  return std::chrono::duration_cast<Milliseconds>(time->time_since_epoch()).count();
}

// Seconds since 1970, or none.
std::optional<std::int64_t> http(std::string_view text) {
  const auto time = parse_http_date(text);
  if (!time) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
}

}  // namespace

TEST_CASE("An ISO time is read with and without its fraction") {
  CHECK(iso("1970-01-01T00:00:00Z") == 0);
  CHECK(iso("1970-01-01T00:00:00.000Z") == 0);
  CHECK(iso("2026-11-24T10:00:00.000Z") == 1795514400000);
  CHECK(iso("2026-11-24T10:00:00Z") == 1795514400000);
  CHECK(iso("2026-11-24T10:00:00.123Z") == 1795514400123);
  CHECK(iso("2026-11-24T10:00:00.123999999Z") == 1795514400123);
  CHECK(iso("2026-11-24T10:00:00.5Z") == 1795514400500);
  CHECK(iso("2026-11-24T10:00:00.05Z") == 1795514400050);
  CHECK(iso("2026-11-24 10:00:00Z") == 1795514400000);
  CHECK(iso("1969-12-31T23:59:59.500Z") == -500);
}

TEST_CASE("An ISO time is written as it is read") {
  for (const char* text : {"1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.500Z", "2026-11-24T10:00:00.123Z",
                           "2024-02-29T00:00:00.000Z", "2024-03-01T23:59:59.999Z", "2023-02-28T12:00:00.007Z",
                           "2000-02-29T12:30:00.000Z", "2100-02-28T23:59:59.000Z", "2100-03-01T00:00:00.000Z",
                           "1900-01-01T00:00:00.000Z", "2199-12-31T23:59:59.999Z"}) {
    CHECK(write_iso_time(parse_iso_time(text).value()) == text);
  }
  for (int day = 0; day < 1500; ++day) {
    const auto time = parse_iso_time("1999-12-30T05:06:07.008Z").value() + day * std::chrono::hours(24);
    if (parse_iso_time(write_iso_time(time)) != time) FAIL_CHECK("day " << day);
  }
}

TEST_CASE("An ISO time is read with its offset") {
  CHECK(iso("2026-11-24T12:00:00+02:00") == 1795514400000);
  CHECK(iso("2026-11-24T12:00:00.000+0200") == 1795514400000);
  CHECK(iso("2026-11-24T04:30:00-05:30") == 1795514400000);
  CHECK(iso("2026-11-24T10:00:00-00:00") == 1795514400000);
}

TEST_CASE("Calendars are right at leap days and ends of years") {
  CHECK(iso("2024-02-29T00:00:00Z") == 1709164800000);
  CHECK(iso("2024-03-01T00:00:00Z") == 1709251200000);
  CHECK(iso("2000-02-29T12:00:00Z") == 951825600000);
  CHECK(iso("2100-03-01T00:00:00Z") == 4107542400000);
  CHECK(iso("2026-12-31T23:59:59.999Z") == 1798761599999);
  CHECK(iso("2027-01-01T00:00:00Z") == 1798761600000);
  CHECK(iso("2016-12-31T23:59:60Z") == iso("2017-01-01T00:00:00Z"));
}

TEST_CASE("What is not an ISO time is none") {
  for (const char* text : {"",
                           "2026",
                           "2026-11-24",
                           "2026-11-24T10:00:00",
                           "2026-11-24T10:00Z",
                           "2026-11-24T10:00:00z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-00T00:00:00Z",
                           "2026-01-32T00:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z",
                           "2026-01-01T00:00:61Z",
                           "2026-11-24T10:00:00.Z",
                           "2026-11-24T10:00:00.000Z ",
                           " 2026-11-24T10:00:00.000Z",
                           "2026-11-24T10:00:00.000+",
                           "+026-11-24T10:00:00Z",
                           "2026-11-24T10:00:00.000+2:00",
                           "2026/11/24T10:00:00Z",
                           "1795514400",
                           "-026-11-24T10:00:00Z",
                           "2026-11-24T10:00:00+0x:00"}) {
    CAPTURE(text);
    CHECK_FALSE(iso(text));
  }
}

TEST_CASE("A year that a clock cannot express is none and not another time") {
  CHECK(iso("2200-12-31T23:59:59Z"));
  CHECK_FALSE(iso("9999-12-31T23:59:59.999Z"));
  CHECK_FALSE(iso("0001-01-01T00:00:00Z"));
  CHECK_FALSE(iso("2263-01-01T00:00:00Z"));
  CHECK(http("Wed, 31 Dec 2200 23:59:59 GMT"));
  CHECK(http("Fri, 31 Dec 9999 23:59:59 GMT") ==
        http("Wed, 31 Dec 2200 23:59:59 GMT"));  // later than anybody waits
  CHECK_FALSE(http("Sat Jan  1 00:00:00 0000"));
}

TEST_CASE("The three forms of an HTTP date name the same second") {
  CHECK(http("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
  CHECK(http("Sunday, 06-Nov-94 08:49:37 GMT") == 784111777);
  CHECK(http("Sun Nov  6 08:49:37 1994") == 784111777);
  CHECK(http("Tue, 24 Nov 2026 10:00:00 GMT") == 1795514400);
  CHECK(http("Tuesday, 24-Nov-26 10:00:00 GMT") == 1795514400);
  CHECK(http("Tue Nov 24 10:00:00 2026") == 1795514400);
  CHECK(http("Fri, 01-Jan-70 00:00:00 GMT") == 0);
}

TEST_CASE("Every month of an HTTP date is known") {
  const char* const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::int64_t before = 0;
  for (const char* month : months) {
    CAPTURE(month);
    const auto time = http("Mon, 01 " + std::string(month) + " 2026 00:00:00 GMT");
    REQUIRE(time);
    CHECK(*time > before);
    before = *time;
  }
}

TEST_CASE("What is not an HTTP date is none") {
  for (const char* text :
       {"", ",", ", ", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun", "Sun Nov  6 08:49:37", "Sun Nov 6 08:49:37 1994",
        "soon, please", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT"}) {
    CAPTURE(text);
    CHECK_FALSE(http(text));
  }
}

TEST_CASE("An offset that is cut is not a time") {
  CHECK(parse_iso_time("2026-11-24T10:00:00+02:00"));
  for (const char* text : {"2026-11-24T10:00:00+02:0", "2026-11-24T10:00:00+2", "2026-11-24T10:00:00+",
                           "2026-11-24T10:00:0", "2026-11-24T10:00:00-02:"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso_time(text));
  }
}
