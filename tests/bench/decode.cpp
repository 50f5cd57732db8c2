// SPDX-License-Identifier: MIT
// Decoding alone: a page of ten million bytes to the models, compared with nlohmann/json and simdjson on the
// same bytes. "parse" stops at the library's own representation; "models" ends where this library does.

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstddef>
#include <firecrawl/detail/json/sax.hpp>
#include <firecrawl/detail/wire/page_decoder.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "pages.hpp"
#include "simdjson_models.hpp"

namespace {

namespace detail = firecrawl::detail;
using bench::Flavour;

std::string make_page(Flavour flavour) {
  std::string page = bench::make_head(4000, "https://api.firecrawl.dev/v1/batch/scrape/j?skip=100");
  page += bench::make_documents(flavour, flavour == Flavour::metadata ? 5000 : 100, 10'000'000, 1);
  page += bench::tail;
  page.reserve(page.size() + simdjson::SIMDJSON_PADDING);
  return page;
}

simdjson::padded_string_view padded(const std::string& page) {
  return simdjson::padded_string_view(page.data(), page.size(), page.capacity());
}

void firecrawl_models(const std::string& page) {
  benchmark::DoNotOptimize(detail::read_status_body(page).body.page.data.data());
}
void nlohmann_models(const std::string& page) {
  const auto read = detail::read_status_body(page, detail::JsonPath::nlohmann_only);
  benchmark::DoNotOptimize(read.body.page.data.data());
}
void nlohmann_parse(const std::string& page) {
  const auto value = nlohmann::json::parse(page);
  benchmark::DoNotOptimize(&value);
}
void simdjson_models(const std::string& page) {
  static bench::SimdjsonDecoder decoder;
  benchmark::DoNotOptimize(decoder.decode(padded(page)).data.data());
}
void simdjson_parse(const std::string& page) {
  static simdjson::dom::parser parser;
  simdjson::dom::element value = parser.parse(page.data(), page.size(), false);
  benchmark::DoNotOptimize(&value);
}

void check(const std::string& page) {
  const auto ours = detail::read_status_body(page).body.page;
  const auto theirs = bench::SimdjsonDecoder().decode(padded(page));
  bool same = ours.data.size() == theirs.data.size();
  for (std::size_t i = 0; same && i < ours.data.size(); ++i) {
    const auto& a = ours.data[i];
    const auto& b = theirs.data[i];
    same = a.markdown == b.markdown && a.html == b.html && a.links == b.links &&
           a.metadata.scrape_id == b.metadata.scrape_id && a.metadata.extra == b.metadata.extra;
  }
  if (!same) throw std::logic_error("the decoders do not agree");
}

void add(const std::string& name, const std::string& page, void (*decode)(const std::string&)) {
  benchmark::RegisterBenchmark(name.c_str(), [&page, decode](benchmark::State& state) {
    for (const auto _ : state) decode(page);
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(page.size()));
  })->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  static const std::string pages[] = {make_page(Flavour::text), make_page(Flavour::links),
                                      make_page(Flavour::metadata)};
  const char* names[] = {"text", "links", "metadata"};
  for (std::size_t i = 0; i < 3; ++i) {
    check(pages[i]);
    const std::string name = names[i];
    add(name + "/firecrawl models", pages[i], firecrawl_models);
    add(name + "/simdjson models", pages[i], simdjson_models);
    add(name + "/simdjson parse", pages[i], simdjson_parse);
    add(name + "/nlohmann models", pages[i], nlohmann_models);
    add(name + "/nlohmann parse", pages[i], nlohmann_parse);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
