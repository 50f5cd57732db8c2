// SPDX-License-Identifier: MIT
#include "reader.hpp"

std::size_t read_all(const firecrawl::Job& job) {
  std::size_t count = 0;
  for (const firecrawl::Document& document : job.documents())
    count += document.markdown == "# Hello" ? 1U : 0U;
  return count;
}
