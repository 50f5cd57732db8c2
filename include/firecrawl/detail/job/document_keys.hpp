// SPDX-License-Identifier: MIT
/// @file
/// What a range remembers of the documents that it has seen: eight bytes each, in a set.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../../impl/models.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// A hash of 64 bits of several texts and numbers. Not for security: who can choose documents can choose
/// scrapeIds as well.
class KeyHash {
 public:
  void add(std::uint64_t number) noexcept {
    state_ = (state_ ^ number) * 0x9E3779B97F4A7C15U;
    state_ ^= state_ >> 32U;
  }
  void add(std::string_view text) noexcept {
    add(std::uint64_t{text.size()});
    while (text.size() >= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data(), sizeof word);
      add(word);
      text.remove_prefix(sizeof word);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text.data(), text.size());
    add(rest);
  }
  void add(const std::optional<std::string>& text) noexcept {
    if (text) add(std::string_view(*text));
    add(std::uint64_t{text ? 1U : 2U});
  }
  void add(const std::vector<std::string>& texts) noexcept {
    for (const auto& text : texts) add(std::string_view(text));
    add(std::uint64_t{texts.size()});
  }
  void add(const nlohmann::json& value) { add(std::uint64_t{std::hash<nlohmann::json>()(value)}); }

  /// Never 0, which means no key.
  [[nodiscard]] std::uint64_t value() const noexcept {
    auto bits = state_;
    bits = (bits ^ (bits >> 29U)) * 0xBF58476D1CE4E5B9U;
    bits ^= bits >> 32U;
    return bits == 0 ? 1 : bits;
  }

 private:
  std::uint64_t state_ = 0x243F6A8885A308D3U;
};

/// The key of all that a document contains, for documents without a scrapeId.
[[nodiscard]] inline std::uint64_t content_key(const Document& document) {
  KeyHash hash;
  for (const auto* text : {&document.markdown, &document.html, &document.raw_html, &document.screenshot,
                           &document.summary, &document.warning, &document.answer})
    hash.add(*text);
  hash.add(document.links);
  hash.add(document.images);
  hash.add(document.json);
  hash.add(document.extra);
  const auto& metadata = document.metadata;
  for (const auto* text : {&metadata.title, &metadata.description, &metadata.language, &metadata.source_url,
                           &metadata.url, &metadata.error, &metadata.content_type})
    hash.add(*text);
  hash.add(static_cast<std::uint64_t>(metadata.status_code.value_or(-1)));
  hash.add(metadata.extra);
  return hash.value();
}

/// True for a document that its scrapeId names. An empty one names nothing.
[[nodiscard]] inline bool has_id(const Document& document) noexcept {
  return document.metadata.scrape_id && !document.metadata.scrape_id->empty();
}

/// True for a document that says which URL it is of.
[[nodiscard]] inline bool has_url(const Document& document) noexcept {
  const auto& metadata = document.metadata;
  return !metadata.source_url.value_or("").empty() || !metadata.url.value_or("").empty();
}

/// The key of a document: of its scrapeId, if it has one, else of its content.
[[nodiscard]] inline std::uint64_t document_key(const Document& document) {
  if (!has_id(document)) return content_key(document);
  KeyHash hash;
  hash.add(std::string_view(*document.metadata.scrape_id));
  return hash.value();
}

/// A set of keys, none of them 0, in at most 16 bytes each. It is divided into parts that grow one at a time,
/// so that growing needs no second copy of the whole.
class KeySet {
 public:
  [[nodiscard]] bool contains(std::uint64_t key) const noexcept {
    const auto& part = part_of(key);
    return !part.cells.empty() && part.cells[part.find(key)] != empty;
  }

  /// Makes room, so that insert() of these keys cannot fail. Zeros are passed over.
  void reserve_for(const std::vector<std::uint64_t>& keys) {
    std::array<std::size_t, parts> wanted{};
    for (const auto key : keys) wanted[index_of(key)] += key == empty ? 0U : 1U;
    for (std::size_t i = 0; i < parts; ++i) parts_[i].reserve(parts_[i].used + wanted[i]);
  }

  /// Returns whether the key is new. There has to be room for it.
  bool insert(std::uint64_t key) noexcept {
    auto& part = parts_[index_of(key)];
    auto& cell = part.cells[part.find(key)];
    if (cell != empty) return false;
    cell = key;
    ++part.used;
    return true;
  }

  /// Takes back the newest insertion that is still there: others were made around the older ones.
  void take_back(std::uint64_t key) noexcept {
    auto& part = parts_[index_of(key)];
    part.cells[part.find(key)] = empty;
    --part.used;
  }

 private:
  static constexpr std::uint64_t empty = 0;
  static constexpr std::size_t parts = 16;

  struct Part {
    std::vector<std::uint64_t> cells;
    std::size_t used = 0;

    // The cell of the key, or the empty one where it belongs. The bits that chose the part are not used
    // again.
    [[nodiscard]] std::size_t find(std::uint64_t key) const noexcept {
      const auto size = std::uint64_t{cells.size()};
      auto at = static_cast<std::uint32_t>(((key & 0xFFFFFFFFU) * size) >> 32U);
      while (cells[at] != empty && cells[at] != key) at = at + 1U == cells.size() ? 0U : at + 1U;
      return at;
    }
    // At most four fifths are used.
    void reserve(std::size_t count) {
      if (count * 5 <= cells.size() * 4) return;
      Part larger;
      larger.cells.resize((std::max)({std::size_t{16}, cells.size() * 3 / 2, count * 5 / 4 + 1}));
      larger.used = used;
      for (const auto key : cells) {
        if (key != empty) larger.cells[larger.find(key)] = key;
      }
      *this = std::move(larger);
    }
  };

  static std::uint32_t index_of(std::uint64_t key) noexcept { return static_cast<std::uint32_t>(key >> 60U); }
  [[nodiscard]] const Part& part_of(std::uint64_t key) const noexcept { return parts_[index_of(key)]; }

  std::array<Part, parts> parts_;
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
