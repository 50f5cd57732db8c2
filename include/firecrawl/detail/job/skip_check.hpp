// SPDX-License-Identifier: MIT
/// @file
/// Finds servers that ignore `skip`: each of their pages is the first one again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "../../impl/models.hpp"
#include "document_keys.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Remembers the first page. In a listing that moves a later page may begin like it and be right, so a
/// likeness is a suspicion, not a proof.
class SkipCheck {
 public:
  [[nodiscard]] bool has_first_page() const noexcept { return !first_.empty(); }

  /// The first page that has documents.
  void set_first_page(const std::vector<Document>& data) {
    const auto size = (std::min)(data.size(), most);
    std::vector<Likeness> first;
    first.reserve(size);
    for (std::size_t i = 0; i < size; ++i) first.push_back({size_of(data[i]), document_key(data[i])});
    first_ = std::move(first);
  }

  /// True if each document is the same as on the first page, as far as both pages go.
  [[nodiscard]] bool is_like_first_page(const std::vector<Document>& data) const {
    const auto size = (std::min)(data.size(), first_.size());
    for (std::size_t i = 0; i < size; ++i) {
      // The size first, which is cheap.
      if (size_of(data[i]) != first_[i].size || document_key(data[i]) != first_[i].key) return false;
    }
    return size > 0;
  }

 private:
  struct Likeness {
    std::size_t size;
    std::uint64_t key;
  };

  static std::size_t size_of(const Document& document) noexcept {
    if (has_id(document)) return document.metadata.scrape_id->size();
    std::size_t size = document.links.size() + document.extra.size();
    for (const auto* text : {&document.markdown, &document.html, &document.raw_html})
      size += *text ? (*text)->size() : 0;
    return size;
  }

  static constexpr std::size_t most = 64;
  std::vector<Likeness> first_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
