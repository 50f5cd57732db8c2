// SPDX-License-Identifier: MIT
/// @file
/// read_head() on a growing body: what it says once, it says with every byte more, and the whole
/// body agrees.
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/page_decoder.hpp>
#include <string>
#include <string_view>

#include "input.hpp"
#include "same_page.hpp"

namespace {

using firecrawl::detail::PageHead;
using firecrawl::detail::read_head;

// How much of the body has to be there until its head is known: read_head() only ever learns.
std::size_t bytes_needed(std::string_view body) {
  std::size_t too_few = 0;
  std::size_t enough = body.size();
  while (enough - too_few > 1) {
    const auto middle = too_few + (enough - too_few) / 2;
    (read_head(body.substr(0, middle)).state == PageHead::State::complete ? enough : too_few) = middle;
  }
  return enough;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto cut = input.number(65536);
  const auto body = input.rest();
  const auto early = read_head(body.substr(0, cut % (body.size() + 1)));
  const auto late = read_head(body);
  if (early.state != PageHead::State::incomplete) {
    fuzz::require(early.state == late.state, "a head that is known stays as it is");
    fuzz::require(fuzz::same_head(early.status, late.status), "its values stay as they are");
  }
  if (late.state != PageHead::State::complete) return 0;
  fuzz::require(late.status.data.empty(), "a head has no documents");
  // The head ends with the key "data". Without documents, and with nothing after them, it is a whole body.
  const auto whole = std::string(body.substr(0, bytes_needed(body))) + ":[]}";
  const auto read = firecrawl::detail::read_status_body(whole, firecrawl::detail::JsonPath::nlohmann_only);
  fuzz::require(!read.problem, "a head can be made a whole body");
  fuzz::require(fuzz::same_head(late.status, read.body.page), "head and whole body agree");
  return 0;
}
