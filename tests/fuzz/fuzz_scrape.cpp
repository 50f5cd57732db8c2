// SPDX-License-Identifier: MIT
/// @file
/// The answer to a scrape read by the scanner, the same answer that comes in two pieces, and the same answer
/// read by nlohmann/json come to the same document, or to the same problem; and its document is what it would
/// be in a page.
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/page_decoder.hpp>
#include <firecrawl/detail/wire/scrape.hpp>
#include <firecrawl/error.hpp>
#include <firecrawl/impl/models.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "input.hpp"
#include "same_page.hpp"

namespace {

using namespace firecrawl::detail;
using Scope = PageHandler::Scope;

/// A document, or why there is none.
struct Outcome {
  std::optional<firecrawl::Document> document;
  std::string fault;
};

template <class Decode>
Outcome outcome_of(const Decode& decode) {
  try {
    return {decode(), {}};
  } catch (const firecrawl::ApiError&) {
    return {std::nullopt, "refused"};
  } catch (const firecrawl::DecodeError& error) {
    return {std::nullopt, error.what()};
  }
}

bool same(const Outcome& a, const Outcome& b) {
  if (a.document.has_value() != b.document.has_value()) return false;
  return a.document ? fuzz::same(*a.document, *b.document) : a.fault == b.fault;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto cut = input.number(65536);
  std::string text(input.rest());
  // If enough follows, the scanner looks at 64 bytes at once.
  if (cut % 2 != 0) text.append(160, ' ');
  firecrawl::HttpResponse response;
  response.status = 200;
  response.body = text;
  const std::string_view body = response.body;
  const CallFacts call{"POST", "https://api.example/v1/scrape", 1, "fc-secret"};
  const auto read_by = [&](JsonPath path) {
    return outcome_of(
        [&] { return take_document(read_status_body(body, path, Scope::document), response, call); });
  };

  const auto ours = read_by(JsonPath::scanner_first);
  fuzz::require(same(ours, read_by(JsonPath::nlohmann_only)), "scanner and nlohmann read the same document");
  const auto pieces = outcome_of([&] {
    PageDecoder decoder(Scope::document);
    decoder.read(std::string(body.substr(0, cut % (body.size() + 1))));
    return decode_scrape(response, call, std::move(decoder));
  });
  fuzz::require(same(ours, pieces), "the same document where the answer comes in pieces");
  if (!ours.document) return 0;
  fuzz::require(fuzz::same(nlohmann::json(*ours.document).get<firecrawl::Document>(), *ours.document),
                "a document comes back from its JSON");
  return 0;
}
