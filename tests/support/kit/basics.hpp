// SPDX-License-Identifier: MIT
/// @file
/// Short names that nearly every test has use for. Needs no server, and is the same on every platform.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <firecrawl/document.hpp>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kit {

namespace fc = firecrawl;
using Numbers = std::vector<std::size_t>;

inline const std::string key = "fc-0123456789abcdef-secret";
inline const std::string id = "7e1f0a3c-5b2d-4c8e-9f10-3a4b5c6d7e8f";
inline const std::string path = "/v1/batch/scrape/" + id;
inline const std::string crawl_path = "/v1/crawl/" + id;

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The text so many times, with `separator` between two of them.
inline std::string repeated(std::size_t times, std::string_view text, std::string_view separator = "") {
  std::string all;
  all.reserve(times * (text.size() + separator.size()));
  for (std::size_t i = 0; i < times; ++i) {
    if (i > 0) all += separator;
    all += text;
  }
  return all;
}

/// What `function` throws, which must be an E.
template <class E, class Function>
E thrown(const Function& function) {
  try {
    function();
  } catch (const E& error) {
    return error;
  }
  throw std::runtime_error("nothing was thrown");
}

/// first, first + 1, … up to, but not including, `end`.
inline Numbers from_to(std::size_t first, std::size_t end) {
  Numbers numbers(end - first);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

/// Which document of the job this is; a number that no job has if it does not say. Allocates nothing.
inline std::size_t number_of(const fc::Document& document) {
  const auto& text = document.metadata.scrape_id;
  if (!text || text->size() != 36) return static_cast<std::size_t>(-1);
  return static_cast<std::size_t>(std::strtoull(text->c_str() + 24, nullptr, 16));
}

inline Numbers numbers_of(const std::vector<fc::Document>& documents) {
  Numbers numbers;
  for (const auto& document : documents) numbers.push_back(number_of(document));
  return numbers;
}

}  // namespace kit
