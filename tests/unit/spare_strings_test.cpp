// SPDX-License-Identifier: MIT
// The large strings of a page serve the page that comes next.
#include <cstddef>
#include <firecrawl/client.hpp>
#include <firecrawl/detail/base/spare_strings.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../catch.hpp"
#include "fake_server.hpp"

namespace fc = firecrawl;
using fc::detail::SpareStrings;

namespace {

std::string large(char letter, std::size_t size = 100'000) { return std::string(size, letter); }

}  // namespace

TEST_CASE("A large string takes the memory of one that is spare and large enough") {
  SpareStrings spare;
  std::string old = large('a');
  const char* memory = old.data();
  spare.put(old);
  std::optional<std::string> field;
  spare.assign(field, large('b', 90'000));
  CHECK(field == large('b', 90'000));
  CHECK(field->data() == memory);
  // It is spare no longer.
  std::optional<std::string> other;
  spare.assign(other, large('c', 90'000));
  CHECK(other->data() != memory);
}

TEST_CASE("A string takes no memory that is too small, or far too large") {
  for (const std::size_t size : {100'001U, 50'000U, 100U}) {
    SpareStrings spare;
    std::string old = large('a');
    spare.put(old);
    const std::string text = large('b', size);
    std::optional<std::string> field;
    spare.assign(field, text);
    CHECK(field == text);
    CHECK(field->capacity() == std::string(text).capacity());  // as if nothing were spare
  }
}

TEST_CASE("Documents that a reader keeps are not touched by the pages after them") {
  const std::size_t pages = 5;
  unit::FakeServer server([](const fc::HttpRequest& request) {
    const auto at = request.url.find("skip=");
    const auto page = at == std::string::npos ? std::size_t{0} : std::stoul(request.url.substr(at + 5));
    const std::string next = page + 1 < pages ? R"("next":"?skip=)" + std::to_string(page + 1) + R"(",)" : "";
    return unit::answer(200, R"({"status":"completed","completed":5,"total":5,)" + next +
                                 R"("data":[{"markdown":")" + large(static_cast<char>('a' + page)) +
                                 R"("}]})");
  });
  std::vector<std::string> moved;
  std::vector<fc::Document> copied;
  for (auto& document : unit::job_on(server).documents()) {
    copied.push_back(document);
    if (moved.size() % 2 == 0)
      moved.push_back(std::move(*document.markdown));
    else
      moved.push_back(*document.markdown);
  }
  REQUIRE(moved.size() == pages);
  for (std::size_t i = 0; i < pages; ++i) {
    CHECK(moved[i] == large(static_cast<char>('a' + i)));
    CHECK(copied[i].markdown == moved[i]);
  }
}
