// SPDX-License-Identifier: MIT
/// @file
/// What can go wrong with one answer, as data: how a server does it, and what has to come of it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/raw_server.hpp"

namespace faults {

/// How much of an answer goes out before the fault.
enum class Place {
  nothing,      ///< not a byte
  http_head,    ///< half of the HTTP head
  before_body,  ///< the HTTP head
  page_head,    ///< and some of what is before "data"
  document,     ///< and half of the body, which is in a document
};
std::string_view name_of(Place place);

/// One way to fail.
struct Fault {
  std::string name;
  std::vector<Place> places;  ///< where it may happen; empty: it has no place
  /// Answers with the fault; `body` is what a healthy server would send.
  std::function<void(support::RawConnection&, const std::string& body, Place)> answer;
  /// What comes of it if it happens once: the name of an exception, or nothing if a retry, or patience,
  /// brings the page.
  std::string once;
  /// What comes of it if it happens every time.
  std::string lasting;
  /// The request goes to a port where nobody answers instead: "refused" or "silent". `answer` is not used.
  std::string detour{};
  /// Newer libcurls send the request once more by themselves if a kept connection brings this.
  bool curl_asks_again = false;
};

/// All of them.
std::vector<Fault> all_faults();

}  // namespace faults
