/// @file
/// read_head() on a growing body: what it says once, it says with every byte more, and the whole body agrees.
#include <firecrawl/detail/decode.hpp>
#include <string_view>

#include "input.hpp"
#include "same_page.hpp"

namespace {

using firecrawl::detail::PageHead;

// A key may come twice, and then the last one counts: after "data", only the whole body knows it.
bool says_nothing_behind_data(std::string_view body) {
  const auto data = body.find("\"data\"");
  return data != std::string_view::npos && body.find_last_of(']') > body.find_last_of("\":");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto cut = input.number(65536);
  const auto body = input.rest();
  const auto early = firecrawl::detail::read_head(body.substr(0, cut % (body.size() + 1)));
  const auto late = firecrawl::detail::read_head(body);
  if (early.state != PageHead::State::incomplete) {
    fuzz::require(early.state == late.state, "a head that is known stays as it is");
    fuzz::require(fuzz::same_head(early.status, late.status), "its values stay as they are");
  }
  if (late.state != PageHead::State::complete) return 0;
  fuzz::require(late.status.data.empty(), "a head has no documents");
  const auto whole = firecrawl::detail::read_status_body(body);
  if (!whole.problem && says_nothing_behind_data(body)) {
    fuzz::require(fuzz::same_head(late.status, whole.body.page), "head and whole body agree");
  }
  return 0;
}
