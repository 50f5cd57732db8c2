// SPDX-License-Identifier: MIT
/// @file
/// Response heads and bodies in any pieces, as a transfer brings them: limits are kept, and nothing throws.
#include <algorithm>
#include <firecrawl/detail/http/response_builder.hpp>
#include <string>

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto limit = input.number(4096);
  firecrawl::detail::ResponseBuilder builder(limit, "left over");
  std::size_t seen = 0;
  std::size_t checked = 0;
  while (!input.empty()) {
    const bool is_head = input.number(3) != 0;
    auto piece = input.part();
    const auto repeat = is_head && input.number(64) == 7 ? 400U : 1U;
    for (unsigned i = 0; i < repeat; ++i) {
      const bool taken = is_head ? builder.add_header_line(piece + "\r\n") : builder.add_body(piece);
      fuzz::require(taken == (builder.error() == nullptr), "a refusal has its error");
      if (!taken) return 0;
      fuzz::require(builder.bytes_seen() >= seen, "what was seen only grows");
      seen = builder.bytes_seen();
    }
    const auto& response = builder.response();
    fuzz::require(limit == 0 || response.body.size() <= limit, "a body stays within its limit");
    fuzz::require(response.status >= 0 && response.status <= 999, "a status has three digits");
    // Each field once, since there may be tens of thousands. A new head begins with none.
    for (checked = std::min(checked, response.headers.size()); checked < response.headers.size(); ++checked) {
      const auto& name = response.headers[checked].name;
      fuzz::require(name.find(':') == std::string::npos, "a name ends at the colon");
      fuzz::require(response.header(name) != nullptr, "a header is found by its name");
    }
  }
  return 0;
}
