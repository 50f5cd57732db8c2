// SPDX-License-Identifier: MIT
/// @file
/// Which documents of a page a range has seen before.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "../../impl/models.hpp"
#include "document_keys.hpp"

FIRECRAWL_BEGIN_NAMESPACE
namespace detail {

/// Places of a listing from `begin` up to, but not including, `end`.
struct Span {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Where a page was asked for.
struct PagePlace {
  std::uint64_t place = 0;           ///< documents of the listing before it
  std::uint64_t delivered = 0;       ///< the first documents of it that an earlier range has delivered
  std::optional<std::uint64_t> end;  ///< the place after it, if its `next` names one

  /// True if `next` counts more entries than the page lists.
  [[nodiscard]] bool has_gap(std::size_t documents) const noexcept { return end && *end > place + documents; }
};

/// The documents of a page, sorted by whether the range has seen them before.
struct PageNews {
  std::vector<std::size_t> fresh;       ///< the indices of those to deliver
  std::vector<std::uint64_t> keys;      ///< those that were remembered, in their order
  std::vector<std::uint64_t> contents;  ///< of new ones without a scrapeId, if the page has a gap
  std::size_t added = 0;                ///< new to this range, whether to be delivered or not
  std::size_t kept = 0;                 ///< of these the ones that the user has from before
  std::size_t repeated = 0;             ///< seen before, and here at a place that is new
  std::size_t first_repeat = 0;         ///< the index of the first of these
  bool has_ids = false;
};

/// A document is known by its scrapeId; without one by its place, or by its content on a page that is read
/// again.
class SeenDocuments {
 public:
  using Kept = std::function<bool(const Document&)>;

  /// @param kept true for documents that the user has from before; may be empty
  explicit SeenDocuments(Kept kept) : kept_(std::move(kept)) {}

  /// Sorts the documents of a page that is read for the first time, and remembers them until forget().
  /// @param listed the place after all that was listed before
  /// @throws whatever the user's function throws; then nothing is remembered
  PageNews look(const std::vector<Document>& data, const PagePlace& page, std::uint64_t listed) {
    auto news = prepare(data, page.has_gap(data.size()));
    return sort(std::move(news), data, page, listed, [&](PageNews& into, std::size_t i) {
      const auto seen = remember(into, i);
      if (has_id(data[i])) return seen;
      return page.place + i < listed ? Seen::before : Seen::never;
    });
  }

  /// The same for a page that is read again.
  /// @param listed the places that were read before
  /// @param gap the keys of documents without a scrapeId that the page listed before; null if it had no gap
  PageNews look_again(const std::vector<Document>& data, const PagePlace& page, Span listed,
                      const std::vector<std::uint64_t>* gap) {
    auto news = prepare(data, gap != nullptr);
    auto listed_before = gap ? *gap : std::vector<std::uint64_t>();
    return sort(std::move(news), data, page, listed.end, [&](PageNews& into, std::size_t i) {
      if (has_id(data[i])) return remember(into, i);
      if (gap) return take_from(listed_before, page_keys_[i]) ? Seen::before : Seen::never;
      if (page_keys_[i] != 0) return remember(into, i);
      return listed.begin <= page.place + i && page.place + i < listed.end ? Seen::before : Seen::never;
    });
  }

  /// The page was not taken.
  void forget(const PageNews& news) noexcept {
    for (auto key = news.keys.rbegin(); key != news.keys.rend(); ++key) keys_.take_back(*key);
  }
  /// The page was taken.
  void keep(const PageNews& news) noexcept { has_ids_ = has_ids_ || news.has_ids; }

  [[nodiscard]] bool has_ids() const noexcept { return has_ids_; }
  [[nodiscard]] bool asks_user() const noexcept { return kept_ != nullptr; }

 private:
  enum class Seen { never, on_this_page, before };

  // Content is hashed only if it may be needed: a healthy listing without ids goes by place alone.
  PageNews prepare(const std::vector<Document>& data, bool has_gap) {
    PageNews news;
    news.has_ids = std::any_of(data.begin(), data.end(), has_id);
    const bool by_content = has_ids_ || news.has_ids || has_gap;
    page_keys_.assign(data.size(), 0);
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (has_id(data[i]) || by_content) page_keys_[i] = document_key(data[i]);
    }
    keys_.reserve_for(page_keys_);
    news.keys.reserve(data.size());
    news.fresh.reserve(data.size());
    if (has_gap) news.contents.reserve(data.size());
    return news;
  }

  template <class Look>
  PageNews sort(PageNews news, const std::vector<Document>& data, const PagePlace& page, std::uint64_t listed,
                Look look_at) {
    try {
      for (std::size_t i = 0; i < data.size(); ++i) {
        const auto seen = look_at(news, i);
        if (seen == Seen::before) {
          if (page.place + i >= listed && news.repeated++ == 0) news.first_repeat = i;
          continue;
        }
        ++news.added;
        if (!has_id(data[i]) && news.contents.capacity() > 0) {
          news.contents.push_back(page_keys_[i]);
        }
        if (seen == Seen::never && is_wanted(data[i], i < page.delivered, news)) news.fresh.push_back(i);
      }
    } catch (...) {
      forget(news);
      throw;
    }
    return news;
  }

  [[nodiscard]] bool is_wanted(const Document& document, bool delivered, PageNews& news) const {
    if (!kept_) return !delivered;
    // A user who goes by ids cannot tell a document without one, but the token does.
    const bool told_by_token = delivered && !document.metadata.scrape_id;
    if (!told_by_token && !kept_(document)) return true;
    ++news.kept;
    return false;
  }

  Seen remember(PageNews& news, std::size_t i) noexcept {
    const auto key = page_keys_[i];
    if (key == 0) return Seen::never;
    if (keys_.insert(key)) {
      news.keys.push_back(key);  // there is room
      return Seen::never;
    }
    return std::find(news.keys.begin(), news.keys.end(), key) == news.keys.end() ? Seen::before
                                                                                 : Seen::on_this_page;
  }

  static bool take_from(std::vector<std::uint64_t>& keys, std::uint64_t key) noexcept {
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) return false;
    keys.erase(found);
    return true;
  }

  Kept kept_;
  KeySet keys_;
  bool has_ids_ = false;
  std::vector<std::uint64_t> page_keys_;  // of the page at hand; 0: none
};

}  // namespace detail
FIRECRAWL_END_NAMESPACE
