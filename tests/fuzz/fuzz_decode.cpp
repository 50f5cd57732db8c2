// SPDX-License-Identifier: MIT
/// @file
/// A body read by the scanner, the same body that comes in two pieces, and the same body read by
/// nlohmann/json come to the same page, or to the same problem; and a page that was cut anywhere is known to
/// be unfinished. What was read is written as JSON that is read as the same page.
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/page_decoder.hpp>
#include <firecrawl/job_models.hpp>
#include <string>
#include <string_view>

#include "input.hpp"
#include "same_page.hpp"

namespace {

using namespace firecrawl::detail;

bool same_problem(const PageHandler& a, const PageHandler& b) {
  if (a.problem.has_value() != b.problem.has_value()) return false;
  return !a.problem ||
         (a.problem->pointer == b.problem->pointer && a.problem->message == b.problem->message &&
          a.problem->unfinished == b.problem->unfinished);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto cut = input.number(65536);
  std::string text(input.rest());
  // If enough follows, the scanner looks at 64 bytes at once.
  if (cut % 2 != 0) text.append(160, ' ');
  const std::string_view body = text;

  const auto ours = read_status_body(body);
  const auto theirs = read_status_body(body, JsonPath::nlohmann_only);
  fuzz::require(same_problem(ours, theirs), "scanner and nlohmann see the same problem");
  PageDecoder decoder;
  decoder.read(std::string(body.substr(0, cut % (body.size() + 1))));
  const auto pieces = decoder.finish(body);
  fuzz::require(same_problem(ours, pieces), "the same problem where the body comes in pieces");
  if (ours.problem) return 0;
  fuzz::require(fuzz::same(ours.body.page, pieces.body.page), "the same page where the body comes in pieces");
  fuzz::require(ours.body.success == theirs.body.success, "the same `success`");
  fuzz::require(ours.body.has_status == theirs.body.has_status, "the same has_status");
  fuzz::require(fuzz::same(ours.body.page, theirs.body.page), "scanner and nlohmann read the same page");

  for (const auto& document : ours.body.page.data)
    fuzz::require(fuzz::same(nlohmann::json(document).get<firecrawl::Document>(), document),
                  "a document comes back from its JSON");
  if (ours.body.has_status) {
    const auto written = nlohmann::json(ours.body.page).dump();
    const auto again = read_status_body(written);
    fuzz::require(!again.problem && fuzz::same(ours.body.page, again.body.page),
                  "a page comes back from its JSON");
  }

  // The body is one whole object: up to its closing brace nothing of it is. (For nlohmann a NUL ends the
  // text.)
  if (body.find('\0') != std::string_view::npos) return 0;
  const auto whole = body.find_last_of('}');
  const auto shorter = body.substr(0, cut % (whole + 1));
  fuzz::require(is_unfinished_json(shorter), "a body that was cut is unfinished");
  fuzz::require(read_status_body(shorter, JsonPath::nlohmann_only).problem->unfinished,
                "nlohmann takes a body that was cut for unfinished");
  return 0;
}
